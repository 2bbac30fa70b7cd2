/**
 * The immutable schema of an org: what the metadata of an sfdx project and the platform's own objects say. Built once per deploy, replaced as a whole.
 * Everything that describes data (compiler universe, SOQL planner, DML checks, describe calls, permissions) reads this and nothing else.
 */
import type { Condition } from '../soql/syntax.ts';

export type FieldType =
  | 'id' | 'string' | 'textarea' | 'longtextarea' | 'email' | 'phone' | 'url' | 'picklist' | 'multipicklist' | 'boolean' | 'int' | 'double' | 'currency' | 'percent'
  | 'date' | 'datetime' | 'time' | 'reference' | 'location' | 'base64' | 'autonumber'
  /** Of change events: an object of eventbus.ChangeEventHeader. */
  | 'changeEventHeader';

export interface FieldSchema {
  /** `Quantity__c`, `CreatedDate` */
  readonly apiName: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters, for text types; 0 for others. */
  readonly length: number;
  /** Digits in total and after the point, for numbers. */
  readonly precision: number;
  readonly scale: number;
  /** False: required on every save (metadata `required`, master-detail, standard required fields). */
  readonly isNillable: boolean;
  readonly isUnique: boolean;
  readonly isCaseSensitive: boolean;
  readonly isExternalId: boolean;
  readonly isCustom: boolean;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  /** Constant default written as the metadata gives it (`0`, `true`, `'Text'`, a picklist's default value). */
  readonly defaultValue: string | number | boolean | undefined;
  readonly picklistValues: readonly { readonly value: string; readonly label: string; readonly isActive: boolean; readonly isDefault: boolean }[];
  /** Unknown values of an unrestricted picklist are accepted. */
  readonly isRestrictedPicklist: boolean;
  readonly reference: ReferenceSchema | undefined;
  /** Audit fields and Id: written by the system. */
  readonly isSystem: boolean;
  readonly autoNumberFormat: string | undefined;
  readonly helpText: string | undefined;
  /** Of a formula field: its value is computed when it is read and never stored. */
  readonly formula?: FormulaSchema | undefined;
  /** Default of a new record where it is no constant: formula text. Goes before `defaultValue`. */
  readonly defaultFormula?: string | undefined;
  /** Of a roll-up summary: the platform writes it whenever the details change. */
  readonly summary?: SummarySchema | undefined;
}

export interface FormulaSchema {
  readonly text: string;
  /** Blank numbers of the fields it reads count as 0 (`BlankAsZero`). */
  readonly blankNumbersAsZero: boolean;
}

export interface SummarySchema {
  readonly operation: 'count' | 'sum' | 'min' | 'max';
  /** Canonical API names: the details and their reference to this object. */
  readonly childObject: string;
  readonly reference: string;
  /** `undefined` for counts. */
  readonly field: string | undefined;
  /** All must be fulfilled. */
  readonly filters: readonly SummaryFilter[];
}
export interface SummaryFilter {
  /** Field of the details. */
  readonly field: string;
  readonly operation: SummaryOperator;
  /** As the metadata writes it: several values parted by commas; empty: blank. */
  readonly value: string;
}
export type SummaryOperator = 'equals' | 'notEqual' | 'lessThan' | 'greaterThan' | 'lessOrEqual' | 'greaterOrEqual' | 'contains' | 'notContain' | 'startsWith' | 'includes' | 'excludes';

export interface RecordTypeSchema {
  /** Follows from object and developer name, so that it stays. */
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly isActive: boolean;
  /** Values offered with the type, by folded field name; other pick lists offer all of theirs. */
  readonly picklists: ReadonlyMap<string, readonly { readonly value: string; readonly isDefault: boolean }[]>;
}

/** A save of the object fails while the formula is fulfilled. */
export interface ValidationRuleSchema {
  readonly name: string;
  readonly isActive: boolean;
  readonly formula: string;
  readonly message: string;
  /** API name of the field the message stands beside; `undefined`: the top of the page. */
  readonly displayField: string | undefined;
}

export interface ReferenceSchema {
  /** Canonical API names; several for polymorphic fields such as OwnerId. */
  readonly targets: readonly string[];
  /** `Product__r`, `Owner`; `undefined` for a reference without relationship name. */
  readonly relationshipName: string | undefined;
  /** Name of the child relationship on the target (`Lines__r`, `Contacts`), if any. */
  readonly childRelationshipName: string | undefined;
  readonly onDelete: 'setNull' | 'restrict' | 'cascade';
  readonly isMasterDetail: boolean;
  /** Master-detail: to write a detail it is enough to read the master. */
  readonly writeRequiresMasterRead?: boolean;
  /** Of a custom metadata type: leads to a record of a metadata type, and both come with a deploy. */
  readonly isMetadataRelationship?: boolean;
}

export interface ChildRelationship {
  readonly relationshipName: string;
  readonly objectName: string;
  readonly fieldName: string;
}

/** An ordered choice of fields; members may lead over relationships (`Account.Name`). */
export interface FieldSetSchema {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly members: readonly { readonly path: string; readonly isRequired: boolean }[];
}

export type ObjectKind = 'standard' | 'custom' | 'event' | 'customMetadata' | 'customSetting' | 'bigObject';

/** A field of a big object's index, which is its key and the only way to find its rows. */
export interface IndexFieldSchema {
  /** Canonical API name. */
  readonly field: string;
  readonly isDescending: boolean;
}

