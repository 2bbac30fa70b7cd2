/** Records between JSON bodies of the REST API and Apex records. */
import { context } from '../../library/ports.ts';
import { apiError } from '../errors.ts';
import { API_VERSION } from './versions.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { Blob as ApexBlob } from '../../values/blob.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { Time } from '../../values/time.ts';
import { normalizeId } from '../../values/id.ts';
import { setSlot, type RecordClass, type RecordField, type SObjectRecord } from '../../values/sobject.ts';

type Reader = (value: unknown, field: RecordField) => unknown;

const wrongType = (field: RecordField, value: unknown): Error =>
  apiError(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of ${field.type.toLowerCase()} from ${JSON.stringify(value).slice(0, 80)} value for field ${field.apiName}.`, [field.apiName]);

const readers: Readonly<Record<RecordField['type'], Reader>> = {
  Boolean: (value, field) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrongType(field, value);
  },
  Integer: (value, field) => {
    const number = numberOf(value, field);
    if (!Number.isInteger(number) || Math.abs(number) > 2_147_483_647) throw wrongType(field, value);
    return number;
  },
  Long: (value, field) => BigInt(Math.trunc(numberOf(value, field))),
  Double: (value, field) => new Double(numberOf(value, field)),
  Decimal: (value, field) => Decimal.parse(digitsOf(value, field)),
  String: (value, field) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw wrongType(field, value);
  },
  Id: (value, field) => {
    if (typeof value !== 'string') throw wrongType(field, value);
    if (value === '') return null;
    const id = normalizeId(value);
    if (id === undefined) throw apiError(400, 'MALFORMED_ID', `${field.apiName}: id value of incorrect type: ${value}`, [field.apiName]);
    return id;
  },
  Date: (value, field) => {
    const match = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})/.exec(value) : null;
    const milliseconds = match === null ? NaN : Date.parse(`${match[1] ?? ''}T00:00:00Z`);
    // JavaScript takes 30 February for 2 March.
    if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(match![1]!)) throw wrongType(field, value);
    return new ApexDate(milliseconds / 86_400_000);
  },
  Datetime: (value, field) => {
    const milliseconds = typeof value === 'string' ? momentOf(value) : NaN;
    if (Number.isNaN(milliseconds)) throw wrongType(field, value);
    return new Datetime(milliseconds);
  },
  Time: (value, field) => {
    const milliseconds = typeof value === 'string' ? Date.parse(`1970-01-01T${value.endsWith('Z') ? value : `${value}Z`}`) : NaN;
    if (Number.isNaN(milliseconds)) throw wrongType(field, value);
    return new Time(milliseconds);
  },
  Blob: (value, field) => {
    if (typeof value !== 'string') throw wrongType(field, value);
    return new ApexBlob(Buffer.from(value, 'base64'));
  },
  Object: (_value, field) => {
    throw apiError(400, 'INVALID_FIELD', `Field ${field.apiName} cannot be set.`, [field.apiName]);
  },
};

/** A new record from a JSON body. `attributes` is skipped; an unknown field answers INVALID_FIELD, one that only the platform writes INVALID_FIELD_FOR_INSERT_UPDATE. */
export function recordFromJson(recordClass: RecordClass, object: ObjectSchema, body: Readonly<Record<string, unknown>>): SObjectRecord {
  const record = new recordClass();
  const shape = record.$shape;
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = shape.byName.get(name.toLowerCase());
    if (field === undefined || field.kind === 'children') throw apiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${shape.apiName}`);
    if (field.kind === 'parent') {
      setSlot(record, field.slot, value === null ? null : parentRecord(field, object, value));
      continue;
    }
    refuseReadOnly(object, name);
    setSlot(record, field.slot, value === null ? null : readers[field.type](value, field));
  }
  return record;
}

/** `"Author__r": { "Key__c": "A-1" }`: DML finds the parent by the external id (or id) it names. Several possible parents need `attributes.type`. */
function parentRecord(field: RecordField, object: ObjectSchema, value: unknown): SObjectRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(field, value);
  const body = value as Readonly<Record<string, unknown>>;
  const asked = (body['attributes'] as { type?: unknown } | null | undefined)?.type;
  const target = field.referenceTo.find((name) => typeof asked === 'string' && name.toLowerCase() === asked.toLowerCase()) ?? field.referenceTo[0];
  const recordClass = target === undefined ? undefined : context().schema.recordClass(target.toLowerCase());
  if (recordClass === undefined) throw apiError(400, 'INVALID_FIELD', `No such column '${field.apiName}' on sobject of type ${object.apiName}`);
  const parent = new recordClass();
  for (const [name, part] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const key = parent.$shape.byName.get(name.toLowerCase());
    if (key?.kind !== 'field') throw apiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${parent.$shape.apiName}`);
    setSlot(parent, key.slot, part === null ? null : readers[key.type](part, key));
  }
  return parent;
}

/** Left to DML, a system field would be skipped as Apex skips it in records that were queried. The id has rules of its own. */
function refuseReadOnly(object: ObjectSchema, name: string): void {
  const field = object.fieldsByName.get(name.toLowerCase());
  if (field === undefined || field.type === 'id' || field.isCreateable || field.isUpdateable) return;
  const message = `Unable to create/update fields: ${field.apiName}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  throw apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, [field.apiName]);
}

/** One field value as JSON: Decimals as numbers, dates as the REST API prints them. */
export function valueToJson(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Decimal || value instanceof Double) return Number(value.toString());
  if (value instanceof Datetime) return restDatetime(value.milliseconds);
  if (value instanceof ApexDate) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof Time) return new Date(value.milliseconds).toISOString().slice(11);
  if (value instanceof ApexBlob) return Buffer.from(value.bytes).toString('base64');
  if (typeof value === 'bigint') return Number(value);
  return value;
}

/** `2026-11-22T10:00:00.000+0000` */
export function restDatetime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}

export const attributesOf = (apiName: string, id: string | undefined): Readonly<Record<string, string>> =>
  id === undefined ? { type: apiName } : { type: apiName, url: `/services/data/v${API_VERSION}/sobjects/${apiName}/${id}` };

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO 8601 with `Z`, `+01:00`, `+0100` or nothing (UTC); a day alone is its midnight. */
function momentOf(text: string): number {
  const match = MOMENT.exec(text.trim());
  if (match === null) return NaN;
  const [, day = '', time = '00:00:00', zone = 'Z'] = match;
  if (new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) !== true) return NaN;
  return Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}

function numberOf(value: unknown, field: RecordField): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (!Number.isFinite(number)) throw wrongType(field, value);
  return number;
}

function digitsOf(value: unknown, field: RecordField): string {
  if (typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value.trim())) return value.trim();
  return String(numberOf(value, field));
}
