/** JSON into records: the form JSON.serialize and the REST API write, with `attributes`, nested parents and child lists. */
import { ApexList } from '../../values/collections/list.ts';
import { JSONException } from '../../values/exceptions.ts';
import { setSlot } from '../../values/sobject.ts';
import type { RecordField, SObjectRecord } from '../../values/sobject.ts';
import { sobject } from '../../values/runtime-type.ts';
import { context } from '../ports.ts';
import { objectOf } from './deserialize.ts';
import { primitiveValue } from './primitives.ts';
import { JsonObject } from './tree.ts';
import type { JsonNode } from './tree.ts';

/** `objectName` may be SObject: then `attributes.type` says which. Unknown fields are refused even when not strict. */
export function recordValue(node: JsonNode, objectName: string): SObjectRecord {
  const object = objectOf(node);
  const concrete = objectName === 'SObject' ? typeInAttributes(object) : objectName;
  const recordClass = concrete === undefined ? undefined : context().schema.recordClass(concrete.toLowerCase());
  if (recordClass === undefined) {
    throw new JSONException(concrete === undefined ? 'SObject type is not specified: attributes.type is missing' : `Unknown sObject type: ${concrete}`);
  }
  const record = new recordClass();
  for (const [name, value] of object.entries) if (name !== 'attributes') fill(record, name, value);
  return record;
}

function typeInAttributes(object: JsonObject): string | undefined {
  const attributes = object.entries.find(([name]) => name === 'attributes')?.[1];
  const type = attributes instanceof JsonObject ? attributes.entries.find(([name]) => name === 'type')?.[1] : undefined;
  return typeof type === 'string' ? type : undefined;
}

function fill(record: SObjectRecord, name: string, value: JsonNode): void {
  const field = record.$shape.byName.get(name.toLowerCase());
  if (field === undefined) throw new JSONException(`No such column '${name}' on sobject of type ${record.$shape.apiName}`);
  setSlot(record, field.slot, value === null ? null : fieldValue(field, value));
}

function fieldValue(field: RecordField, value: JsonNode): unknown {
  switch (field.kind) {
    case 'field': return primitiveValue(value, field.type);
    case 'parent': return recordValue(value, relatedType(field));
    case 'children': return childList(field, value);
  }
}

/** A polymorphic relationship needs the type in the attributes. */
function relatedType(field: RecordField): string {
  const [only] = field.referenceTo;
  return field.referenceTo.length === 1 && only !== undefined ? only : 'SObject';
}

/** Either a plain list or the query result form with `records`. */
function childList(field: RecordField, value: JsonNode): ApexList<SObjectRecord> {
  const records = Array.isArray(value) ? value : objectOf(value).entries.find(([name]) => name === 'records')?.[1];
  if (!Array.isArray(records)) throw new JSONException("Malformed JSON: Expected '[' at the beginning of List/Set");
  const type = relatedType(field);
  return ApexList.of(sobject(type), records.map((record) => recordValue(record, type)));
}
