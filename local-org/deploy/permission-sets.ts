/** The permission sets of a user: those the metadata brought, and those that were made by inserting rows, as tests do. */
import type { Store } from '../data/store/store.ts';
import type { ObjectPermission, OrgSchema, PermissionSetSchema } from '../schema/schema.ts';
import { USER_PERMISSIONS } from '../schema/standard/permissions.ts';
import { userRow } from '../data/access/membership.ts';

/** Sets assigned one by one and through groups, expired assignments left out. */
const ASSIGNED = `
  SELECT s."id", s."name" FROM "permissionset" s WHERE s."isdeleted" = 0 AND s."id" IN (
    SELECT a."permissionsetid" FROM "permissionsetassignment" a WHERE a."assigneeid" = ? AND a."isdeleted" = 0 AND (a."expirationdate" IS NULL OR a."expirationdate" > ?)
    UNION SELECT c."permissionsetid" FROM "permissionsetassignment" a JOIN "permissionsetgroupcomponent" c ON c."permissionsetgroupid" = a."permissionsetgroupid" AND c."isdeleted" = 0
      WHERE a."assigneeid" = ? AND a."isdeleted" = 0 AND (a."expirationdate" IS NULL OR a."expirationdate" > ?))`;
const FLAGS = `SELECT ${USER_PERMISSIONS.map((name) => `"permissions${name.toLowerCase()}"`).join(', ')} FROM "permissionset" WHERE "id" = ?`;
const OBJECTS = `
  SELECT "sobjecttype", "permissionsread", "permissionscreate", "permissionsedit", "permissionsdelete", "permissionsviewallrecords", "permissionsmodifyallrecords", "permissionsviewallfields"
  FROM "objectpermissions" WHERE "parentid" = ? AND "isdeleted" = 0`;
const FIELDS = 'SELECT "field", "permissionsread", "permissionsedit" FROM "fieldpermissions" WHERE "parentid" = ? AND "isdeleted" = 0';
const CUSTOM = `
  SELECT c."developername" FROM "setupentityaccess" a JOIN "custompermission" c ON c."id" = rowofid('0CP', a."setupentityid")
  WHERE a."parentid" = ? AND a."isdeleted" = 0 AND a."setupentitytype" = 'CustomPermission'`;
const CLASSES = `
  SELECT c."name" FROM "setupentityaccess" a JOIN "apexclass" c ON c."id" = rowofid('01p', a."setupentityid")
  WHERE a."parentid" = ? AND a."isdeleted" = 0 AND a."setupentitytype" = 'ApexClass'`;

export class AssignedPermissionSets {
  readonly #store: Store;
  readonly #schema: OrgSchema;
  /** By row number. */
  readonly #known = new Map<number, PermissionSetSchema>();

  constructor(store: Store, schema: OrgSchema) {
    this.#store = store;
    this.#schema = schema;
  }

  of(userId: string, now: number): readonly PermissionSetSchema[] {
    const row = userRow(userId);
    return this.#store.reader(ASSIGNED).all(row, now, row, now).map(([set, name]) => this.#set(set as number, String(name)));
  }

  /** Rows of permission sets were written. */
  forget(): void {
    this.#known.clear();
  }

  #set(row: number, name: string): PermissionSetSchema {
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const deployed = this.#schema.permissionSets.get(name.toLowerCase());
    const set = deployed === undefined ? this.#read(row, name) : withRows(deployed, this.#read(row, name));
    this.#known.set(row, set);
    return set;
  }

  #read(row: number, name: string): PermissionSetSchema {
    const all = (text: string): readonly (readonly unknown[])[] => this.#store.reader(text).all(row);
    const flags = all(FLAGS)[0] ?? [];
    const objects = all(OBJECTS);
    return {
      name, label: name,
      objects: new Map(objects.map(([object, ...rights]) => [String(object).toLowerCase(), objectPermission(rights)])),
      allFieldsOf: new Set(objects.flatMap(([object, , , , , , , viewAllFields]) => (viewAllFields === 1 ? [String(object).toLowerCase()] : []))),
      fields: new Map(all(FIELDS).map(([field, read, edit]) => [String(field).toLowerCase(), { read: read === 1, edit: edit === 1 }])),
      customPermissions: new Set(all(CUSTOM).map(([permission]) => String(permission).toLowerCase())),
      apexClasses: new Set(all(CLASSES).map(([className]) => String(className).toLowerCase())),
      userPermissions: new Set(USER_PERMISSIONS.filter((_name, place) => flags[place] === 1)),
    };
  }
}

/** Custom metadata types and classes have no rows; everything else of a deployed set has, and rows may have been added to them. */
function withRows(deployed: PermissionSetSchema, rows: PermissionSetSchema): PermissionSetSchema {
  return {
    ...rows, label: deployed.label, objects: new Map([...deployed.objects, ...rows.objects]), fields: new Map([...deployed.fields, ...rows.fields]),
    allFieldsOf: new Set([...(deployed.allFieldsOf ?? []), ...(rows.allFieldsOf ?? [])]),
    customPermissions: deployed.customPermissions.union(rows.customPermissions), apexClasses: deployed.apexClasses.union(rows.apexClasses),
    userPermissions: deployed.userPermissions.union(rows.userPermissions),
  };
}

function objectPermission([read, create, edit, remove, viewAll, modifyAll]: readonly unknown[]): ObjectPermission {
  return { read: read === 1, create: create === 1, edit: edit === 1, delete: remove === 1, viewAll: viewAll === 1, modifyAll: modifyAll === 1 };
}
