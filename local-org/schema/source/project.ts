/** What an sfdx project says, component by component, before anything is checked against anything else. */
import type { FieldSchema, FieldSetSchema, GroupReference, ObjectKind, ObjectSchema, RecordTypeSchema, ValidationRuleSchema } from '../schema.ts';

/** Where a component comes from, for problems found later. */
export interface Origin {
  readonly path: string;
  readonly line: number;
}

export interface FieldSource {
  readonly origin: Origin;
  /** `isSystem` is false; reference targets are spelled as the file spells them. */
  readonly field: FieldSchema;
  /** Line of the formula, of the field itself or of its default. */
  readonly formulaLine?: number | undefined;
}

/** The index of a big object. */
export interface IndexSource {
  readonly origin: Origin;
  readonly name: string;
  readonly fields: readonly { readonly field: string; readonly isDescending: boolean; readonly line: number }[];
}

export interface RecordTypeSource {
  readonly origin: Origin;
  readonly recordType: Omit<RecordTypeSchema, 'id'>;
}

export interface ValidationRuleSource {
  readonly origin: Origin;
  readonly rule: ValidationRuleSchema;
  readonly formulaLine: number;
}

export interface ObjectSource {
  readonly origin: Origin;
  readonly apiName: string;
  readonly kind: ObjectKind;
  readonly settingsType?: ObjectSchema['settingsType'];
  /** `undefined` where the project only adds to a standard object. */
  readonly label: string | undefined;
  readonly pluralLabel: string | undefined;
  readonly sharing: ObjectSchema['sharing'] | undefined;
  readonly nameField: { readonly label: string; readonly autoNumberFormat: string | undefined } | undefined;
  readonly publishBehavior: ObjectSchema['publishBehavior'];
  readonly fields: readonly FieldSource[];
  readonly validationRules?: readonly ValidationRuleSource[];
  readonly recordTypes?: readonly RecordTypeSource[];
  readonly indexes?: readonly IndexSource[];
}

export interface CustomMetadataSource {
  readonly origin: Origin;
  readonly objectName: string;
  readonly developerName: string;
  readonly label: string;
  readonly isProtected: boolean;
  /** `type` is the `xsi:type` without prefix; `null` values are `xsi:nil`. */
  readonly values: readonly { readonly field: string; readonly type: string; readonly value: string | null; readonly line: number }[];
}

export interface PermissionSetSource {
  readonly origin: Origin;
  readonly name: string;
  readonly label: string;
  readonly objects: readonly { readonly name: string; readonly line: number; readonly read: boolean; readonly create: boolean; readonly edit: boolean; readonly delete: boolean; readonly viewAll: boolean; readonly modifyAll: boolean; }[];
  /** Objects of which every field may be read. */
  readonly allFieldsOf: readonly string[];
  readonly fields: readonly { readonly name: string; readonly line: number; readonly read: boolean; readonly edit: boolean }[];
  readonly classes: readonly Grant[];
  readonly customPermissions: readonly Grant[];
  readonly userPermissions: readonly Grant[];
  readonly customMetadataTypes: readonly Grant[];
  readonly customSettings: readonly Grant[];
  /** `Object.Record_Type`, visible or not: each must exist. */
  readonly recordTypes: readonly Grant[];
}
export interface Grant {
  readonly name: string;
  readonly line: number;
}

export interface ApexSource {
  readonly kind: 'class' | 'trigger';
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** `66` of `66.0`. */
  readonly apiVersion: number;
  readonly status: 'Active' | 'Inactive';
}

