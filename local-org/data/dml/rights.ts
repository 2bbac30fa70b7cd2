import type { ObjectPermission } from '../../schema/schema.ts';
import { slotOf } from '../../values/sobject.ts';
import type { Permissions } from '../access/permissions.ts';
import type { SharingLevel } from '../access/user-sharing.ts';
import { sharingCondition } from '../soql/plan/sharing.ts';
import { SqlTemplate, sql } from '../soql/plan/sql.ts';
import type { TableLayout } from '../store/columns.ts';
import type { SqlValue } from '../store/connection.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table } from './table.ts';

/** User mode: the object, then the fields that are set. platform-facts: user-mode-dml-errors (texts seen, status codes to verify). */
export function checkRights(context: StatementContext, table: Table, rows: readonly Row[], right: 'create' | 'edit' | 'delete'): void {
  if (context.access.mode !== 'user') return;
  const { permissions } = context.session;
  const { object } = table.layout;
  const permission: ObjectPermission = permissions.objects(table.layout.folded);
  for (const row of rows) {
    row.attempt(() => {
      if (!permission[right] && !permission.modifyAll) throw new RowProblem('INSUFFICIENT_ACCESS_OR_READONLY', `Access to entity '${object.apiName}' denied`);
      if (right === 'delete') return;
      const hidden = table.writeable.filter((column) => slotOf(row.source, column.layout.slot) !== undefined && !permissions.canEditField(object, column.layout.field));
      if (hidden.length > 0) {
        const fields = hidden.map((column) => column.layout.field.apiName);
        throw new RowProblem('INSUFFICIENT_ACCESS_OR_READONLY', `Operation failed due to fields being inaccessible on Sobject ${object.apiName}, check errors on Exception or Result!`, fields);
      }
    });
  }
}

export function isSharingEnforced({ access }: StatementContext): boolean {
  return access.mode === 'user' || access.sharing;
}

/** Sharing: rows the user does not have at this level may not be changed. */
export function checkSharing(context: StatementContext, table: Table, rows: readonly Row[], level: SharingLevel): void {
  if (!isSharingEnforced(context) || rows.length === 0) return;
  const shared = sharedRows(context, table, rows.map((row) => row.row!), level);
  if (shared === undefined) return;
  for (const row of rows) {
    if (!shared.has(row.row!)) row.errors.push({ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'insufficient access rights on object id', fields: [] });
  }
}

/** Those of the rows that the user has at the level; `undefined`: all of them, without a look at the table. */
export function sharedRows(context: StatementContext, table: Table, rows: readonly number[], level: SharingLevel): ReadonlySet<number> | undefined {
  const { session, store } = context;
  const statement = sharedStatement(context, table, level);
  if (statement === undefined) return undefined;
  const parameters: SqlValue[] = [];
  const environment = { binds: [], now: context.now, timeZone: session.user.timeZone, sharing: session.sharing, rowLimit: -1 };
  const text = statement.resolve(environment, parameters);
  return new Set(store.reader(text).all(...parameters, JSON.stringify(rows)).map(([row]) => row as number));
}

/** Layouts are as old as their schema, permissions as the sets they unite. */
const STATEMENTS = new WeakMap<TableLayout, WeakMap<Permissions, Map<SharingLevel, SqlTemplate | undefined>>>();

/** `undefined`: the user has all rows. The rows asked about lead, whatever indexes sharing could use. */
function sharedStatement(context: StatementContext, { layout }: Table, level: SharingLevel): SqlTemplate | undefined {
  const { permissions } = context.session;
  const ofTable = STATEMENTS.get(layout) ?? new WeakMap<Permissions, Map<SharingLevel, SqlTemplate | undefined>>();
  STATEMENTS.set(layout, ofTable);
  const known = ofTable.get(permissions) ?? new Map<SharingLevel, SqlTemplate | undefined>();
  ofTable.set(permissions, known);
  if (known.has(level)) return known.get(level);
  const schema = { layout: (folded: string) => context.table(folded)?.layout, sharingRules: context.sharingRules };
  const condition = sharingCondition(schema, layout, 't0', permissions, level);
  const statement = condition === undefined ? undefined : new SqlTemplate(sql`SELECT t0."id" FROM ${layout.name} t0 WHERE +(${condition}) AND t0."id" IN (SELECT value FROM json_each(?))`);
  known.set(level, statement);
  return statement;
}
