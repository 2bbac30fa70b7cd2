import type { Access, TriggerContext } from '../../library/ports.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { READ_ONLY } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import type { FormulaGlobals } from '../formula/globals.ts';
import type { DataSession, RowWrite } from '../session.ts';
import type { SqlRow } from '../store/connection.ts';
import type { Store } from '../store/store.ts';
import { fillFormulas, valuesSoFar } from './computed.ts';
import type { Row } from './row.ts';
import type { Table, TableColumn } from './table.ts';

/** What the steps of one DML statement share. */
export interface StatementContext {
  readonly store: Store;
  readonly session: DataSession;
  readonly globals: FormulaGlobals;
  readonly access: Access;
  /** Milliseconds, whole seconds: the audit fields of the statement. */
  readonly now: number;
  /** Row number of the running user. */
  readonly userRow: number;
  readonly sharingRules: OrgSchema['sharingRules'];
  table(folded: string): Table | undefined;
  tables(): Iterable<Table>;
}

/** The rows that have not failed. Mostly that is all of them. */
export function good(rows: readonly Row[]): readonly Row[] {
  return rows.some((row) => row.failed) ? rows.filter((row) => !row.failed) : rows;
}

/** Fires one trigger event for the rows that are still good and takes over their errors. */
export function fireTriggers(context: StatementContext, table: Table, operation: TriggerContext['operation'], rows: readonly Row[]): void {
  const { triggers } = context.session;
  if (!triggers.handles(table.layout.folded, operation)) return;
  const taking = good(rows);
  if (taking.length === 0) return;
  const isAfter = operation.startsWith('AFTER');
  const newRecords = operation.endsWith('DELETE') && operation !== 'AFTER_UNDELETE' ? null : taking.map((row) => newRecord(context, row, isAfter));
  const oldRecords = operation.endsWith('INSERT') || operation === 'AFTER_UNDELETE' ? null : taking.map((row) => readOnly(stored(context, table, row.before!)));
  triggers.fire({ operation, objectName: table.layout.object.apiName, newRecords, oldRecords });
  taking.forEach((row, index) => row.takeTriggerErrors((newRecords ?? oldRecords!)[index]!));
}

/** After a write the triggers see what was stored. */
function newRecord(context: StatementContext, row: Row, isAfter: boolean): SObjectRecord {
  if (isAfter) return readOnly(stored(context, row.table, row.values));
  if (row.table.formulas !== undefined) fillFormulas(context, row.table, row.record, valuesSoFar(row.table, row.record, row.before));
  return row.record;
}

function stored(context: StatementContext, table: Table, values: SqlRow): SObjectRecord {
  const record = table.readRow(values);
  if (table.formulas !== undefined) fillFormulas(context, table, record, values);
  return record;
}

function readOnly(record: SObjectRecord): SObjectRecord {
  record.$stateBits |= READ_ONLY;
  return record;
}

export function handlesAny(context: StatementContext, table: Table, operations: readonly TriggerContext['operation'][]): boolean {
  return operations.some((operation) => context.session.triggers.handles(table.layout.folded, operation));
}

/** Runs a step of several writes; when it ends in a RowProblem all of them are undone. */
export function attemptWrites(context: StatementContext, row: Row, step: () => void): void {
  const savepoint = context.store.enterSavepoint();
  row.attempt(step);
  if (row.failed) context.store.rollbackToSavepoint(savepoint);
  context.store.leaveSavepoint(savepoint);
}

/** Reads whole rows by number; `deleted` rows from the recycle bin. */
export function loadRows(context: StatementContext, table: Table, numbers: readonly number[], deleted: boolean): Map<number, SqlRow> {
  const isOne = numbers.length === 1;
  const found = context.store.reader(isOne ? table.selectOneSql : table.selectManySql).all(isOne ? numbers[0]! : JSON.stringify(numbers), Number(deleted));
  return new Map(found.map((values) => [values[0] as number, values]));
}

/** A row that changes because another one did. */
export function reportRow(context: StatementContext, table: Table, row: number, kind: 'delete' | 'undelete', values: SqlRow): void {
  context.session.onWrite?.({ kind, layout: table.layout, row, values, changed: [] });
}

export function reportWrite(context: StatementContext, row: Row, kind: RowWrite['kind'], changed: readonly TableColumn[] = []): void {
  if (context.session.onWrite === undefined) return;
  const values = kind === 'delete' ? row.before! : row.values;
  context.session.onWrite({ kind, layout: row.table.layout, row: row.row!, values, changed: changed.map((column) => column.layout) });
}
