/** Access to records by field name, with the checks of SObject.get and put; cloning; what is populated. */
import { ApexDate } from './date.ts';
import { Blob } from './blob.ts';
import { ApexList } from './collections/list.ts';
import { ApexMap } from './collections/map.ts';
import { typeNameOf } from './casting.ts';
import { Datetime } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { FinalException, SObjectException } from './exceptions.ts';
import { parseId } from './id.ts';
import { OBJECT, STRING } from './runtime-type.ts';
import type { PrimitiveName } from './runtime-type.ts';
import { QUERIED, READ_ONLY, setSlot, slotOf, SObjectRecord } from './sobject.ts';
import type { RecordField } from './sobject.ts';
import { Time } from './time.ts';

/** What reading an unset slot gives: null in memory, an error when the record came from a query that did not ask for the field. */
export function missingField(record: SObjectRecord, apiName: string): null {
  if ((record.$stateBits & QUERIED) === 0) return null;
  throw new SObjectException(`SObject row was retrieved via SOQL without querying the requested field: ${record.$shape.apiName}.${apiName}`);
}

/** Throws FinalException for records of a trigger that may not be written. */
export function checkWritable(record: SObjectRecord): void {
  if ((record.$stateBits & READ_ONLY) !== 0) throw new FinalException('Record is read-only');
}

function fieldNamed(record: SObjectRecord, name: string, kind: RecordField['kind']): RecordField {
  const field = record.$shape.byName.get(name.toLowerCase());
  if (field === undefined || field.kind !== kind) throw invalidField(record, name, kind);
  return field;
}

function invalidField(record: SObjectRecord, name: string, kind: RecordField['kind']): Error {
  const { apiName } = record.$shape;
  return new SObjectException(kind === 'field' ? `Invalid field ${name} for ${apiName}` : `Invalid relationship ${name} for ${apiName}`);
}

function read(record: SObjectRecord, field: RecordField): unknown {
  const value = slotOf(record, field.slot);
  return value === undefined ? missingField(record, field.apiName) : value;
}

/** SObject.get(name). Throws SObjectException for unknown and for unqueried fields. */
export function getField(record: SObjectRecord, name: string): unknown {
  return read(record, fieldNamed(record, name, 'field'));
}

/** SObject.put(name, value); gives the value that was there, null when there was none. */
export function putField(record: SObjectRecord, name: string, value: unknown): unknown {
  const field = fieldNamed(record, name, 'field');
  checkWritable(record);
  const previous = slotOf(record, field.slot);
  setSlot(record, field.slot, value === null ? null : assignable(value, field));
  return previous === undefined ? null : previous;
}

type Converter = (value: unknown) => unknown;

/** The value as a field of the type holds it; `undefined`: it may not be assigned. Numbers widen, text becomes an id. */
const converters: Readonly<Record<PrimitiveName, Converter>> = {
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  String: (value) => (typeof value === 'string' ? value : undefined),
  Id: (value) => (typeof value === 'string' ? parseId(value) : undefined),
  Integer: (value) => (typeof value === 'number' ? value : undefined),
  Long: (value) => (typeof value === 'number' ? BigInt(value) : typeof value === 'bigint' ? value : undefined),
  Double: (value) => (value instanceof Double ? value : typeof value === 'number' || typeof value === 'bigint' ? new Double(Number(value)) : undefined),
  Decimal: (value) => {
    if (value instanceof Decimal) return value;
    if (typeof value === 'number') return Decimal.fromInteger(value);
    if (typeof value === 'bigint') return Decimal.fromLong(value);
    return value instanceof Double ? Decimal.fromDouble(value) : undefined;
  },
  Date: (value) => (value instanceof ApexDate ? value : undefined),
  Datetime: (value) => (value instanceof Datetime ? value : undefined),
  Time: (value) => (value instanceof Time ? value : undefined),
  Blob: (value) => (value instanceof Blob ? value : undefined),
  Object: (value) => value,
};

function assignable(value: unknown, field: RecordField): unknown {
  const converted = converters[field.type](value);
  if (converted === undefined) throw new SObjectException(`Illegal assignment from ${typeNameOf(value)} to ${field.type}`);
  return converted;
}

/** SObject.getSObject(relationship name or reference field name). */
export function getParent(record: SObjectRecord, name: string): SObjectRecord | null {
  return read(record, relationshipNamed(record, name, 'parent')) as SObjectRecord | null;
}

