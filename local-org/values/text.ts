/**
 * Values as text. `stringValue` is String.valueOf; `concatText` is what `+` and System.debug show. They differ for dates:
 * String.valueOf(Date) is `2024-01-05`, while concatenation and collections show `2024-01-05 00:00:00`; a Datetime is in the user's zone for the one and in GMT for the other.
 * platform-facts: text-of-dates.
 */
import { ApexEnum, ApexObject } from './apex-object.ts';
import type { ObjectField } from './apex-object.ts';
import { ApexDate } from './date.ts';
import { Datetime } from './datetime.ts';
import { ApexList } from './collections/list.ts';
import { ApexMap } from './collections/map.ts';
import { ApexSet } from './collections/set.ts';
import { ApexException, IllegalArgumentException } from './exceptions.ts';
import { slotOf, SObjectRecord } from './sobject.ts';

/** Elements a collection shows before it is cut with "...". platform-facts: collection-text-length. */
const SHOWN_ELEMENTS = 10;

interface TextSlot {
  tostring$(): string | null;
}

function hasText(value: object): value is TextSlot {
  return typeof (value as Partial<TextSlot>).tostring$ === 'function';
}

/** String.valueOf(Object): null stays null. */
export function stringValue(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof ApexDate || value instanceof Datetime) return value.toString();
  return concatText(value);
}

/** The text of an operand of `+`, of System.debug and of elements in collections; null is "null". */
export function concatText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return objectText(value, []);
}

/** `open` holds the objects whose text is being made, and every object of a class printed so far: neither is printed again. platform-facts: text-of-objects. */
function objectText(value: object, open: object[]): string {
  if (value instanceof ApexDate) return `${value.toString()} 00:00:00`;
  if (value instanceof Datetime) return value.text('GMT');
  if (value instanceof ApexEnum) return value.name;
  if (hasText(value)) return value.tostring$() ?? 'null';
  if (value instanceof ApexException) return exceptionText(value, open);
  if (!isContainer(value)) return (value as { toString(): string }).toString();
  if (open.includes(value)) return '(already output)';
  open.push(value);
  const text = containerText(value, innerText(open));
  if (!(value instanceof ApexObject)) open.splice(open.indexOf(value), 1);
  return text;
}

const innerText = (open: object[]) => (inner: unknown): string => (typeof inner === 'object' && inner !== null ? objectText(inner, open) : String(inner));

type Container = ApexList | ApexSet | ApexMap | SObjectRecord | ApexObject;

function isContainer(value: object): value is Container {
  if (value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap || value instanceof SObjectRecord) return true;
  return value instanceof ApexObject && value.toString === Object.prototype.toString;
}

function containerText(value: Container, show: (inner: unknown) => string): string {
  if (value instanceof ApexList) return `(${elements(value.items, show)})`;
  if (value instanceof ApexSet) return `{${elements(value.values(), show)}}`;
  if (value instanceof ApexMap) return `{${elements(value.entries(), ([key, item]) => `${show(key)}=${show(item)}`)}}`;
  if (value instanceof SObjectRecord) return recordText(value, show);
  return `${simpleName(value.$type.name)}:[${fieldTexts(value.$fields, value, show)}]`;
}

/** Sorted by character code; those of a superclass carry its name. */
function fieldTexts(fields: readonly ObjectField[], owner: object, show: (inner: unknown) => string): string {
  const printed = fields.map(({ name, slot, inheritedFrom }) => ({ name: inheritedFrom === undefined ? name : `${simpleName(inheritedFrom)}.${name}`, slot }));
  const sorted = printed.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return sorted.map(({ name, slot }) => `${name}=${show((owner as Record<string, unknown>)[slot] ?? null)}`).join(', ');
}

function elements<T>(values: readonly T[], show: (value: T) => string): string {
  const shown = values.slice(0, SHOWN_ELEMENTS).map(show);
  if (values.length > SHOWN_ELEMENTS) shown.push('...');
  return shown.join(', ');
}

function recordText(record: SObjectRecord, show: (inner: unknown) => string): string {
  const fields: string[] = [];
  for (const { apiName, slot, kind } of record.$shape.slots) {
    const value = slotOf(record, slot);
    if (value !== undefined && kind === 'field') fields.push(`${apiName}=${show(value)}`);
  }
  return `${record.$shape.apiName}:{${fields.join(', ')}}`;
}

/** A user's exception prints like an object, with its fields; so does IllegalArgumentException. platform-facts: text-of-exceptions. */
function exceptionText(error: ApexException, open: object[]): string {
  const { $fields: fields } = error as Partial<Pick<ApexObject, '$fields'>>;
  const { $typeName: typeName, $message: message } = error;
  const isObject = fields !== undefined || error instanceof IllegalArgumentException;
  const name = isObject ? `${simpleName(typeName)}:[${fieldTexts(fields ?? [], error, innerText(open))}]` : typeName;
  return `${name}: ${message ?? 'Script-thrown exception'}`;
}

/** Inner classes print without their outer class. */
function simpleName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}
