import type { CustomMetadataRow } from '../schema/schema.ts';
import { ApexDate } from '../values/date.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import type { Statements } from './dml/statements.ts';
import type { Table, TableColumn } from './dml/table.ts';
import type { SqlRow, SqlValue } from './store/connection.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/store.ts';

/** Puts the schema's custom metadata into its tables, where SOQL finds it. A row keeps its number as long as its developer name stays. */
export function loadCustomMetadata(store: Store, rows: readonly CustomMetadataRow[], statements: Statements): void {
  const types = [...store.layouts()].filter((layout) => layout.object.kind === 'customMetadata');
  if (types.length === 0) return;
  const wanted = types.map((layout) => ({ table: statements.table(layout.folded)!, rows: rows.filter((row) => row.objectName.toLowerCase() === layout.folded) }));
  store.transaction(() => {
    const numbers: RowNumbers = new Map(wanted.map(({ table, rows: own }) => [table.layout.folded, numberRows(store, table, own)]));
    for (const { table, rows: own } of wanted) replaceRows(store, table, own, numbers);
  });
  store.flush();
}

/** Row number by folded developer name, by folded object name. Known before any row is written: records refer to each other in any order, and in circles. */
type RowNumbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

function numberRows(store: Store, table: Table, wanted: readonly CustomMetadataRow[]): ReadonlyMap<string, number> {
  const known = new Map(store.reader(`SELECT "developername", "id" FROM ${table.layout.name}`).all().map(([name, row]) => [String(name).toLowerCase(), row as number]));
  return new Map(wanted.map(({ developerName }) => {
    const folded = developerName.toLowerCase();
    return [folded, known.get(folded) ?? store.sequences.draw(table.layout.folded)];
  }));
}

function replaceRows(store: Store, table: Table, wanted: readonly CustomMetadataRow[], numbers: RowNumbers): void {
  store.writer(`DELETE FROM ${table.layout.name}`).run();
  for (const row of wanted) {
    const { sql, parameters } = table.inserts.of(valuesOf(table, row, numbers));
    store.writer(sql).run(...parameters);
  }
}

function valuesOf(table: Table, row: CustomMetadataRow, numbers: RowNumbers): SqlRow {
  const given = new Map([...row.values].map(([name, value]) => [name.toLowerCase(), value]));
  const named: Readonly<Record<string, SqlValue>> = {
    id: numbers.get(table.layout.folded)!.get(row.developerName.toLowerCase())!, developername: row.developerName, masterlabel: row.label, label: row.label, qualifiedapiname: row.developerName, language: 'en_US', isdeleted: 0,
  };
  return table.columns.map((column) => {
    const own = named[column.layout.folded];
    if (own !== undefined) return own;
    const value = given.get(column.layout.folded) ?? column.defaultValue ?? null;
    if (column.layout.target !== undefined && typeof value === 'string') return numbers.get(column.layout.target)?.get(value.toLowerCase()) ?? null;
    try {
      return column.encode(apexValue(column, value));
    } catch (error) {
      throw new StoreError(`${row.objectName}.${row.developerName}: ${(error as Error).message}`, { cause: error });
    }
  });
}

/** Metadata values are JSON-like; columns take Apex values. */
function apexValue(column: TableColumn, value: unknown): unknown {
  if (value === null) return null;
  const { storage } = column.layout;
  if (storage === 'scaled' && typeof value === 'number') return Decimal.parse(String(value));
  if (storage === 'date' && typeof value === 'string') return ApexDate.parse(value);
  if (storage === 'datetime' && typeof value === 'string') return new Datetime(Date.parse(value));
  return value;
}
