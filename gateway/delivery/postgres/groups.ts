/** Who waits to write: those that arrive while others are being written share the next transaction of the database, with its one sync to disk. */
import pg, { type Pool, type PoolClient } from 'pg';
import type { Clock } from '../../shared/clock.ts';
import { TransientFailure } from '../../shared/failures.ts';
import type { Appended } from '../work-row.ts';
import { CONNECT_MS, isUnavailable, withoutConnection } from './connection.ts';
import { Group, LOCK_MS, type Job } from './group.ts';

/** Groups in flight at the same time: while one is synced to disk the other is run. More of them would be smaller, and wait for one another's locks. */
const GROUPS = 2;
/** The database keeps up to 64 savepoints of a transaction in memory. */
const GROUP_TRANSACTIONS = 48;

export interface GroupParts {
  readonly pool: Pool;
  readonly clock: Clock;
  /** What a group appended; it is durable. */
  appended(appended: Appended): void;
}

interface Waiting {
  readonly job: Job;
  readonly patience: NodeJS.Timeout;
}

export class Groups {
  readonly #parts: GroupParts;
  readonly #waiting: Waiting[] = [];
  /** Everything that was begun. */
  readonly #running = new Set<Promise<void>>();
  #groups = 0;
  #isWoken = false;
  #isClosed = false;

  constructor(parts: GroupParts) {
    this.#parts = parts;
  }

  add(job: Job): void {
    if (this.#isClosed) {
      job.reject(new Error('The store is closed.'));
      return;
    }
    const entry: Waiting = { job, patience: setTimeout(() => { this.#giveUp(entry); }, CONNECT_MS) };
    this.#waiting.push(entry);
    this.#wake();
  }

  /** Takes nothing more; resolves when nothing waits or is in flight. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      await nextTurn();
      await Promise.all(this.#running);
    }
  }

  /** Nobody waits longer than for a connection. */
  #giveUp(entry: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(entry), 1);
    entry.job.reject(new TransientFailure(`The store has been busy for ${String(CONNECT_MS)} ms. Nothing of the call was kept; send it again.`));
  }

  /** Begins when this turn of the event loop is over, so that all requests read in it share a group. */
  #wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    void nextTurn().then(() => {
      this.#isWoken = false;
      while (this.#groups < GROUPS && this.#waiting.length > 0) void this.#begin(this.#next());
    });
  }

  #next(): readonly Job[] {
    const fair = Math.ceil(this.#waiting.length / (GROUPS - this.#groups));
    return this.#waiting.splice(0, Math.min(fair, GROUP_TRANSACTIONS)).map(({ job, patience }) => {
      clearTimeout(patience);
      return job;
    });
  }

  async #begin(jobs: readonly Job[]): Promise<void> {
    this.#groups += 1;
    // One by itself needs no savepoint. When it has to wait for somebody's lock, others go on meanwhile.
    try {
      await (jobs.length === 1 ? Promise.race([this.#alone(jobs[0]!), sleep(LOCK_MS)]) : this.#track(this.#run(jobs)));
    } finally {
      this.#groups -= 1;
      if (this.#waiting.length > 0) this.#wake();
    }
  }

  async #run(jobs: readonly Job[]): Promise<void> {
    let client: PoolClient;
    try {
      client = await this.#parts.pool.connect();
    } catch (error) {
      for (const job of jobs) job.reject(withoutConnection(error));
      return;
    }
    const group = new Group(client, this.#parts.clock);
    try {
      for (const job of jobs) await group.run(job);
      await group.commit();
    } catch (error) {
      client.release(await group.undo());
      // What is known to be undone is tried again, each by itself. Of a connection that broke nobody knows how far it came.
      const isUndone = error instanceof pg.DatabaseError && !isUnavailable(error);
      for (const job of jobs) {
        if (isUndone || !group.hasBegun(job)) void this.#alone(job);
        else job.reject(withoutConnection(error));
      }
      return;
    }
    client.release();
    this.#parts.appended(group.appended);
    for (const job of group.settle()) void this.#alone(job);
  }

  #alone(job: Job): Promise<void> {
    return this.#track(job.alone());
  }

  #track(work: Promise<void>): Promise<void> {
    this.#running.add(work);
    return work.finally(() => { this.#running.delete(work); });
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds).unref(); });
}
