/** The Mule project's database as tests have it: a PostgreSQL of their own with every file of `db` in it, empty before each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach } from 'node:test';
import { Client } from 'pg';
import { startPostgres, whyNoPostgres, type Postgres } from '../../parts/postgres.ts';
import { textOf } from './project.ts';

type Row = Readonly<Record<string, unknown>>;

export interface MuleDatabase {
  /** Why its tests are not run here; false when they are. */
  readonly skip: string | false;
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The first column of the first row. */
  value(sql: string, values?: readonly unknown[]): Promise<unknown>;
  /** A second connection, for what waits for the first; ends with the file. */
  another(): Promise<Client>;
}

/** What the README has its owner run, in this order. */
const FILES = ['schema', 'snapshots', 'shops'] as const;

/** To be called once in a file of tests, outside of them: it starts and stops with the file. */
export function databaseOfTests(): MuleDatabase {
  const skip = whyNoPostgres() ?? false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-mule-'));
  let postgres: Postgres;
  let client: Client;
  const others: Client[] = [];
  const rows = async (sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> => (await client.query<Row>(sql, [...values])).rows;

  const connect = async (): Promise<Client> => {
    const connected = new Client({ connectionString: postgres.url });
    await connected.connect();
    return connected;
  };

  before(async () => {
    if (skip !== false) return;
    postgres = await startPostgres({ folder, settings: ['fsync=off'] });
    client = await connect();
    for (const file of FILES) await client.query(textOf(`src/main/resources/db/${file}.sql`));
  });

  beforeEach(async () => {
    if (skip !== false) return;
    const [{ tables } = {}] = await rows(`select string_agg(quote_ident(tablename), ', ') as tables from pg_tables where schemaname = 'public'`);
    await client.query(`truncate ${String(tables)} restart identity`);
  });

  after(async () => {
    if (skip === false) {
      await Promise.all([client, ...others].map((open) => open.end()));
      await postgres.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    skip,
    rows,
    value: async (sql, values) => Object.values((await rows(sql, values))[0]!)[0],
    another: async () => {
      const other = await connect();
      others.push(other);
      return other;
    },
  };
}
