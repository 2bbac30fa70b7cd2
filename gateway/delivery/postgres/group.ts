/**
 * Several transactions in one of the database, one after the other, each behind a savepoint: one that gives up is undone alone. What the database itself refuses to one is left to be
 * run by itself, so that nobody fails for a neighbour's sake.
 */
import type { PoolClient } from 'pg';
import type { Clock } from '../../shared/clock.ts';
import { addAll, type Appended } from '../work-row.ts';
import { NeedsItsOwn, PostgresTransaction } from './transaction.ts';

/** What another transaction has locked is waited for so long in company: those behind must not wait with it, nor two groups for each other in a circle. */
export const LOCK_MS = 100;

export interface Job {
  /** May be run again. */
  run(transaction: PostgresTransaction): Promise<void>;
  /** In a transaction of its own; settles the caller's promise, and never rejects. */
  alone(): Promise<void>;
  /** It is durable. */
  resolve(): void;
  reject(error: unknown): void;
}

/** Behind the savepoint of the one before, or where that was undone, which leaves its savepoint. */
const BEGIN = { none: 'SAVEPOINT one', kept: 'RELEASE SAVEPOINT one; SAVEPOINT one', undone: undefined } as const;

export class Group {
  readonly appended: Appended = new Map();
  readonly #client: PoolClient;
  readonly #clock: Clock;
  readonly #begun = new Set<Job>();
  readonly #kept: { readonly job: Job; readonly transaction: PostgresTransaction }[] = [];
  readonly #refused: { readonly job: Job; readonly error: unknown }[] = [];
  readonly #apart: Job[] = [];
  #before: keyof typeof BEGIN = 'none';

  constructor(client: PoolClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    // A mistake in it is one in everything that follows.
    client.query(`BEGIN; SET LOCAL lock_timeout = ${String(LOCK_MS)}`).catch(() => undefined);
  }

  hasBegun(job: Job): boolean {
    return this.#begun.has(job);
  }

  /** @throws what ends the whole group: another's failure that came to light, or the connection's */
  async run(job: Job): Promise<void> {
    this.#begun.add(job);
    const transaction = new PostgresTransaction(this.#client, this.#clock.now(), { begin: BEGIN[this.#before], isShared: true });
    try {
      await job.run(transaction);
      this.#kept.push({ job, transaction });
      if (transaction.hasBegun) this.#before = 'kept';
    } catch (error) {
      if (transaction.hasBegun) await this.#undoOne();
      // What a statement could not do in company it does by itself, or learns why not.
      if (transaction.failure !== undefined || error instanceof NeedsItsOwn) this.#apart.push(job);
      else this.#refused.push({ job, error });
    } finally {
      transaction.end();
    }
  }

  /** @throws what went wrong first; nothing is kept then */
  async commit(): Promise<void> {
    const last = new PostgresTransaction(this.#client, this.#clock.now(), { begin: undefined, isShared: true });
    for (const { transaction } of this.#kept) last.figures.addAll(transaction.figures);
    await last.commit().finally(() => { this.#throwFailure(); });
    for (const { transaction } of this.#kept) addAll(this.appended, transaction.appended);
  }

  /** Answers true when not even that is possible: the connection is of no more use. */
  undo(): Promise<boolean> {
    return this.#client.query('ROLLBACK').then(() => false, () => true);
  }

  /** Tells everybody, now that it is durable: those that gave up, too, may have done so because of what others wrote. Answers who is to be run by itself. */
  settle(): readonly Job[] {
    for (const { job } of this.#kept) job.resolve();
    for (const { job, error } of this.#refused) job.reject(error);
    return this.#apart;
  }

  async #undoOne(): Promise<void> {
    // Answers come in the order of statements: after this one, what others sent without waiting is known, too. Had it gone wrong, theirs would be undone.
    await this.#client.query('ROLLBACK TO SAVEPOINT one').finally(() => { this.#throwFailure(); });
    this.#before = 'undone';
  }

  #throwFailure(): void {
    for (const { transaction } of this.#kept) if (transaction.failure !== undefined) throw transaction.failure;
  }
}
