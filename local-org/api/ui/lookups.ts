/** `/ui-api/lookups`: records a lookup field may lead to, found by their name. */
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { noField, readableObject } from './access.ts';
import { addPath, emptySelection } from './field-selection.ts';
import { recordsWhere } from './record-representation.ts';
import { likeText } from './soql-text.ts';

export const lookupResources: readonly Resource[] = [
  { method: 'GET', path: '/ui-api/lookups/:object', handle: (call) => find(call, readableObject(call, call.parameters['object'] ?? '')) },
  { method: 'GET', path: '/ui-api/lookups/:object/:field', handle: (call) => find(call, targetOf(call)) },
  { method: 'GET', path: '/ui-api/lookups/:object/:field/:target', handle: (call) => find(call, targetOf(call)) },
];

const MOST = 200;

function targetOf(call: ResourceCall): ObjectSchema {
  const { object: objectName = '', field: fieldName = '', target } = call.parameters;
  const object = readableObject(call, objectName);
  const targets = object.fieldsByName.get(fold(fieldName))?.reference?.targets;
  if (targets === undefined) throw noField(fieldName, object.apiName);
  const name = target === undefined ? targets[0] : targets.find((one) => fold(one) === fold(target));
  if (name === undefined) throw apiError(400, 'INVALID_ARGUMENT', `${fieldName} of ${object.apiName} does not lead to ${String(target)}.`);
  return readableObject(call, name);
}

function find(call: ResourceCall, target: ObjectSchema): ResourceAnswer {
  const name = target.nameField ?? 'Id';
  const selection = emptySelection(target);
  addPath(call, selection, [name]);
  const term = (call.query['q'] ?? '').trim();
  const pageSize = Math.min(MOST, Math.max(1, Number(call.query['pageSize'] ?? 25) || 25));
  const conditions = [...(term === '' ? [] : [`${name} LIKE '%${likeText(term)}%'`]), ...(target.apiName === 'User' ? ['IsActive = true'] : [])];
  const records = recordsWhere(call, selection, `${conditions.join(' AND ')} ORDER BY ${name} LIMIT ${String(pageSize)}`.trim());
  return ok({ count: records.length, currentPageToken: '0', nextPageToken: null, previousPageToken: null, records });
}
