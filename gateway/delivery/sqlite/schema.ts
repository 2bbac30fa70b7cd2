import type Database from 'better-sqlite3';

/** Every step ever made, in order; a database knows how many it has taken. Steps that were released are never edited. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL, lane TEXT NOT NULL, partition INTEGER NOT NULL, body TEXT NOT NULL,
    occurred_at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'Waiting', attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER, effect TEXT, reason TEXT, message TEXT,
    UNIQUE (kind, source, key)
  ) STRICT;
  -- What is due is found in its order; the columns behind the id let the scan pass over what is another process's, or not due yet, without reading it.
  CREATE INDEX work_waiting ON work (kind, id, partition, next_attempt_at_ms) WHERE state = 'Waiting';
  CREATE INDEX work_delayed ON work (kind, next_attempt_at_ms) WHERE state = 'Waiting';
  CREATE INDEX work_dead ON work (id) WHERE state = 'Dead';
  CREATE INDEX work_received ON work (received_at_ms);

  -- Counted as it changes: counting millions of done items takes seconds.
  CREATE TABLE figure (kind TEXT NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL, effect TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (kind, source, state, effect)) STRICT, WITHOUT ROWID;
  CREATE TABLE answer (scope TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, answer TEXT NOT NULL, stored_at_ms INTEGER NOT NULL, PRIMARY KEY (scope, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE lease (partition INTEGER PRIMARY KEY, owner TEXT, epoch INTEGER NOT NULL DEFAULT 0, until_ms INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE process (owner TEXT PRIMARY KEY, until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // How long the oldest waits is asked several times a second; without an index that reads everything that waits.
  "CREATE INDEX work_oldest ON work (kind, source, received_at_ms) WHERE state = 'Waiting';",
  // One index for the work of a position and for that of a location.
  "CREATE INDEX work_lane ON work (substr(lane, instr(lane, '|') + 1), lane, received_at_ms);",
];

/** Brings a database up to date. @throws Error when it was written by a newer gateway */
export function migrate(database: Database.Database): void {
  database.exec('CREATE TABLE IF NOT EXISTS migration (step INTEGER PRIMARY KEY) STRICT');
  database.transaction(() => {
    const { taken } = database.prepare('SELECT COUNT(*) AS taken FROM migration').get() as { taken: number };
    if (taken > MIGRATIONS.length) throw new Error(`The store has taken ${String(taken)} migrations and this gateway knows ${String(MIGRATIONS.length)}: start the gateway that wrote it, or a newer one.`);
    for (const [step, sql] of MIGRATIONS.entries()) {
      if (step < taken) continue;
      database.exec(sql);
      database.prepare('INSERT INTO migration (step) VALUES (?)').run(step);
    }
  }).immediate();
}
