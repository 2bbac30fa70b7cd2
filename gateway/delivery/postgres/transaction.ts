import type { PoolClient, QueryResult } from 'pg';
import { partitionOf } from '../partition.ts';
import { LeaseLost, type Lease, type RememberedAnswer, type StoreTransaction } from '../store.ts';
import { FigureChanges, messageText, type Appended } from '../work-row.ts';
import type { Ending, NewWork, WorkKind } from '../work.ts';

interface StateRow {
  readonly id: number;
  readonly kind: string;
  readonly source: string;
  readonly state: string;
  readonly effect: string | null;
}

type EndingAt = Ending & { readonly nextAttemptAtMs?: number };

/** Thrown by what locks rows in an order that others in the same transaction of the database do not keep. */
export class NeedsItsOwn extends Error {}

export interface TransactionOptions {
  /** What is sent before everything else, `undefined`: nothing. */
  readonly begin: string | undefined;
  /** Others share the transaction of the database: what locks rows of many throws NeedsItsOwn. */
  readonly isShared: boolean;
}

const ALONE: TransactionOptions = { begin: 'BEGIN', isShared: false };

/**
 * One transaction on one connection. Each method is a constant number of statements, whatever the number of items, and what has no answer is sent without
 * waiting: statements run in the order in which they were sent, and the commit waits for all of them.
 */
export class PostgresTransaction implements StoreTransaction {
  readonly figures = new FigureChanges();
  readonly appended: Appended = new Map();
  readonly #client: PoolClient;
  readonly #nowMs: number;
  readonly #options: TransactionOptions;
  #last: Promise<unknown> = Promise.resolve();
  #hasBegun = false;
  #isOver = false;
  #failure: Error | undefined;

  constructor(client: PoolClient, nowMs: number, options = ALONE) {
    this.#client = client;
    this.#nowMs = nowMs;
    this.#options = options;
  }