export interface ObjectSchema {
  readonly apiName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly keyPrefix: string;
  readonly kind: ObjectKind;
  readonly fields: readonly FieldSchema[];
  /** By folded API name. */
  readonly fieldsByName: ReadonlyMap<string, FieldSchema>;
  /** Reference field by folded relationship name. */
  readonly parentsByName: ReadonlyMap<string, FieldSchema>;
  readonly children: readonly ChildRelationship[];
  readonly fieldSets?: readonly FieldSetSchema[];
  /** `Name`, or the name field of objects that differ; `undefined` where there is none. */
  readonly nameField: string | undefined;
  readonly sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  /** Platform events only. */
  readonly publishBehavior: 'PublishAfterCommit' | 'PublishImmediately' | undefined;
  /** Of a change event: the object whose changes it tells. */
  readonly changesOf?: string | undefined;
  /** Can records be created, updated, deleted through DML and the data APIs (custom metadata and Organization cannot)? */
  readonly isWriteable: boolean;
  /** False for what can be inserted and updated, but never deleted. */
  readonly isDeletable?: boolean;
  readonly isQueryable: boolean;
  readonly validationRules?: readonly ValidationRuleSchema[] | undefined;
  /** In the order of their developer names; `undefined` where the object has none. */
  readonly recordTypes?: readonly RecordTypeSchema[] | undefined;
  /** Custom settings only. */
  readonly settingsType?: 'List' | 'Hierarchy' | undefined;
  /** Big objects only. */
  readonly index?: readonly IndexFieldSchema[] | undefined;
}

export interface ObjectPermission {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}
export interface PermissionSetSchema {
  readonly name: string;
  readonly label: string;
  readonly objects: ReadonlyMap<string, ObjectPermission>;
  /** By folded `object.field`. Required fields and master-detail fields need no entry. */
  readonly fields: ReadonlyMap<string, { readonly read: boolean; readonly edit: boolean }>;
  /** Folded names of objects of which every field may be read, those to come included. */
  readonly allFieldsOf?: ReadonlySet<string>;
  readonly customPermissions: ReadonlySet<string>;
  readonly apexClasses: ReadonlySet<string>;
  readonly userPermissions: ReadonlySet<string>;
}

/** Who a sharing rule names. `name` is empty for Organization: all internal users. */
export interface GroupReference {
  readonly type: 'Regular' | 'Queue' | 'Role' | 'RoleAndSubordinates' | 'Organization';
  readonly name: string;
}

export interface QueueSchema {
  readonly name: string;
  readonly label: string;
  readonly email: string | undefined;
  readonly sendsEmail: boolean;
  /** API names of the objects whose records it may own. */
  readonly objects: readonly string[];
  /** User names. */
  readonly users: readonly string[];
  readonly groups: readonly GroupReference[];
}
export interface RoleSchema {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly parent: string | undefined;
}

/** What a deploy brings of profiles, groups and roles; members may be added by anybody later. */
export interface AccessSchema {
  readonly groups: readonly { readonly name: string; readonly label: string; readonly includesBosses: boolean }[];
  readonly queues: readonly QueueSchema[];
  /** Every role after the one above it. */
  readonly roles: readonly RoleSchema[];
  readonly permissionSetGroups: readonly { readonly name: string; readonly label: string; readonly description: string | undefined; readonly permissionSets: readonly string[] }[];
  /** By folded name. */
  readonly profiles: ReadonlyMap<string, PermissionSetSchema & { readonly userLicense: string | undefined }>;
}
export const NO_ACCESS_SCHEMA: AccessSchema = { groups: [], queues: [], roles: [], permissionSetGroups: [], profiles: new Map() };

interface SharingRuleBase {
  readonly name: string;
  readonly sharedTo: GroupReference;
  readonly accessLevel: 'Read' | 'Edit';
}
export type SharingRule =
  | (SharingRuleBase & { readonly kind: 'owner'; readonly ownedBy: GroupReference })
  | (SharingRuleBase & { readonly kind: 'criteria'; readonly criteria: Condition });

export interface EventChannelSchema {
  /** `ChangeEvents`, `Shelves__chn` */
  readonly name: string;
  readonly kind: 'data' | 'event';
  readonly members: readonly { readonly eventName: string; readonly enrichedFields: readonly string[] }[];
}

/** Rows of a custom metadata type, by developer name; values as the metadata gives them, already typed by field. */
export interface CustomMetadataRow {
  readonly objectName: string;
  readonly developerName: string;
  readonly label: string;
  readonly values: ReadonlyMap<string, string | number | boolean | null>;
}

export interface OrgSchema {
  /** By folded API name. */
  readonly objects: ReadonlyMap<string, ObjectSchema>;
  readonly permissionSets: ReadonlyMap<string, PermissionSetSchema>;
  readonly customPermissions: ReadonlyMap<string, { readonly name: string; readonly label: string }>;
  /** By folded name of the object; objects without rules are not there. */
  readonly sharingRules: ReadonlyMap<string, readonly SharingRule[]>;
  readonly access: AccessSchema;
  readonly labels: ReadonlyMap<string, string>;
  readonly customMetadata: readonly CustomMetadataRow[];
  /** By folded name; the standard channel of change events is always there. */
  readonly eventChannels: ReadonlyMap<string, EventChannelSchema>;
  /** Changes whenever any of the above does: key of caches and of physical table layout checks. */
  readonly fingerprint: string;
}
