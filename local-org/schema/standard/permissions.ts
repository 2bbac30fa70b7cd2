/** What permission sets hold, row by row: object and field permissions, access to classes and custom permissions; groups of sets; licences. */
import { area, auditFields, checkbox, fixed, idField, integer, lookup, moment, picklist, readOnly, required, standardObject, systemModstamp, text, type StandardObject } from './define.ts';
import type { FieldSchema } from '../schema.ts';

const restricted = { restricted: true, length: 40 } as const;
const inSet = lookup('ParentId', 'Parent ID', ['PermissionSet'], { ...fixed, onDelete: 'cascade' });

/** User permissions the local org knows, as profiles and permission sets show them: `PermissionsModifyAllData`. */
export const USER_PERMISSIONS: readonly string[] = [
  'ApiEnabled', 'AuthorApex', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData', 'ModifyMetadata', 'RunReports', 'TransferAnyEntity', 'ViewAllData', 'ViewAllUsers', 'ViewSetup',
];
export const userPermissionFields: readonly FieldSchema[] = USER_PERMISSIONS.map((name) => checkbox(`Permissions${name}`, name));

export const objectPermissions: StandardObject = standardObject('ObjectPermissions', 'Object Permissions', 'Object Permissions', '110', [
  idField('ObjectPermissions ID'),
  { ...inSet, reference: { ...inSet.reference!, childRelationshipName: 'ObjectPerms' } },
  text('SobjectType', 'SObject Type Name', 255, fixed),
  ...['Create', 'Read', 'Edit', 'Delete', 'ViewAllRecords', 'ModifyAllRecords', 'ViewAllFields'].map((name) => checkbox(`Permissions${name}`, name)),
  ...auditFields,
], { nameField: undefined });

export const fieldPermissions: StandardObject = standardObject('FieldPermissions', 'Field Permissions', 'Field Permissions', '01k', [
  idField('FieldPermissions ID'),
  { ...inSet, reference: { ...inSet.reference!, childRelationshipName: 'FieldPerms' } },
  text('SobjectType', 'SObject Type Name', 255, fixed),
  text('Field', 'Field Name', 255, fixed),
  checkbox('PermissionsEdit', 'Edit'),
  checkbox('PermissionsRead', 'Read'),
  systemModstamp,
], { nameField: undefined });

export const setupEntityAccess: StandardObject = standardObject('SetupEntityAccess', 'Setup Entity Access', 'Setup Entity Access', '0J0', [
  idField('SetupEntityAccess ID'),
  { ...inSet, reference: { ...inSet.reference!, childRelationshipName: 'SetupEntityAccessItems' } },
  lookup('SetupEntityId', 'Setup Entity ID', ['ApexClass', 'CustomPermission'], { ...fixed, onDelete: 'cascade' }),
  picklist('SetupEntityType', 'Setup Entity Type', ['ApexClass', 'CustomPermission'], { ...restricted, ...readOnly }),
  systemModstamp,
], { nameField: undefined });

export const customPermission: StandardObject = standardObject('CustomPermission', 'Custom Permission', 'Custom Permissions', '0CP', [
  idField('Custom Permission ID'),
  text('DeveloperName', 'API Name', 80, { ...readOnly, isNillable: false }),
  text('MasterLabel', 'Label', 80, { ...readOnly, isNillable: false }),
  text('Description', 'Description', 255, readOnly),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  checkbox('IsLicensed', 'License Required', readOnly),
  checkbox('IsProtected', 'Protected Component', readOnly),
  ...auditFields,
], { nameField: 'DeveloperName', isWriteable: false });

export const permissionSetGroup: StandardObject = standardObject('PermissionSetGroup', 'Permission Set Group', 'Permission Set Groups', '0PG', [
  idField('Permission Set Group ID'),
  text('DeveloperName', 'API Name', 80, required),
  text('MasterLabel', 'Label', 80, required),
  area('Description', 'Description', 255),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  picklist('Status', 'Status', ['*Updated', 'Outdated', 'Updating', 'Failed'], { ...restricted, ...readOnly }),
  ...auditFields,
], { nameField: 'DeveloperName' });

export const permissionSetGroupComponent: StandardObject = standardObject('PermissionSetGroupComponent', 'Permission Set Group Component', 'Permission Set Group Components', '0PM', [
  idField('Permission Set Group Component ID'),
  lookup('PermissionSetGroupId', 'Permission Set Group ID', ['PermissionSetGroup'], { ...fixed, childName: 'PermissionSetGroupComponents', onDelete: 'cascade' }),
  lookup('PermissionSetId', 'PermissionSet ID', ['PermissionSet'], { ...fixed, onDelete: 'cascade' }),
  ...auditFields,
], { nameField: undefined });

const licenceCounts = [
  picklist('Status', 'Status', ['*Active', 'Disabled'], { ...restricted, ...readOnly }),
  integer('TotalLicenses', 'Total Licenses', 9, readOnly),
  integer('UsedLicenses', 'Used Licenses', 9, readOnly),
] as const;

export const userLicense: StandardObject = standardObject('UserLicense', 'User License', 'User License', '100', [
  idField('User License ID'),
  text('LicenseDefinitionKey', 'License Def. ID', 40, { ...readOnly, isNillable: false }),
  text('Name', 'Name', 40, { ...readOnly, isNillable: false }),
  text('MasterLabel', 'Master Label', 40, { ...readOnly, isNillable: false }),
  ...licenceCounts,
  moment('CreatedDate', 'Created Date', { ...readOnly, isNillable: false }),
  systemModstamp,
], { isWriteable: false });

export const permissionSetLicense: StandardObject = standardObject('PermissionSetLicense', 'Permission Set License', 'Permission Set License', '0PL', [
  idField('Permission Set License ID'),
  text('DeveloperName', 'Permission Set License Developer Name', 80, { ...readOnly, isNillable: false }),
  text('MasterLabel', 'Permission Set License Label', 80, { ...readOnly, isNillable: false }),
  text('PermissionSetLicenseKey', 'Permission Set License Key', 80, readOnly),
  ...licenceCounts,
  ...auditFields,
], { nameField: 'DeveloperName', isWriteable: false });

/** Computed for each question: one row per record asked about. */
export const userRecordAccess: StandardObject = standardObject('UserRecordAccess', 'User Record Access', 'User Record Access', '1UR', [
  idField('User Record Access ID'),
  lookup('UserId', 'User ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  text('RecordId', 'Record ID', 18, { ...readOnly, isNillable: false }),
  ...['Read', 'Edit', 'Delete', 'Transfer', 'All'].map((name) => checkbox(`Has${name}Access`, `Has ${name} Access`, readOnly)),
  picklist('MaxAccessLevel', 'Max Access Level', ['None', 'Read', 'Edit', 'Delete', 'Transfer', 'All'], { ...restricted, ...readOnly }),
], { nameField: undefined, isWriteable: false });
