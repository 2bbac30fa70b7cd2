import { Decimal } from '../../values/decimal.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { javaRegex } from '../../library/core/text/java-regex.ts';
import { normalizeId } from '../../values/id.ts';
import { textOfNumber } from '../numbers.ts';
import { FormulaError } from '../problem.ts';
import { fixed, functionName, made, requireCount, wrongType, type Call, type FunctionRule, type FunctionTable, type Node } from '../node.ts';
import type { FormulaValue } from '../types.ts';

const count = (value: Decimal): number => value.toInteger();
const orNull = (text: string): string | null => (text === '' ? null : text);

/** Text in, text out; a blank stays blank and an empty outcome is one. */
function ofText(body: (text: string) => string): FunctionRule {
  return fixed(['text'], 'text', ([text]) => (text === null ? null : orNull(body(text))));
}

/** TEXT() of numbers, dates, times and pick lists. */
function asText(call: Call): Node {
  requireCount(call, 1);
  const [operand] = call.arguments as [Node];
  if (operand.type === 'text' || operand.type === 'boolean' || operand.type === 'multipicklist') wrongType(functionName(call.name), 'number', operand);
  return made(call, 'text', (run) => textOf(operand.run(run)));
}

function textOf(value: FormulaValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Decimal) return textOfNumber(value);
  if (value instanceof ApexDate) return value.toString();
  if (value instanceof Datetime) return `${value.text('GMT')}Z`;
  return String(value).replace(/Z$/, '');
}

function pad(side: 'padStart' | 'padEnd'): FunctionRule {
  return fixed(['text', 'number', 'text'], 'text', ([text, length, filler]) => {
    if (text === null || length === null || count(length) <= 0) return null;
    const wanted = count(length);
    return wanted <= text.length ? text.slice(0, wanted) : text[side](wanted, filler ?? ' ');
  }, { optional: 1 });
}

function toNumber(text: string | null): Decimal | null {
  if (text === null) return null;
  const parsed = Decimal.tryParse(text);
  if (parsed === undefined) throw new FormulaError(`The value '${text}' is not a valid number.`);
  return parsed;
}

const capitalized = (text: string): string => text.replace(/[\p{L}\p{N}]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());

function withoutOuterSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

function replacedAll(text: string | null, wanted: string | null, replacement: string | null): string | null {
  if (text === null || wanted === null) return null;
  return orNull(text.split(wanted).join(replacement ?? ''));
}

/** Java's syntax, over the whole text. */
function matchesWhole(text: string, pattern: string): boolean {
  try {
    return javaRegex(pattern).matches(text, 0) !== undefined;
  } catch (error) {
    throw new FormulaError(`The regular expression ${pattern} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapedHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** platform-facts: formula-hyperlink-text */
function link(url: string | null, label: string | null, target: string | null): string {
  return `<a href="${url ?? ''}" target="${target ?? '_blank'}">${label ?? ''}</a>`;
}

function image(url: string | null, alternative: string | null, height: Decimal | null, width: Decimal | null): string {
  const size = height === null || width === null ? '' : ` style="height:${textOfNumber(height)}px; width:${textOfNumber(width)}px;"`;
  return `<img src="${url ?? ''}" alt="${alternative ?? ''}"${size} border="0"/>`;
}

export const textual: FunctionTable = {
  TEXT: asText,
  VALUE: fixed(['text'], 'number', ([text]) => toNumber(text)),
  ISNUMBER: fixed(['text'], 'boolean', ([text]) => text !== null && Decimal.tryParse(text) !== undefined),
  LEN: fixed(['text'], 'number', ([text]) => Decimal.fromInteger((text ?? '').length)),
  LEFT: fixed(['text', 'number'], 'text', ([text, length]) => (text === null || length === null ? null : orNull(text.slice(0, Math.max(count(length), 0))))),
  RIGHT: fixed(['text', 'number'], 'text', ([text, length]) => (text === null || length === null || count(length) <= 0 ? null : orNull(text.slice(-count(length))))),
  MID: fixed(['text', 'number', 'number'], 'text', ([text, start, length]) => {
    if (text === null || start === null || length === null) return null;
    const from = Math.max(count(start), 1) - 1;
    return orNull(text.slice(from, from + Math.max(count(length), 0)));
  }),
  FIND: fixed(['text', 'text', 'number'], 'number', ([wanted, text, start]) => {
    if (wanted === null || text === null) return Decimal.fromInteger(0);
    return Decimal.fromInteger(text.indexOf(wanted, start === null ? 0 : count(start) - 1) + 1);
  }, { optional: 1 }),
  SUBSTITUTE: fixed(['text', 'text', 'text'], 'text', ([text, wanted, replacement]) => replacedAll(text, wanted, replacement)),
  TRIM: ofText(withoutOuterSpaces),
  UPPER: fixed(['text', 'text'], 'text', ([text, locale]) => (text === null ? null : locale === null ? text.toUpperCase() : text.toLocaleUpperCase(locale.replace('_', '-'))), { optional: 1 }),
  LOWER: fixed(['text', 'text'], 'text', ([text, locale]) => (text === null ? null : locale === null ? text.toLowerCase() : text.toLocaleLowerCase(locale.replace('_', '-'))), { optional: 1 }),
  INITCAP: ofText(capitalized),
  REVERSE: ofText((text) => [...text].reverse().join('')),
  CONTAINS: fixed(['text', 'text'], 'boolean', ([text, part]) => (part === null ? true : text === null ? null : text.includes(part))),
  BEGINS: fixed(['text', 'text'], 'boolean', ([text, part]) => (part === null ? true : text === null ? null : text.startsWith(part))),
  REGEX: fixed(['text', 'text'], 'boolean', ([text, pattern]) => (pattern === null ? null : matchesWhole(text ?? '', pattern))),
  LPAD: pad('padStart'),
  RPAD: pad('padEnd'),
  CHR: fixed(['number'], 'text', ([code]) => (code === null ? null : String.fromCodePoint(count(code)))),
  ASCII: fixed(['text'], 'number', ([text]) => (text === null ? null : Decimal.fromInteger(text.codePointAt(0)!))),
  BR: fixed([], 'text', () => '<br>'),
  HYPERLINK: fixed(['text', 'text', 'text'], 'text', ([url, label, target]) => link(url, label, target), { optional: 1 }),
  IMAGE: fixed(['text', 'text', 'number', 'number'], 'text', ([url, alternative, height, width]) => image(url, alternative, height, width), { optional: 2 }),
  CASESAFEID: fixed(['text'], 'text', ([id]) => (id === null ? null : normalizeId(id) ?? id)),
  HTMLENCODE: ofText(escapedHtml),
  URLENCODE: ofText((text) => encodeURIComponent(text).replaceAll('%20', '+')),
};
