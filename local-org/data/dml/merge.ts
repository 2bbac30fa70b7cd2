/** `merge`: one to two records go, what hangs on them moves to the record that stays. platform-facts: merge-order */
import { isShareObject } from '../../schema/controlling-parents.ts';
import { makeId } from '../../values/id.ts';
import { childColumns, type DependentRow } from './bin.ts';
import { deleteChunk } from './delete.ts';
import { lockDependent } from './lock-rows.ts';
import type { Row } from './row.ts';
import { checkRights } from './rights.ts';
import { loadRows } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import { rollUpDependents } from './summaries.ts';
import type { Table } from './table.ts';
import { loadBefore, updateChunk } from './update.ts';

/** The first row is the one that stays; its changes are saved last. Fails as a whole. */
export function mergeChunk(context: StatementContext, table: Table, [master, ...losers]: readonly [Row, ...Row[]]): void {
  checkRights(context, table, [master], 'edit');
  if (!master.failed) loadBefore(context, table, [master], 'update');
  if (master.failed) return;
  const stays = master.row!;
  deleteChunk(context, table, losers, (loser) => moveChildren(context, table, loser, stays));
  if (losers.some((row) => row.failed)) return;
  updateChunk(context, table, [master]);
}

/** Gives the children of a row to another one and tells the row whose it is now. No triggers fire for the children. */
function moveChildren(context: StatementContext, table: Table, loser: Row, stays: number): void {
  const moved: DependentRow[] = [];
  for (const { child, column } of childColumns(context, table)) {
    if (isShareObject(child.layout.object) || column.folded === 'masterrecordid') continue;
    const [from, to] = column.storage === 'reference' ? [loser.row!, stays] : [loser.row!, stays].map((row) => makeId(table.layout.keyPrefix, row)) as [string, string];
    const rows = context.store.reader(`SELECT "id" FROM ${child.layout.name} WHERE ${column.name} = ? AND "isdeleted" = 0`).all(from).map(([row]) => row as number);
    if (rows.length === 0) continue;
    lockDependent(context, child, rows);
    for (const row of rows) {
      // The record that stays does not become its own parent.
      const value = child === table && row === stays ? null : to;
      context.store.writer(`UPDATE ${child.layout.name} SET ${column.name} = ? WHERE "id" = ?`).run(value, row);
      const values = loadRows(context, child, [row], false).get(row)!;
      context.session.onWrite?.({ kind: 'update', layout: child.layout, row, values, changed: [column] });
      moved.push({ table: child, row, values });
    }
  }
  loser.relatedIds = moved.map(({ table: child, row }) => makeId(child.layout.keyPrefix, row));
  const mark = table.column('masterrecordid');
  if (mark !== undefined) {
    context.store.writer(`UPDATE ${table.layout.name} SET ${mark.layout.name} = ? WHERE "id" = ?`).run(stays, loser.row!);
    loser.before = loser.before!.with(mark.place, stays);
  }
  rollUpDependents(context, table, [], moved);
}
