/** The store several gateway processes share: a PostgreSQL database, 12 or newer. */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../shared/clock.ts';
import { conditionsOf, endOfNames, type Dialect } from './find-sql.ts';
import { longQuery, makePool, mustRunAgain, withoutConnection } from './postgres/connection.ts';
import { Doorbell } from './postgres/doorbell.ts';
import { Groups } from './postgres/groups.ts';
import { lease, release } from './postgres/leases.ts';
import { migrate } from './postgres/schema.ts';
import { PostgresTransaction } from './postgres/transaction.ts';
import { LASTING_ENDING, LASTING_MS, type Cursor, type GatewayStore, type LeaseAnswer, type StoreTransaction, type WorkFigure, type WorkQuestion } from './store.ts';
import { itemOf, WORK_COLUMNS, type Appended, type WorkRow } from './work-row.ts';
import type { WorkItem, WorkKind, WorkState } from './work.ts';

const CONNECTIONS = 12;
const PATIENCE_MS = 20_000;
/** A transaction whose database chose it as the victim of a deadlock begins again; one that loses so often has a mistake in it. */
const MOST_RUNS = 5;
/** Rows of counts before they are added up. */
const FIGURE_ROWS = 1_000;

const DIALECT: Dialect = {
  placeholder: (position) => `$${String(position)}`,
  isOneOf: (position, type) => `= ANY ($${String(position)}::${type}[])`,
  unindexed: (column) => column,
  locationOfLane: "substr(lane, strpos(lane, '|') + 1)",
};

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Clock;
  readonly connections?: number;
  /** How long we wait for an answer of the database, and it for us in the middle of a transaction. */
  readonly patienceMs?: number;
}

export async function openPostgresStore({ url, clock, connections = CONNECTIONS, patienceMs = PATIENCE_MS }: PostgresStoreOptions): Promise<GatewayStore> {
  const pool = makePool(url, connections, patienceMs);
  const store = new PostgresStore(pool, new Doorbell(url, patienceMs), clock);
  try {
    await migrate(pool);
    await store.listen();
    return store;
  } catch (error) {
    await store.close();
    throw withoutConnection(error);
  }
}

class PostgresStore implements GatewayStore {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #bell: Doorbell;
  readonly #groups: Groups;
  readonly #listeners = new Set<(appended: ReadonlyMap<WorkKind, number>) => void>();

  constructor(pool: Pool, bell: Doorbell, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
    this.#bell = bell;
    this.#groups = new Groups({ pool, clock, appended: (appended) => { this.#say(appended); } });
  }

