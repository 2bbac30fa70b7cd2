/**
 * Rows about people that follow from others, so that none has to be kept in step: each user is assigned the permission set of its profile, profiles give the platform's
 * own fields, licences count their active users. platform-facts: rows-of-profiles
 */
import { isPermissionable } from '../../schema/describe-field.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { standardObjects } from '../../schema/standard/objects.ts';
import type { ColumnLayout } from './columns.ts';
import { FIRST_OWNER_SHARE } from './share-rows.ts';

type Shown = (columns: readonly ColumnLayout[], schema: OrgSchema) => string;

const BY_OBJECT: ReadonlyMap<string, { readonly needs: readonly string[]; readonly rows: Shown }> = new Map([
  ['permissionsetassignment', { needs: ['user', 'permissionset'], rows: assignments }],
  ['fieldpermissions', { needs: ['permissionset'], rows: fieldPermissions }],
  ['userlicense', { needs: ['user', 'profile'], rows: licences }],
]);

/** What queries of a platform object read from; `undefined`: its table. */
export function rowsOfPeople(folded: string, columns: readonly ColumnLayout[], schema: OrgSchema): string | undefined {
  const shown = BY_OBJECT.get(folded);
  const isPlatform = schema.objects.get(folded)?.kind === 'standard' && shown?.needs.every((name) => schema.objects.has(name)) === true;
  return isPlatform ? shown.rows(columns, schema) : undefined;
}

type Column = Pick<ColumnLayout, 'folded' | 'name'>;
const IS_DELETED: Column = { folded: 'isdeleted', name: '"isdeleted"' };

/** Every table has the mark of deleted rows, also where the object does not show it. */
function listed(columns: readonly Column[], valueOf: (column: Column) => string): string {
  return (columns.some(({ folded }) => folded === IS_DELETED.folded) ? columns : [...columns, IS_DELETED]).map(valueOf).join(', ');
}

function assignments(columns: readonly ColumnLayout[]): string {
  const values: Readonly<Record<string, string>> = {
    id: `u."id" + ${FIRST_OWNER_SHARE}`, permissionsetid: 's."id"', assigneeid: 'u."id"', isactive: '1', systemmodstamp: 'u."systemmodstamp"', isdeleted: '0',
  };
  return `(SELECT ${listed(columns, ({ name }) => name)} FROM "permissionsetassignment" UNION ALL SELECT ${listed(columns, ({ folded }) => values[folded] ?? 'NULL')}
    FROM "user" u JOIN "permissionset" s ON s."profileid" = u."profileid" AND s."isdeleted" = 0 WHERE u."isdeleted" = 0)`;
}

/** Room for the fields of one profile between two of its row numbers. */
const FIELDS_OF_PROFILE = 2 ** 16;

/** Rows that were written come first, also to take a field away. */
function fieldPermissions(columns: readonly ColumnLayout[], schema: OrgSchema): string {
  const objects = standardObjects.filter(({ isExtensible, apiName }) => isExtensible && apiName !== 'User').flatMap(({ apiName }) => schema.objects.get(apiName.toLowerCase()) ?? []);
  const fields = objects.flatMap((object) => object.fields.filter((field) => !field.isCustom && isPermissionable(object, field))
    .map((field) => [object.apiName, `${object.apiName}.${field.apiName}`, field.isUpdateable || field.isCreateable ? 1 : 0]));
  const values: Readonly<Record<string, string>> = {
    id: `${FIRST_OWNER_SHARE} + s."id" * ${FIELDS_OF_PROFILE} + f.key`, parentid: 's."id"', sobjecttype: "f.value ->> 0", field: "f.value ->> 1", permissionsread: '1', permissionsedit: "f.value ->> 2",
    systemmodstamp: 's."systemmodstamp"', isdeleted: '0',
  };
  return `(SELECT ${listed(columns, ({ name }) => name)} FROM "fieldpermissions" WHERE "permissionsread" = 1 OR "permissionsedit" = 1 UNION ALL SELECT ${listed(columns, ({ folded }) => values[folded] ?? 'NULL')}
    FROM "permissionset" s JOIN json_each('${JSON.stringify(fields)}') f WHERE s."isownedbyprofile" = 1 AND s."isdeleted" = 0
    AND NOT EXISTS (SELECT 1 FROM "fieldpermissions" w WHERE w."parentid" = s."id" AND w."field" = f.value ->> 1 AND w."isdeleted" = 0))`;
}

function licences(columns: readonly ColumnLayout[]): string {
  const used = '(SELECT COUNT(*) FROM "profile" p JOIN "user" u ON u."profileid" = p."id" AND u."isactive" = 1 AND u."isdeleted" = 0 WHERE p."userlicenseid" = l."id")';
  return `(SELECT ${listed(columns, ({ folded, name }) => (folded === 'usedlicenses' ? `${used} AS ${name}` : `l.${name}`))} FROM "userlicense" l)`;
}
