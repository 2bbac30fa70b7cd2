/** `/composite/sobjects`: up to 200 records of one or several objects in one call. */
import type { DmlOperation, DmlRowResult } from '../../library/ports.ts';
import { setSlot, type SObjectRecord } from '../../values/sobject.ts';
import { ApiError, apiError } from '../errors.ts';
import { requireFieldName } from './asked-fields.ts';
import { dml, failedRow, idOnly, objectOf, objectOfId, recordClassOf, requireId, runQuery } from './data.ts';
import { recordFromJson } from './record-json.ts';
import { bodyOf, externalIdField, type JsonObject } from './records.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from './resource.ts';
import { RolledBack } from './rolled-back.ts';
import { rowAnswer } from './row-answer.ts';

const ROOT = '/composite/sobjects';
const MAXIMUM_RECORDS = 200;
const MAXIMUM_READ = 2000;
/** Runs of one type that may take turns in one call. */
const MAXIMUM_RUNS = 10;

export const collectionResources: readonly Resource[] = [
  { method: 'POST', path: ROOT, handle: (call) => write(call, 'insert') },
  { method: 'PATCH', path: ROOT, handle: (call) => write(call, 'update') },
  { method: 'DELETE', path: ROOT, handle: remove },
  { method: 'PATCH', path: `${ROOT}/:object/:field`, handle: upsert },
  { method: 'GET', path: `${ROOT}/:object`, handle: (call) => retrieve(call, (call.query['ids'] ?? '').split(','), (call.query['fields'] ?? '').split(',')) },
  { method: 'POST', path: `${ROOT}/:object`, handle: retrieveByBody },
];

/** A record to write, or why it cannot be one. */
type Built = { readonly record: SObjectRecord } | { readonly failed: DmlRowResult };

function upsert(call: ResourceCall): ResourceAnswer {
  const object = objectOf(call.host.schema(), call.parameters['object'] ?? '');
  const field = externalIdField(object, call.parameters['field'] ?? '');
  return write(call, 'upsert', field === 'Id' ? undefined : field.toLowerCase());
}

