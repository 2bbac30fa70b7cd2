/** Organization, users, profiles, permission sets, groups: who is who. */
import {
  address, area, auditFields, checkbox, email, fixed, idField, integer, lookup, moment, phone, picklist, readOnly, required, standardObject, systemModstamp, text,
  type StandardObject,
} from './define.ts';
import { userPermissionFields } from './permissions.ts';

const TIME_ZONES = [...new Set([...Intl.supportedValuesOf('timeZone'), 'GMT', 'UTC', 'Asia/Kolkata', 'Asia/Calcutta'])];
const LANGUAGES = ['en_US', 'de', 'es', 'fr', 'it', 'ja', 'sv', 'ko', 'zh_TW', 'zh_CN', 'pt_BR', 'nl_NL', 'da', 'th', 'fi', 'ru', 'es_MX', 'no', 'pl', 'tr', 'cs', 'en_GB', 'pt_PT'];
const LOCALES = [
  'en_US', 'en_GB', 'en_AU', 'en_CA', 'en_IE', 'en_IN', 'en_NZ', 'en_SG', 'en_ZA', 'de', 'de_DE', 'de_AT', 'de_CH', 'fr', 'fr_FR', 'fr_BE', 'fr_CA', 'fr_CH', 'es', 'es_ES', 'es_MX', 'it_IT', 'it_CH',
  'nl_NL', 'nl_BE', 'pt_BR', 'pt_PT', 'sv_SE', 'da_DK', 'no_NO', 'fi_FI', 'pl_PL', 'cs_CZ', 'hu_HU', 'ru_RU', 'tr_TR', 'ja_JP', 'ko_KR', 'zh_CN', 'zh_TW', 'zh_HK', 'th_TH',
];
const USER_TYPES = ['Standard', 'PowerPartner', 'PowerCustomerSuccess', 'CustomerSuccess', 'Guest', 'CspLitePortal', 'CsnOnly', 'SelfService', 'AutomatedProcess'];
const restricted = { restricted: true, length: 40 } as const;

export const organization: StandardObject = standardObject('Organization', 'Organization', 'Organizations', '00D', [
  idField('Organization ID'),
  text('Name', 'Name', 80, required),
  text('Division', 'Division', 80),
  ...address('', '').filter((field) => ['Street', 'City', 'State', 'PostalCode', 'Country'].includes(field.apiName)).map((field) => ({ ...field, label: field.label.trim() })),
  phone('Phone', 'Phone'),
  phone('Fax', 'Fax'),
  text('PrimaryContact', 'Primary Contact', 80),
  picklist('DefaultLocaleSidKey', 'Locale', LOCALES, { ...restricted, ...required }),
  picklist('TimeZoneSidKey', 'Time Zone', TIME_ZONES, { ...restricted, ...required }),
  picklist('LanguageLocaleKey', 'Language', LANGUAGES, { ...restricted, ...required }),
  integer('FiscalYearStartMonth', 'Fiscal Year Starts In', 9, readOnly),
  picklist('OrganizationType', 'Edition', ['Team Edition', 'Professional Edition', 'Enterprise Edition', 'Developer Edition', 'Unlimited Edition'], { ...restricted, ...readOnly }),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('InstanceName', 'Instance Name', 5, readOnly),
  checkbox('IsSandbox', 'Is Sandbox', readOnly),
  checkbox('IsReadOnly', 'Is Read Only', readOnly),
  moment('TrialExpirationDate', 'Trial Expiration Date', readOnly),
  ...auditFields,
], { isWriteable: false });

