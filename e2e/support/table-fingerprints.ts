/**
 * Tells whether anything in a database was changed: one fingerprint of every row of its tables. SQLite itself notes which tables are written to (and forgets it again when the
 * writing is undone), so that only those are read anew.
 */
import { createHash } from 'node:crypto';
import type { SqlRow, SqlValue } from '../../local-org/data/store/connection.ts';
import type { Store } from '../../local-org/data/store/store.ts';

const WRITES = ['INSERT', 'UPDATE', 'DELETE'] as const;

export class TableFingerprints {
  readonly #store: Store;
  /** By table, as a statement names it. */
  readonly #known = new Map<string, string>();

  /** @param tables as statements name them; their layout stays as it is from here on */
  constructor(store: Store, tables: readonly string[]) {
    this.#store = store;
    const { connection } = store;
    connection.execute('CREATE TEMP TABLE written_table (name TEXT PRIMARY KEY)');
    for (const [index, table] of tables.entries()) {
      this.#known.set(table, '');
      connection.execute(`INSERT INTO temp.written_table VALUES ('${table}')`);
      for (const operation of WRITES) {
        connection.execute(`CREATE TEMP TRIGGER written_${String(index)}_${operation} AFTER ${operation} ON main.${table} BEGIN
          INSERT INTO written_table SELECT '${table}' WHERE NOT EXISTS (SELECT 1 FROM written_table WHERE name = '${table}'); END`);
      }
    }
  }

  /** Equal exactly when nothing was changed. */
  now(): string {
    // What is noted in an open transaction could be taken back with it after the fingerprint was taken.
    this.#store.flush();
    for (const [table] of this.#store.reader('SELECT name FROM temp.written_table').all()) this.#known.set(String(table), this.#read(String(table)));
    this.#store.connection.execute('DELETE FROM temp.written_table');
    const hash = createHash('sha256');
    for (const [table, fingerprint] of this.#known) hash.update(`${table} ${fingerprint}\n`);
    return hash.digest('hex');
  }

  #read(table: string): string {
    const rows: SqlRow[] = this.#store.reader(`SELECT * FROM ${table} ORDER BY 1`).all();
    return createHash('sha256').update(rows.map((row) => row.map(spelled).join()).join('\n')).digest('hex');
  }
}

/** Values of different kinds are spelled differently. */
function spelled(value: SqlValue): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
