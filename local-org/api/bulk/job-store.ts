/**
 * Jobs, what was uploaded and what became of each row, in the org's own database: the results of a chunk become durable in the very commit of its records,
 * so that a job goes on after a crash where it was, and writes nothing twice.
 */
import type { Store } from '../../data/store/store.ts';
import { makeId } from '../../values/id.ts';
import type { Job, JobKind } from './job.ts';

export interface RowResult {
  readonly row: number;
  readonly id: string | null;
  readonly created: boolean;
  /** `CODE:message:fields --`; `undefined` for a row that was saved. */
  readonly error: string | undefined;
}

/** A job and its data are kept for seven days after it ended. platform-facts: bulk-retention. */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

export class JobStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.connection.execute(`CREATE TABLE IF NOT EXISTS "$bulk_job" (id TEXT PRIMARY KEY, kind TEXT NOT NULL, userId TEXT NOT NULL, state TEXT NOT NULL, createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL, details TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "$bulk_data" (jobId TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "$bulk_result" (jobId TEXT NOT NULL, row INTEGER NOT NULL, id TEXT, created INTEGER NOT NULL, error TEXT, PRIMARY KEY (jobId, row)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "$bulk_line" (jobId TEXT NOT NULL, row INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (jobId, row)) WITHOUT ROWID`);
  }

  /** Runs `body` as a transaction of the store and waits until it is durable. */
  async write<T>(body: () => T): Promise<T> {
    const { result, committed } = this.#store.transaction(body);
    await committed;
    return result;
  }

  /** Inside a transaction, like all that writes. */
  nextId(): string {
    return makeId('750', this.#store.sequences.draw('$bulk_job'));
  }

  put(job: Job): void {
    this.#store.writer('INSERT INTO "$bulk_job" VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, modifiedAt = excluded.modifiedAt, details = excluded.details')
      .run(job.id, job.kind, job.userId, job.state, job.createdAt, job.modifiedAt, JSON.stringify(job));
  }

  find(kind: JobKind, id: string): Job | undefined {
    const row = this.#store.reader('SELECT details FROM "$bulk_job" WHERE id = ? AND kind = ?').get(id, kind);
    return row === undefined ? undefined : (JSON.parse(String(row[0])) as Job);
  }

  /** Of one user, newest first. */
  list(kind: JobKind, userId: string): readonly Job[] {
    return this.#store.reader('SELECT details FROM "$bulk_job" WHERE kind = ? AND userId = ? ORDER BY createdAt DESC, id DESC').all(kind, userId).map((row) => JSON.parse(String(row[0])) as Job);
  }

  /** What a restart finds unfinished, oldest first. */
  waiting(): readonly Job[] {
    return this.#store.reader(`SELECT details FROM "$bulk_job" WHERE state IN ('UploadComplete', 'InProgress') ORDER BY createdAt, id`).all().map((row) => JSON.parse(String(row[0])) as Job);
  }

  putContent(jobId: string, content: Buffer): void {
    this.#store.writer('INSERT INTO "$bulk_data" VALUES (?, ?)').run(jobId, content);
  }

  /** `undefined` before anything was uploaded. */
  content(jobId: string): Buffer | undefined {
    return this.#store.reader('SELECT content FROM "$bulk_data" WHERE jobId = ?').get(jobId)?.[0] as Buffer | undefined;
  }

  putResults(jobId: string, results: readonly RowResult[]): void {
    const writer = this.#store.writer('INSERT INTO "$bulk_result" VALUES (?, ?, ?, ?, ?)');
    for (const { row, id, created, error } of results) writer.run(jobId, row, id, Number(created), error ?? null);
  }

  /** By row number. */
  results(jobId: string): ReadonlyMap<number, RowResult> {
    const rows = this.#store.reader('SELECT row, id, created, error FROM "$bulk_result" WHERE jobId = ?').all(jobId);
    return new Map(rows.map(([row, id, created, error]) => [Number(row), { row: Number(row), id: id as string | null, created: created === 1, error: (error as string | null) ?? undefined }]));
  }

  putLines(jobId: string, lines: readonly string[]): void {
    const writer = this.#store.writer('INSERT INTO "$bulk_line" VALUES (?, ?, ?)');
    for (const [row, line] of lines.entries()) writer.run(jobId, row, line);
  }

  /** Line 0 is the header. */
  lines(jobId: string, from: number, count: number): readonly string[] {
    return this.#store.reader('SELECT line FROM "$bulk_line" WHERE jobId = ? AND row >= ? ORDER BY row LIMIT (? | 0)').all(jobId, from, count).map((row) => String(row[0]));
  }

  remove(jobId: string): void {
    for (const [table, column] of [['$bulk_job', 'id'], ['$bulk_data', 'jobId'], ['$bulk_result', 'jobId'], ['$bulk_line', 'jobId']] as const) this.#store.writer(`DELETE FROM "${table}" WHERE ${column} = ?`).run(jobId);
  }

  forgetOld(nowMs: number): void {
    const old = this.#store.reader(`SELECT id FROM "$bulk_job" WHERE modifiedAt < ? AND state IN ('JobComplete', 'Failed', 'Aborted')`).all(nowMs - RETENTION_MS);
    for (const [id] of old) this.remove(String(id));
  }
}
