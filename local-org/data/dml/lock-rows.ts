/** What a DML statement locks before it writes. Nothing of this runs for a session without a lock port. */
import { LockTimeout, keyLock, rowLock, rowLockFailure } from '../locks.ts';
import type { LockName } from '../locks.ts';
import type { SqlRow } from '../store/connection.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';
import { targetOf } from './references.ts';

/** Parents of new rows and the values of their unique fields. A row nobody has seen yet needs no lock of its own. */
export function lockNew(context: StatementContext, table: Table, rows: readonly Row[]): void {
  if (context.session.locks === undefined) return;
  lock(context, rows, rows.flatMap((row) => [...parentNames(context, table, row.values), ...keyNames(table, row.values)]));
}

/** The stored rows a statement is about to change or delete, by number. */
export function lockStored(context: StatementContext, table: Table, rows: readonly Row[]): void {
  if (context.session.locks === undefined) return;
  lock(context, rows, rows.map((row) => rowLock(table.layout, row.row!)));
}

/** Parents before and after the change, and the unique values it gives up and takes. Someone else may have them free only once this transaction has ended. */
export function lockChanged(context: StatementContext, table: Table, rows: readonly Row[], changes: ReadonlyMap<Row, readonly TableColumn[]>): void {
  if (context.session.locks === undefined) return;
  lock(context, rows, rows.flatMap((row) => {
    const changed = new Set((changes.get(row) ?? []).map((column) => column.layout.folded));
    const uniqueChanged = (values: SqlRow): LockName[] => keyNames(table, values, (folded) => changed.has(folded));
    return [...parentNames(context, table, row.before!), ...parentNames(context, table, row.values), ...uniqueChanged(row.before!), ...uniqueChanged(row.values)];
  }));
}

/** Parents and unique values of rows that go into the recycle bin or come out of it. */
export function lockLeaving(context: StatementContext, table: Table, rows: readonly Row[]): void {
  if (context.session.locks === undefined) return;
  lock(context, rows, rows.flatMap((row) => [...parentNames(context, table, row.before!), ...keyNames(table, row.before!)]));
}

/** Rows that change because another one is deleted or comes back. Throws the row's problem, so that the caller's row fails. */
export function lockDependent(context: StatementContext, table: Table, rows: readonly number[]): void {
  if (context.session.locks === undefined || rows.length === 0) return;
  try {
    context.session.locks.take(rows.map((row) => rowLock(table.layout, row)));
  } catch (error) {
    if (error instanceof LockTimeout) throw rowLockFailure(table.layout, rows[0]);
    throw error;
  }
}

/** The rows of a statement fail together: whichever of the locks was not to be had. */
function lock(context: StatementContext, rows: readonly Row[], names: readonly LockName[]): void {
  if (names.length === 0) return;
  try {
    context.session.locks!.take([...new Set(names)]);
  } catch (error) {
    if (!(error instanceof LockTimeout)) throw error;
    for (const row of rows) row.errors.push(rowLockFailure(row.table.layout, row.isNew ? undefined : row.row).error);
  }
}

function keyNames(table: Table, values: SqlRow, isWanted: (folded: string) => boolean = () => true): LockName[] {
  return table.layout.uniqueColumns.flatMap((unique) => {
    const value = values[table.column(unique.folded)!.place]!;
    return value === null || !isWanted(unique.folded) ? [] : [keyLock(table.layout, unique, value)];
  });
}

/** Masters, and what lookups lead to that are not emptied when it is deleted. Owners are users and queues, which nobody deletes. platform-facts: child-writes-lock-parents. */
function parentNames(context: StatementContext, table: Table, values: SqlRow): LockName[] {
  return table.referenceColumns.flatMap((column) => {
    const { reference } = column.layout.field;
    const value = values[column.place] ?? null;
    if (value === null || column.layout.folded === 'ownerid' || (!reference!.isMasterDetail && reference!.onDelete === 'setNull')) return [];
    const target = targetOf(context, column, value);
    return target === undefined ? [] : [rowLock(target.table.layout, target.row)];
  });
}
