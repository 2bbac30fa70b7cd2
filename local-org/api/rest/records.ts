/** `/sobjects/X`: one record at a time, by id or by an external id. */
import type { ObjectSchema } from '../../schema/schema.ts';
import { normalizeId } from '../../values/id.ts';
import { setSlot } from '../../values/sobject.ts';
import { apiError, notFound, notModified } from '../errors.ts';
import { dml, idOnly, objectOf, recordClassOf, requireId, requireSuccess, runQuery } from './data.ts';
import type { JsonRecord } from './query-json.ts';
import { recordFromJson } from './record-json.ts';
import { noContent, ok, type Resource, type ResourceAnswer, type ResourceCall } from './resource.ts';
import { followRelationship, requireRecord } from './relationships.ts';
import { askedFields } from './asked-fields.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const ROOT = '/sobjects/:object';

export const recordResources: readonly Resource[] = [
  { method: 'POST', path: ROOT, handle: create },
  { method: 'GET', path: `${ROOT}/:id`, handle: (call) => ok(readRecord(call, targetObject(call), 'Id', requireId(call.parameters['id']))) },
  { method: 'PATCH', path: `${ROOT}/:id`, handle: (call) => update(call, targetObject(call), requireId(call.parameters['id'])) },
  { method: 'DELETE', path: `${ROOT}/:id`, handle: (call) => remove(targetObject(call), requireId(call.parameters['id'])) },
  { method: 'GET', path: `${ROOT}/:field/:value`, handle: readByKeyOrFollow },
  { method: 'PATCH', path: `${ROOT}/:field/:value`, handle: upsertOrFollow },
  { method: 'DELETE', path: `${ROOT}/:field/:value`, handle: deleteByKeyOrFollow },
];

export function bodyOf(body: unknown): JsonObject {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof URLSearchParams)) return body as JsonObject;
  throw apiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
}

const targetObject = ({ host, parameters }: ResourceCall): ObjectSchema => objectOf(host.schema(), parameters['object'] ?? '');

function create(call: ResourceCall): ResourceAnswer {
  const object = targetObject(call);
  if (Array.isArray(call.body)) throw apiError(400, 'JSON_PARSER_ERROR', 'Cannot deserialize instance of a record from a list: send several records to /composite/sobjects.');
  const id = insertRecord(object, withoutId(bodyOf(call.body)));
  return { status: 201, body: { id, success: true, errors: [] }, headers: id === null ? {} : { location: `/services/data/v${call.version}/sobjects/${object.apiName}/${id}` } };
}

/** Inside a transaction: the id of the new record, `null` for events. @throws ApiError with what is wrong with it */
export function insertRecord(object: ObjectSchema, body: JsonObject): string | null {
  return requireSuccess(dml('insert', [recordFromJson(recordClassOf(object.apiName), object, body)])).id;
}

function withoutId(body: JsonObject): JsonObject {
  if (Object.entries(body).some(([name, value]) => name.toLowerCase() === 'id' && value !== null)) throw apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  return body;
}

function update(call: ResourceCall, object: ObjectSchema, id: string): ResourceAnswer {
  const body = bodyOf(call.body);
  if (Object.keys(body).some((name) => name.toLowerCase() === 'id')) throw apiError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
  const record = recordFromJson(recordClassOf(object.apiName), object, body);
  setSlot(record, '$id', id);
  requireUnmodified(call, object, id);
  requireSuccess(dml('update', [record]));
  return noContent;
}

function remove(object: ObjectSchema, id: string): ResourceAnswer {
  requireSuccess(dml('delete', [idOnly(object.apiName, id)]));
  return noContent;
}

function upsertOrFollow(call: ResourceCall): ResourceAnswer {
  const { field = '', value = '' } = call.parameters;
  const object = targetObject(call);
  const record = relatedId(object, field);
  if (record !== undefined) {
    const end = requireRecord(followRelationship(call, object, record, value), 'PATCH');
    return update(call, end.object, end.id);
  }
  const key = externalIdField(object, field);
  const { id, created } = upsert(object, key, value, bodyOf(call.body));
  return { status: created ? 201 : 200, body: { id, success: true, errors: [], created } };
}

function upsert(object: ObjectSchema, field: string, value: string, body: JsonObject): { id: string | null; created: boolean } {
  if (Object.keys(body).some((name) => name.toLowerCase() === field.toLowerCase())) throw apiError(400, 'INVALID_FIELD', `The ${field} field should not be specified in the sobject data.`, [field]);
  const record = recordFromJson(recordClassOf(object.apiName), object, { ...body, [field]: value });
  return requireSuccess(dml('upsert', [record], true, field === 'Id' ? undefined : field.toLowerCase()));
}

