/** The store of one gateway process: a SQLite file that survives a power cut. */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Clock } from '../shared/clock.ts';
import { messageOf, TransientFailure } from '../shared/failures.ts';
import { SqliteLeases } from './sqlite/leases.ts';
import { migrate } from './sqlite/schema.ts';
import { SqliteTransaction, Statements } from './sqlite/transaction.ts';
import { SqliteReader } from './sqlite/reader.ts';
import { LASTING_ENDING, LASTING_MS, type Cursor, type GatewayStore, type LeaseAnswer, type StoreTransaction, type WorkFigure, type WorkQuestion } from './store.ts';
import { addAll, type FigureChanges, type Appended } from './work-row.ts';
import type { WorkItem, WorkKind } from './work.ts';

/** Transactions that wait at the same time share one COMMIT, up to so many: more would make the first of them wait for the last. */
const GROUP_TRANSACTIONS = 64;
const BUSY_MS = 5_000;
const PRUNED_ROWS = 2_000;

export interface SqliteStoreOptions {
  /** Path of the file; made when there is none. */
  readonly file: string;
  readonly clock: Clock;
  /** False only where nothing is lost by a power cut: tests. */
  readonly isDurable?: boolean;
}

interface Job {
  run(transaction: SqliteTransaction): Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

export function openSqliteStore(options: SqliteStoreOptions): GatewayStore {
  return new SqliteStore(options);
}

class SqliteStore implements GatewayStore {
  readonly #clock: Clock;
  /** The files that are open, and which they were. */
  readonly #files: ReadonlyMap<string, string>;
  readonly #writer: Database.Database;
  readonly #statements: Statements;
  readonly #leases: SqliteLeases;
  readonly #addFigure: Database.Statement;
  readonly #reader: SqliteReader;
  readonly #listeners = new Set<(appended: ReadonlyMap<WorkKind, number>) => void>();
  readonly #waiting: Job[] = [];
  #draining: Promise<void> | undefined;
  #isClosed = false;