function remove(call: ResourceCall): ResourceAnswer {
  const ids = (call.query['ids'] ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
  if (ids.length === 0) throw apiError(400, 'INVALID_FIELD', 'The ids parameter is required.');
  checkCount(ids.length);
  const built = ids.map((id) => attempt(() => {
    const whole = requireId(id);
    return idOnly(objectOfId(call.host.schema(), whole).apiName, whole);
  }));
  return ok(runByObject('delete', built, call.query['allOrNone'] === 'true', undefined).map((result) => rowAnswer(result, false)));
}

function write(call: ResourceCall, operation: DmlOperation, externalId?: string): ResourceAnswer {
  const { allOrNone, records } = bodyOf(call.body) as { allOrNone?: unknown; records?: unknown };
  if (!Array.isArray(records)) throw apiError(400, 'JSON_PARSER_ERROR', 'records is required.');
  if (allOrNone !== undefined && typeof allOrNone !== 'boolean') throw apiError(400, 'JSON_PARSER_ERROR', 'allOrNone must be true or false.');
  checkCount(records.length);
  const built = records.map((record) => attempt(() => collectionRecord(call, bodyOf(record), operation)));
  return ok(runByObject(operation, built, allOrNone === true, externalId).map((result) => rowAnswer(result, operation === 'upsert')));
}

function checkCount(count: number): void {
  if (count > MAXIMUM_RECORDS) throw apiError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${String(MAXIMUM_RECORDS)} records into this call`);
}

/** What is wrong with one record fails that record. A body that cannot be read as records at all fails the call. platform-facts: collection-row-errors. */
function attempt(build: () => SObjectRecord): Built {
  try {
    return { record: build() };
  } catch (error) {
    if (!(error instanceof ApiError) || error.errors[0]?.errorCode === 'JSON_PARSER_ERROR') throw error;
    const [{ errorCode, message, fields }] = error.errors as [ApiError['errors'][0]];
    return { failed: failedRow(errorCode, message, fields ?? []) };
  }
}

function collectionRecord(call: ResourceCall, body: JsonObject, operation: DmlOperation): SObjectRecord {
  const type = (body['attributes'] as { type?: unknown } | null | undefined)?.type;
  if (typeof type !== 'string') throw apiError(400, 'INVALID_TYPE', 'attributes.type is required in each record.');
  const object = call.host.schema().objects.get(type.toLowerCase());
  if (object === undefined) throw apiError(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
  const idName = Object.keys(body).find((name) => name.toLowerCase() === 'id');
  const fields = Object.fromEntries(Object.entries(body).filter(([name]) => name !== idName));
  const record = recordFromJson(recordClassOf(object.apiName), object, fields);
  const id = idName === undefined ? undefined : body[idName];
  if (id === undefined || id === null || id === '') {
    if (operation === 'update') throw apiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
    return record;
  }
  if (operation === 'insert') throw apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  setSlot(record, '$id', requireId(id));
  return record;
}

/** One DML statement takes one object type; runs of the same type go together and the answers keep the order of the request. */
function runByObject(operation: DmlOperation, built: readonly Built[], allOrNone: boolean, externalId: string | undefined): readonly DmlRowResult[] {
  const results = built.map((one) => ('failed' in one ? one.failed : undefined));
  if (allOrNone && results.some((result) => result !== undefined)) throw new RolledBack(results.map((result) => result ?? UNTOUCHED));
  const writable = built.flatMap((one, index) => ('record' in one ? [{ record: one.record, index }] : []));
  let runs = 0;
  for (let start = 0; start < writable.length; ) {
    const type = writable[start]!.record.$shape.apiName;
    let end = start + 1;
    while (end < writable.length && writable[end]!.record.$shape.apiName === type) end++;
    if (++runs > MAXIMUM_RUNS) throw apiError(400, 'LIMIT_EXCEEDED', `Cannot have more than ${String(MAXIMUM_RUNS)} chunks in a single operation. Please rearrange the data to reduce chunking.`);
    const part = writable.slice(start, end);
    const written = dml(operation, part.map(({ record }) => record), allOrNone, externalId);
    for (const [offset, { index }] of part.entries()) results[index] = written[offset]!;
    start = end;
  }
  const all = results as DmlRowResult[];
  if (allOrNone && all.some((result) => !result.success)) throw new RolledBack(all);
  return all;
}

const UNTOUCHED: DmlRowResult = { success: false, id: null, created: false, errors: [] };

function retrieveByBody(call: ResourceCall): ResourceAnswer {
  const { ids, fields } = bodyOf(call.body) as { ids?: unknown; fields?: unknown };
  if (!Array.isArray(ids) || !Array.isArray(fields)) throw apiError(400, 'JSON_PARSER_ERROR', 'ids and fields are required.');
  return retrieve(call, ids.map(String), fields.map(String));
}

function retrieve(call: ResourceCall, ids: readonly string[], fields: readonly string[]): ResourceAnswer {
  const object = objectOf(call.host.schema(), call.parameters['object'] ?? '');
  const wanted = ids.map((id) => id.trim()).filter((id) => id !== '');
  const named = fields.map((name) => name.trim()).filter((name) => name !== '');
  if (wanted.length === 0 || named.length === 0) throw apiError(400, 'INVALID_FIELD', 'ids and fields are required.');
  if (wanted.length > MAXIMUM_READ) throw apiError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${String(MAXIMUM_READ)} records into this call`);
  const whole = wanted.map(requireId);
  const names = [...new Map(['Id', ...named].map((name) => [name.toLowerCase(), requireFieldName(name)])).values()];
  const { records } = runQuery(call.host.schema(), `SELECT ${names.join(', ')} FROM ${object.apiName} WHERE Id IN (${whole.map((id) => `'${id}'`).join(', ')})`);
  const byId = new Map(records.map((record) => [record['Id'], record]));
  return ok(whole.map((id) => byId.get(id) ?? null));
}