  listen(): Promise<void> {
    return this.#bell.listen((appended) => { this.#tell(appended); });
  }

  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let value: T;
      this.#groups.add({
        run: async (transaction) => { value = await work(transaction); },
        alone: () => this.#transactAlone(work).then(resolve, reject),
        resolve: () => { resolve(value); },
        reject,
      });
    });
  }

  async #transactAlone<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    for (let run = 1; ; run += 1) {
      try {
        return await this.#transactOnce(work);
      } catch (error) {
        if (!mustRunAgain(error) || run === MOST_RUNS) throw withoutConnection(error);
      }
    }
  }

  async due(kind: WorkKind, partitions: readonly number[], most: number, nowMs: number): Promise<readonly WorkItem[]> {
    const rows = await this.#read<WorkRow>(
      `WITH delayed AS MATERIALIZED (SELECT lane, min(id) AS first FROM work WHERE state = 'Waiting' AND kind = $1 AND next_attempt_at_ms > $4 GROUP BY lane)
       SELECT ${WORK_COLUMNS} FROM work
       WHERE state = 'Waiting' AND kind = $1 AND next_attempt_at_ms <= $4 AND partition = ANY ($2::int[])
         AND NOT EXISTS (SELECT 1 FROM delayed WHERE delayed.lane = work.lane AND delayed.first < work.id)
       ORDER BY id + 0 LIMIT $3`,
      [kind, partitions, most, nowMs],
    );
    return rows.map((row) => itemOf(row, true));
  }

  lease(owner: string, keep: readonly number[], forMs: number): Promise<LeaseAnswer> {
    return this.#onConnection((client) => lease(client, owner, keep, forMs));
  }

  release(owner: string): Promise<void> {
    return this.#onConnection((client) => release(client, owner));
  }

  async find(question: WorkQuestion): Promise<readonly WorkItem[]> {
    const { sql, values, isNarrow } = conditionsOf(question, DIALECT);
    // An expression in place of the id keeps the planner from reading all in the order of ids until it has met enough.
    const rows = await this.#read<WorkRow>(`SELECT ${WORK_COLUMNS} FROM work ${sql} ORDER BY ${isNarrow ? 'id + 0' : 'id'} LIMIT $${String(values.length + 1)}`, [...values, question.most]);
    return rows.map((row) => itemOf(row));
  }

  async cursors(prefix: string): Promise<readonly Cursor[]> {
    const rows = await this.#read<{ name: string; value: string }>('SELECT name, value FROM cursor WHERE name COLLATE "C" >= $1 AND name COLLATE "C" < $2 ORDER BY name COLLATE "C"', [prefix, endOfNames(prefix)]);
    return rows.map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown }));
  }

  async figures(): Promise<readonly WorkFigure[]> {
    const rows = await this.#read<{ kind: WorkKind; source: string; state: WorkState; effect: string; count: number; oldest: number | null; changes: number }>(`
      SELECT kind, source, state, effect, count, changes,
        CASE WHEN state = 'Waiting' THEN (SELECT min(received_at_ms + 0) FROM work WHERE work.state = 'Waiting' AND work.kind = figure.kind AND work.source = figure.source) END AS oldest
      FROM (SELECT kind, source, state, effect, sum(by)::bigint AS count, count(*) AS changes FROM figure_change GROUP BY kind, source, state, effect) AS figure
      ORDER BY kind, source, state, effect`);
    if (rows.reduce((sum, { changes }) => sum + changes, 0) > FIGURE_ROWS) await this.#addUpFigures();
    return rows.filter(({ count }) => count !== 0).map(({ kind, source, state, effect, count, oldest }) => ({
      kind, source, state, count,
      effect: effect === '' ? undefined : effect,
      oldestReceivedAtMs: state === 'Waiting' ? (oldest ?? undefined) : undefined,
    }));
  }

  onAppended(listener: (appended: ReadonlyMap<WorkKind, number>) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  prune(beforeMs: number): Promise<number> {
    return this.#onConnection(async (client) => {
      const work = await client.query(longQuery(
        `WITH gone AS (DELETE FROM work WHERE received_at_ms < $1 AND ended_at_ms < $1 AND state IN ('Done', 'Discarded') RETURNING kind, source, state, effect),
           counted AS (INSERT INTO figure_change (kind, source, state, effect, by) SELECT kind, source, state, coalesce(effect, ''), -count(*) FROM gone GROUP BY kind, source, state, effect)
         SELECT 1 FROM gone`,
        [beforeMs],
      ));
      const answers = await client.query(longQuery('DELETE FROM answer WHERE stored_at_ms < $1 AND (scope NOT LIKE $2 OR stored_at_ms < $3)', [beforeMs, `%${LASTING_ENDING}`, beforeMs - LASTING_MS]));
      return (work.rowCount ?? 0) + (answers.rowCount ?? 0);
    });
  }

  async close(): Promise<void> {
    await this.#groups.close();
    await this.#bell.close();
    await this.#pool.end();
  }

  async #transactOnce<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    const transaction = new PostgresTransaction(client, this.#clock.now());
    let isBroken = false;
    let value: T;
    try {
      value = await work(transaction);
      await transaction.commit();
    } catch (error) {
      transaction.end();
      // A connection that cannot even roll back is not given to the next.
      if (transaction.hasBegun) await client.query('ROLLBACK').catch(() => { isBroken = true; });
      await transaction.settled();
      throw transaction.failure ?? error;
    } finally {
      client.release(isBroken);
    }
    this.#say(transaction.appended);
    return value;
  }

  /** What became durable here, to this process and to others. */
  #say(appended: Appended): void {
    if (appended.size === 0) return;
    this.#tell(appended);
    this.#bell.ring(appended);
  }

  async #onConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let isBroken = false;
    try {
      await client.query('BEGIN');
      const value = await work(client);
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => { isBroken = true; });
      throw withoutConnection(error);
    } finally {
      client.release(isBroken);
    }
  }

  async #read<R>(text: string, values: unknown[] = []): Promise<R[]> {
    try {
      return (await this.#pool.query({ text, values })).rows as R[];
    } catch (error) {
      throw withoutConnection(error);
    }
  }

  async #addUpFigures(): Promise<void> {
    await this.#read(`
      WITH gone AS (DELETE FROM figure_change RETURNING kind, source, state, effect, by)
      INSERT INTO figure_change (kind, source, state, effect, by) SELECT kind, source, state, effect, sum(by) FROM gone GROUP BY kind, source, state, effect HAVING sum(by) <> 0`);
  }

  #tell(appended: ReadonlyMap<WorkKind, number>): void {
    for (const listener of this.#listeners) listener(appended);
  }
}
