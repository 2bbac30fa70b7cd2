/** The fields the platform adds to every object of a project. */
import type { FieldSchema, ObjectSchema } from './schema.ts';
import type { ObjectSource } from './source/project.ts';
import { auditFields, idField, isDeleted, lookup, moment, ownerField, picklist, readOnly, systemModstamp, text } from './standard/define.ts';

/** `keyPrefix` where it is known beforehand; others are allocated. */
export type ObjectDraft = Omit<ObjectSchema, 'fieldsByName' | 'parentsByName' | 'children' | 'keyPrefix'> & { readonly keyPrefix?: string };

const NAME_LENGTH = 80;

export function draftObject(source: ObjectSource): ObjectDraft {
  const own = source.fields.map(({ field }) => field);
  const label = source.label ?? source.apiName;
  const base = { apiName: source.apiName, label, pluralLabel: source.pluralLabel ?? label, publishBehavior: source.publishBehavior };
  switch (source.kind) {
    case 'event':
      return { ...base, kind: 'event', fields: [...eventFields, ...own], nameField: undefined, sharing: 'ReadWrite', isWriteable: true, isQueryable: false };
    case 'customMetadata':
      return { ...base, kind: 'customMetadata', fields: [...metadataFields, ...own.map(asFixed)], nameField: 'DeveloperName', sharing: 'ReadWrite', isWriteable: false, isQueryable: true };
    case 'customSetting':
      return {
        ...base, kind: 'customSetting', settingsType: source.settingsType, fields: [...settingFields(source.settingsType), ...own], nameField: 'Name', sharing: 'ReadWrite', isWriteable: true,
        isQueryable: true,
      };
    case 'bigObject':
      return { ...base, kind: 'bigObject', fields: [...bigObjectFields, ...own.map(withoutChildren)], nameField: undefined, sharing: 'ReadWrite', isWriteable: false, isQueryable: true };
    default:
      return { ...base, kind: 'custom', fields: [...recordFields(source), ...own], nameField: 'Name', sharing: sharingOf(source), isWriteable: true, isQueryable: true };
  }
}

export function hasMaster(source: ObjectSource): boolean {
  return source.fields.some(({ field }) => field.reference?.isMasterDetail === true);
}

function sharingOf(source: ObjectSource): ObjectSchema['sharing'] {
  return source.sharing ?? (hasMaster(source) ? 'ControlledByParent' : 'ReadWrite');
}

function recordFields(source: ObjectSource): readonly FieldSchema[] {
  const owner = hasMaster(source) ? [] : [ownerField(['Group', 'User'])];
  return [idField('Record ID'), ...owner, isDeleted, nameField(source), ...auditFields];
}

/** A text name may be left out of an insert: the platform then writes the record's id into it. platform-facts: name-defaults-to-id */
function nameField(source: ObjectSource): FieldSchema {
  const label = source.nameField?.label ?? 'Name';
  const format = source.nameField?.autoNumberFormat;
  if (format === undefined) return text('Name', label, NAME_LENGTH);
  return { ...text('Name', label, NAME_LENGTH, { isNillable: false, isCreateable: false, isUpdateable: false }), type: 'autonumber', autoNumberFormat: format };
}

/** An event is read from the bus, so its system fields belong to the platform. platform-facts: event-system-fields */
export const eventFields: readonly FieldSchema[] = [
  text('ReplayId', 'Replay ID', 1000, readOnly),
  moment('CreatedDate', 'Created Date', { ...readOnly, isNillable: false }),
  lookup('CreatedById', 'Created By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  text('EventUuid', 'Event UUID', 36, readOnly),
];

/** Records of metadata types come with a deploy and cannot be written by DML. */
const metadataFields: readonly FieldSchema[] = [
  idField('Custom Metadata Record ID'),
  text('DeveloperName', 'Developer Name', 40, { ...readOnly, isNillable: false }),
  text('MasterLabel', 'Label', 40, { ...readOnly, isNillable: false }),
  picklist('Language', 'Master Language', ['*en_US'], { ...readOnly, isNillable: false, restricted: true, length: 40 }),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('Label', 'Label', 40, { ...readOnly, isNillable: false }),
  text('QualifiedApiName', 'Qualified API Name', 70, { ...readOnly, isNillable: false }),
  systemModstamp,
];

/** Whom a row of a hierarchy setting is for: everybody, a profile or a user, once each. */
function settingFields(type: ObjectSchema['settingsType']): readonly FieldSchema[] {
  const owner = lookup('SetupOwnerId', 'Location', ['Organization', 'Profile', 'User'], { isNillable: type === 'List', isUpdateable: false, isUnique: type === 'Hierarchy', onDelete: 'restrict' });
  const name = text('Name', 'Name', 38, type === 'List' ? { isNillable: false, isUnique: true } : {});
  return [idField('Record ID'), isDeleted, name, owner, ...auditFields];
}

/** Rows of big objects have no id of their own, no name and no owner, and nothing says when one was changed. platform-facts: big-object-fields */
const bigObjectFields: readonly FieldSchema[] = [
  idField('Record ID'),
  moment('CreatedDate', 'Created Date', { ...readOnly, isNillable: false }),
  lookup('CreatedById', 'Created By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  systemModstamp,
];

/** Nothing leads from a record down to rows of big objects. */
function withoutChildren(field: FieldSchema): FieldSchema {
  return field.reference === undefined ? field : { ...field, reference: { ...field.reference, childRelationshipName: undefined, relationshipName: undefined } };
}

function asFixed(field: FieldSchema): FieldSchema {
  return { ...field, isCreateable: false, isUpdateable: false };
}
