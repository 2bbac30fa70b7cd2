/** Objects as REST describe gives them. `version` is that of the request (`66.0`); it only shows in the URLs. */
import { MERGEABLE } from '../library/org/mergeable.ts';
import { describeField } from './describe-field.ts';
import type { ObjectSchema, OrgSchema, RecordTypeSchema } from './schema.ts';

/** `GET /services/data/vXX.0/sobjects` */
export function describeGlobal(schema: OrgSchema, version: string): Record<string, unknown> {
  const objects = [...schema.objects.values()].filter(isShown).sort((left, right) => (left.apiName < right.apiName ? -1 : 1));
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objects.map((object) => describeHead(object, version)) };
}

/** `GET /services/data/vXX.0/sobjects/<object>/describe` */
export function describeObject(schema: OrgSchema, object: ObjectSchema, version: string): Record<string, unknown> {
  return {
    ...describeHead(object, version),
    actionOverrides: [],
    childRelationships: childRelationships(schema, object),
    compactLayoutable: object.kind === 'custom',
    fields: object.fields.map((field) => describeField(object, field)),
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [...(object.recordTypes ?? []).map((recordType) => recordTypeInfo(object, recordType, version)), MASTER_RECORD_TYPE],
    sobjectDescribeOption: 'FULL',
    supportedScopes: object.isQueryable ? [{ label: `All ${object.pluralLabel}`, name: 'everything' }] : [],
  };
}

/** `Name` only stands for the common fields of possible owners. */
function isShown(object: ObjectSchema): boolean {
  return object.keyPrefix !== '';
}

const MASTER_RECORD_TYPE = {
  active: true, available: true, defaultRecordTypeMapping: true, developerName: 'Master', master: true, name: 'Master', recordTypeId: '012000000000000AAA', urls: {},
} as const;

function recordTypeInfo(object: ObjectSchema, { id, developerName, label, isActive }: RecordTypeSchema, version: string): Record<string, unknown> {
  const layout = `/services/data/v${version}/sobjects/${object.apiName}/describe/layouts/${id}`;
  return { active: isActive, available: isActive, defaultRecordTypeMapping: false, developerName, master: false, name: label, recordTypeId: id, urls: { layout } };
}

function describeHead(object: ObjectSchema, version: string): Record<string, unknown> {
  const base = `/services/data/v${version}/sobjects/${object.apiName}`;
  const isEvent = object.kind === 'event';
  const isStored = object.isWriteable && !isEvent;
  const isDeletable = object.fieldsByName.has('isdeleted');
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.isWriteable,
    custom: object.kind !== 'standard',
    customSetting: object.kind === 'customSetting',
    deepCloneable: false,
    deletable: isStored && object.isDeletable !== false,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix === '' ? null : object.keyPrefix,
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: isStored && isDeletable,
    mergeable: MERGEABLE.has(object.apiName),
    mruEnabled: false,
    name: object.apiName,
    queryable: object.isQueryable,
    replicateable: isStored && isDeletable,
    retrieveable: object.isQueryable,
    searchLayoutable: false,
    searchable: isStored && isDeletable,
    triggerable: isEvent || (isStored && isDeletable),
    undeletable: isStored && isDeletable && object.isDeletable !== false,
    updateable: isStored,
    urls: { rowTemplate: `${base}/{ID}`, describe: `${base}/describe`, sobject: base },
  };
}

/** All references to the object, also those without a name for the way down. */
function childRelationships(schema: OrgSchema, parent: ObjectSchema): readonly Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (const object of schema.objects.values()) {
    for (const { apiName, reference } of object.fields) {
      if (reference === undefined || !reference.targets.includes(parent.apiName)) continue;
      found.push({
        cascadeDelete: reference.onDelete === 'cascade',
        childSObject: object.apiName,
        deprecatedAndHidden: false,
        field: apiName,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: reference.childRelationshipName ?? null,
        restrictedDelete: reference.onDelete === 'restrict' && object.kind === 'custom' && apiName.endsWith('__c'),
      });
    }
  }
  return found;
}
