/**
 * The safety net under the doorbells: looks for documents by their time of creation, again and again over an overlap, because documents become readable
 * later than the time they carry: a quarter of an hour each time, and now and then as far back as a document may take. What it finds first never rang.
 */
import type { GatewayStore } from '../../delivery/store.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { documentLane, NOT_VISIBLE, type DocumentWork } from './document-work.ts';
import type { SapApi } from './sap-api.ts';

export interface DocumentPollerOptions {
  readonly source: string;
  readonly pollSeconds: number;
  /** How much later than its time of creation a document may become readable. */
  readonly lateCommitMinutes?: number;
  /** How long a doorbell may take before the document counts as one that never rang. */
  readonly graceSeconds?: number;
}

export interface DocumentPollerParts {
  readonly sap: SapApi;
  readonly store: GatewayStore;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
  /** Plants of ours; none: documents of all plants are read. */
  plants(): Promise<readonly string[]>;
}

interface PollerCursor {
  readonly throughMs: number;
  /** Where the first look of all began: what was posted before is part of the opening stock. Absent: nobody noted it. */
  readonly sinceMs?: number;
}

const OVERLAP_MINUTES = 15;
const LATE_COMMIT_MINUTES = 60;
/** Looks back far so many times while a document may still become readable. */
const LOOKS_BACK = 4;
const GRACE_SECONDS = 10;
const MINUTE_MS = 60_000;
/** After a long silence the time is caught up in steps, so that no answer gets too big. */
const LONGEST_STEP_MS = 60 * MINUTE_MS;

export class DocumentPoller {
  readonly #options: DocumentPollerOptions;
  readonly #parts: DocumentPollerParts;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #lookedBackAtMs = -Infinity;

  constructor(options: DocumentPollerOptions, parts: DocumentPollerParts) {
    this.#options = options;
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  /** Looks once, up to now. Answers how many documents had not rung. */
  async poll(): Promise<number> {
    let missed = 0;
    for (let isBehind = true; isBehind && !this.#end.signal.aborted;) {
      const step = await this.#step();
      missed += step.missed;
      isBehind = step.isBehind;
    }
    return missed;
  }

  async #step(): Promise<{ readonly missed: number; readonly isBehind: boolean }> {
    const { store, sap, clock, health } = this.#parts;
    const { source, graceSeconds = GRACE_SECONDS } = this.#options;
    const name = `sap-documents|${source}`;
    const toMs = clock.now() - graceSeconds * 1000;
    const [kept] = await store.cursors(name);
    const known = kept?.name === name ? (kept.value as PollerCursor) : undefined;
    // A clock that was ahead for a while has left moments that are still to come.
    const before = known === undefined ? undefined : Math.min(known.throughMs, toMs);
    const isLookingBack = before !== undefined && this.#isTimeToLookBack(toMs);
    const backMs = (isLookingBack ? this.#lateCommitMinutes : Math.min(OVERLAP_MINUTES, this.#lateCommitMinutes)) * MINUTE_MS;
    const sinceMs = known?.sinceMs === undefined || known.sinceMs > toMs ? -Infinity : known.sinceMs;
    const fromMs = Math.max((before ?? toMs) - backMs, sinceMs);
    const untilMs = Math.min(toMs, Math.max(before ?? 0, fromMs) + LONGEST_STEP_MS);
    const documents = await sap.documentsCreated(new Date(fromMs).toISOString(), new Date(untilMs).toISOString(), await this.#parts.plants(), this.#end.signal);
    const receivedAtMs = clock.now();
    const work = documents.map(({ year, number, createdAt }) => {
      const body: DocumentWork = { year, number };
      return { kind: 'document' as const, source, key: documentLane(body), lane: documentLane(body), body, occurredAtMs: Date.parse(createdAt), receivedAtMs };
    });
    const isNew = await store.transaction(async (transaction) => {
      const now = (await transaction.cursor(name)) as PollerCursor | undefined;
      const isAhead = now !== undefined && now.throughMs > toMs;
      const since = now === undefined ? fromMs : now.sinceMs === undefined ? undefined : Math.min(now.sinceMs, toMs);
      await transaction.moveCursor(name, { throughMs: isAhead ? untilMs : Math.max(now?.throughMs ?? 0, untilMs), ...(since === undefined ? {} : { sinceMs: since }) } satisfies PollerCursor);
      return work.length === 0 ? [] : transaction.append(work);
    });
    if (isLookingBack) this.#lookedBackAtMs = toMs;
    await this.#again(work.filter((_one, index) => isNew[index] === false).map(({ key }) => key));
    const missed = isNew.filter(Boolean).length;
    // The first look of all finds what was posted before anybody listened.
    if (missed > 0 && before !== undefined) health.count(source, 'doorbell-missed', missed);
    return { missed, isBehind: untilMs < toMs };
  }

  get #lateCommitMinutes(): number {
    return this.#options.lateCommitMinutes ?? LATE_COMMIT_MINUTES;
  }

  /** A clock that went back begins anew. */
  #isTimeToLookBack(nowMs: number): boolean {
    return Math.abs(nowMs - this.#lookedBackAtMs) >= (this.#lateCommitMinutes * MINUTE_MS) / LOOKS_BACK;
  }

  /** What was given up because it could not be read can be read now. */
  async #again(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const { store, clock, health } = this.#parts;
    const { source } = this.#options;
    const dead = await store.find({ kind: 'document', source, state: 'Dead', reason: NOT_VISIBLE, keys, most: keys.length });
    if (dead.length === 0) return;
    health.count(source, 'redriven', await store.transaction((transaction) => transaction.redrive(dead.map(({ id }) => id), clock.now())));
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        await this.poll();
      } catch (error) {
        if (!this.#end.signal.aborted) this.#parts.log.write('warn', 'poll-failed', { source: this.#options.source, message: messageOf(error) });
      }
      await this.#parts.clock.sleep(this.#options.pollSeconds * 1000, this.#end.signal);
    }
  }
}
