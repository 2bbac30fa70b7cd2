import { makeId } from '../../values/id.ts';
import type { ColumnLayout } from '../store/columns.ts';
import { lockDependent } from './lock-rows.ts';
import { RowProblem } from './problem.ts';
import { loadRows, reportRow } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import type { SqlRow } from '../store/connection.ts';
import type { Table } from './table.ts';

/**
 * The recycle bin. Deleted rows stay in their table with `isdeleted` set; what else a delete did (details deleted with their master, lookups emptied)
 * is written down, so that undelete can take it back.
 */

/** Deletes one row and what hangs on it. Throws RowProblem when a child forbids it; the caller undoes the statement's savepoint then. */
export function moveToBin(context: StatementContext, table: Table, row: number): readonly DependentRow[] {
  const root: Root = { table, row, dependents: [] };
  remove(context, table, row, root);
  return root.dependents;
}

/** A detail that goes or comes back with its master. */
export interface DependentRow {
  readonly table: Table;
  readonly row: number;
  readonly values: SqlRow;
}

interface Root {
  readonly table: Table;
  readonly row: number;
  readonly dependents: DependentRow[];
}

function remove(context: StatementContext, table: Table, row: number, root: Root): void {
  for (const { child, column } of childColumns(context, table)) {
    const key = column.storage === 'reference' ? row : makeId(table.layout.keyPrefix, row);
    const rows = context.store.reader(`SELECT "id" FROM ${child.layout.name} WHERE ${column.name} = ? AND "isdeleted" = 0`).all(key).map(([found]) => found as number);
    lockDependent(context, child, rows);
    if (rows.length > 0) effects[column.field.reference!.onDelete](context, child, column, rows, root);
  }
  setDeleted(context, table, row, 1);
}

type Effect = (context: StatementContext, child: Table, column: ColumnLayout, rows: readonly number[], root: Root) => void;

/** Triggers of rows that go with their master do not fire, as on the platform. */
const effects: Readonly<Record<'setNull' | 'restrict' | 'cascade', Effect>> = {
  cascade: (context, child, _column, rows, root) => {
    const values = loadRows(context, child, rows, false);
    for (const row of rows) {
      // A detail of two masters may have gone with the other one already.
      if (context.store.reader(child.existsSql).get(row) === undefined) continue;
      remove(context, child, row, root);
      note(context, root, child, row, null);
      root.dependents.push({ table: child, row, values: values.get(row)! });
      reportRow(context, child, row, 'delete', values.get(row)!);
    }
  },
  setNull: (context, child, column, rows, root) => {
    for (const row of rows) {
      context.store.writer(`UPDATE ${child.layout.name} SET ${column.name} = NULL WHERE "id" = ?`).run(row);
      note(context, root, child, row, column.folded);
    }
  },
  restrict: (_context, child, _column, rows, root) => {
    const ids = rows.map((row) => makeId(child.layout.keyPrefix, row)).join(', ');
    throw new RowProblem('DELETE_FAILED',
      `Your attempt to delete ${makeId(root.table.layout.keyPrefix, root.row)} could not be completed because it is associated with the following ${child.layout.object.pluralLabel}: ${ids}`);
  },
};

/** Every column by which rows may belong to those of a table. */
export function* childColumns(context: StatementContext, table: Table): Iterable<{ child: Table; column: ColumnLayout }> {
  for (const child of context.tables()) {
    for (const { layout: column } of child.references) {
      const { reference } = column.field;
      const isAudit = column.field.isSystem || column.folded === 'ownerid';
      if (!isAudit && reference!.targets.some((target) => target.toLowerCase() === table.layout.folded)) yield { child, column };
    }
  }
}

function setDeleted(context: StatementContext, table: Table, row: number, deleted: 0 | 1): void {
  const stamp = table.column('systemmodstamp') === undefined ? '' : `, "systemmodstamp" = ${context.now}`;
  context.store.writer(`UPDATE ${table.layout.name} SET "isdeleted" = ${deleted}${stamp} WHERE "id" = ?`).run(row);
}

function note(context: StatementContext, root: Root, child: Table, row: number, field: string | null): void {
  context.store.writer('INSERT INTO "~bin" (root, root_row, object, row, field) VALUES (?, ?, ?, ?, ?)').run(root.table.layout.folded, root.row, child.layout.folded, row, field);
}

/** Brings a row back with everything that went with it; lookups only where nobody filled them meanwhile. */
export function takeFromBin(context: StatementContext, table: Table, row: number): readonly DependentRow[] {
  setDeleted(context, table, row, 0);
  const returned: DependentRow[] = [];
  const notes = context.store.reader('SELECT object, row, field FROM "~bin" WHERE root = ? AND root_row = ?').all(table.layout.folded, row);
  for (const [object, childRow, field] of notes) {
    const child = context.table(String(object));
    if (child === undefined) continue;
    lockDependent(context, child, [childRow as number]);
    const column = field === null ? undefined : child.column(String(field))?.layout;
    if (field === null) returned.push(returnedRow(context, child, childRow as number));
    else if (column !== undefined) {
      const key = column.storage === 'reference' ? row : makeId(table.layout.keyPrefix, row);
      context.store.writer(`UPDATE ${child.layout.name} SET ${column.name} = ? WHERE "id" = ? AND ${column.name} IS NULL`).run(key, childRow as number);
    }
  }
  context.store.writer('DELETE FROM "~bin" WHERE root = ? AND root_row = ?').run(table.layout.folded, row);
  return returned;
}

function returnedRow(context: StatementContext, table: Table, row: number): DependentRow {
  setDeleted(context, table, row, 0);
  const values = loadRows(context, table, [row], false).get(row)!;
  reportRow(context, table, row, 'undelete', values);
  return { table, row, values };
}