/** platform-facts: users-are-kept */
export const user: StandardObject = standardObject('User', 'User', 'Users', '005', [
  idField('User ID'),
  text('Username', 'Username', 80, { ...required, isUnique: true }),
  text('LastName', 'Last Name', 80, required),
  text('FirstName', 'First Name', 40),
  // First and last name, put together by the platform.
  text('Name', 'Full Name', 121, { ...readOnly, isNillable: false }),
  text('CompanyName', 'Company Name', 80),
  text('Division', 'Division', 80),
  text('Department', 'Department', 80),
  text('Title', 'Title', 80),
  ...address('', '').filter((field) => ['Street', 'City', 'State', 'PostalCode', 'Country'].includes(field.apiName)).map((field) => ({ ...field, label: field.label.trim() })),
  email('Email', 'Email', 128, required),
  phone('Phone', 'Phone'),
  phone('MobilePhone', 'Mobile'),
  text('Alias', 'Alias', 8, required),
  text('CommunityNickname', 'Nickname', 40),
  checkbox('IsActive', 'Active', { defaultValue: true }),
  picklist('TimeZoneSidKey', 'Time Zone', TIME_ZONES, { ...restricted, ...required }),
  picklist('LocaleSidKey', 'Locale', LOCALES, { ...restricted, ...required }),
  picklist('EmailEncodingKey', 'Email Encoding', ['UTF-8', 'ISO-8859-1', 'Shift_JIS'], { ...restricted, ...required }),
  picklist('LanguageLocaleKey', 'Language', LANGUAGES, { ...restricted, ...required }),
  lookup('ProfileId', 'Profile ID', ['Profile'], { ...required, onDelete: 'restrict', childName: 'Users' }),
  lookup('UserRoleId', 'Role ID', ['UserRole'], { childName: 'Users', onDelete: 'restrict' }),
  picklist('UserType', 'User Type', USER_TYPES, { ...restricted, ...readOnly }),
  text('EmployeeNumber', 'Employee Number', 20),
  lookup('ManagerId', 'Manager ID', ['User'], { childName: 'ManagedUsers' }),
  text('FederationIdentifier', 'SAML Federation ID', 512, { isUnique: true, isCaseSensitive: true }),
  area('AboutMe', 'About Me', 1000),
  moment('LastLoginDate', 'Last Login', readOnly),
  ...auditFields,
], { sharing: 'Read', isExtensible: true, isDeletable: false });

