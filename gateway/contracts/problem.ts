/** What a contract has against a value, as a sentence that names the field and what stands in it. */
import type { ErrorObject } from 'ajv';

export interface Problem {
  /** For example `transactions[0].lines[2].quantity`. */
  readonly field: string;
  readonly message: string;
}

const SHOWN_CHARACTERS = 60;

type Rule = (params: Readonly<Record<string, unknown>>, error: ErrorObject) => string;

/** What must hold, by the keyword that did not. */
const RULES: Readonly<Record<string, Rule>> = {
  type: ({ type }) => `it must be ${article(String(type))}`,
  enum: ({ allowedValues }) => `it must be one of ${(allowedValues as unknown[]).join(', ')}`,
  minimum: ({ limit }) => `it must be at least ${String(limit)}`,
  maximum: ({ limit }) => `it must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `it must be above ${String(limit)}`,
  multipleOf: () => 'it may have at most 3 decimals',
  minLength: () => 'it must not be empty',
  maxLength: ({ limit }) => `it must have at most ${String(limit)} characters`,
  pattern: ({ pattern }) => `it must match ${String(pattern)}`,
  minItems: ({ limit }) => `it must have at least ${String(limit)} items`,
  maxItems: ({ limit }) => `it must have at most ${String(limit)} items`,
  uniqueItems: () => 'its items must differ',
  format: ({ format }) => FORMATS[String(format)] ?? `it must be a ${String(format)}`,
  additionalProperties: ({ additionalProperty }) => `it has no field ${shown(additionalProperty)}`,
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'it must be an RFC 3339 time with an offset, such as 2026-11-21T10:14:03+01:00',
  date: 'it must be a day, such as 2026-11-21',
  int32: 'it must be a whole number',
  int64: 'it must be a whole number',
};

/** @param place stands before the path: empty for a body */
export function problemOf(error: ErrorObject, place = ''): Problem {
  const at = [place, fieldPath(error.instancePath)].filter((part) => part !== '').join('.');
  if (error.keyword === 'required') {
    const field = [at, String(error.params['missingProperty'])].filter((part) => part !== '').join('.');
    return { field, message: `${field} is missing.` };
  }
  const rule = RULES[error.keyword];
  const what = rule === undefined ? error.message ?? error.keyword : rule(error.params as Record<string, unknown>, error);
  const field = at === '' ? 'the body' : at;
  return { field, message: `${field} is ${shown(error.data)}; ${what}.` };
}

function fieldPath(pointer: string): string {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}

/** A value as a message shows it: short, on one line, nothing that steers a terminal. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'absent';
  // JSON escapes control characters below 32; the rest would still steer a terminal or break a line.
  const safe = text.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length <= SHOWN_CHARACTERS ? safe : `${safe.slice(0, SHOWN_CHARACTERS)}…`;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
