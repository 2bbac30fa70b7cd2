import { normalizeId, rowOfId } from '../../values/id.ts';
import { moveToBin, takeFromBin } from './bin.ts';
import type { DependentRow } from './bin.ts';
import { rollUpDependents } from './summaries.ts';
import { writeUnique } from './keys.ts';
import { lockLeaving, lockStored } from './lock-rows.ts';
import { RowProblem } from './problem.ts';
import { checkRights, checkSharing } from './rights.ts';
import { idOf } from './row.ts';
import type { Row } from './row.ts';
import { attemptWrites, fireTriggers, good, loadRows, reportWrite } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table } from './table.ts';
import { loadBefore } from './update.ts';

/** One chunk of a delete: into the recycle bin, details with their master. `beforeLeaving` takes from a row what shall stay. */
export function deleteChunk(context: StatementContext, table: Table, rows: readonly Row[], beforeLeaving?: (row: Row) => void): void {
  checkRights(context, table, rows, 'delete');
  loadBefore(context, table, good(rows), 'delete');
  lockLeaving(context, table, good(rows));
  fireTriggers(context, table, 'BEFORE_DELETE', rows);
  const departed: DependentRow[] = [];
  for (const row of good(rows)) {
    attemptWrites(context, row, () => {
      beforeLeaving?.(row);
      departed.push(...moveToBin(context, table, row.row!));
      reportWrite(context, row, 'delete');
    });
  }
  fireTriggers(context, table, 'AFTER_DELETE', rows);
  rollUpDependents(context, table, good(rows), departed);
}

/** One chunk of an undelete: out of the bin, with what went there together. Only after triggers exist for it. */
export function undeleteChunk(context: StatementContext, table: Table, rows: readonly Row[]): void {
  checkRights(context, table, rows, 'delete');
  for (const row of good(rows)) row.attempt(() => (row.row = binnedRow(table, row)));
  lockStored(context, table, good(rows));
  const stored = loadRows(context, table, good(rows).map((row) => row.row!), true);
  checkSharing(context, table, good(rows), 'full');
  const returned: DependentRow[] = [];
  for (const row of good(rows)) attemptWrites(context, row, () => { returned.push(...restore(context, table, row, stored.get(row.row!))); });
  const restored = loadRows(context, table, good(rows).map((row) => row.row!), false);
  for (const row of good(rows)) {
    row.values = restored.get(row.row!)!;
    reportWrite(context, row, 'undelete');
  }
  fireTriggers(context, table, 'AFTER_UNDELETE', rows);
  rollUpDependents(context, table, good(rows), returned);
}

function binnedRow(table: Table, row: Row): number {
  const id = normalizeId(idOf(row.source) ?? '');
  if (id === undefined) throw new RowProblem('MISSING_ARGUMENT', 'Id not specified in an undelete call', ['Id']);
  return rowOfId(table.layout.keyPrefix, id);
}

/** Answers the details that came back with the row. */
function restore(context: StatementContext, table: Table, row: Row, stored: Row['before']): readonly DependentRow[] {
  if (stored === undefined) throw new RowProblem('UNDELETE_FAILED', 'entity is not in the recycle bin');
  row.before = stored;
  row.values = stored;
  lockLeaving(context, table, [row]);
  if (row.failed) return [];
  let returned: readonly DependentRow[] = [];
  writeUnique(context.store, row, new Set(), () => { returned = takeFromBin(context, table, row.row!); });
  return returned;
}
