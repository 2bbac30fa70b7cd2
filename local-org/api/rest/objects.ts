/** What the org has: describe, one object's basics, records changed or deleted in a span of time. */
import { describeGlobal, describeObject } from '../../schema/describe.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import { objectOf, runQuery } from './data.ts';
import { restDatetime } from './record-json.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from './resource.ts';

export const objectResources: readonly Resource[] = [
  { method: 'GET', path: '/sobjects', handle: ({ host, version }) => ok(describeGlobal(host.schema(), version)) },
  { method: 'GET', path: '/sobjects/:object', handle: basics },
  { method: 'GET', path: '/sobjects/:object/describe', handle: (call) => ok(describeObject(call.host.schema(), targetObject(call), call.version)) },
  { method: 'GET', path: '/sobjects/:object/updated', handle: updated },
  { method: 'GET', path: '/sobjects/:object/deleted', handle: deleted },
  { method: 'GET', path: '/sobjects/:object/describe/layouts', handle: () => refuse('page layouts') },
  { method: 'GET', path: '/sobjects/:object/describe/compactLayouts', handle: () => refuse('compact layouts') },
  { method: 'GET', path: '/sobjects/:object/listviews', handle: () => refuse('list views') },
];

function refuse(what: string): never {
  throw apiError(400, 'UNSUPPORTED', `The local org does not offer ${what} over REST.`);
}

const targetObject = ({ host, parameters }: ResourceCall): ObjectSchema => objectOf(host.schema(), parameters['object'] ?? '');

/** Nobody looks at records of a local org in a way that the platform would count as viewing. */
function basics(call: ResourceCall): ResourceAnswer {
  const object = targetObject(call);
  const all = (describeGlobal(call.host.schema(), call.version)['sobjects'] ?? []) as readonly { readonly name: string }[];
  return ok({ objectDescribe: all.find((one) => one.name === object.apiName) ?? null, recentItems: [] });
}

function updated(call: ResourceCall): ResourceAnswer {
  const object = targetObject(call);
  const { start, end } = spanOf(call);
  const rows = runQuery(call.host.schema(), `SELECT Id FROM ${object.apiName} WHERE ${changeField(object)} >= ${start} AND ${changeField(object)} < ${end}`).records;
  return ok({ ids: rows.map((row) => row['Id']), latestDateCovered: restDatetime(Date.parse(end)) });
}

/** The recycle bin of the local org forgets nothing by itself. */
function deleted(call: ResourceCall): ResourceAnswer {
  const object = targetObject(call);
  if (!object.fieldsByName.has('isdeleted')) throw apiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${object.apiName} does not support replication`);
  const { start, end } = spanOf(call);
  const moment = changeField(object);
  const rows = runQuery(call.host.schema(), `SELECT Id, ${moment} FROM ${object.apiName} WHERE IsDeleted = true AND ${moment} >= ${start} AND ${moment} < ${end}`, true).records;
  return ok({ deletedRecords: rows.map((row) => ({ deletedDate: row[moment], id: row['Id'] })), earliestDateAvailable: restDatetime(Date.parse(start)), latestDateCovered: restDatetime(Date.parse(end)) });
}

function changeField(object: ObjectSchema): string {
  const field = object.fieldsByName.get('systemmodstamp') ?? object.fieldsByName.get('lastmodifieddate');
  if (field === undefined) throw apiError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${object.apiName} does not support replication`);
  return field.apiName;
}

const MAXIMUM_SPAN_MS = 30 * 24 * 60 * 60 * 1000;

/** `start` and `end` as SOQL writes moments. The span counts whole minutes on the platform; here it is exact. */
function spanOf(call: ResourceCall): { readonly start: string; readonly end: string } {
  const start = Date.parse((call.query['start'] ?? '').replace(' ', '+'));
  const end = Date.parse((call.query['end'] ?? '').replace(' ', '+'));
  if (Number.isNaN(start) || Number.isNaN(end)) throw apiError(400, 'INVALID_FIELD', 'start and end are required: ISO 8601 moments.');
  if (end <= start) throw apiError(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate is required.');
  if (start < call.host.now() - MAXIMUM_SPAN_MS) throw apiError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}
