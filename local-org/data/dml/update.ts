import { normalizeId, rowOfId } from '../../values/id.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import type { SqlValue } from '../store/connection.ts';
import { apexValueOf } from '../soql/read.ts';
import { checkRules } from './computed.ts';
import { rollUp } from './summaries.ts';
import { deriveChanged } from './derived.ts';
import { invalidReference } from './encode.ts';
import { notWriteable, requiredMissing } from './insert.ts';
import { writeUnique } from './keys.ts';
import { lockChanged, lockStored } from './lock-rows.ts';
import { checkTransfers, endManualShares } from './ownership.ts';
import { RowProblem } from './problem.ts';
import { checkReferences, resolveParents } from './references.ts';
import { checkReferenceSharing } from './reference-rights.ts';
import { checkRights, checkSharing } from './rights.ts';
import { idOf } from './row.ts';
import type { Row } from './row.ts';
import { fireTriggers, good, handlesAny, loadRows, reportWrite } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

/** One chunk of an update: rights, the stored rows, before triggers, field checks, references, write of what changed, after triggers. */
export function updateChunk(context: StatementContext, table: Table, rows: readonly Row[]): void {
  checkRights(context, table, rows, 'edit');
  loadBefore(context, table, good(rows), 'update');
  for (const row of good(rows)) row.attempt(() => resolveParents(context, row));
  if (handlesAny(context, table, ['BEFORE_UPDATE'])) for (const row of good(rows)) row.record = overlaid(table, row);
  fireTriggers(context, table, 'BEFORE_UPDATE', rows);
  const changes = new Map<Row, readonly TableColumn[]>();
  for (const row of good(rows)) row.attempt(() => changes.set(row, encodeChanges(context, table, row)));
  const changed = (row: Row): readonly TableColumn[] => changes.get(row)!;
  checkReferences(context, good(rows), changed);
  checkReferenceSharing(context, table, good(rows), changed);
  checkTransfers(context, table, good(rows), changed);
  if (table.formulas !== undefined) checkRules(context, table, good(rows));
  lockChanged(context, table, good(rows), changes);
  writeChanges(context, table, good(rows), changes);
  endManualShares(context, table, good(rows), changed);
  fireTriggers(context, table, 'AFTER_UPDATE', rows);
  if (table.summaries.length > 0) rollUp(context, table, good(rows));
}

/** Finds the stored rows of the given ids, locks them and checks that the user may change them. */
export function loadBefore(context: StatementContext, table: Table, rows: readonly Row[], verb: 'update' | 'delete'): void {
  for (const row of rows) row.attempt(() => (row.row = rowNumberOf(table, row.source, verb)));
  const numbered = good(rows);
  if (numbered.length === 0) return;
  lockStored(context, table, numbered);
  const locked = good(numbered);
  const stored = loadRows(context, table, locked.map((row) => row.row!), false);
  for (const row of locked) {
    row.before = stored.get(row.row!);
    if (row.before === undefined) row.attempt(() => { throw absent(context, table, row.row!); });
  }
  checkSharing(context, table, good(numbered), verb === 'update' ? 'edit' : 'full');
}

function rowNumberOf(table: Table, source: SObjectRecord, verb: string): number {
  const given = idOf(source);
  if (given === null) throw new RowProblem('MISSING_ARGUMENT', `Id not specified in ${verb === 'update' ? 'an update' : `a ${verb}`} call`, ['Id']);
  const id = normalizeId(given);
  if (id === undefined) throw new RowProblem('MALFORMED_ID', `malformed id ${given}`, ['Id']);
  return rowOfId(table.layout.keyPrefix, id);
}

function absent(context: StatementContext, table: Table, row: number): RowProblem {
  const isInBin = context.store.reader(`SELECT 1 FROM ${table.layout.name} WHERE "id" = ?`).get(row) !== undefined;
  return isInBin ? new RowProblem('ENTITY_IS_DELETED', 'entity is deleted') : invalidReference();
}

/** What the before trigger sees as new: the stored record with the caller's changes. */
function overlaid(table: Table, row: Row): SObjectRecord {
  const record = table.readRow(row.before!);
  for (const column of table.writeable) {
    const value = slotOf(row.record, column.layout.slot);
    if (value !== undefined) setSlot(record, column.layout.slot, value);
  }
  for (const [{ layout }, value] of row.summaries ?? []) setSlot(record, layout.slot, apexValueOf(layout.storage, layout.scale, value));
  return record;
}

/** The columns whose stored value changes. Fields that are not set stay as they are. */
function encodeChanges(context: StatementContext, table: Table, row: Row): TableColumn[] {
  const before = row.before!;
  const values = before.slice();
  const fields = table.fieldsOf(row.record);
  const changed: TableColumn[] = [];
  const missing: string[] = [];
  for (const column of table.writeable) {
    const value = fields[column.place];
    if (value === undefined) continue;
    const encoded = column.encode(value);
    if (isSame(encoded, before[column.place]!)) continue;
    if (encoded === null && column.isRequiredOnUpdate) missing.push(column.layout.field.apiName);
    if (!column.layout.field.isUpdateable) throw notWriteable(column);
    values[column.place] = encoded;
    changed.push(column);
  }
  for (const [column, value] of row.summaries ?? []) {
    values[column.place] = value;
    changed.push(column);
  }
  if (missing.length > 0) throw requiredMissing(missing);
  if (table.derivedFields.length > 0) deriveChanged(context, table, values, changed);
  row.values = values;
  return changed;
}

/** Wide numbers come from the table as text. */
function isSame(encoded: SqlValue, stored: SqlValue): boolean {
  if (encoded === stored) return true;
  if (encoded === null || stored === null) return false;
  if (Buffer.isBuffer(encoded) && Buffer.isBuffer(stored)) return encoded.equals(stored);
  return typeof encoded !== typeof stored && String(encoded) === String(stored);
}

function writeChanges(context: StatementContext, table: Table, rows: readonly Row[], changes: ReadonlyMap<Row, readonly TableColumn[]>): void {
  const { store } = context;
  const { stamps } = table;
  const written = new Set<number>();
  for (const row of rows) {
    const changed = changes.get(row)!;
    for (const stamp of stamps) row.values[stamp.place] = stamp.make(context, row.row!);
    const columns = [...changed, ...stamps];
    row.attempt(() => {
      table.platformRules?.check?.(context, row);
      if (columns.length > 0) writeUnique(store, row, written, () => store.writer(table.updateSql(columns)).run(...table.updateParameters(columns, row.values, row.row!)));
      written.add(row.row!);
      reportWrite(context, row, 'update', changed);
    });
  }
}
