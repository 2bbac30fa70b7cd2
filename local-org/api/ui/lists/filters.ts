/** Filters of list views as conditions of a query. An operation the local org does not know is refused by name. */
import { fold } from '../../../schema/problem.ts';
import type { FieldSchema, ObjectSchema } from '../../../schema/schema.ts';
import { apiError } from '../../errors.ts';
import type { ListViewFilter, ListViewMetadata } from '../metadata/list-view.ts';
import { likeText, quoted } from '../soql-text.ts';
import { fieldPath } from './columns.ts';

type Operation = (path: string, values: readonly string[], field: FieldSchema) => string;

const either = (conditions: readonly string[]): string => (conditions.length === 1 ? conditions[0]! : `(${conditions.join(' OR ')})`);
const compare = (operator: string): Operation => (path, values, field) => either(values.map((value) => `${path} ${operator} ${literal(value, field)}`));
const like = (before: string, after: string): Operation => (path, values) => either(values.map((value) => `${path} LIKE '${before}${likeText(value)}${after}'`));
const negated = (operation: Operation): Operation => (path, values, field) => `(NOT ${operation(path, values, field)})`;
const multi = (word: string): Operation => (path, values) => `${path} ${word} (${values.map((value) => quoted(value)).join(', ')})`;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  equals: compare('='),
  notEqual: (path, values, field) => values.map((value) => `${path} != ${literal(value, field)}`).join(' AND '),
  lessThan: compare('<'), greaterThan: compare('>'), lessOrEqual: compare('<='), greaterOrEqual: compare('>='),
  contains: like('%', '%'), notContain: negated(like('%', '%')), startsWith: like('', '%'), includes: multi('INCLUDES'), excludes: multi('EXCLUDES'),
};

/** Empty when the view has no filters. */
export function filterConditions(object: ObjectSchema, view: ListViewMetadata): string {
  const conditions = view.filters.map((filter) => condition(object, view, filter));
  if (conditions.length === 0) return '';
  if (view.logic === undefined) return conditions.map((one) => `(${one})`).join(' AND ');
  if (!/^[\d\s()]*(?:(?:AND|OR|NOT)[\d\s()]*)*$/i.test(view.logic)) throw refused(view, `its filter logic ${view.logic}`);
  return view.logic.replace(/\d+/g, (number) => `(${conditions[Number(number) - 1] ?? 'Id = null'})`);
}

function condition(object: ObjectSchema, view: ListViewMetadata, { field: name, operation, value }: ListViewFilter): string {
  const path = fieldPath(object, name);
  const field = path === undefined ? undefined : fieldAt(object, path);
  if (path === undefined || field === undefined) throw refused(view, `a filter on ${name}`);
  const make = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (make === undefined) throw refused(view, `the operation ${operation} on ${name}`);
  // Record types are named with their object.
  const text = path === 'RecordType.Name' ? value.replace(`${object.apiName}.`, '') : value;
  return make(path === 'RecordType.Name' ? 'RecordType.DeveloperName' : path, valuesOf(text), field);
}

/** A path over a relationship ends in a text here: names of people, of record types. */
function fieldAt(object: ObjectSchema, path: string): FieldSchema | undefined {
  return path.includes('.') ? object.fieldsByName.get(fold(object.nameField ?? 'id')) : object.fieldsByName.get(fold(path));
}

const refused = (view: ListViewMetadata, what: string): Error => apiError(400, 'UNSUPPORTED', `The list view ${view.objectApiName}.${view.name} cannot be shown: the local org does not support ${what}.`);

/** Values are parted by commas; a comma inside quotes belongs to the value. */
function valuesOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^,]+)|^$/g)].map(([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain?.trim() ?? '');
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);
const RELATIVE = /^(?:TODAY|YESTERDAY|TOMORROW|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|QUARTER|YEAR|90_DAYS)|LAST_90_DAYS|NEXT_90_DAYS|(?:LAST|NEXT)_N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS):\d+|N_DAYS_AGO:\d+)$/i;

function literal(value: string, field: FieldSchema): string {
  if (value === '') return field.type === 'boolean' ? 'false' : 'null';
  if (field.type === 'boolean') return value === '1' || /^true$/i.test(value) ? 'true' : 'false';
  if (NUMBERS.has(field.type)) return /^-?\d+(\.\d+)?$/.test(value) ? value : 'null';
  if (field.type === 'date' || field.type === 'datetime') return momentLiteral(value, field.type);
  return quoted(value);
}

/** `TODAY`, `LAST_N_DAYS:7`, `12/31/2026`, `2026-12-31`, and with a time of day for moments. */
function momentLiteral(value: string, type: 'date' | 'datetime'): string {
  const relative = value.trim().replaceAll(' ', '_').toUpperCase();
  if (RELATIVE.test(relative)) return relative;
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(value) ?? [];
  const iso = year === undefined ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  if (iso === undefined) throw apiError(400, 'UNSUPPORTED', `The local org does not understand the date ${value} in the filter of a list view.`);
  return type === 'date' ? iso : `${iso}T00:00:00Z`;
}
