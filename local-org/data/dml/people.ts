/** Users and what permission sets give: what the platform checks and fills in when their rows are written. */
import { keyPrefixOf } from '../../values/id.ts';
import { putSystemRow } from '../system-rows.ts';
import { keyLookup } from './keys.ts';
import type { PlatformRules } from './platform-rules.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';

export const userRules: PlatformRules = {
  columns: ['username', 'isactive', 'profileid'],
  check: (context, row) => {
    checkUsername(context, row);
    checkLicence(context, row);
  },
  inserted: (context, row) => {
    putSystemRow(context.store, context, { objectName: 'UserLogin', key: ['UserId'], values: { UserId: row.id! } }, { now: context.now, userId: context.userRow > 0 ? context.session.user.id : undefined });
  },
};

/** platform-facts: user-insert-errors */
function checkUsername(context: StatementContext, row: Row): void {
  const column = row.table.column('username')!;
  const name = row.values[column.place]!;
  if (!row.isNew && name === row.before?.[column.place]) return;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(String(name))) {
    throw new RowProblem('INVALID_EMAIL_ADDRESS', `Username: invalid email address: ${String(name)}`, ['Username']);
  }
  if (keyLookup(context.store, row.table, column, name).some((other) => other !== row.row)) {
    throw new RowProblem('DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address).",
      ['Username']);
  }
}

const FREE = `
  SELECT l."totallicenses" - (SELECT COUNT(*) FROM "user" u JOIN "profile" p ON p."id" = u."profileid" WHERE u."isactive" = 1 AND u."isdeleted" = 0 AND p."userlicenseid" = l."id")
  FROM "profile" o JOIN "userlicense" l ON l."id" = o."userlicenseid" WHERE o."id" = ?`;

/** An active user takes one licence of the profile's kind. */
function checkLicence(context: StatementContext, row: Row): void {
  const active = row.table.column('isactive')!.place;
  const profile = row.table.column('profileid')!.place;
  if (row.values[active] !== 1) return;
  const isTaken = row.before?.[active] === 1 && row.before[profile] === row.values[profile];
  if (isTaken) return;
  const free = context.store.reader(FREE).get(row.values[profile]!)?.[0];
  if (typeof free === 'number' && free < 1) throw new RowProblem('LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded');
}

const ENTITY_TYPES: Readonly<Record<string, string>> = { '01p': 'ApexClass', '0CP': 'CustomPermission' };

export const setupEntityAccessRules: PlatformRules = {
  check: (_context, row) => {
    const entity = row.values[row.table.column('setupentityid')!.place];
    row.values[row.table.column('setupentitytype')!.place] = ENTITY_TYPES[keyPrefixOf(String(entity))] ?? null;
  },
};

/** Either a permission set or a group of them, once per user. */
export const assignmentRules: PlatformRules = {
  check: (context, row) => {
    const [set, group, user] = ['permissionsetid', 'permissionsetgroupid', 'assigneeid'].map((name) => row.table.column(name)!);
    const [setRow, groupRow, userRow] = [set!, group!, user!].map((column) => row.values[column.place] ?? null);
    if (setRow === null && groupRow === null) throw new RowProblem('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId']);
    const found = context.store.reader(`SELECT 1 FROM ${row.table.layout.name} WHERE "assigneeid" = ? AND "permissionsetid" IS ? AND "permissionsetgroupid" IS ? AND "isdeleted" = 0 AND "id" <> ?`).get(userRow!, setRow!, groupRow!, row.row!);
    if (found !== undefined) throw new RowProblem('DUPLICATE_VALUE', 'duplicate value found: PermissionSetAssignment duplicates value on record with id: <unknown>', []);
  },
};
