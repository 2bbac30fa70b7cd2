/** JSON.serialize: any Apex value as JSON. */
import { ApexEnum, ApexObject } from '../../values/apex-object.ts';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { typeNameOf } from '../../values/casting.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { JSONException } from '../../values/exceptions.ts';
import { QUERIED, slotOf, SObjectRecord } from '../../values/sobject.ts';
import { Time } from '../../values/time.ts';
import { context } from '../ports.ts';
import { API_VERSION } from '../version.ts';
import { SObjectFieldToken, SObjectTypeToken } from '../schema/tokens.ts';
import { jsonFormOf } from './platform-values.ts';
import type { JsonWriter } from './writer.ts';

export interface SerializeOptions {
  /** Leave out null fields of Apex objects. Null entries of maps and null fields of records stay. */
  readonly suppressNulls: boolean;
}

/** @throws JSONException for what has no JSON form (exceptions, describe results, savepoints). */
export function writeValue(writer: JsonWriter, value: unknown, options: SerializeOptions): void {
  if (typeof value === 'string') writer.string(value);
  else if (typeof value !== 'object' || value === null) writer.literal(String(value));
  else writeObject(writer, value, options);
}

function writeObject(writer: JsonWriter, value: object, options: SerializeOptions): void {
  if (value instanceof Decimal || value instanceof Double) return writer.literal(value.toString());
  if (value instanceof ApexList) return writeArray(writer, value.items, options);
  if (value instanceof ApexSet) return writeArray(writer, value.values(), options);
  if (value instanceof ApexMap) return writeMap(writer, value, options);
  if (value instanceof SObjectRecord) return writeRecord(writer, value, options);
  if (value instanceof ApexObject && !(value instanceof ApexEnum)) return writeApexObject(writer, value, options);
  return writer.string(scalarText(value));
}

function scalarText(value: object): string {
  if (value instanceof ApexDate || value instanceof Time) return value.toString();
  if (value instanceof Datetime) return datetimeText(value);
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof Blob) return Buffer.from(value.bytes).toString('base64');
  throw unsupported(typeNameOf(value));
}

/** `2026-11-22T10:00:00.000Z` */
export function datetimeText(value: Datetime): string {
  return new Date(value.milliseconds).toISOString();
}

export function unsupported(typeName: string): Error {
  return new JSONException(`Apex Type unsupported in JSON: ${typeName}`);
}

function writeArray(writer: JsonWriter, items: readonly unknown[], options: SerializeOptions): void {
  writer.startArray();
  for (const item of items) writeValue(writer, item, options);
  writer.endArray();
}

function writeMap(writer: JsonWriter, map: ApexMap, options: SerializeOptions): void {
  writer.startObject();
  for (const [key, value] of map.entries()) {
    writer.name(keyText(key));
    writeValue(writer, value, options);
  }
  writer.endObject();
}

function keyText(key: unknown): string {
  if (typeof key !== 'object' || key === null) return String(key);
  if (key instanceof Decimal || key instanceof Double) return key.toString();
  return key instanceof SObjectFieldToken || key instanceof SObjectTypeToken ? key.toString() : scalarText(key);
}

function writeEntries(writer: JsonWriter, entries: readonly (readonly [name: string, value: unknown])[], options: SerializeOptions): void {
  writer.startObject();
  for (const [name, value] of entries) {
    if (value === null && options.suppressNulls) continue;
    writer.name(name);
    writeValue(writer, value, options);
  }
  writer.endObject();
}

function writeApexObject(writer: JsonWriter, value: ApexObject, options: SerializeOptions): void {
  const form = jsonFormOf(value.$type.name);
  if (form !== undefined) return writeEntries(writer, form.write(value as never), options);
  const fields = context().classes.fields(value.$type);
  if (fields === undefined) throw unsupported(value.$type.name);
  writer.startObject();
  for (const field of fields) {
    if (field.isTransient) continue;
    const held = field.read(value);
    if (held === null && options.suppressNulls) continue;
    writer.name(field.name);
    writeValue(writer, held, options);
  }
  writer.endObject();
}

/**
 * A record begins with its `attributes`; then come the populated fields in the order of its object's fields. Fields a query found null are left out, fields set to null in
 * memory are not. platform-facts: json-record-fields
 */
function writeRecord(writer: JsonWriter, record: SObjectRecord, options: SerializeOptions): void {
  const { apiName, slots } = record.$shape;
  writer.startObject();
  writer.name('attributes');
  writer.startObject();
  writer.name('type');
  writer.string(apiName);
  const id = slotOf(record, '$id');
  if (typeof id === 'string') {
    writer.name('url');
    writer.string(`/services/data/v${API_VERSION}/sobjects/${apiName}/${id}`);
  }
  writer.endObject();
  const skipsNulls = (record.$stateBits & QUERIED) !== 0;
  for (const { apiName: name, slot, kind } of slots) {
    const value = slotOf(record, slot);
    if (value === undefined || (value === null && skipsNulls)) continue;
    writer.name(name);
    if (kind === 'children' && value instanceof ApexList) writeChildren(writer, value, options);
    else writeValue(writer, value, options);
  }
  writer.endObject();
}

function writeChildren(writer: JsonWriter, children: ApexList, options: SerializeOptions): void {
  writer.startObject();
  writer.name('totalSize');
  writer.literal(String(children.size));
  writer.name('done');
  writer.literal('true');
  writer.name('records');
  writeArray(writer, children.items, options);
  writer.endObject();
}
