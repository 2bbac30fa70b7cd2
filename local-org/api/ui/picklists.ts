/** `/ui-api/object-info/{object}/picklist-values`: what a picklist offers with a record type. */
import { fold } from '../../schema/problem.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import { notFound } from '../errors.ts';
import { requireId } from '../rest/data.ts';
import { ok, type Resource, type ResourceCall } from '../rest/resource.ts';
import { canRead, noField, readableObject } from './access.ts';
import { entityTag } from './entity-tag.ts';
import { MASTER_RECORD_TYPE } from './object-info.ts';

export const picklistResources: readonly Resource[] = [
  { method: 'GET', path: '/ui-api/object-info/:object/picklist-values/:recordType', handle: (call) => ok(allValues(call)) },
  { method: 'GET', path: '/ui-api/object-info/:object/picklist-values/:recordType/:field', handle: (call) => ok(valuesOf(call)) },
];

const isPicklist = ({ type }: FieldSchema): boolean => type === 'picklist' || type === 'multipicklist';

function allValues(call: ResourceCall): object {
  const object = readableObject(call, call.parameters['object'] ?? '');
  const fields = object.fields.filter((field) => isPicklist(field) && canRead(call, object, field));
  const picklistFieldValues = Object.fromEntries(fields.map((field) => [field.apiName, picklistValues(call, object, field)]));
  return { eTag: entityTag(picklistFieldValues), picklistFieldValues };
}

function valuesOf(call: ResourceCall): object {
  const object = readableObject(call, call.parameters['object'] ?? '');
  const name = call.parameters['field'] ?? '';
  const field = object.fieldsByName.get(fold(name));
  if (field === undefined || !isPicklist(field) || !canRead(call, object, field)) throw noField(name, object.apiName);
  return picklistValues(call, object, field);
}

function picklistValues(call: ResourceCall, object: ObjectSchema, field: FieldSchema): object {
  const recordType = recordTypeOf(call, object);
  const offered = recordType?.picklists.get(fold(field.apiName));
  const values = field.picklistValues.filter(({ value, isActive }) => isActive && (offered === undefined || offered.some((one) => one.value === value)))
    .map(({ value, label }) => ({ attributes: null, label, validFor: [], value }));
  const standard = offered?.find(({ isDefault }) => isDefault)?.value ?? (offered === undefined ? field.picklistValues.find(({ isDefault }) => isDefault)?.value : undefined);
  const content = { controllerValues: {}, defaultValue: values.find(({ value }) => value === standard) ?? null, values };
  return { ...content, eTag: entityTag(content) };
}

function recordTypeOf(call: ResourceCall, object: ObjectSchema) {
  const id = requireId(call.parameters['recordType']);
  if (id === MASTER_RECORD_TYPE) return undefined;
  const recordType = object.recordTypes?.find((one) => one.id === id);
  if (recordType === undefined) throw notFound(`Record type ${id} of ${object.apiName} does not exist`);
  return recordType;
}
