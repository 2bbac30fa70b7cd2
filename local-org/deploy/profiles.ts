/**
 * The profiles every local org has, as sets of permissions, and those a deploy brings. As on the platform a standard profile gives no access to the fields a deploy brings:
 * permission sets must, for administrators too.
 */
import type { ObjectPermission, OrgSchema, PermissionSetSchema } from '../schema/schema.ts';

export const SYSTEM_ADMINISTRATOR = 'System Administrator';

type Rights = Pick<ObjectPermission, 'read' | 'create' | 'edit' | 'delete'>;

export interface ProfileDefinition {
  readonly name: string;
  readonly userType: 'Standard' | 'CsnOnly' | 'AutomatedProcess';
  readonly licence: string;
  readonly userPermissions: readonly string[];
  /** Standard objects the profile may work with; custom ones come from permission sets. */
  readonly objects: Readonly<Record<string, Rights>>;
}

const ALL: Rights = { read: true, create: true, edit: true, delete: true };
const READ: Rights = { read: true, create: false, edit: false, delete: false };

const each = (names: readonly string[], rights: Rights): Readonly<Record<string, Rights>> => Object.fromEntries(names.map((name) => [name, rights]));
/** Activities and files follow the records they belong to; no profile lists them. */
const ATTACHED = each(['Task', 'Event', 'Note', 'Attachment', 'ContentDocument', 'ContentVersion', 'ContentDocumentLink', 'EmailMessage'], ALL);
const PEOPLE = ['Account', 'Contact'];
const SALES = [...PEOPLE, 'Lead', 'Opportunity', 'OpportunityLineItem', 'OpportunityContactRole', 'Case', 'CaseComment', 'Contract', 'Order', 'OrderItem', 'Asset'];
const CATALOGUE = ['Product2', 'Pricebook2', 'PricebookEntry', 'Campaign', 'CampaignMember'];
const STANDARD = { ...ATTACHED, ...each(SALES, ALL), ...each(CATALOGUE, READ) };
const ADMINISTRATION = ['ModifyAllData', 'ViewAllData', 'ApiEnabled', 'AuthorApex', 'CustomizeApplication', 'ManageUsers', 'ModifyMetadata', 'RunReports', 'TransferAnyEntity', 'ViewAllUsers', 'ViewSetup'];

export const PROFILES: readonly ProfileDefinition[] = [
  { name: SYSTEM_ADMINISTRATOR, userType: 'Standard', licence: 'Salesforce', userPermissions: ADMINISTRATION, objects: {} },
  { name: 'Standard User', userType: 'Standard', licence: 'Salesforce', userPermissions: ['ApiEnabled', 'RunReports'], objects: STANDARD },
  { name: 'Read Only', userType: 'Standard', licence: 'Salesforce', userPermissions: ['ApiEnabled', 'RunReports'], objects: { ...ATTACHED, ...each([...SALES, ...CATALOGUE], READ) } },
  { name: 'Contract Manager', userType: 'Standard', licence: 'Salesforce', userPermissions: ['ApiEnabled', 'RunReports'], objects: STANDARD },
  { name: 'Marketing User', userType: 'Standard', licence: 'Salesforce', userPermissions: ['ApiEnabled', 'RunReports'], objects: { ...STANDARD, ...each(['Campaign', 'CampaignMember'], ALL) } },
  { name: 'Solution Manager', userType: 'Standard', licence: 'Salesforce', userPermissions: ['ApiEnabled', 'RunReports'], objects: STANDARD },
  { name: 'Minimum Access - Salesforce', userType: 'Standard', licence: 'Salesforce', userPermissions: [], objects: ATTACHED },
  // The Platform licence has no Product2 (DOMAIN rule 9).
  { name: 'Standard Platform User', userType: 'Standard', licence: 'Salesforce Platform', userPermissions: ['ApiEnabled', 'RunReports'], objects: { ...ATTACHED, ...each(PEOPLE, ALL) } },
  { name: 'Minimum Access - API Only Integrations', userType: 'Standard', licence: 'Salesforce Integration', userPermissions: ['ApiEnabled'], objects: {} },
  { name: 'Chatter Free User', userType: 'CsnOnly', licence: 'Chatter Free', userPermissions: [], objects: {} },
  { name: 'Automated Process', userType: 'AutomatedProcess', licence: 'Automated Process', userPermissions: [], objects: {} },
];

const BY_LICENCE: Readonly<Record<string, ProfileDefinition['userType']>> = { 'Chatter Free': 'CsnOnly' };

/** The org's own profiles and those its metadata brings, which may also add to the own ones. */
export function profilesOf(schema: OrgSchema): readonly ProfileDefinition[] {
  const known = new Set(PROFILES.map((profile) => profile.name.toLowerCase()));
  const deployed = [...schema.access.profiles].filter(([folded]) => !known.has(folded)).map(([, profile]): ProfileDefinition => {
    const licence = profile.userLicense ?? 'Salesforce';
    return { name: profile.label, userType: BY_LICENCE[licence] ?? 'Standard', licence, userPermissions: [...profile.userPermissions], objects: ATTACHED };
  });
  return [...PROFILES, ...deployed];
}

/** What a profile grants under a schema: its objects, and the platform's own fields of standard objects; with what metadata adds. */
export function profilePermissions(profile: ProfileDefinition, schema: OrgSchema): readonly PermissionSetSchema[] {
  const objects = new Map<string, ObjectPermission>();
  for (const [name, rights] of Object.entries(profile.objects)) if (schema.objects.has(name.toLowerCase())) objects.set(name.toLowerCase(), { ...rights, viewAll: false, modifyAll: false });
  const fields = new Map<string, { readonly read: boolean; readonly edit: boolean }>();
  for (const object of schema.objects.values()) {
    if (object.kind !== 'standard') continue;
    for (const field of object.fields) if (!field.isCustom) fields.set(`${object.apiName}.${field.apiName}`.toLowerCase(), { read: true, edit: true });
  }
  const own = { name: `profile:${profile.name}`, label: profile.name, objects, fields, customPermissions: new Set<string>(), apexClasses: new Set<string>(), userPermissions: new Set(profile.userPermissions) };
  const deployed = schema.access.profiles.get(profile.name.toLowerCase());
  // What the metadata says of an object or a field counts, also where it gives less.
  for (const name of deployed?.objects.keys() ?? []) objects.delete(name);
  for (const name of deployed?.fields.keys() ?? []) fields.delete(name);
  return deployed === undefined ? [own] : [own, { ...deployed, name: `metadata:${profile.name}` }];
}
