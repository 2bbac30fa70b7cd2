/** Deployed permission sets, their groups and custom permissions as rows, item by item, as set-up pages and code query them. */
import type { Store } from '../data/store/store.ts';
import type { OrgSchema, PermissionSetSchema } from '../schema/schema.ts';
import { USER_PERMISSIONS } from '../schema/standard/permissions.ts';
import type { Put } from './bootstrap.ts';
import { profilePermissions, profilesOf } from './profiles.ts';

/** Ids of the permission sets by name. `profiles`: ids by name. */
export function putPermissionRows(put: Put, store: Store, schema: OrgSchema, profiles: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const customPermissions = new Map([...schema.customPermissions].map(([folded, { name, label }]) => [folded, put('CustomPermission', ['DeveloperName'], { DeveloperName: name, MasterLabel: label })]));
  const sets = new Map<string, string>();
  for (const set of schema.permissionSets.values()) {
    const id = put('PermissionSet', ['Name'], { Name: set.name, Label: set.label, IsCustom: true, Type: 'Regular', ...permissionFlags(set.userPermissions) });
    sets.set(set.name, id);
    putItems(put, store, schema, id, [set], customPermissions);
  }
  for (const profile of profilesOf(schema)) {
    const ProfileId = profiles.get(profile.name)!;
    const granted = profilePermissions(profile, schema);
    const id = put('PermissionSet', ['ProfileId'], {
      Name: `X${ProfileId}`, Label: ProfileId, IsCustom: schema.access.profiles.has(profile.name.toLowerCase()), IsOwnedByProfile: true, Type: 'Profile', ProfileId, ...permissionFlags(new Set(profile.userPermissions)),
    });
    putItems(put, store, schema, id, granted.map((set) => (set.name.startsWith('profile:') ? { ...set, fields: new Map() } : set)), customPermissions);
  }
  for (const group of schema.access.permissionSetGroups) {
    const PermissionSetGroupId = put('PermissionSetGroup', ['DeveloperName'], { DeveloperName: group.name, MasterLabel: group.label, Description: group.description ?? null, Status: 'Updated' });
    const parts = group.permissionSets.map((name) => put('PermissionSetGroupComponent', ['PermissionSetGroupId', 'PermissionSetId'], { PermissionSetGroupId, PermissionSetId: sets.get(name)! }));
    removeOthers(store, 'permissionsetgroupcomponent', 'permissionsetgroupid', PermissionSetGroupId, parts);
  }
  return sets;
}

function permissionFlags(granted: ReadonlySet<string>): Record<string, boolean> {
  return Object.fromEntries(USER_PERMISSIONS.map((name) => [`Permissions${name}`, granted.has(name)]));
}

function putItems(put: Put, store: Store, schema: OrgSchema, ParentId: string, granted: readonly PermissionSetSchema[], customPermissions: ReadonlyMap<string, string>): void {
  const objects: string[] = [];
  const fields: string[] = [];
  const entities: string[] = [];
  for (const set of granted) {
    for (const [folded, right] of set.objects) {
      const object = schema.objects.get(folded);
      if (object === undefined || object.kind === 'customMetadata') continue;
      objects.push(put('ObjectPermissions', ['ParentId', 'SobjectType'], {
        ParentId, SobjectType: object.apiName, PermissionsRead: right.read, PermissionsCreate: right.create, PermissionsEdit: right.edit, PermissionsDelete: right.delete,
        PermissionsViewAllRecords: right.viewAll, PermissionsModifyAllRecords: right.modifyAll, PermissionsViewAllFields: set.allFieldsOf?.has(folded) === true,
      }));
    }
    for (const [path, right] of set.fields) {
      const [objectName = '', fieldName = ''] = path.split('.');
      const object = schema.objects.get(objectName);
      const field = object?.fieldsByName.get(fieldName);
      if (object === undefined || field === undefined) continue;
      fields.push(put('FieldPermissions', ['ParentId', 'Field'], { ParentId, SobjectType: object.apiName, Field: `${object.apiName}.${field.apiName}`, PermissionsRead: right.read, PermissionsEdit: right.edit }));
    }
    for (const name of set.customPermissions) {
      const SetupEntityId = customPermissions.get(name.toLowerCase());
      if (SetupEntityId !== undefined) entities.push(put('SetupEntityAccess', ['ParentId', 'SetupEntityId'], { ParentId, SetupEntityId, SetupEntityType: 'CustomPermission' }));
    }
  }
  removeOthers(store, 'objectpermissions', 'parentid', ParentId, objects);
  removeOthers(store, 'fieldpermissions', 'parentid', ParentId, fields);
  removeOthers(store, 'setupentityaccess', 'parentid', ParentId, entities);
}

/** What the metadata no longer grants goes; it says all a permission set has. */
function removeOthers(store: Store, table: string, parentColumn: string, parentId: string, kept: readonly string[]): void {
  const layout = store.requireLayout(table);
  const parentPrefix = parentId.slice(0, 3);
  store.writer(`DELETE FROM ${layout.name} WHERE "${parentColumn}" = rowofid(?, ?) AND "id" NOT IN (SELECT rowofid(?, value) FROM json_each(?))`).run(parentPrefix, parentId, layout.keyPrefix, JSON.stringify(kept));
}
