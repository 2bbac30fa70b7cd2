/**
 * Database.insertImmediate and deleteImmediate. What they write is kept at once and stays, whatever becomes of the transaction; no trigger runs, no change event tells of it.
 * platform-facts: big-object-writes
 */
import { slotOf } from '../../values/sobject.ts';
import { notWriteable, requiredMissing } from '../dml/insert.ts';
import { RowProblem } from '../dml/problem.ts';
import { checkRights } from '../dml/rights.ts';
import type { Row } from '../dml/row.ts';
import { good } from '../dml/statement-context.ts';
import type { StatementContext } from '../dml/statement-context.ts';
import type { Table, TableColumn } from '../dml/table.ts';
import type { Connection, SqlRow, SqlValue } from '../store/connection.ts';

/** Rows that fail stay behind with their errors; the others are written. */
export function insertApart(context: StatementContext, table: Table, rows: readonly Row[]): void {
  checkRights(context, table, rows, 'create');
  for (const row of good(rows)) row.attempt(() => { row.values = encoded(context, table, row); });
  const writing = good(rows);
  if (writing.length === 0) return;
  context.store.writeApart((connection) => { for (const row of writing) write(connection, table, row.values); });
}

/** The record is an example: every field of the index and no other. Deleting what is not there succeeds. */
export function deleteApart(context: StatementContext, table: Table, rows: readonly Row[]): void {
  checkRights(context, table, rows, 'delete');
  for (const row of good(rows)) row.attempt(() => { row.values = exampleOf(table, row); });
  const deleting = good(rows);
  if (deleting.length === 0) return;
  const sql = `DELETE FROM ${table.layout.name} WHERE ${table.layout.bigIndex.map(({ column }) => `${column.name} = ?`).join(' AND ')}`;
  context.store.writeApart((connection) => { for (const row of deleting) connection.writer(sql).run(...row.values); });
}

function encoded(context: StatementContext, table: Table, row: Row): SqlRow {
  const fields = table.fieldsOf(row.record);
  const values = new Array<SqlValue>(table.columns.length).fill(null);
  for (const { place, make, layout } of table.system) if (layout.storage !== 'row') values[place] = make(context, 0);
  const missing: string[] = [];
  for (const column of table.writeable) {
    const value = fields[column.place];
    values[column.place] = value === undefined || value === null ? null : encodedField(table, column, value);
    if (column.isRequiredOnInsert && values[column.place] === null) missing.push(column.layout.field.apiName);
  }
  if (missing.length > 0) throw requiredMissing(missing);
  return values;
}

/** A filter is trimmed before it is compared and the stored value never is: blanks around a key would hide its row for good. platform-facts: big-object-text */
function encodedField(table: Table, column: TableColumn, value: unknown): SqlValue {
  const isKey = table.layout.bigIndex.some((part) => part.column === column.layout);
  if (isKey && typeof value === 'string' && value !== value.trim()) {
    const { field } = column.layout;
    throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', `${field.label}: the value '${value}' of an index field begins or ends with white space, so that no query could find it again: trim it first`, [field.apiName]);
  }
  return column.encode(value);
}

function write(connection: Connection, table: Table, values: SqlRow): void {
  const { layout } = table;
  const keys = new Set(layout.bigIndex.map(({ column }) => column));
  const others = layout.columns.filter((column) => column.storage !== 'row' && !keys.has(column));
  const { sql, parameters } = table.inserts.of(values);
  const replacing = others.map(({ name }) => `${name} = excluded.${name}`).join(', ');
  connection.writer(`${sql} ON CONFLICT (${[...keys].map(({ name }) => name).join(', ')}) DO UPDATE SET ${replacing}`).run(...parameters);
}

function exampleOf(table: Table, row: Row): SqlRow {
  const keys = table.layout.bigIndex.map(({ column }) => table.column(column.folded)!);
  const extra = table.writeable.filter((column) => !keys.includes(column) && slotOf(row.source, column.layout.slot) !== undefined);
  if (extra[0] !== undefined) throw notWriteable(extra[0]);
  const missing = keys.filter((key) => (slotOf(row.source, key.layout.slot) ?? null) === null);
  if (missing.length > 0) throw requiredMissing(missing.map((key) => key.layout.field.apiName));
  return keys.map((key) => key.encode(slotOf(row.source, key.layout.slot)));
}