  /** Was anything sent? */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** What the database refused first, and why it refuses everything since; `undefined`: nothing whose answer has come. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** @throws what went wrong first, also of what was sent without waiting */
  async commit(): Promise<void> {
    writeFigures(this.figures, (text, values) => this.#query(text, values));
    this.#send('COMMIT');
    this.end();
    await this.settled();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when all that was sent is answered: answers come in the order of statements. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** From now on it refuses: what a caller forgot to await must not slip into another's transaction. */
  end(): void {
    this.#isOver = true;
  }

  async answerOf(scope: string, key: string): Promise<RememberedAnswer | undefined> {
    this.#lock(`answer|${scope}|${key}`);
    const [row] = await this.#rows<{ hash: string; answer: string }>('SELECT hash, answer FROM answer WHERE scope = $1 AND key = $2', [scope, key]);
    return row === undefined ? undefined : { hash: row.hash, answer: JSON.parse(row.answer) as unknown };
  }

  async remember(scope: string, key: string, answer: RememberedAnswer): Promise<void> {
    this.#send('INSERT INTO answer (scope, key, hash, answer, stored_at_ms) VALUES ($1, $2, $3, $4, $5)', [scope, key, answer.hash, JSON.stringify(answer.answer), this.#nowMs]);
  }

  async cursor(name: string): Promise<unknown> {
    this.#lock(`cursor|${name}`);
    const [row] = await this.#rows<{ value: string }>('SELECT value FROM cursor WHERE name = $1', [name]);
    return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
  }

  async moveCursor(name: string, value: unknown): Promise<void> {
    this.#send('INSERT INTO cursor (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [name, JSON.stringify(value)]);
  }

  async append(work: readonly NewWork[]): Promise<readonly boolean[]> {
    if (work.length === 0) return [];
    const stored = await this.#rows<{ kind: WorkKind; source: string; key: string }>(
      `INSERT INTO work (kind, source, key, lane, partition, body, occurred_at_ms, received_at_ms, next_attempt_at_ms)
       SELECT kind, source, key, lane, partition, body, occurred, received, next
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[])
         WITH ORDINALITY AS item (kind, source, key, lane, partition, body, occurred, received, next, position)
       ORDER BY position ON CONFLICT DO NOTHING RETURNING kind, source, key`,
      [
        work.map(({ kind }) => kind), work.map(({ source }) => source), work.map(({ key }) => key), work.map(({ lane }) => lane), work.map(({ lane }) => partitionOf(lane)),
        work.map(({ body }) => JSON.stringify(body)), work.map(({ occurredAtMs }) => occurredAtMs), work.map(({ receivedAtMs }) => receivedAtMs ?? this.#nowMs), work.map(({ notBeforeMs }) => notBeforeMs ?? 0),
      ],
    );
    for (const { kind, source } of stored) {
      this.figures.add(kind, source, 'Waiting', null, 1);
      this.#wake(kind);
    }
    const fresh = new Set(stored.map(nameOf));
    // Of two in one call the first is new.
    return work.map((item) => fresh.delete(nameOf(item)));
  }

  async finish(endings: readonly EndingAt[]): Promise<void> {
    this.#refuseCompany();
    const told = endings.filter(({ outcome }) => outcome.state !== 'Later');
    const before = await this.#lockWork(told.map(({ item }) => item.id));
    const written = told.filter(({ item, outcome }) => {
      const state = before.get(item.id)?.state;
      return state === 'Waiting' || (state === 'Discarded' && outcome.state === 'Done');
    });
    this.#retry(written);
    this.#end(written, before);
    await this.append(written.flatMap(({ outcome }) => (outcome.state === 'Done' ? (outcome.follow ?? []) : [])));
  }

  async fence(owner: string, leases: readonly Lease[]): Promise<void> {
    this.#refuseCompany();
    const held = await this.#rows<Lease>('SELECT partition, epoch FROM lease WHERE owner = $1 AND partition = ANY ($2::int[]) ORDER BY partition FOR SHARE', [owner, leases.map(({ partition }) => partition)]);
    const epochs = new Map(held.map(({ partition, epoch }) => [partition, epoch]));
    for (const { partition, epoch } of leases) {
      if (epochs.get(partition) !== epoch) throw new LeaseLost(`${owner} no longer holds partition ${String(partition)} in epoch ${String(epoch)}; what it found out is left to whoever does.`);
    }
  }

  async redrive(ids: readonly number[], nowMs: number): Promise<number> {
    const rows = await this.#change(ids, ['Dead', 'Discarded', 'Done'], 'Waiting', "state = 'Waiting', attempts = 0, next_attempt_at_ms = $2, ended_at_ms = NULL, effect = NULL, reason = NULL, message = NULL", nowMs);
    for (const { kind } of rows) this.#wake(kind as WorkKind);
    return rows.length;
  }

  async discard(ids: readonly number[], nowMs: number): Promise<number> {
    return (await this.#change(ids, ['Dead', 'Waiting'], 'Discarded', "state = 'Discarded', ended_at_ms = $2", nowMs)).length;
  }

  #refuseCompany(): void {
    if (this.#options.isShared) throw new NeedsItsOwn();
  }

  #retry(endings: readonly EndingAt[]): void {
    const retried = endings.flatMap(({ item, outcome, nextAttemptAtMs }) => (outcome.state === 'Retry' ? [{ item, outcome, nextAttemptAtMs: nextAttemptAtMs ?? this.#nowMs }] : []));
    if (retried.length === 0) return;
    this.#send(
      `UPDATE work SET attempts = ended.attempts, next_attempt_at_ms = ended.next, reason = ended.reason, message = ended.message
       FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::text[], $5::text[]) AS ended (id, attempts, next, reason, message) WHERE work.id = ended.id`,
      [retried.map(({ item }) => item.id), retried.map(({ item }) => item.attempts), retried.map(({ nextAttemptAtMs }) => nextAttemptAtMs), retried.map(({ outcome }) => outcome.reason), retried.map(({ outcome }) => messageText(outcome.message))],
    );
  }

  #end(endings: readonly EndingAt[], before: ReadonlyMap<number, StateRow>): void {
    const ended = endings.flatMap(({ item, outcome }) => (outcome.state === 'Done' || outcome.state === 'Dead' ? [{ item, outcome, effect: outcome.state === 'Done' ? outcome.effect : null }] : []));
    if (ended.length === 0) return;
    this.#send(
      `UPDATE work SET state = ended.state, attempts = ended.attempts, ended_at_ms = $7, effect = ended.effect, reason = ended.reason, message = ended.message
       FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[]) AS ended (id, state, attempts, effect, reason, message) WHERE work.id = ended.id`,
      [
        ended.map(({ item }) => item.id), ended.map(({ outcome }) => outcome.state), ended.map(({ item }) => item.attempts), ended.map(({ effect }) => effect),
        ended.map(({ outcome }) => outcome.reason ?? null), ended.map(({ outcome }) => messageText(outcome.message)), this.#nowMs,
      ],
    );
    for (const { item, outcome, effect } of ended) this.#count(before.get(item.id)!, outcome.state, effect);
  }

  async #change(ids: readonly number[], from: readonly string[], to: string, assignments: string, nowMs: number): Promise<readonly StateRow[]> {
    this.#refuseCompany();
    const rows = [...(await this.#lockWork(ids)).values()].filter(({ state }) => from.includes(state));
    if (rows.length > 0) this.#send(`UPDATE work SET ${assignments} WHERE id = ANY ($1::bigint[])`, [rows.map(({ id }) => id), nowMs]);
    for (const row of rows) this.#count(row, to, to === 'Waiting' ? null : row.effect);
    return rows;
  }

  async #lockWork(ids: readonly number[]): Promise<ReadonlyMap<number, StateRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#rows<StateRow>('SELECT id, kind, source, state, effect FROM work WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE', [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  #lock(name: string): void {
    this.#send('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }

  #send(text: string, values: unknown[] = []): void {
    void this.#query(text, values);
  }

  async #rows<R>(text: string, values: unknown[]): Promise<R[]> {
    return (await this.#query(text, values)).rows as R[];
  }

  #query(text: string, values: unknown[]): Promise<QueryResult> {
    if (this.#isOver) throw new Error('This transaction is over: something in it was not awaited.');
    const { begin } = this.#options;
    if (!this.#hasBegun && begin !== undefined) void this.#watch(this.#client.query(begin));
    this.#hasBegun = true;
    // One name per text: the server parses and plans it once per connection.
    return this.#watch(this.#client.query({ name: nameOfStatement(text), text, values }));
  }

  #watch(answer: Promise<QueryResult>): Promise<QueryResult> {
    this.#last = answer.catch((error: unknown) => { this.#failure ??= error as Error; });
    return answer;
  }

  #count(row: StateRow, state: string, effect: string | null): void {
    this.figures.add(row.kind, row.source, row.state, row.effect, -1);
    this.figures.add(row.kind, row.source, state, effect, 1);
  }

  #wake(kind: WorkKind): void {
    this.appended.set(kind, (this.appended.get(kind) ?? 0) + 1);
  }
}

/** Sends what transactions changed of the counts, when they changed any. */
export function writeFigures(figures: FigureChanges, send: (text: string, values: unknown[]) => Promise<unknown>): void {
  const changes = figures.list();
  if (changes.length === 0) return;
  void send('INSERT INTO figure_change (kind, source, state, effect, by) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])', [
    changes.map(({ kind }) => kind), changes.map(({ source }) => source), changes.map(({ state }) => state), changes.map(({ effect }) => effect), changes.map(({ by }) => by),
  ]);
}

const nameOf = ({ kind, source, key }: { readonly kind: string; readonly source: string; readonly key: string }): string => JSON.stringify([kind, source, key]);

const statementNames = new Map<string, string>();

function nameOfStatement(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `gateway-${String(statementNames.size)}`;
    statementNames.set(text, name);
  }
  return name;
}
