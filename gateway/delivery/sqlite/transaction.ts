import type Database from 'better-sqlite3';
import { partitionOf } from '../partition.ts';
import type { Lease, RememberedAnswer, StoreTransaction } from '../store.ts';
import { FigureChanges, messageText, type Appended } from '../work-row.ts';
import type { Ending, NewWork, WorkKind } from '../work.ts';
import type { SqliteLeases } from './leases.ts';

/** Every statement a transaction may need, prepared once. */
export class Statements {
  readonly answerOf: Database.Statement;
  readonly remember: Database.Statement;
  readonly cursor: Database.Statement;
  readonly moveCursor: Database.Statement;
  readonly append: Database.Statement;
  readonly stateOf: Database.Statement;
  readonly end: Database.Statement;
  readonly retry: Database.Statement;
  readonly redrive: Database.Statement;
  readonly discard: Database.Statement;

  constructor(database: Database.Database) {
    this.answerOf = database.prepare('SELECT hash, answer FROM answer WHERE scope = ? AND key = ?');
    this.remember = database.prepare('INSERT INTO answer (scope, key, hash, answer, stored_at_ms) VALUES (?, ?, ?, ?, ?)');
    this.cursor = database.prepare('SELECT value FROM cursor WHERE name = ?').pluck();
    this.moveCursor = database.prepare('INSERT INTO cursor (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    this.append = database.prepare(`
      INSERT INTO work (kind, source, key, lane, partition, body, occurred_at_ms, received_at_ms, next_attempt_at_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
    this.stateOf = database.prepare('SELECT id, kind, source, state, effect FROM work WHERE id = ?');
    this.end = database.prepare('UPDATE work SET state = @state, attempts = @attempts, ended_at_ms = @endedAt, effect = @effect, reason = @reason, message = @message WHERE id = @id');
    this.retry = database.prepare('UPDATE work SET attempts = ?, next_attempt_at_ms = ?, reason = ?, message = ? WHERE id = ?');
    this.redrive = database.prepare("UPDATE work SET state = 'Waiting', attempts = 0, next_attempt_at_ms = ?, ended_at_ms = NULL, effect = NULL, reason = NULL, message = NULL WHERE id = ?");
    this.discard = database.prepare("UPDATE work SET state = 'Discarded', ended_at_ms = ? WHERE id = ?");
  }
}

interface StateRow {
  readonly id: number;
  readonly kind: string;
  readonly source: string;
  readonly state: string;
  readonly effect: string | null;
}

/** One transaction inside a group; the group holds the lock, so nothing here waits. */
export class SqliteTransaction implements StoreTransaction {
  readonly figures = new FigureChanges();
  readonly appended: Appended = new Map();
  readonly #statements: Statements;
  readonly #leases: SqliteLeases;
  readonly #nowMs: number;
  #isOver = false;

  constructor(statements: Statements, leases: SqliteLeases, nowMs: number) {
    this.#statements = statements;
    this.#leases = leases;
    this.#nowMs = nowMs;
  }

  /** From now on it refuses: what a caller forgot to await must not slip into another's transaction. */
  end(): void {
    this.#isOver = true;
  }

  async answerOf(scope: string, key: string): Promise<RememberedAnswer | undefined> {
    const row = this.#open.answerOf.get(scope, key) as { hash: string; answer: string } | undefined;
    return row === undefined ? undefined : { hash: row.hash, answer: JSON.parse(row.answer) as unknown };
  }

  async remember(scope: string, key: string, answer: RememberedAnswer): Promise<void> {
    this.#open.remember.run(scope, key, answer.hash, JSON.stringify(answer.answer), this.#nowMs);
  }

  async cursor(name: string): Promise<unknown> {
    const value = this.#open.cursor.get(name) as string | undefined;
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  }

  async moveCursor(name: string, value: unknown): Promise<void> {
    this.#open.moveCursor.run(name, JSON.stringify(value));
  }

  async append(work: readonly NewWork[]): Promise<readonly boolean[]> {
    return work.map((item) => this.#appendOne(item));
  }

  async finish(endings: readonly (Ending & { readonly nextAttemptAtMs?: number })[]): Promise<void> {
    for (const ending of endings) this.#finishOne(ending);
  }

  async fence(owner: string, leases: readonly Lease[]): Promise<void> {
    void this.#open;
    this.#leases.fence(owner, leases);
  }

  async redrive(ids: readonly number[], nowMs: number): Promise<number> {
    return this.#change(ids, ['Dead', 'Discarded', 'Done'], 'Waiting', (id) => this.#open.redrive.run(nowMs, id));
  }

  async discard(ids: readonly number[], nowMs: number): Promise<number> {
    return this.#change(ids, ['Dead', 'Waiting'], 'Discarded', (id) => this.#open.discard.run(nowMs, id));
  }

  get #open(): Statements {
    if (this.#isOver) throw new Error('This transaction is over: something in it was not awaited.');
    return this.#statements;
  }

  #appendOne(item: NewWork): boolean {
    const { kind, source, key, lane, body, occurredAtMs, receivedAtMs = this.#nowMs, notBeforeMs = 0 } = item;
    const { changes } = this.#open.append.run(kind, source, key, lane, partitionOf(lane), JSON.stringify(body), occurredAtMs, receivedAtMs, notBeforeMs);
    if (changes === 0) return false;
    this.figures.add(kind, source, 'Waiting', null, 1);
    this.#wake(kind);
    return true;
  }

  #finishOne({ item, outcome, nextAttemptAtMs = this.#nowMs }: Ending & { readonly nextAttemptAtMs?: number }): void {
    if (outcome.state === 'Later') return;
    const row = this.#open.stateOf.get(item.id) as StateRow | undefined;
    if (row?.state !== 'Waiting' && !(row?.state === 'Discarded' && outcome.state === 'Done')) return;
    if (outcome.state === 'Retry') {
      this.#open.retry.run(item.attempts, nextAttemptAtMs, outcome.reason, messageText(outcome.message), item.id);
      return;
    }
    const effect = outcome.state === 'Done' ? outcome.effect : null;
    this.#open.end.run({ id: item.id, state: outcome.state, attempts: item.attempts, endedAt: this.#nowMs, effect, reason: outcome.reason ?? null, message: messageText(outcome.message) });
    this.#count(row, outcome.state, effect);
    if (outcome.state === 'Done') for (const follow of outcome.follow ?? []) this.#appendOne(follow);
  }

  #change(ids: readonly number[], from: readonly string[], to: string, write: (id: number) => void): number {
    let changed = 0;
    for (const id of new Set(ids)) {
      const row = this.#open.stateOf.get(id) as StateRow | undefined;
      if (row === undefined || !from.includes(row.state)) continue;
      write(id);
      this.#count(row, to, to === 'Waiting' ? null : row.effect);
      if (to === 'Waiting') this.#wake(row.kind as WorkKind);
      changed += 1;
    }
    return changed;
  }

  #count(row: StateRow, state: string, effect: string | null): void {
    this.figures.add(row.kind, row.source, row.state, row.effect, -1);
    this.figures.add(row.kind, row.source, state, effect, 1);
  }

  #wake(kind: WorkKind): void {
    this.appended.set(kind, (this.appended.get(kind) ?? 0) + 1);
  }
}
