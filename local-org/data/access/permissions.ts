import { controllingFields, isShareObject } from '../../schema/controlling-parents.ts';
import type { FieldSchema, ObjectPermission, ObjectSchema, OrgSchema, PermissionSetSchema } from '../../schema/schema.ts';

/** What the running user may do. One object per set of permissions: plans remember by identity that it may run them. */
export interface Permissions {
  readonly objects: (foldedObject: string) => ObjectPermission;
  readonly canReadField: (object: ObjectSchema, field: FieldSchema) => boolean;
  readonly canEditField: (object: ObjectSchema, field: FieldSchema) => boolean;
}

const NOTHING: ObjectPermission = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };
/** Objects every user may read; permission sets do not list them. */
const OPEN_OBJECTS: ReadonlySet<string> = new Set([
  'user', 'profile', 'group', 'organization', 'recordtype', 'permissionset', 'permissionsetassignment', 'groupmember', 'queuesobject', 'userrole', 'userlicense',
  'permissionsetlicense', 'permissionsetgroup', 'permissionsetgroupcomponent', 'objectpermissions', 'fieldpermissions', 'setupentityaccess', 'custompermission', 'userrecordaccess',
]);
const EVERYTHING: ObjectPermission = { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true };

/** A user who may do everything: the administrator. */
export const FULL_PERMISSIONS: Permissions = { objects: () => EVERYTHING, canReadField: () => true, canEditField: () => true };

/** The union of the permission sets a user has. `ViewAllData` and `ModifyAllData` count for every object. */
export function permissionsOf(schema: OrgSchema, permissionSets: readonly PermissionSetSchema[]): Permissions {
  const has = (name: string): boolean => permissionSets.some((set) => set.userPermissions.has(name));
  const modifyAllData = has('ModifyAllData');
  const viewAllData = modifyAllData || has('ViewAllData');
  const objects = new Map<string, ObjectPermission>();
  const objectPermission = (folded: string): ObjectPermission => {
    const known = objects.get(folded);
    if (known !== undefined) return known;
    const shared = sharedObject(folded, schema);
    if (shared !== undefined) {
      const right = shareRights(objectPermission(shared));
      objects.set(folded, right);
      return right;
    }
    const merged = permissionSets.map((set) => granted(set, folded, schema)).reduce(union, modifyAllData ? EVERYTHING : viewAllData ? { ...NOTHING, read: true, viewAll: true } : startOf(folded, schema));
    objects.set(folded, merged);
    return merged;
  };
  const fieldPermission = (object: ObjectSchema, field: FieldSchema, kind: 'read' | 'edit'): boolean => {
    if (isAlwaysVisible(object, field)) return true;
    const key = `${object.apiName}.${field.apiName}`.toLowerCase();
    return permissionSets.some((set) => {
      if (kind === 'read' && set.allFieldsOf?.has(object.apiName.toLowerCase()) === true) return true;
      const entry = set.fields.get(key);
      return entry !== undefined && (kind === 'edit' ? entry.edit : entry.read || entry.edit);
    });
  };
  return {
    objects: objectPermission,
    canReadField: (object, field) => fieldPermission(object, field, 'read'),
    canEditField: (object, field) => fieldPermission(object, field, 'edit'),
  };
}

/** The object whose records a share object shares. */
function sharedObject(folded: string, schema: OrgSchema): string | undefined {
  const object = schema.objects.get(folded);
  return object === undefined || !isShareObject(object) ? undefined : controllingFields(object)[0]?.reference?.targets[0]?.toLowerCase();
}

/** No permission set lists share objects: who may read the records may read and, where the record allows it, write their shares. */
function shareRights({ read, viewAll, modifyAll }: ObjectPermission): ObjectPermission {
  return { read, create: read, edit: read, delete: read, viewAll, modifyAll };
}

function granted(set: PermissionSetSchema, folded: string, schema: OrgSchema): ObjectPermission {
  return set.objects.get(folded) ?? set.objects.get(schema.objects.get(folded)?.apiName ?? folded) ?? NOTHING;
}

function startOf(folded: string, schema: OrgSchema): ObjectPermission {
  const isOpen = OPEN_OBJECTS.has(folded) || schema.objects.get(folded)?.kind === 'customMetadata';
  return isOpen ? { ...NOTHING, read: true } : NOTHING;
}

function union(left: ObjectPermission, right: ObjectPermission): ObjectPermission {
  return {
    read: left.read || right.read,
    create: left.create || right.create,
    edit: left.edit || right.edit,
    delete: left.delete || right.delete,
    viewAll: left.viewAll || right.viewAll,
    modifyAll: left.modifyAll || right.modifyAll,
  };
}

/** Fields no permission set lists: system fields, the name, required and master-detail fields, everything of custom metadata. */
function isAlwaysVisible(object: ObjectSchema, field: FieldSchema): boolean {
  if (object.kind === 'customMetadata' || OPEN_OBJECTS.has(object.apiName.toLowerCase()) || isShareObject(object)) return true;
  if (field.isSystem || field.type === 'id' || field.apiName === object.nameField || field.apiName === 'OwnerId') return true;
  if (field.reference?.isMasterDetail === true) return true;
  return !field.isNillable && field.type !== 'boolean';
}
