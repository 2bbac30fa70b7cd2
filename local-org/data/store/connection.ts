import { isListed } from '../access/id-list.ts';
import type Database from 'better-sqlite3';
import { offsetAt } from '../../values/timezone.ts';
import { fold } from './fold.ts';
import { makeId, rowOfId } from '../../values/id.ts';

export type SqlValue = number | bigint | string | Buffer | null;
export type SqlRow = SqlValue[];

/** A prepared statement that gives rows as arrays. Whole numbers beyond 2^53 come as text. */
export interface Reader {
  all(...parameters: SqlValue[]): SqlRow[];
  get(...parameters: SqlValue[]): SqlRow | undefined;
}
export interface Writer {
  run(...parameters: SqlValue[]): { changes: number };
}

const KEPT_STATEMENTS = 2_000;

/** One SQLite connection and its prepared statements. Preparing costs more than running, so every statement is prepared once and kept; the oldest leave first. */
export class Connection {
  readonly #database: Database.Database;
  readonly #readers = new Map<string, Reader>();
  readonly #writers = new Map<string, Writer>();

  constructor(database: Database.Database) {
    this.#database = database;
    const options = { deterministic: true, directOnly: false };
    database.function('fold', options, (text: unknown) => (typeof text === 'string' ? fold(text) : null));
    database.function('idofrow', options, (prefix: unknown, row: unknown) => (typeof row === 'number' ? makeId(String(prefix), row) : null));
    database.function('rowofid', options, (prefix: unknown, id: unknown) => (typeof id === 'string' ? rowOfId(String(prefix), id) : null));
    database.function('exacttext', { ...options, safeIntegers: true }, (value: unknown) => (typeof value === 'bigint' ? exactValue(value) : value));
    database.function('idlisted', options, isListed);
    database.function('localtime', options, (zone: unknown, moment: unknown) => (typeof moment === 'number' ? moment + offsetAt(String(zone), moment) : null));
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  reader(sql: string): Reader {
    return kept(this.#readers, sql, () => new ExactReader(this.#database, sql));
  }

  writer(sql: string): Writer {
    return kept(this.#writers, sql, () => this.#database.prepare(sql) as unknown as Writer);
  }

  /** Unprepared, for layout changes. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  pragma(text: string): unknown {
    return this.#database.pragma(text, { simple: true });
  }

  defineFunction(name: string, body: (...values: unknown[]) => SqlValue): void {
    this.#database.function(name, { deterministic: true, varargs: true }, body);
  }

  close(): void {
    this.#database.close();
  }
}

/** Whole numbers beyond 2^53 leave SQLite as text, because JavaScript would round them. */
function exactValue(value: bigint): bigint | string {
  return BigInt.asIntN(54, value) === value ? value : String(value);
}

/** Reads numbers as JavaScript's own, and once more exactly when one of them is so large that it may have been rounded: that is rare, and asking SQLite for each costs a third of a read. */
class ExactReader implements Reader {
  readonly #database: Database.Database;
  readonly #sql: string;
  readonly #fast: Reader;
  #exact: Reader | undefined;

  constructor(database: Database.Database, sql: string) {
    this.#database = database;
    this.#sql = sql;
    this.#fast = database.prepare(sql).raw(true) as unknown as Reader;
  }

  all(...parameters: SqlValue[]): SqlRow[] {
    const rows = this.#fast.all(...parameters);
    for (const row of rows) if (isRounded(row)) return this.#exactly().all(...parameters).map(exactRow);
    return rows;
  }

  get(...parameters: SqlValue[]): SqlRow | undefined {
    const row = this.#fast.get(...parameters);
    return row !== undefined && isRounded(row) ? exactRow(this.#exactly().get(...parameters)!) : row;
  }

  #exactly(): Reader {
    this.#exact ??= this.#database.prepare(this.#sql).raw(true).safeIntegers(true) as unknown as Reader;
    return this.#exact;
  }
}

function isRounded(row: SqlRow): boolean {
  for (const value of row) if (typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) return true;
  return false;
}

function exactRow(row: SqlRow): SqlRow {
  return row.map((value) => (typeof value !== 'bigint' ? value : value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)));
}

function kept<T>(cache: Map<string, T>, sql: string, prepare: () => T): T {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const prepared = prepare();
  if (cache.size >= KEPT_STATEMENTS) cache.delete(cache.keys().next().value!);
  cache.set(sql, prepared);
  return prepared;
}