  constructor({ file, clock, isDurable = true }: SqliteStoreOptions) {
    this.#clock = clock;
    this.#writer = new Database(file, { timeout: BUSY_MS });
    this.#writer.pragma('journal_mode = WAL');
    this.#writer.pragma(`synchronous = ${isDurable ? 'FULL' : 'OFF'}`);
    migrate(this.#writer);
    this.#statements = new Statements(this.#writer);
    this.#leases = new SqliteLeases(this.#writer);
    this.#addFigure = this.#writer.prepare(`
      INSERT INTO figure (kind, source, state, effect, count) VALUES (@kind, @source, @state, @effect, @by)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`);
    // A connection of its own: it sees only what is committed, so nothing is delivered that may still be undone.
    this.#reader = new SqliteReader(new Database(file, { readonly: true, timeout: BUSY_MS }));
    this.#files = new Map([file, `${file}-wal`].flatMap((name) => {
      const identity = identityOf(name);
      return identity === undefined ? [] : [[name, identity]];
    }));
  }

  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('The store is closed.'));
        return;
      }
      let value: T;
      this.#waiting.push({
        run: async (transaction) => { value = await work(transaction); },
        resolve: () => { resolve(value); },
        reject,
      });
      this.#draining ??= this.#drain();
    });
  }

  async due(kind: WorkKind, partitions: readonly number[], most: number, nowMs: number): Promise<readonly WorkItem[]> {
    return this.#reader.due(kind, partitions, most, nowMs);
  }

  lease(owner: string, keep: readonly number[], forMs: number): Promise<LeaseAnswer> {
    return this.transaction(async () => {
      const nowMs = this.#clock.now();
      return this.#leases.lease(owner, keep, nowMs, nowMs + forMs);
    });
  }

  release(owner: string): Promise<void> {
    return this.transaction(async () => { this.#leases.release(owner, this.#clock.now()); });
  }

  async find(question: WorkQuestion): Promise<readonly WorkItem[]> {
    return this.#reader.find(question);
  }

  async cursors(prefix: string): Promise<readonly Cursor[]> {
    return this.#reader.cursors(prefix);
  }

  async figures(): Promise<readonly WorkFigure[]> {
    return this.#reader.figures();
  }

  onAppended(listener: (appended: ReadonlyMap<WorkKind, number>) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  async prune(beforeMs: number): Promise<number> {
    let pruned = 0;
    for (let gone = PRUNED_ROWS; gone === PRUNED_ROWS; pruned += gone) gone = await this.transaction(async (transaction) => this.#pruneSome(beforeMs, (transaction as SqliteTransaction).figures));
    return pruned + (await this.transaction(async () => this.#writer.prepare('DELETE FROM answer WHERE stored_at_ms < @before AND (scope NOT LIKE @lasting OR stored_at_ms < @longBefore)').run({ before: beforeMs, lasting: `%${LASTING_ENDING}`, longBefore: beforeMs - LASTING_MS }).changes));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
    this.#reader.close();
    this.#writer.close();
  }

  /** Begins when this turn of the event loop is over, so that all requests read in it share the first COMMIT. */
  async #drain(): Promise<void> {
    await new Promise((resolve) => { setImmediate(resolve); });
    while (this.#waiting.length > 0) await this.#commitGroup();
    this.#draining = undefined;
  }

  async #commitGroup(): Promise<void> {
    const appended: Appended = new Map();
    const settled: (() => void)[] = [];
    const begun: Job[] = [];
    try {
      this.#writer.exec('BEGIN IMMEDIATE');
      for (let job = this.#waiting.shift(); job !== undefined; job = begun.length < GROUP_TRANSACTIONS ? this.#waiting.shift() : undefined) {
        begun.push(job);
        settled.push(await this.#runOne(job, appended));
      }
      this.#checkFiles();
      this.#writer.exec('COMMIT');
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
      // BEGIN itself failed: whoever is first must not wait for ever.
      const failure = new TransientFailure(`The store cannot write: ${messageOf(error)}. Nothing of the call was kept; send it again.`, { cause: error });
      for (const job of begun.length > 0 ? begun : this.#waiting.splice(0)) job.reject(failure);
      return;
    }
    for (const settle of settled) settle();
    if (appended.size > 0) for (const listener of this.#listeners) listener(appended);
  }

  /** Answers what to tell the caller once the group is durable: a failure, too, may rest on what others of the group wrote. */
  async #runOne(job: Job, appended: Appended): Promise<() => void> {
    const transaction = new SqliteTransaction(this.#statements, this.#leases, this.#clock.now());
    this.#writer.exec('SAVEPOINT one');
    try {
      await job.run(transaction);
    } catch (error) {
      this.#writer.exec('ROLLBACK TO one; RELEASE one');
      return () => { job.reject(error); };
    } finally {
      transaction.end();
    }
    this.#writeFigures(transaction.figures);
    this.#writer.exec('RELEASE one');
    addAll(appended, transaction.appended);
    return () => { job.resolve(); };
  }

  /** A file that was removed can still be written, and nobody will ever read it again. */
  #checkFiles(): void {
    for (const [name, identity] of this.#files) {
      if (identityOf(name) !== identity) throw new Error(`${name} was removed or exchanged while it was open. Put it back, or end the gateway and start it with what there is`);
    }
  }

  /** A part at a time: everybody else waits for the writer meanwhile. What ended before was received before, and that has an index. */
  #pruneSome(beforeMs: number, figures: FigureChanges): number {
    const gone = this.#writer.prepare(`
      DELETE FROM work WHERE id IN (SELECT id FROM work WHERE received_at_ms < @before AND ended_at_ms < @before AND state IN ('Done', 'Discarded') LIMIT @most)
      RETURNING kind, source, state, effect`).all({ before: beforeMs, most: PRUNED_ROWS }) as { kind: string; source: string; state: string; effect: string | null }[];
    for (const { kind, source, state, effect } of gone) figures.add(kind, source, state, effect, -1);
    return gone.length;
  }

  #writeFigures(changes: FigureChanges): void {
    for (const change of changes.list()) this.#addFigure.run(change);
  }
}

/** `undefined`: there is no such file. */
function identityOf(name: string): string | undefined {
  const found = statSync(name, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${String(found.dev)}/${String(found.ino)}`;
}