export interface LightningBundle {
  readonly name: string;
  readonly path: string;
  /** By path inside the bundle, tests excluded. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export interface StaticResource {
  readonly name: string;
  readonly path: string;
  readonly contentType: string;
  readonly isPublic: boolean;
  /** One entry with an empty path for a single file; the content of a folder otherwise. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** How a trigger on a platform event receives its batches. */
export interface EventSubscriberSource {
  readonly origin: Origin;
  readonly name: string;
  readonly consumer: string;
  /** 1 to 2000; the platform's default is 2000. */
  readonly batchSize: number;
  /** User name; `undefined`: Automated Process. */
  readonly user: string | undefined;
  /** Parallel subscriptions; 1 where not stated. */
  readonly partitions: number;
  /** `Event__e.Field__c`; `undefined`: EventUuid. */
  readonly partitionKey: string | undefined;
}

export interface FieldSetSource {
  readonly origin: Origin;
  readonly objectName: string;
  readonly fieldSet: FieldSetSchema;
}

export interface EventChannelSource {
  readonly origin: Origin;
  /** `Shelves__chn` */
  readonly name: string;
  readonly channelType: 'data' | 'event';
}

/** An event type that is sent through a channel. */
export interface EventChannelMemberSource {
  readonly origin: Origin;
  readonly name: string;
  /** `ChangeEvents`, or the name of a channel of the project. */
  readonly channel: string;
  /** `AccountChangeEvent`, `Shelf_Moved__e` */
  readonly selectedEntity: string;
  /** Fields that change events carry whether or not they changed. */
  readonly enrichedFields: readonly string[];
}

/** Kept and handed back on retrieve; without effect on data, Apex or permissions. */
export interface InertComponent {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export interface ProfileSource extends PermissionSetSource {
  readonly userLicense: Grant | undefined;
}

export interface GroupSource {
  readonly origin: Origin;
  readonly name: string;
  readonly label: string;
  readonly includesBosses: boolean;
}

export interface QueueSource {
  readonly origin: Origin;
  readonly name: string;
  readonly label: string;
  readonly email: string | undefined;
  readonly sendsEmail: boolean;
  readonly objects: readonly Grant[];
  /** Members: user names, developer names of groups and roles. */
  readonly users: readonly Grant[];
  readonly groups: readonly Grant[];
  readonly roles: readonly Grant[];
  readonly rolesAndSubordinates: readonly Grant[];
}

export interface RoleSource {
  readonly origin: Origin;
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly parent: Grant | undefined;
  /** Of accounts that users in the role own. */
  readonly childAccess: readonly ChildAccessSource[];
}

/** What comes with an account of the records below it; `None` is left out. */
export interface ChildAccessSource {
  /** `caseAccessLevel` */
  readonly elementName: string;
  readonly objectName: 'Case' | 'Contact' | 'Opportunity';
  readonly level: 'Read' | 'Edit';
  readonly line: number;
}

export interface PermissionSetGroupSource {
  readonly origin: Origin;
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly permissionSets: readonly Grant[];
}

export interface SharingReasonSource {
  readonly origin: Origin;
  readonly objectName: string;
  readonly name: string;
  readonly label: string;
}

export interface SharingRuleHead {
  readonly name: string;
  readonly line: number;
  readonly accessLevel: 'Read' | 'Edit';
  readonly sharedTo: GroupReference;
  readonly childAccess: readonly ChildAccessSource[];
}
export type SharingRuleSource =
  | (SharingRuleHead & { readonly kind: 'owner'; readonly ownedBy: GroupReference })
  | (SharingRuleHead & {
    readonly kind: 'criteria';
    readonly items: readonly { readonly field: string; readonly operation: string; readonly value: string; readonly line: number }[];
    /** `1 AND (2 OR 3)`; `undefined`: all of them. */
    readonly filter: string | undefined;
  });

export interface SharingRulesSource {
  readonly origin: Origin;
  readonly objectName: string;
  readonly rules: readonly SharingRuleSource[];
}

/** Who belongs together and who shares what. */
export interface AccessSource {
  readonly profiles: readonly ProfileSource[];
  readonly groups: readonly GroupSource[];
  readonly queues: readonly QueueSource[];
  readonly roles: readonly RoleSource[];
  readonly permissionSetGroups: readonly PermissionSetGroupSource[];
  readonly sharingRules: readonly SharingRulesSource[];
  readonly sharingReasons: readonly SharingReasonSource[];
}

export interface MetadataProject {
  readonly access: AccessSource;
  readonly objects: readonly ObjectSource[];
  readonly customMetadata: readonly CustomMetadataSource[];
  readonly permissionSets: readonly PermissionSetSource[];
  readonly customPermissions: readonly { readonly origin: Origin; readonly name: string; readonly label: string }[];
  readonly labels: readonly { readonly origin: Origin; readonly name: string; readonly value: string }[];
  readonly apex: readonly ApexSource[];
  readonly bundles: readonly LightningBundle[];
  readonly staticResources: readonly StaticResource[];
  readonly eventSubscribers: readonly EventSubscriberSource[];
  readonly fieldSets?: readonly FieldSetSource[];
  readonly eventChannels: readonly EventChannelSource[];
  readonly eventChannelMembers: readonly EventChannelMemberSource[];
  readonly inert: readonly InertComponent[];
}

