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
  store.transaction(() => {
    for (const layout of types) {
      const table = statements.table(layout.folded)!;
      const wanted = rows.filter((row) => row.objectName.toLowerCase() === layout.folded);
      replaceRows(store, table, wanted);
    }
  });
  store.flush();
}

function replaceRows(store: Store, table: Table, wanted: readonly CustomMetadataRow[]): void {
  const known = new Map(store.reader(`SELECT "developername", "id" FROM ${table.layout.name}`).all().map(([name, row]) => [String(name).toLowerCase(), row as number]));
  store.writer(`DELETE FROM ${table.layout.name}`).run();
  for (const row of wanted) {
    const number = known.get(row.developerName.toLowerCase()) ?? store.sequences.draw(table.layout.folded);
    const { sql, parameters } = table.inserts.of(valuesOf(table, row, number));
    store.writer(sql).run(...parameters);
  }
}

function valuesOf(table: Table, row: CustomMetadataRow, number: number): SqlRow {
  const given = new Map([...row.values].map(([name, value]) => [name.toLowerCase(), value]));
  const named: Readonly<Record<string, SqlValue>> = {
    id: number, developername: row.developerName, masterlabel: row.label, label: row.label, qualifiedapiname: row.developerName, language: 'en_US', isdeleted: 0,
  };
  return table.columns.map((column) => {
    const own = named[column.layout.folded];
    if (own !== undefined) return own;
    try {
      return column.encode(apexValue(column, given.get(column.layout.folded) ?? column.defaultValue ?? null));
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
