/** The data operations behind the REST resources, inside an Apex transaction of the calling user (user mode: permissions, field access and sharing apply). */
import { context, type Access, type DmlOperation, type DmlRowResult } from '../../library/ports.ts';
import type { ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import { SoqlNameError } from '../../data/soql/errors.ts';
import { parseSoql, SoqlSyntaxError } from '../../soql/parse.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { QueryException } from '../../values/exceptions.ts';
import { normalizeId } from '../../values/id.ts';
import { setSlot, slotOf, type RecordClass, type SObjectRecord } from '../../values/sobject.ts';
import { ApiError, apiError } from '../errors.ts';
import { isAggregate, rowsToJson, type JsonRecord } from './query-json.ts';

export const USER_ACCESS: Access = { mode: 'user', sharing: true };

export function objectOf(schema: OrgSchema, name: string): ObjectSchema {
  const object = schema.objects.get(name.toLowerCase());
  if (object === undefined) throw apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return object;
}

/** The record class of an object in the running transaction. */
export function recordClassOf(name: string): RecordClass {
  const recordClass = context().schema.recordClass(name.toLowerCase());
  if (recordClass === undefined) throw apiError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return recordClass;
}

export function requireId(text: unknown): string {
  const id = typeof text === 'string' ? normalizeId(text) : undefined;
  if (id === undefined) throw apiError(400, 'MALFORMED_ID', `malformed id ${String(text)}`);
  return id;
}

/** Throws the first row error as the single-record resources answer it. */
export function requireSuccess(results: readonly DmlRowResult[]): DmlRowResult {
  const [result] = results;
  if (result === undefined) throw new Error('A DML statement over one record gave no result.');
  if (!result.success) {
    throw new ApiError(statusOf(result.errors[0]?.statusCode), result.errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields })));
  }
  return result;
}

function statusOf(code: string | undefined): number {
  if (code === 'ENTITY_IS_DELETED' || code === 'INVALID_CROSS_REFERENCE_KEY') return 404;
  return code === 'INSUFFICIENT_ACCESS_OR_READONLY' || code === 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY' ? 403 : 400;
}

/** One DML statement of the API in user mode, over records of one object. Platform events are published. */
export function dml(operation: DmlOperation, records: readonly SObjectRecord[], allOrNone = true, externalId?: string): readonly DmlRowResult[] {
  const [first] = records;
  if (first === undefined) return [];
  const { apiName } = first.$shape;
  const object = context().schema.describe(apiName.toLowerCase());
  const isImpossible = object === undefined || !object.isWriteable || (object.kind === 'event' && operation !== 'insert') || (object.isDeletable === false && operation === 'delete');
  if (isImpossible) {
    throw apiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${apiName} does not support ${operation === 'insert' ? 'create' : operation}`);
  }
  if (object.kind === 'event') return context().events.publish(records, USER_ACCESS);
  return withoutRepeats(operation, records, (distinct) => context().data.dml({ operation, records: distinct, allOrNone, access: USER_ACCESS, externalId }));
}

/** A record named twice fails where it is named again, as in the data APIs; Apex would refuse the whole list. */
function withoutRepeats(operation: DmlOperation, records: readonly SObjectRecord[], write: (distinct: readonly SObjectRecord[]) => readonly DmlRowResult[]): readonly DmlRowResult[] {
  if (operation === 'insert' || records.length === 1) return write(records);
  const seen = new Set<unknown>();
  const isRepeat = records.map((record) => {
    const id = slotOf(record, '$id') ?? null;
    if (id === null || !seen.has(id)) {
      seen.add(id);
      return false;
    }
    return true;
  });
  if (!isRepeat.includes(true)) return write(records);
  const written = [...write(records.filter((_record, index) => !isRepeat[index]))];
  return records.map((record, index) => isRepeat[index] === true
    ? failedRow('DUPLICATE_VALUE', `duplicate value found: duplicate id specified: ${String(slotOf(record, '$id'))}`, [])
    : written.shift()!);
}

export function failedRow(statusCode: string, message: string, fields: readonly string[]): DmlRowResult {
  return { success: false, id: null, created: false, errors: [{ statusCode, message, fields }] };
}

export interface QueryAnswer {
  readonly query: SoqlQuery;
  readonly records: readonly JsonRecord[];
  /** Set for `SELECT COUNT()`: there are no records then. */
  readonly count: number | undefined;
}

/** Runs a query as the user of the running transaction. Syntax and name errors become MALFORMED_QUERY, INVALID_FIELD or INVALID_TYPE with Salesforce's status 400. `atMost`: for who only wants to know whether it works. */
export function runQuery(schema: OrgSchema, text: string, allRows = false, atMost?: number): QueryAnswer {
  const parsed = parse(text);
  const tree: SoqlQuery = { ...parsed, ...(allRows ? { allRows: true } : {}), ...(atMost === undefined || isAggregate(parsed) ? {} : { limit: { kind: 'number', value: atMost } }) };
  const request = { query: tree, binds: [], access: USER_ACCESS };
  try {
    if (isCount(tree)) return { query: tree, records: [], count: context().data.count(request) };
    return { query: tree, records: rowsToJson(tree, context().data.query(request), schema), count: undefined };
  } catch (error) {
    throw queryError(error);
  }
}

function parse(text: string): SoqlQuery {
  try {
    return parseSoql(text);
  } catch (error) {
    if (error instanceof SoqlSyntaxError) throw apiError(400, 'MALFORMED_QUERY', error.message);
    throw error;
  }
}

function isCount(query: SoqlQuery): boolean {
  const [only, another] = query.select;
  return another === undefined && only?.kind === 'field' && only.expression.kind === 'function' && only.expression.name.toLowerCase() === 'count' && only.expression.arguments.length === 0;
}

/** Names and texts a query cannot use, as the data APIs word them. */
export function queryError(error: unknown): unknown {
  if (!(error instanceof QueryException)) return error;
  return apiError(400, error instanceof SoqlNameError ? error.code : 'MALFORMED_QUERY', error.$message ?? error.message);
}

/** A record that only names its id, for deletes. */
export function idOnly(objectName: string, id: string): SObjectRecord {
  const record = new (recordClassOf(objectName))();
  setSlot(record, '$id', id);
  return record;
}

/** The object an id belongs to, by its key prefix. */
export function objectOfId(schema: OrgSchema, id: string): ObjectSchema {
  const prefix = id.slice(0, 3);
  for (const object of schema.objects.values()) if (object.keyPrefix === prefix) return object;
  throw apiError(404, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}