function readByKeyOrFollow(call: ResourceCall): ResourceAnswer {
  const { field = '', value = '' } = call.parameters;
  const object = targetObject(call);
  const record = relatedId(object, field);
  if (record === undefined) return ok(readRecord(call, object, externalIdField(object, field), value));
  const blob = object.fieldsByName.get(value.toLowerCase());
  if (blob?.type === 'base64') return readBlob(call, object, record, blob.apiName);
  const end = followRelationship(call, object, record, value);
  return end.kind === 'record' ? ok(readRecord(call, end.object, 'Id', end.id)) : end.answer();
}

function deleteByKeyOrFollow(call: ResourceCall): ResourceAnswer {
  const { field = '', value = '' } = call.parameters;
  const object = targetObject(call);
  const record = relatedId(object, field);
  if (record !== undefined) {
    const end = requireRecord(followRelationship(call, object, record, value), 'DELETE');
    return remove(end.object, end.id);
  }
  const { Id } = readRecord({ ...call, query: { fields: 'Id' }, headers: {} }, object, externalIdField(object, field), value);
  return remove(object, String(Id));
}

/** In `/sobjects/X/a/b` an external id field comes first; what is no field and looks like an id begins a relationship path. */
function relatedId(object: ObjectSchema, segment: string): string | undefined {
  return object.fieldsByName.has(segment.toLowerCase()) ? undefined : normalizeId(segment);
}

/** Canonical name of a field that may identify a record: Id or an external id. */
export function externalIdField(object: ObjectSchema, name: string): string {
  const field = object.fieldsByName.get(name.toLowerCase());
  if (field !== undefined && (field.isExternalId || field.type === 'id')) return field.apiName;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
}

/** @throws 404 when there is none, 300 when the key is not unique and several have it */
function readRecord(call: ResourceCall, object: ObjectSchema, field: string, value: string): JsonRecord {
  if (!object.isQueryable) throw apiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${object.apiName} does not support query`);
  const records = runQuery(call.host.schema(), `SELECT ${askedFields(call, object).join(', ')} FROM ${object.apiName} WHERE ${field} = ${literalOf(object, field, value)} LIMIT 2`).records;
  const [record, another] = records;
  if (record === undefined) throw notFound();
  if (another !== undefined) throw apiError(300, 'MULTIPLE_CHOICES', `${field} ${value} belongs to several records of ${object.apiName}: read them by id.`);
  refuseUnchanged(call, object, record);
  return record;
}

function literalOf(object: ObjectSchema, field: string, value: string): string {
  const type = object.fieldsByName.get(field.toLowerCase())?.type ?? 'string';
  if (type === 'id') return `'${requireId(value)}'`;
  if (!['int', 'double', 'currency', 'percent'].includes(type)) return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw notFound();
  return value;
}

function readBlob(call: ResourceCall, object: ObjectSchema, id: string, field: string): ResourceAnswer {
  const [row] = runQuery(call.host.schema(), `SELECT ${field} FROM ${object.apiName} WHERE Id = '${id}'`).records;
  const content = row?.[field];
  if (typeof content !== 'string') throw notFound();
  return { status: 200, body: Buffer.from(content, 'base64'), headers: { 'content-type': 'application/octet-stream' } };
}

/** `If-Modified-Since` on a record: 304 without a body. Times count in seconds, as HTTP dates do. */
function refuseUnchanged(call: ResourceCall, object: ObjectSchema, record: JsonRecord): void {
  const since = Date.parse(call.headers['if-modified-since'] ?? '');
  if (Number.isNaN(since)) return;
  const modified = modifiedAt(call, object, record['Id'], record['LastModifiedDate']);
  if (modified !== undefined && Math.floor(modified / 1000) * 1000 <= since) throw notModified();
}

function requireUnmodified(call: ResourceCall, object: ObjectSchema, id: string): void {
  const since = Date.parse(call.headers['if-unmodified-since'] ?? '');
  if (Number.isNaN(since)) return;
  const modified = modifiedAt(call, object, id, undefined);
  if (modified !== undefined && Math.floor(modified / 1000) * 1000 > since) throw apiError(412, 'PRECONDITION_FAILED', 'The record was modified after the time in If-Unmodified-Since.');
}

function modifiedAt(call: ResourceCall, object: ObjectSchema, id: unknown, known: unknown): number | undefined {
  if (!object.fieldsByName.has('lastmodifieddate')) return undefined;
  if (known === undefined && typeof id !== 'string') return undefined;
  const value = known ?? runQuery(call.host.schema(), `SELECT LastModifiedDate FROM ${object.apiName} WHERE Id = '${requireId(id)}'`).records[0]?.['LastModifiedDate'];
  return typeof value === 'string' ? Date.parse(value) : undefined;
}
