import { makeId } from '../../values/id.ts';
import { slotOf, setSlot } from '../../values/sobject.ts';
import { insertChunk } from './insert.ts';
import { keyLookup } from './keys.ts';
import { RowProblem } from './problem.ts';
import { idOf, Row } from './row.ts';
import { good } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';
import { updateChunk } from './update.ts';

/** One chunk of an upsert by Id: rows with an id are updated, the others inserted. */
export function upsertById(context: StatementContext, table: Table, rows: readonly Row[]): void {
  saveParts(context, table, rows.filter((row) => idOf(row.source) === null), rows.filter((row) => idOf(row.source) !== null));
}

/** One chunk of an upsert by an external id field. Two rows of a chunk with one key are refused both. */
export function upsertByKey(context: StatementContext, table: Table, rows: readonly Row[], key: TableColumn): void {
  const found = new Map<Row, number | undefined>();
  const { apiName } = key.layout.field;
  const counts = new Map<string, number>();
  for (const row of rows) {
    row.attempt(() => {
      if (idOf(row.source) !== null) throw new RowProblem('INVALID_FIELD_FOR_INSERT_UPDATE', `cannot specify both an external ID reference ${apiName} and a salesforce id, ${String(idOf(row.source))}`);
      const value = key.encode(slotOf(row.source, key.layout.slot));
      if (value === null) throw new RowProblem('MISSING_ARGUMENT', `${apiName} not specified`);
      const rowsWithKey = keyLookup(context.store, table, key, value);
      if (rowsWithKey.length > 1) {
        const ids = rowsWithKey.map((number) => makeId(table.layout.keyPrefix, number)).join(', ');
        throw new RowProblem('DUPLICATE_EXTERNAL_ID', `${apiName}: more than one record found for external id field: [${ids}]`);
      }
      found.set(row, rowsWithKey[0]);
      const text = keyText(key, value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    });
  }
  for (const row of good(rows)) {
    const value = key.encode(slotOf(row.source, key.layout.slot));
    if (counts.get(keyText(key, value))! > 1) row.attempt(() => { throw new RowProblem('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [apiName]); });
  }
  saveParts(context, table, good(rows).filter((row) => found.get(row) === undefined), good(rows).filter((row) => found.get(row) !== undefined), found);
}

function keyText(key: TableColumn, value: unknown): string {
  return key.layout.storage === 'text' ? String(value).toLowerCase() : String(value);
}

function saveParts(context: StatementContext, table: Table, fresh: readonly Row[], known: readonly Row[], found?: ReadonlyMap<Row, number | undefined>): void {
  if (fresh.length > 0) insertChunk(context, table, fresh);
  if (known.length === 0) return;
  if (found === undefined) updateChunk(context, table, known);
  else updateFound(context, table, known, found);
}

/** The caller's records get their ids only when the statement is done, so copies carry them through the update. */
function updateFound(context: StatementContext, table: Table, rows: readonly Row[], found: ReadonlyMap<Row, number | undefined>): void {
  const copies = rows.map((row) => {
    const source = table.copy(row.source);
    setSlot(source, '$id', makeId(table.layout.keyPrefix, found.get(row)!));
    return new Row(source, table);
  });
  updateChunk(context, table, copies);
  rows.forEach((row, index) => row.takeOver(copies[index]!));
}
