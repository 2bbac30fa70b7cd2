/** What the columns of an upload mean: fields of the object, and keys of records it refers to (`Author__r.Key__c`, `Owner:User.Username`). */
import type { ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import { setSlot, type SObjectRecord } from '../../values/sobject.ts';
import { apiError } from '../errors.ts';
import { recordClassOf, requireId } from '../rest/data.ts';
import { recordFromJson } from '../rest/record-json.ts';
import type { IngestOperation } from './job.ts';

export type ColumnMeaning =
  | { readonly kind: 'field'; readonly name: string; readonly isBoolean: boolean }
  | { readonly kind: 'parent'; readonly relationship: string; readonly type: string; readonly key: string; readonly field: string };

/** Nothing of a job with an unknown column is processed. */
export class UnknownColumn extends Error {}

/** @throws UnknownColumn as the platform words it */
export function columnsOf(schema: OrgSchema, object: ObjectSchema, header: readonly string[]): readonly ColumnMeaning[] {
  const seen = new Set<string>();
  return header.map((name) => {
    const folded = name.trim().toLowerCase();
    if (seen.has(folded)) throw new UnknownColumn(`InvalidBatch : Duplicate column name : ${name}`);
    seen.add(folded);
    return meaningOf(schema, object, name.trim());
  });
}

function meaningOf(schema: OrgSchema, object: ObjectSchema, name: string): ColumnMeaning {
  const field = object.fieldsByName.get(name.toLowerCase());
  if (field !== undefined) return { kind: 'field', name: field.apiName, isBoolean: field.type === 'boolean' };
  const [path = '', key = '', more] = name.split('.');
  const [first = '', second] = path.split(':');
  // `Type:Relationship.Key` where the parent may be of several types.
  const [type, relationship] = second === undefined ? [undefined, first] : [first, second];
  const reference = object.parentsByName.get(relationship.toLowerCase());
  const target = reference?.reference?.targets.find((one) => type === undefined || one.toLowerCase() === type.toLowerCase());
  const keyField = target === undefined ? undefined : schema.objects.get(target.toLowerCase())?.fieldsByName.get(key.toLowerCase());
  if (reference === undefined || target === undefined || keyField === undefined || more !== undefined) throw new UnknownColumn(`InvalidBatch : Field name not found : ${name}`);
  return { kind: 'parent', relationship: reference.reference?.relationshipName ?? relationship, type: target, key: keyField.apiName, field: reference.apiName };
}

/** Explicit null; an empty value leaves the field alone. */
const NULL = '#N/A';

/** The record of a row. @throws ApiError with what is wrong with a value */
export function recordOfRow(object: ObjectSchema, columns: readonly ColumnMeaning[], row: readonly string[], operation: IngestOperation): SObjectRecord {
  if (row.length !== columns.length) throw apiError(400, 'MALFORMED_ROW', `The row has ${String(row.length)} values, the header ${String(columns.length)}.`);
  const body: Record<string, unknown> = {};
  let id: string | undefined;
  for (const [index, column] of columns.entries()) {
    const value = row[index]!;
    if (value === '') continue;
    if (column.kind === 'parent') {
      if (value === NULL) body[column.field] = null;
      else body[column.relationship] = { attributes: { type: column.type }, [column.key]: value };
    } else if (column.name === 'Id') id = value === NULL ? undefined : value;
    else body[column.name] = value === NULL ? null : column.isBoolean ? booleanText(value) : value;
  }
  if (operation === 'insert' && id !== undefined) throw apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  if ((operation === 'update' || operation === 'delete') && id === undefined) throw apiError(400, 'MISSING_ARGUMENT', 'Id not specified', ['Id']);
  const record = operation === 'delete' ? new (recordClassOf(object.apiName))() : recordFromJson(recordClassOf(object.apiName), object, body);
  if (id !== undefined) setSlot(record, '$id', requireId(id));
  return record;
}

/** `TRUE`, `1` and `yes` are true on the platform too. */
function booleanText(value: string): string {
  const folded = value.toLowerCase();
  if (folded === '1' || folded === 'yes') return 'true';
  return folded === '0' || folded === 'no' ? 'false' : folded;
}

