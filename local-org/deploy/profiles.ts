/**
 * The profiles every local org has, as sets of permissions. As on the platform a profile gives no access to the fields a deploy brings: permission sets must,
 * for administrators too.
 */
import type { ObjectPermission, OrgSchema, PermissionSetSchema } from '../schema/schema.ts';

export const SYSTEM_ADMINISTRATOR = 'System Administrator';

export interface ProfileDefinition {
  readonly name: string;
  readonly userType: 'Standard' | 'AutomatedProcess';
  readonly userPermissions: readonly string[];
  /** Standard objects the profile may work with; custom ones come from permission sets. */
  readonly objects: Readonly<Record<string, Pick<ObjectPermission, 'read' | 'create' | 'edit' | 'delete'>>>;
}

const ALL = { read: true, create: true, edit: true, delete: true };
const READ = { read: true, create: false, edit: false, delete: false };

export const PROFILES: readonly ProfileDefinition[] = [
  { name: SYSTEM_ADMINISTRATOR, userType: 'Standard', userPermissions: ['ModifyAllData', 'ViewAllData', 'ApiEnabled', 'AuthorApex', 'CustomizeApplication', 'ManageUsers'], objects: {} },
  { name: 'Standard User', userType: 'Standard', userPermissions: ['ApiEnabled'], objects: { Account: ALL, Contact: ALL, Product2: READ } },
  // The Platform licence has no Product2 (DOMAIN rule 9).
  { name: 'Standard Platform User', userType: 'Standard', userPermissions: ['ApiEnabled'], objects: { Account: ALL, Contact: ALL } },
  { name: 'Minimum Access - API Only Integrations', userType: 'Standard', userPermissions: ['ApiEnabled'], objects: {} },
  { name: 'Automated Process', userType: 'AutomatedProcess', userPermissions: [], objects: {} },
];

/** What a profile grants under a schema: its objects, and the platform's own fields of standard objects. */
export function profilePermissions(profile: ProfileDefinition, schema: OrgSchema): PermissionSetSchema {
  const objects = new Map<string, ObjectPermission>();
  for (const [name, rights] of Object.entries(profile.objects)) objects.set(name.toLowerCase(), { ...rights, viewAll: false, modifyAll: false });
  const fields = new Map<string, { readonly read: boolean; readonly edit: boolean }>();
  for (const object of schema.objects.values()) {
    if (object.kind !== 'standard') continue;
    for (const field of object.fields) if (!field.isCustom) fields.set(`${object.apiName}.${field.apiName}`.toLowerCase(), { read: true, edit: true });
  }
  return { name: `profile:${profile.name}`, label: profile.name, objects, fields, customPermissions: new Set(), apexClasses: new Set(), userPermissions: new Set(profile.userPermissions) };
}