/** SObject.putSObject. Throws SObjectException for a record of another type. */
export function putParent(record: SObjectRecord, name: string, parent: SObjectRecord | null): SObjectRecord | null {
  const field = relationshipNamed(record, name, 'parent');
  checkWritable(record);
  if (parent !== null && field.referenceTo.length > 0 && !field.referenceTo.includes(parent.$shape.apiName)) {
    throw new SObjectException(`Illegal assignment from ${parent.$shape.apiName} to ${field.referenceTo.join(', ')}`);
  }
  const previous = slotOf(record, field.slot);
  setSlot(record, field.slot, parent);
  return previous === undefined ? null : (previous as SObjectRecord | null);
}

/** SObject.getSObjects(child relationship name): null when there are none. */
export function getChildren(record: SObjectRecord, name: string): ApexList | null {
  const children = read(record, relationshipNamed(record, name, 'children')) as ApexList | null;
  return children === null || children.size === 0 ? null : children;
}

/** `Product__c` names the parent relationship `Product__r`, `AccountId` names `Account`. */
function relationshipNamed(record: SObjectRecord, name: string, kind: 'parent' | 'children'): RecordField {
  const folded = name.toLowerCase();
  const { byName } = record.$shape;
  const candidates = kind === 'parent' ? [folded, folded.replace(/__c$/, '__r'), folded.replace(/id$/, '')] : [folded];
  const field = candidates.map((candidate) => byName.get(candidate)).find((found) => found?.kind === kind);
  if (field === undefined) throw invalidField(record, name, kind);
  return field;
}

/** SObject.isSet(name): set in memory or queried, null included. */
export function isFieldSet(record: SObjectRecord, name: string): boolean {
  return slotOf(record, fieldNamed(record, name, 'field').slot) !== undefined;
}

/** SObject.clear(): no field is set any more, the id included. */
export function clearFields(record: SObjectRecord): void {
  checkWritable(record);
  for (const { slot } of record.$shape.slots) setSlot(record, slot, undefined);
}

/** SObject.getPopulatedFieldsAsMap(): fields and relationships by API name. Fields a query found null are left out. platform-facts: populated-nulls. */
export function populatedFields(record: SObjectRecord): ApexMap<string, unknown> {
  const isQueried = (record.$stateBits & QUERIED) !== 0;
  const populated = ApexMap.of<string, unknown>(STRING, OBJECT);
  for (const { apiName, slot } of record.$shape.slots) {
    const value = slotOf(record, slot);
    if (value !== undefined && !(value === null && isQueried)) populated.put(apiName, value);
  }
  return populated;
}

export interface CloneOptions {
  /** Keep the Id: the clone stands for the same row. */
  readonly preserveId: boolean;
  /** Clone related records too instead of sharing them. */
  readonly isDeep: boolean;
  /** Keep CreatedDate, CreatedById, LastModifiedDate, LastModifiedById. */
  readonly preserveReadonlyTimestamps: boolean;
}

const TIMESTAMPS: ReadonlySet<string> = new Set(['createddate', 'createdbyid', 'lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp']);

/** A copy that can be written, with no errors on it. */
export function cloneRecord(record: SObjectRecord, options: CloneOptions): SObjectRecord {
  const copy = new (record.constructor as new () => SObjectRecord)();
  copy.$stateBits = record.$stateBits & ~READ_ONLY;
  for (const field of record.$shape.slots) {
    const value = slotOf(record, field.slot);
    if (value === undefined || isDropped(field, options)) continue;
    setSlot(copy, field.slot, options.isDeep ? cloneRelated(value, options) : value);
  }
  return copy;
}

function isDropped(field: RecordField, options: CloneOptions): boolean {
  if (field.folded === 'id') return !options.preserveId;
  return !options.preserveReadonlyTimestamps && TIMESTAMPS.has(field.folded);
}

function cloneRelated(value: unknown, options: CloneOptions): unknown {
  if (value instanceof SObjectRecord) return cloneRecord(value, options);
  if (value instanceof ApexList) return new ApexList(value.type, value.items.map((item) => cloneRelated(item, options)));
  return value;
}

/** SObject.addError(message) and addError(field, message). The error refuses the row when the trigger is done. */
export function addRecordError(record: SObjectRecord, field: string | undefined, message: string): void {
  record.$errors ??= [];
  record.$errors.push({ field, message });
}
