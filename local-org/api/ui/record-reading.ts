/** `/ui-api/records`: reading, by fields or by what a layout shows. */
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { ApiError, apiError } from '../errors.ts';
import { objectOfId, requireId } from '../rest/data.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { namesIn, noAccess, readableObject } from './access.ts';
import { entityTag } from './entity-tag.ts';
import { addPaths, addShownField, emptySelection, type FieldSelection } from './field-selection.ts';
import type { UiHost } from './host.ts';
import { LAYOUT_MODES, LAYOUT_TYPES, layoutFields, layoutRepresentation, wordOf, type LayoutRequest } from './layouts.ts';
import { batchResult, MASTER_RECORD_TYPE, objectInfo } from './object-info.ts';
import { readRecords, recordsWhere, type RecordRepresentation } from './record-representation.ts';

const MOST_RECORDS = 200;

export function recordReadingResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'GET', path: '/ui-api/records/batch/:ids', handle: (call) => batch(call, ui) },
    { method: 'GET', path: '/ui-api/records/:id', handle: (call) => record(call, ui) },
    { method: 'GET', path: '/ui-api/record-ui/:ids', handle: (call) => recordUi(call, ui) },
  ];
}

function record(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const answer = readRecord(call, call.parameters['id'] ?? '', ui);
  if (call.headers['if-none-match'] === `"${answer.eTag}"`) throw new ApiError(304, []);
  return ok(answer);
}

/** A record with what the query of the call asks for. */
export function readRecord(call: ResourceCall, idText: string, ui: UiHost): RecordRepresentation {
  const id = requireId(idText);
  const object = objectOfRecord(call, id);
  return readRecords(call, selectionOf(call, object, id, ui), [id])[0]!;
}

export function objectOfRecord(call: ResourceCall, id: string): ObjectSchema {
  let object;
  try {
    object = objectOfId(call.host.schema(), id);
  } catch {
    throw apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  }
  if (!object.isQueryable) throw apiError(400, 'INVALID_TYPE', `Object ${object.apiName} is not supported in UI API`);
  if (!call.user.objectAccess(fold(object.apiName)).read) throw noAccess();
  return object;
}

function batch(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const ids = namesIn(call.parameters['ids']);
  if (ids.length > MOST_RECORDS) throw apiError(400, 'LIMIT_EXCEEDED', `records/batch takes at most ${String(MOST_RECORDS)} records, not ${String(ids.length)}.`);
  return ok({ hasErrors: false, results: ids.map((id) => batchResult(() => readRecord(call, id, ui))) });
}

/** `fields` (all must be readable), `optionalFields`, or `layoutTypes` with `modes`. */
function selectionOf(call: ResourceCall, object: ObjectSchema, id: string, ui: UiHost): FieldSelection {
  const { fields, optionalFields, layoutTypes } = call.query;
  if (fields === undefined && optionalFields === undefined && layoutTypes === undefined) throw apiError(400, 'INVALID_ARGUMENT', 'Specify at least one of fields, optionalFields and layoutTypes.');
  const selection = emptySelection(object);
  addPaths(call, selection, namesIn(fields), false);
  addPaths(call, selection, namesIn(optionalFields), true);
  const requests = layoutRequests(call, recordTypeOf(call, object, [id]).get(id));
  for (const request of requests) for (const field of layoutFields(call, object, request, ui)) addShownField(call, selection, field);
  return selection;
}

function layoutRequests(call: ResourceCall, recordTypeId: string | undefined, otherwise = ''): LayoutRequest[] {
  const types = namesIn(call.query['layoutTypes'] ?? otherwise).map((type) => wordOf(type, LAYOUT_TYPES, 'layoutTypes'));
  const modes = namesIn(call.query['modes'] ?? 'View').map((mode) => wordOf(mode, LAYOUT_MODES, 'modes'));
  return types.flatMap((type) => modes.map((mode) => ({ type, mode, recordTypeId })));
}

/** Layouts depend on the record type; only objects with several are asked. */
function recordTypeOf(call: ResourceCall, object: ObjectSchema, ids: readonly string[]): ReadonlyMap<string, string | undefined> {
  if ((object.recordTypes ?? []).length === 0) return new Map();
  const list = ids.map((id) => `'${id}'`).join(', ');
  return new Map(recordsWhere(call, emptySelection(object), `Id IN (${list})`).map((one) => [one.id, one.recordTypeId ?? undefined]));
}

/** Records with their layouts and objects: all a record page needs. */
function recordUi(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const ids = namesIn(call.parameters['ids']).map((id) => requireId(id));
  const layouts: Record<string, Record<string, Record<string, Record<string, object>>>> = {};
  const objectInfos: Record<string, object> = {};
  const records: Record<string, RecordRepresentation> = {};
  for (const id of ids) {
    const object = objectOfRecord(call, id);
    const recordTypeId = recordTypeOf(call, object, [id]).get(id);
    const selection = emptySelection(object);
    addPaths(call, selection, namesIn(call.query['optionalFields']), true);
    const ofType = ((layouts[object.apiName] ??= {})[recordTypeId ?? MASTER_RECORD_TYPE] ??= {});
    for (const request of layoutRequests(call, recordTypeId, 'Full')) {
      for (const field of layoutFields(call, object, request, ui)) addShownField(call, selection, field);
      (ofType[request.type] ??= {})[request.mode] ??= layoutRepresentation(call, object, request, ui);
    }
    objectInfos[object.apiName] ??= objectInfo(call, readableObject(call, object.apiName), ui);
    records[id] = readRecords(call, selection, [id])[0]!;
    if (call.query['updateMru'] === 'true') ui.noteViewed(call.user.id, object.apiName, id);
  }
  const content = { layoutUserStates: {}, layouts, objectInfos, records };
  return ok({ ...content, eTag: entityTag(content) });
}
