import { makeId } from '../../values/id.ts';
import { fold, isAscii } from '../store/fold.ts';
import type { SqlValue } from '../store/connection.ts';
import type { Store } from '../store/store.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { Table, TableColumn } from './table.ts';

/** Row numbers of the live rows with this value in a key column, by its index. */
export function keyLookup(store: Store, table: Table, column: TableColumn, value: SqlValue): number[] {
  const isFolded = column.layout.foldName !== undefined && typeof value === 'string' && !isAscii(value);
  const name = isFolded ? column.layout.foldName : column.layout.name;
  const rows = store.reader(`SELECT "id" FROM ${table.layout.name} WHERE ${name} = ? AND "isdeleted" = 0`).all(isFolded ? fold(value) : value);
  return rows.map(([row]) => row as number);
}

/** Is this the failure of a unique index? The statement is undone then, the transaction goes on. */
export function isUniqueFailure(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'SQLITE_CONSTRAINT_UNIQUE';
}

/**
 * Salesforce's words for the row that holds the value already; a row of the same statement has no id yet for it.
 * platform-facts: duplicate-value-message (15-character id; `<unknown>` inside one statement).
 */
export function duplicateValue(store: Store, row: Row, ofStatement: ReadonlySet<number>): RowProblem {
  const { table, values } = row;
  for (const unique of table.layout.uniqueColumns) {
    const column = table.column(unique.folded)!;
    const value = values[column.place]!;
    const other = value === null ? undefined : keyLookup(store, table, column, value).find((found) => found !== row.row);
    if (other === undefined) continue;
    const isKnown = !ofStatement.has(other);
    const field = isKnown ? unique.field.apiName : '<unknown>';
    const id = isKnown ? makeId(table.layout.keyPrefix, other).slice(0, 15) : '<unknown>';
    return new RowProblem('DUPLICATE_VALUE', `duplicate value found: ${field} duplicates value on record with id: ${id}`);
  }
  return new RowProblem('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>');
}

/** Writes one row; a unique value somebody else has becomes the row's error. */
export function writeUnique(store: Store, row: Row, ofStatement: ReadonlySet<number>, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isUniqueFailure(error)) {
      store.noteFailure();
      throw error;
    }
    throw duplicateValue(store, row, ofStatement);
  }
}
