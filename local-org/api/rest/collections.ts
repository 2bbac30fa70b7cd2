/** `/composite/sobjects`: up to 200 records of one or several objects in one call. */
import type { FastifyInstance } from 'fastify';
import type { DmlOperation, DmlRowResult, UserContext } from '../../library/ports.ts';
import { setSlot, type SObjectRecord } from '../../values/sobject.ts';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import { dml, idOnly, objectOf, objectOfId, query, recordClassOf, requireId, rowAnswer, type RowAnswer } from './data.ts';
import { bodyOf, externalIdField, type JsonObject } from './records.ts';
import { recordFromJson } from './record-json.ts';

interface Versioned {
  Params: { version: string };
}
interface ByObject {
  Params: { version: string; object: string };
}
interface ByExternalId {
  Params: { version: string; object: string; field: string };
}
interface ByIds {
  Params: { version: string };
  Querystring: { ids?: string; allOrNone?: string };
}

const MAXIMUM_RECORDS = 200;

export function registerCollections(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  const root = '/services/data/v:version/composite/sobjects';

  server.post<Versioned>(root, async (request) => write(host, authenticate(request), 'insert', bodyOf(request.body)));
  server.patch<Versioned>(root, async (request) => write(host, authenticate(request), 'update', bodyOf(request.body)));

  server.patch<ByExternalId>(`${root}/:object/:field`, async (request) => {
    const user = authenticate(request);
    const field = externalIdField(objectOf(host.schema(), request.params.object), request.params.field);
    return write(host, user, 'upsert', bodyOf(request.body), field === 'Id' ? undefined : field.toLowerCase());
  });

  server.delete<ByIds>(root, async (request) => {
    const user = authenticate(request);
    const ids = (request.query.ids ?? '').split(',').filter((id) => id !== '').map(requireId);
    checkCount(ids.length);
    return host.run({ user, kind: 'REST' }, () =>
      dmlByObject('delete', ids.map((id) => idOnly(objectOfId(host.schema(), id).apiName, id)), request.query.allOrNone === 'true', undefined).map((result) => rowAnswer(result, false)));
  });

  server.post<ByObject>(`${root}/:object`, async (request) => {
    const user = authenticate(request);
    const object = objectOf(host.schema(), request.params.object);
    const { ids, fields } = bodyOf(request.body) as { ids?: unknown; fields?: unknown };
    if (!Array.isArray(ids) || !Array.isArray(fields)) throw apiError(400, 'JSON_PARSER_ERROR', 'ids and fields are required.');
    const wanted = ids.map(requireId);
    const names = [...new Set(['Id', ...fields.map(String)])];
    const answer = await query(host, user, `SELECT ${names.join(', ')} FROM ${object.apiName} WHERE Id IN (${wanted.map((id) => `'${id}'`).join(', ')})`);
    const byId = new Map(answer.records.map((record) => [record['Id'], record]));
    return wanted.map((id) => byId.get(id) ?? null);
  });
}

async function write(host: ApiHost, user: UserContext, operation: DmlOperation, body: JsonObject, externalId?: string): Promise<readonly RowAnswer[]> {
  const { allOrNone, records } = body as { allOrNone?: unknown; records?: unknown };
  if (!Array.isArray(records)) throw apiError(400, 'JSON_PARSER_ERROR', 'records is required.');
  checkCount(records.length);
  return host.run({ user, kind: 'REST' }, () => {
    const built = records.map((record) => collectionRecord(host, bodyOf(record), operation));
    return dmlByObject(operation, built, allOrNone === true, externalId).map((result) => rowAnswer(result, operation === 'upsert'));
  });
}

function checkCount(count: number): void {
  if (count > MAXIMUM_RECORDS) throw apiError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${String(MAXIMUM_RECORDS)} records into this call`);
}

function collectionRecord(host: ApiHost, body: JsonObject, operation: DmlOperation): SObjectRecord {
  const type = (body['attributes'] as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string') throw apiError(400, 'INVALID_TYPE', 'attributes.type is required in each record.');
  const { Id, id, ...fields } = body;
  const record = recordFromJson(recordClassOf(type), objectOf(host.schema(), type), fields);
  const givenId = Id ?? id;
  if (givenId === undefined) return record;
  if (operation === 'insert') throw apiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  setSlot(record, '$id', requireId(givenId));
  return record;
}

/** One DML statement takes one object type; runs of the same type go together and the answers keep the order of the request. */
function dmlByObject(operation: DmlOperation, records: readonly SObjectRecord[], allOrNone: boolean, externalId: string | undefined): DmlRowResult[] {
  const results: DmlRowResult[] = [];
  for (let start = 0; start < records.length; ) {
    const type = records[start]!.$shape.apiName;
    let end = start + 1;
    while (end < records.length && records[end]!.$shape.apiName === type) end++;
    results.push(...dml(operation, records.slice(start, end), allOrNone, externalId));
    start = end;
  }
  const failed = results.some((result) => !result.success);
  if (!allOrNone || !failed || results.length === 0) return results;
  throw new RolledBack(results);
}

/** Leaves the transaction so that groups written before the failing one are undone too; the surface answers the rows' results. */
export class RolledBack extends Error {
  readonly results: readonly DmlRowResult[];
  constructor(results: readonly DmlRowResult[]) {
    super('Some records failed and allOrNone was asked for.');
    this.results = results;
  }

  /** As the platform answers: the failed rows with their errors, the others with ALL_OR_NONE_OPERATION_ROLLED_BACK. */
  answers(): RowAnswer[] {
    return this.results.map((result) => result.success
      ? { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: 'Record rolled back because not all records were valid and the request was using AllOrNone header', fields: [] }] }
      : rowAnswer(result, false));
  }
}
