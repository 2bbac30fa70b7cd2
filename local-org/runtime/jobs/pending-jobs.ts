/**
 * What is still to be run: one row per step, in the org's own database, so that a job becomes durable with the transaction that queued it and is gone with the one
 * that did it. What users see of jobs are AsyncApexJob and CronTrigger rows, see job-records.ts.
 */
import type { Store } from '../../data/store/store.ts';
import type { Reader } from '../../data/store/connection.ts';

export type StepKind = 'queueable' | 'finalizer' | 'future' | 'batch' | 'scheduled' | 'callback';

/** What a kind of step remembers besides the state of its Apex object; JSON. */
export type StepDetails = Readonly<Record<string, unknown>>;

export interface PendingStep {
  readonly number: number;
  /** Of the AsyncApexJob; of the CronTrigger for a schedule. */
  readonly jobId: string;
  readonly kind: StepKind;
  /** Milliseconds; `undefined`: held back until somebody lets it go. */
  readonly dueAt: number | undefined;
  readonly userId: string;
  /** See object-graph.ts. */
  readonly state: string;
  readonly details: StepDetails;
  /** Of a queueable that may wait only once. */
  readonly signature: string | undefined;
}

const COLUMNS = 'number, jobId, kind, dueAt, userId, state, details, signature';

/** All methods that write must run inside a transaction of the store. */
export class PendingJobs {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.connection.execute(`CREATE TABLE IF NOT EXISTS "$job" (number INTEGER PRIMARY KEY, jobId TEXT NOT NULL, kind TEXT NOT NULL, dueAt INTEGER, userId TEXT NOT NULL, state TEXT NOT NULL, details TEXT NOT NULL, signature TEXT);
      CREATE INDEX IF NOT EXISTS "$job_due" ON "$job" (dueAt, number);
      CREATE INDEX IF NOT EXISTS "$job_by_id" ON "$job" (jobId);
      CREATE TABLE IF NOT EXISTS "$job_scope" (jobId TEXT NOT NULL, place INTEGER NOT NULL, scope TEXT NOT NULL, PRIMARY KEY (jobId, place)) WITHOUT ROWID`);
  }

  add(step: Omit<PendingStep, 'number'>): void {
    const number = this.#store.sequences.draw('$job');
    this.#store.writer(`INSERT INTO "$job" (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(number, step.jobId, step.kind, step.dueAt ?? null, step.userId, step.state, JSON.stringify(step.details), step.signature ?? null);
  }

  remove(number: number): void {
    this.#store.writer('DELETE FROM "$job" WHERE number = ?').run(number);
  }

  /** Everything that waits for a job: its steps and what a batch has still to go through. */
  removeJob(jobId: string): void {
    this.#store.writer('DELETE FROM "$job" WHERE jobId = ?').run(jobId);
    this.#store.writer('DELETE FROM "$job_scope" WHERE jobId = ?').run(jobId);
  }

  /** In the order they are due, of which equal ones in the order they were queued. */
  due(now: number): PendingStep | undefined {
    return this.#steps('WHERE dueAt <= ? ORDER BY dueAt, number LIMIT 1', now)[0];
  }

  /** When the next step is due; `undefined` when nothing waits. */
  nextDue(): number | undefined {
    const [first] = this.#read('SELECT MIN(dueAt) FROM "$job"').get() ?? [];
    return first === null || first === undefined ? undefined : Number(first);
  }

  /** Every waiting step, in the order they were queued. */
  all(): PendingStep[] {
    return this.#steps('ORDER BY number');
  }

  ofJob(jobId: string): PendingStep[] {
    return this.#steps('WHERE jobId = ? ORDER BY number', jobId);
  }

  hasSignature(signature: string): boolean {
    return this.#read('SELECT 1 FROM "$job" WHERE signature = ?').get(signature) !== undefined;
  }

  count(kind: StepKind): number {
    return Number(this.#read('SELECT COUNT(*) FROM "$job" WHERE kind = ?').get(kind)?.[0] ?? 0);
  }

  /** Jobs of a kind that nobody holds back. */
  active(kind: StepKind): number {
    return Number(this.#read('SELECT COUNT(*) FROM "$job" WHERE kind = ? AND dueAt IS NOT NULL').get(kind)?.[0] ?? 0);
  }

  /** The number the next step will have or pass. */
  mark(): number {
    return this.#store.sequences.draw('$job');
  }

  /** Steps of a kind that somebody holds back, in their order. */
  held(kind: StepKind): PendingStep[] {
    return this.#steps('WHERE kind = ? AND dueAt IS NULL ORDER BY number', kind);
  }

  addScope(jobId: string, place: number, scope: string): void {
    this.#store.writer('INSERT INTO "$job_scope" (jobId, place, scope) VALUES (?, ?, ?)').run(jobId, place, scope);
  }

  scope(jobId: string, place: number): string | undefined {
    const row = this.#read('SELECT scope FROM "$job_scope" WHERE jobId = ? AND place = ?').get(jobId, place);
    return row === undefined ? undefined : String(row[0]);
  }

  removeScope(jobId: string, place: number): void {
    this.#store.writer('DELETE FROM "$job_scope" WHERE jobId = ? AND place = ?').run(jobId, place);
  }

  #read(sql: string): Reader {
    return this.#store.reader(sql);
  }

  #steps(condition: string, ...values: (string | number)[]): PendingStep[] {
    return this.#read(`SELECT ${COLUMNS} FROM "$job" ${condition}`).all(...values).map(([number, jobId, kind, dueAt, userId, state, details, signature]) => ({
      number: Number(number), jobId: String(jobId), kind: kind as StepKind, dueAt: dueAt === null ? undefined : Number(dueAt), userId: String(userId), state: String(state),
      details: JSON.parse(String(details)) as StepDetails, signature: signature === null ? undefined : String(signature),
    }));
  }
}