/** Whether a user may sign in; one row per user. platform-facts: frozen-users */
export const userLogin: StandardObject = standardObject('UserLogin', 'User Login', 'User Logins', '0Yw', [
  idField('User Login ID'),
  lookup('UserId', 'User ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'cascade' }),
  checkbox('IsFrozen', 'Frozen', { isCreateable: false }),
  checkbox('IsPasswordLocked', 'Locked', { isCreateable: false }),
  moment('LastModifiedDate', 'Last Modified Date', { ...readOnly, isNillable: false }),
  lookup('LastModifiedById', 'Last Modified By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
], { nameField: undefined });

export const profile: StandardObject = standardObject('Profile', 'Profile', 'Profile', '00e', [
  idField('Profile ID'),
  text('Name', 'Name', 255, required),
  picklist('UserType', 'User Type', USER_TYPES, { ...restricted, ...readOnly }),
  text('Description', 'Description', 255),
  lookup('UserLicenseId', 'User License ID', ['UserLicense'], readOnly),
  ...userPermissionFields.map((field) => ({ ...field, ...readOnly })),
  ...auditFields,
], { isWriteable: false });

export const permissionSet: StandardObject = standardObject('PermissionSet', 'Permission Set', 'Permission Sets', '0PS', [
  idField('PermissionSet ID'),
  text('Name', 'Permission Set Name', 80, required),
  text('Label', 'Permission Set Label', 80, required),
  lookup('ProfileId', 'Profile ID', ['Profile'], readOnly),
  checkbox('IsOwnedByProfile', 'Is Owned By Profile', readOnly),
  checkbox('IsCustom', 'Custom', { ...readOnly, defaultValue: true }),
  text('Description', 'Description', 255),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  picklist('Type', 'Permission Set Type', ['*Regular', 'Standard', 'Session', 'Group', 'Profile'], { ...restricted, ...readOnly }),
  checkbox('HasActivationRequired', 'Has Activation Required'),
  lookup('LicenseId', 'License ID', ['PermissionSetLicense', 'UserLicense']),
  ...userPermissionFields,
  ...auditFields,
]);

export const permissionSetAssignment: StandardObject = standardObject('PermissionSetAssignment', 'Permission Set Assignment', 'Permission Set Assignments', '0Pa', [
  idField('PermissionSetAssignment ID'),
  // Either a permission set or a group of them.
  lookup('PermissionSetId', 'PermissionSet ID', ['PermissionSet'], { isUpdateable: false, childName: 'Assignments', onDelete: 'cascade' }),
  lookup('PermissionSetGroupId', 'Permission Set Group ID', ['PermissionSetGroup'], { isUpdateable: false, childName: 'Assignments', onDelete: 'cascade' }),
  lookup('AssigneeId', 'Assignee ID', ['User'], { ...fixed, childName: 'PermissionSetAssignments', onDelete: 'cascade' }),
  moment('ExpirationDate', 'Expires On'),
  checkbox('IsActive', 'Is Active', { ...readOnly, defaultValue: true }),
  systemModstamp,
], { nameField: undefined });

export const group: StandardObject = standardObject('Group', 'Group', 'Group', '00G', [
  idField('Group ID'),
  text('Name', 'Name', 40, required),
  text('DeveloperName', 'Developer Name', 80),
  picklist('Type', 'Type', ['Regular', 'Role', 'RoleAndSubordinates', 'Organization', 'Queue'], { ...restricted, ...fixed }),
  // The role behind a group of type Role or RoleAndSubordinates.
  lookup('RelatedId', 'Related ID', ['UserRole'], { isCreateable: false, isUpdateable: false, onDelete: 'cascade' }),
  email('Email', 'Email', 255),
  lookup('OwnerId', 'Owner ID', ['Organization', 'User'], readOnly),
  checkbox('DoesSendEmailToMembers', 'Send Email to Members'),
  checkbox('DoesIncludeBosses', 'Include Bosses', { defaultValue: true }),
  ...auditFields,
]);

/** Each role has two groups of its own name: its users, and its users with all below. */
export const userRole: StandardObject = standardObject('UserRole', 'Role', 'Role', '00E', [
  idField('Role ID'),
  text('Name', 'Name', 80, required),
  lookup('ParentRoleId', 'Parent Role ID', ['UserRole'], { onDelete: 'restrict' }),
  text('RollupDescription', 'Description', 80),
  picklist('OpportunityAccessForAccountOwner', 'Opportunity Access Level for Account Owner', ['None', 'Read', 'Edit'], restricted),
  picklist('CaseAccessForAccountOwner', 'Case Access Level for Account Owner', ['None', 'Read', 'Edit'], restricted),
  picklist('ContactAccessForAccountOwner', 'Contact Access Level for Account Owner', ['None', 'Read', 'Edit'], restricted),
  moment('LastModifiedDate', 'Last Modified Date', { ...readOnly, isNillable: false }),
  lookup('LastModifiedById', 'Last Modified By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  systemModstamp,
  text('DeveloperName', 'Developer Name', 80),
]);

export const groupMember: StandardObject = standardObject('GroupMember', 'Group Member', 'Group Members', '011', [
  idField('GroupMember ID'),
  lookup('GroupId', 'Group ID', ['Group'], { ...fixed, childName: 'GroupMembers', onDelete: 'cascade' }),
  lookup('UserOrGroupId', 'User/Group ID', ['Group', 'User'], { ...fixed, onDelete: 'cascade' }),
  systemModstamp,
], { nameField: undefined });

export const queueSobject: StandardObject = standardObject('QueueSobject', 'Queue SObject', 'Queue SObjects', '03g', [
  idField('QueueSobject ID'),
  lookup('QueueId', 'Group ID', ['Group'], { ...fixed, childName: 'QueueSobjects', onDelete: 'cascade' }),
  text('SobjectType', 'SObject Type', 255, fixed),
  lookup('CreatedById', 'Created By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  systemModstamp,
], { nameField: undefined });

/** What the several possible owners of a record have in common: the fields reachable through a polymorphic relationship. It has no records of its own. */
export const name: StandardObject = standardObject('Name', 'Name', 'Names', '', [
  idField('Name ID'),
  text('Name', 'Name', 255, readOnly),
  text('LastName', 'Last Name', 80, readOnly),
  text('FirstName', 'First Name', 40, readOnly),
  picklist('Type', 'Type', ['User', 'Group'], { ...restricted, ...readOnly }),
  text('Alias', 'Alias', 8, readOnly),
  lookup('ProfileId', 'Profile ID', ['Profile'], readOnly),
  text('Title', 'Title', 128, readOnly),
  email('Email', 'Email', 128, readOnly),
  text('Username', 'Username', 80, readOnly),
  checkbox('IsActive', 'Active', readOnly),
], { isWriteable: false, isQueryable: false });
