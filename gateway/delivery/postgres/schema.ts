import type { Pool } from 'pg';
import { PARTITIONS } from '../store.ts';
import { longQuery } from './connection.ts';

/** Any number; whoever migrates holds it. */
const MIGRATION_LOCK = 7_301_001;

/** Every step ever made, in order; a database knows how many it has taken. Steps that were released are never edited. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE work (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL, source text NOT NULL, key text NOT NULL, lane text NOT NULL, partition integer NOT NULL, body text NOT NULL,
    occurred_at_ms bigint NOT NULL, received_at_ms bigint NOT NULL,
    state text NOT NULL DEFAULT 'Waiting', attempts integer NOT NULL DEFAULT 0, next_attempt_at_ms bigint NOT NULL,
    ended_at_ms bigint, effect text, reason text, message text,
    UNIQUE (kind, source, key)
  -- A queue changes all of its head all the time: the dead rows there are swept early, or every look at what is due passes over them.
  ) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
  CREATE INDEX work_waiting ON work (kind, id, partition, next_attempt_at_ms) WHERE state = 'Waiting';
  CREATE INDEX work_delayed ON work (kind, next_attempt_at_ms) WHERE state = 'Waiting';
  CREATE INDEX work_dead ON work (id) WHERE state = 'Dead';
  CREATE INDEX work_received ON work (received_at_ms);

  -- Added to, never updated: a row that every transaction counts in would make them wait for one another.
  CREATE TABLE figure_change (kind text NOT NULL, source text NOT NULL, state text NOT NULL, effect text NOT NULL, by bigint NOT NULL);
  CREATE TABLE answer (scope text NOT NULL, key text NOT NULL, hash text NOT NULL, answer text NOT NULL, stored_at_ms bigint NOT NULL, PRIMARY KEY (scope, key));
  CREATE TABLE cursor (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE lease (partition integer PRIMARY KEY, owner text, epoch bigint NOT NULL DEFAULT 0, until timestamptz NOT NULL DEFAULT '-infinity');
  CREATE TABLE process (owner text PRIMARY KEY, until timestamptz NOT NULL);
  INSERT INTO lease (partition) SELECT generate_series(0, ${String(PARTITIONS - 1)});
  `,
  // What waits, by its age and in its order. On expressions, which no other index can stand in for: at a backlog those of all work, by its time and by its id, look as good to
  // the planner, and pass over everything that ended before.
  `CREATE INDEX work_oldest ON work (kind, source, (received_at_ms + 0)) WHERE state = 'Waiting';
   DROP INDEX work_waiting;
   CREATE INDEX work_waiting ON work (kind, (id + 0), partition, next_attempt_at_ms) WHERE state = 'Waiting';`,
  // One index for the work of a position and for that of a location; names in the order of code points, whatever the language of the database.
  `CREATE INDEX work_lane ON work ((substr(lane, strpos(lane, '|') + 1)), lane, received_at_ms);
   CREATE INDEX cursor_name ON cursor (name COLLATE "C");`,
];

/** Brings a database up to date, one process at a time. @throws Error when it was written by a newer gateway */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(longQuery('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]));
    await client.query('CREATE TABLE IF NOT EXISTS migration (step integer PRIMARY KEY)');
    const taken = Number((await client.query<{ taken: string }>('SELECT COUNT(*) AS taken FROM migration')).rows[0]!.taken);
    if (taken > MIGRATIONS.length) throw new Error(`The store has taken ${String(taken)} migrations and this gateway knows ${String(MIGRATIONS.length)}: start the gateway that wrote it, or a newer one.`);
    for (const [step, sql] of MIGRATIONS.entries()) {
      if (step < taken) continue;
      await client.query(longQuery(sql));
      await client.query('INSERT INTO migration (step) VALUES ($1)', [step]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
