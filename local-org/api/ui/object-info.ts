/** `/ui-api/object-info`: what a user may know of an object and its fields. */
import { describeField } from '../../schema/describe-field.ts';
import { fold } from '../../schema/problem.ts';
import type { FieldSchema, FieldType, ObjectSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { canEdit, canRead, namesIn, readableObject } from './access.ts';
import { entityTag } from './entity-tag.ts';
import type { UiHost } from './host.ts';
import { recordTypeInfo } from './record-representation.ts';
import { answerOfError } from '../rest/sub-requests.ts';

/** Stands for "no record type". */
export const MASTER_RECORD_TYPE = '012000000000000AAA';
const MOST_OBJECTS = 100;

export function objectInfoResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'GET', path: '/ui-api/object-info', handle: (call) => directory(call) },
    { method: 'GET', path: '/ui-api/object-info/batch/:objects', handle: (call) => batch(call, ui) },
    { method: 'GET', path: '/ui-api/object-info/:object', handle: (call) => ok(objectInfo(call, readableObject(call, call.parameters['object'] ?? ''), ui)) },
  ];
}

function directory(call: ResourceCall): ResourceAnswer {
  const readable = [...call.host.schema().objects.values()].filter((object) => object.keyPrefix !== '' && call.user.objectAccess(fold(object.apiName)).read);
  const objects = Object.fromEntries(readable.map(({ apiName, keyPrefix, label, pluralLabel }) => [apiName, { apiName, keyPrefix, label, labelPlural: pluralLabel, objectInfoUrl: `/services/data/v${call.version}/ui-api/object-info/${apiName}` }]));
  return ok({ eTag: entityTag(objects), objects });
}

function batch(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const names = namesIn(call.parameters['objects']);
  if (names.length > MOST_OBJECTS) throw apiError(400, 'LIMIT_EXCEEDED', `object-info/batch takes at most ${String(MOST_OBJECTS)} objects, not ${String(names.length)}.`);
  return ok({ results: names.map((name) => batchResult(() => objectInfo(call, readableObject(call, name), ui))) });
}

/** One part of a batch; what fails is told in its place. */
export function batchResult(read: () => unknown): { readonly result: unknown; readonly statusCode: number } {
  try {
    return { result: read(), statusCode: 200 };
  } catch (error) {
    const { status, body } = answerOfError(error);
    return { result: body, statusCode: status };
  }
}

export function objectInfo(call: ResourceCall, object: ObjectSchema, ui: UiHost): object {
  const { user } = call;
  const access = user.objectAccess(fold(object.apiName));
  const isStored = object.isWriteable && object.kind !== 'event';
  const isShown = isStored && object.fieldsByName.has('isdeleted');
  const fields = Object.fromEntries(object.fields.filter((field) => canRead(call, object, field)).map((field) => [field.apiName, fieldInfo(call, object, field)]));
  const recordTypes = object.recordTypes ?? [];
  const info = {
    apiName: object.apiName,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: childRelationships(call, object),
    compactLayoutable: object.kind === 'custom',
    createable: isStored && access.create,
    custom: object.kind !== 'standard',
    defaultRecordTypeId: MASTER_RECORD_TYPE,
    deletable: isStored && object.isDeletable !== false && access.delete,
    dependentFields: {},
    feedEnabled: false,
    fields,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: isShown,
    mruEnabled: isShown,
    nameFields: object.nameField === undefined ? [] : [object.nameField],
    queryable: object.isQueryable,
    recordTypeInfos: {
      ...Object.fromEntries(recordTypes.map(({ id }) => [id, recordTypeInfo(object, id)])),
      [MASTER_RECORD_TYPE]: { available: true, defaultRecordTypeMapping: true, master: true, name: 'Master', recordTypeId: MASTER_RECORD_TYPE },
    },
    searchLayoutable: isShown,
    searchable: isShown,
    themeInfo: { color: '107CAD', iconUrl: iconUrl(object, ui) },
    updateable: isStored && access.edit,
  };
  return { ...info, eTag: entityTag(info) };
}

const STANDARD_ICONS: ReadonlySet<string> = new Set(['account', 'contact', 'case', 'lead', 'opportunity', 'order', 'product', 'user', 'task', 'contract', 'pricebook']);

/** In the form of the platform's; components read the set and the name of the icon from it. */
function iconUrl(object: ObjectSchema, ui: UiHost): string {
  const custom = ui.metadata().icons.get(fold(object.apiName));
  if (custom !== undefined) return `/img/icon/t4v35/custom/${custom}_120.png`;
  const name = fold(object.apiName).replace(/\d+$/, '');
  return `/img/icon/t4v35/standard/${STANDARD_ICONS.has(name) ? name : 'record'}_120.png`;
}

function childRelationships(call: ResourceCall, object: ObjectSchema): readonly object[] {
  return object.children
    .filter((child) => call.user.objectAccess(fold(child.objectName)).read)
    .map(({ objectName, fieldName, relationshipName }) => ({ childObjectApiName: objectName, fieldName, junctionIdListNames: [], junctionReferenceTo: [], relationshipName }));
}

const DATA_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'Reference', string: 'String', autonumber: 'String', textarea: 'TextArea', longtextarea: 'TextArea', email: 'Email', phone: 'Phone', url: 'Url', picklist: 'Picklist', multipicklist: 'MultiPicklist',
  boolean: 'Boolean', int: 'Int', double: 'Double', currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime', time: 'Time', reference: 'Reference', location: 'Location', base64: 'Base64',
};

function fieldInfo(call: ResourceCall, object: ObjectSchema, field: FieldSchema): object {
  const described = describeField(object, field);
  const isEditable = canEdit(call.user, object, field);
  const schema = call.host.schema();
  return {
    apiName: field.apiName,
    calculated: described['calculated'],
    compound: false,
    compoundComponentName: null,
    compoundFieldName: null,
    controllerName: null,
    controllingFields: [],
    createable: described['createable'] === true && isEditable,
    custom: field.isCustom,
    dataType: field.type === 'reference' || field.type === 'id' ? 'Reference' : DATA_TYPES[field.type] ?? 'String',
    defaultValue: field.defaultFormula === undefined ? field.defaultValue ?? null : null,
    defaultedOnCreate: described['defaultedOnCreate'],
    digits: described['digits'],
    externalId: field.isExternalId,
    extraTypeInfo: described['extraTypeInfo'] === null ? null : 'PlainTextArea',
    filterable: described['filterable'],
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: field.helpText ?? null,
    label: field.label,
    length: field.length,
    maskType: null,
    nameField: field.apiName === object.nameField,
    polymorphicForeignKey: described['polymorphicForeignKey'],
    precision: field.precision,
    reference: field.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: (field.reference?.targets ?? []).map((target) => ({ apiName: target, nameFields: [schema.objects.get(fold(target))?.nameField ?? 'Id'] })),
    relationshipName: field.reference?.relationshipName ?? null,
    required: !field.isNillable && described['defaultedOnCreate'] !== true,
    scale: field.scale,
    searchPrefilterable: false,
    sortable: described['sortable'],
    unique: field.isUnique,
    updateable: described['updateable'] === true && isEditable,
  };
}
