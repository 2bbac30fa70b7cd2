/**
 * The database as many open transactions see it at READ COMMITTED: the committed rows, and over them the writes of whoever asks, laid there from the transaction's own
 * redo log and taken away when another one needs the database. One outer SQLite transaction that is never committed holds it all, so a new schedule begins with a rollback.
 */
import type { Connection, SqlRow, SqlValue } from '../../data/store/connection.ts';
import type { Store } from '../../data/store/store.ts';

/** One write as it was made: absolute values, so that it can be made again. */
export interface Redo {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Numbers a transaction may draw from one sequence: a range of its own each, so that equal schedules make equal ids whatever their order. */
export const NUMBERS_PER_TRANSACTION = 100_000;

export class World {
  readonly #connection: Connection;
  readonly #store: Store;
  readonly #bases = new Map<string, number>();
  #owner: object | undefined;

  constructor(store: Store) {
    store.flush();
    this.#connection = store.connection;
    this.#store = store;
  }

  begin(): void {
    this.#connection.execute('BEGIN IMMEDIATE');
    this.#connection.execute('SAVEPOINT world');
  }

  /** Back to how it was at the beginning. */
  reset(): void {
    this.leave();
    this.#store.undone.begin();
    this.#connection.writer('ROLLBACK TO world').run();
  }

  end(): void {
    this.#owner = undefined;
    if (this.#connection.inTransaction) this.#connection.execute('ROLLBACK');
  }

  read(transaction: object, redo: readonly Redo[], sql: string, parameters: readonly SqlValue[]): SqlRow[] {
    // Without writes of its own the committed rows are what it sees.
    if (redo.length > 0) this.enter(transaction, redo);
    else this.leave();
    return this.#connection.reader(sql).all(...parameters);
  }

  /** Makes the write now, so that constraints speak now; the caller keeps it in the redo log. */
  write(transaction: object, redo: readonly Redo[], sql: string, parameters: readonly SqlValue[]): number {
    this.enter(transaction, redo);
    return this.#connection.writer(sql).run(...parameters).changes;
  }

  /** The writes become what everybody sees. */
  commit(transaction: object, redo: readonly Redo[]): void {
    if (redo.length === 0) return;
    this.enter(transaction, redo);
    this.#owner = undefined;
    this.#connection.writer('RELEASE overlay').run();
  }

  /** Takes the writes of this transaction away: its redo log was cut. */
  forget(transaction: object): void {
    if (this.#owner === transaction) this.leave();
  }

  /** First number of the range of a transaction. */
  rangeOf(sequence: string, first: number | undefined, slot: number): number {
    let base = this.#bases.get(sequence);
    if (base === undefined) this.#bases.set(sequence, (base = this.#store.nextNumber(sequence, first)));
    return base + slot * NUMBERS_PER_TRANSACTION;
  }

  /** Reads committed rows, for those who judge a schedule. */
  committed(sql: string, ...parameters: SqlValue[]): SqlRow[] {
    this.leave();
    return this.#connection.reader(sql).all(...parameters);
  }

  leave(): void {
    if (this.#owner === undefined) return;
    this.#owner = undefined;
    this.#connection.writer('ROLLBACK TO overlay').run();
    this.#connection.writer('RELEASE overlay').run();
  }

  private enter(transaction: object, redo: readonly Redo[]): void {
    if (this.#owner === transaction) return;
    this.leave();
    this.#connection.writer('SAVEPOINT overlay').run();
    this.#owner = transaction;
    // Row, key and parent locks are held, so nothing here can collide; if something does, a lock is missing in the data layer and the error says where.
    for (const { sql, parameters } of redo) this.#connection.writer(sql).run(...parameters);
  }
}
