/** `/ui-api/records`: creating, updating, deleting; and what a new record begins with. */
import { context } from '../../library/ports.ts';
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import { apiError } from '../errors.ts';
import { dml, idOnly, recordClassOf, requireId } from '../rest/data.ts';
import { recordFromJson, valueToJson } from '../rest/record-json.ts';
import { bodyOf, type JsonObject } from '../rest/records.ts';
import { noContent, ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { namesIn, noAccess, readableObject, viewerOf } from './access.ts';
import { displayValue } from './display-value.ts';
import { addPath, addPaths, addShownField, emptySelection } from './field-selection.ts';
import type { UiHost } from './host.ts';
import { layoutFields, layoutRepresentation } from './layouts.ts';
import { MASTER_RECORD_TYPE, objectInfo } from './object-info.ts';
import { written } from './record-errors.ts';
import { objectOfRecord } from './record-reading.ts';
import { readRecords, recordTypeInfo, type FieldValue } from './record-representation.ts';

export function recordWritingResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'POST', path: '/ui-api/records', handle: create },
    { method: 'PATCH', path: '/ui-api/records/:id', handle: update },
    { method: 'DELETE', path: '/ui-api/records/:id', handle: remove },
    { method: 'GET', path: '/ui-api/record-defaults/create/:object', handle: (call) => createDefaults(call, ui) },
  ];
}

function create(call: ResourceCall): ResourceAnswer {
  const body = bodyOf(call.body);
  const object = readableObject(call, textIn(body, 'apiName'));
  const fields = fieldsIn(body);
  const record = recordFromJson(recordClassOf(object.apiName), object, fields);
  const { id } = written(object, 'create', () => dml('insert', [record]));
  if (id === null) throw apiError(400, 'INVALID_TYPE', `Object ${object.apiName} is not supported in UI API`);
  return { status: 201, body: answerOf(call, object, id, fields) };
}

function update(call: ResourceCall): ResourceAnswer {
  const id = requireId(call.parameters['id']);
  const object = objectOfRecord(call, id);
  const fields = fieldsIn(bodyOf(call.body));
  const record = recordFromJson(recordClassOf(object.apiName), object, Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== 'id')));
  setSlot(record, '$id', id);
  requireUnmodified(call, object, id);
  written(object, 'update', () => dml('update', [record]));
  return ok(answerOf(call, object, id, fields));
}

function remove(call: ResourceCall): ResourceAnswer {
  const id = requireId(call.parameters['id']);
  const object = objectOfRecord(call, id);
  written(object, 'delete', () => dml('delete', [idOnly(object.apiName, id)]));
  return noContent;
}

function fieldsIn(body: JsonObject): JsonObject {
  const { fields } = body;
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields as JsonObject;
  throw apiError(400, 'JSON_PARSER_ERROR', 'The record needs fields: an object with values by API name.');
}

function textIn(body: JsonObject, name: string): string {
  const text = body[name];
  if (typeof text === 'string' && text !== '') return text;
  throw apiError(400, 'JSON_PARSER_ERROR', `${name} is required.`);
}

/** What was written with its stamps, as it stands after triggers. */
function answerOf(call: ResourceCall, object: ObjectSchema, id: string, fields: JsonObject): unknown {
  const selection = emptySelection(object);
  for (const name of [...Object.keys(fields), 'CreatedDate', 'LastModifiedDate', object.nameField ?? 'Id']) addPath(call, selection, [name]);
  return readRecords(call, selection, [id])[0];
}

/** Somebody else's change in between is a conflict, never overwritten. */
function requireUnmodified(call: ResourceCall, object: ObjectSchema, id: string): void {
  const since = Date.parse(call.headers['if-unmodified-since'] ?? '');
  if (Number.isNaN(since)) return;
  const [record] = readRecords(call, emptySelection(object), [id]);
  if (Date.parse(record?.lastModifiedDate ?? '') > since) {
    throw apiError(412, 'PRECONDITION_FAILED', 'The record you are trying to update was modified by someone else. Look at it again before you save.');
  }
}

/** What a form for a new record shows at first. */
function createDefaults(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const object = readableObject(call, call.parameters['object'] ?? '');
  if (!object.isWriteable || !call.user.objectAccess(fold(object.apiName)).create) throw noAccess();
  const asked = call.query['recordTypeId'];
  const recordTypeId = asked === undefined || asked === MASTER_RECORD_TYPE ? undefined : requireId(asked);
  const request = { type: 'Full', mode: 'Create', recordTypeId } as const;
  const selection = emptySelection(object);
  for (const field of layoutFields(call, object, request, ui)) addShownField(call, selection, field);
  addPaths(call, selection, namesIn(call.query['optionalFields']), true);
  const record = {
    apiName: object.apiName, childRelationships: {}, eTag: '', fields: defaultValues(call, object, [...selection.fields.keys()]), id: null, lastModifiedById: null, lastModifiedDate: null,
    recordTypeId: recordTypeId ?? null, recordTypeInfo: recordTypeInfo(object, recordTypeId ?? null), systemModstamp: null, weakEtag: 0,
  };
  return ok({ layout: layoutRepresentation(call, object, request, ui), objectInfos: { [object.apiName]: objectInfo(call, object, ui) }, record });
}

function defaultValues(call: ResourceCall, object: ObjectSchema, names: readonly string[]): Record<string, FieldValue> {
  const record = new (recordClassOf(object.apiName))();
  context().data.fillDefaults?.(record);
  return Object.fromEntries(names.map((name) => {
    const field = object.fieldsByName.get(fold(name))!;
    const value = name === 'OwnerId' ? call.user.id : valueToJson(slotOf(record, `$${fold(name)}`));
    return [name, { displayValue: displayValue(value, field, viewerOf(call.user)), value }];
  }));
}
