/** Values of OData V2 JSON: `/Date(ms)/`, `PT09H14M03S`, decimals as text; and literals for `$filter`. */
import { Refusal } from '../../shared/failures.ts';

export type Fields = Readonly<Record<string, unknown>>;

const THOUSAND = 1000;
const TOLERANCE = 1e-6;

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(`${what} is ${JSON.stringify(value)}, not an entity`);
  return value as Fields;
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw unreadable(`${name} is ${JSON.stringify(value)}, not text`);
  return value;
}

/** The text under a name, nothing when it is empty: how the ERP says that there is none. */
export function optional<Name extends string>(name: Name, text: string): { readonly [name in Name]?: string } {
  return text === '' ? {} : ({ [name]: text } as { readonly [name in Name]?: string });
}

/** Date without time of a `/Date(ms)/`. */
export function dateOf(fields: Fields, name: string): string {
  const milliseconds = /^\/Date\((-?\d+)(?:[+-]\d+)?\)\/$/.exec(textOf(fields, name))?.[1];
  if (milliseconds === undefined) throw unreadable(`${name} is "${textOf(fields, name)}", not a /Date(…)/`);
  return new Date(Number(milliseconds)).toISOString().slice(0, 10);
}

/** `HH:MM:SS` of a duration of less than a day. */
export function timeOf(fields: Fields, name: string): string {
  const match = /^PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:\.\d+)?S)?$/.exec(textOf(fields, name));
  if (match === null) throw unreadable(`${name} is "${textOf(fields, name)}", not a time PT..H..M..S`);
  return match.slice(1).map((part: string | undefined) => (part ?? '').padStart(2, '0')).join(':');
}

/** A quantity in thousandths, which is as fine as Holdfast counts. */
export function thousandthsOf(fields: Fields, name: string): number {
  const given = fields[name];
  const text = typeof given === 'number' ? String(given) : textOf(fields, name).trim();
  // Some releases write the sign behind.
  const value = /^[0-9.]+-$/.test(text) ? -Number(text.slice(0, -1)) : Number(text);
  const thousandths = Math.round(value * THOUSAND);
  // Of a large one the product is not exact, but the quotient is the number that was written.
  const hasMore = thousandths / THOUSAND !== value && Math.abs(value * THOUSAND - thousandths) > TOLERANCE;
  if (text === '' || Number.isNaN(value) || hasMore) throw unreadable(`${name} is "${text}", not a quantity with at most 3 decimals`);
  return thousandths;
}

/** The rows of a page or of an expanded navigation property. That there are none is said by an empty list. */
export function rowsOf(fields: Fields, what: string): readonly unknown[] {
  const rows = fields['results'];
  if (!Array.isArray(rows)) throw unreadable(`${what} has ${JSON.stringify(rows) ?? 'nothing'} for results, not a list`);
  return rows;
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  return value === true || value === 'X' || value === 'true';
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** @param moment RFC 3339 UTC */
export const dateLiteral = (moment: string): string => `datetime'${moment.slice(0, 10)}T00:00:00'`;

export function timeLiteral(moment: string): string {
  const [hours, minutes, seconds] = moment.slice(11, 19).split(':');
  return `time'PT${hours!}H${minutes!}M${seconds!}S'`;
}

function unreadable(why: string): Refusal {
  return new Refusal('GW-SAP-ANSWER', `An answer of SAP cannot be read: ${why}.`, { status: 502 });
}
