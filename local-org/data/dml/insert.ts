import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { checkRules, fillDefaults } from './computed.ts';
import { deriveAll } from './derived.ts';
import { lockNew } from './lock-rows.ts';
import { checkOwners } from './ownership.ts';
import { RowProblem } from './problem.ts';
import { checkReferences, resolveParents } from './references.ts';
import { checkReferenceSharing } from './reference-rights.ts';
import { checkRights } from './rights.ts';
import { idOf } from './row.ts';
import type { Row } from './row.ts';
import { fireTriggers, good, handlesAny, reportWrite } from './statement-context.ts';
import type { SqlValue } from '../store/connection.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';
import { writeUnique } from './keys.ts';
import { rollUp } from './summaries.ts';

/** One chunk of an insert: rights, defaults, before triggers, field checks, references, write, after triggers. */
export function insertChunk(context: StatementContext, table: Table, rows: readonly Row[]): void {
  for (const row of rows) {
    row.isNew = true;
    if (idOf(row.source) !== null) row.errors.push(new RowProblem('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']).error);
  }
  checkRights(context, table, good(rows), 'create');
  for (const row of good(rows)) row.attempt(() => resolveParents(context, row));
  if (table.formulas !== undefined) for (const row of good(rows)) fillDefaults(context, table, row);
  if (handlesAny(context, table, ['BEFORE_INSERT'])) for (const row of good(rows)) row.record = withDefaults(table, row);
  fireTriggers(context, table, 'BEFORE_INSERT', rows);
  for (const row of good(rows)) row.attempt(() => encodeNew(context, table, row));
  lockNew(context, table, good(rows));
  checkReferences(context, good(rows), () => table.referenceColumns);
  checkReferenceSharing(context, table, good(rows), () => table.referenceColumns);
  checkOwners(context, table, good(rows));
  if (table.formulas !== undefined) checkRules(context, table, good(rows));
  writeNew(context, table, good(rows));
  fireTriggers(context, table, 'AFTER_INSERT', rows);
  if (table.summaries.length > 0) rollUp(context, table, good(rows));
}

/** What the before trigger sees: a record of its own with the defaults filled in. */
function withDefaults(table: Table, row: Row): SObjectRecord {
  const record = row.record === row.source ? table.copy(row.source) : row.record;
  setDefaults(table, record);
  return record;
}

/** Defaults that need no computing, in the fields nobody set. */
export function setDefaults(table: Table, record: SObjectRecord): void {
  for (const column of table.writeable) {
    if (slotOf(record, column.layout.slot) === undefined && column.defaultValue !== undefined) setSlot(record, column.layout.slot, column.defaultValue);
  }
}

function encodeNew(context: StatementContext, table: Table, row: Row): void {
  const number = context.store.sequences.draw(table.layout.folded);
  const fields = table.fieldsOf(row.record);
  const values = new Array<SqlValue>(table.columns.length);
  for (const { place, make } of table.system) values[place] = make(context, number);
  const missing: string[] = [];
  for (const column of table.writeable) {
    const { place } = column;
    let value = fields[place];
    if (value === undefined) value = column.defaultValue;
    else if (!column.layout.field.isCreateable && value !== null && value !== column.defaultValue) throw notWriteable(column);
    const encoded = value === undefined || value === null ? column.empty : column.encode(value);
    values[place] = encoded === null && column.fallback !== undefined ? column.fallback(context, number) : encoded;
    if (column.isRequiredOnInsert && values[place] === null) missing.push(column.layout.field.apiName);
  }
  if (missing.length > 0) throw requiredMissing(missing);
  if (table.derivedFields.length > 0) deriveAll(context, table, values);
  row.row = number;
  row.values = values;
}

export function requiredMissing(fields: readonly string[]): RowProblem {
  return new RowProblem('REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, fields);
}

export function notWriteable(column: TableColumn): RowProblem {
  const { apiName } = column.layout.field;
  return new RowProblem('INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${apiName}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, [apiName]);
}

function writeNew(context: StatementContext, table: Table, rows: readonly Row[]): void {
  const { store } = context;
  const written = new Set<number>();
  for (const row of rows) {
    row.attempt(() => {
      table.platformRules?.check?.(context, row);
      const { sql, parameters } = table.inserts.of(row.values);
      writeUnique(store, row, written, () => store.writer(sql).run(...parameters));
      written.add(row.row!);
      table.platformRules?.inserted?.(context, row);
      reportWrite(context, row, 'insert');
    });
  }
}
