/**
 * Looks at positions whose stock differs, says why, mends what can be mended without anybody's judgement (a document nobody told is told), and keeps what it found. What is
 * explained closes itself; the rest is named, and stays with people.
 */
import type { GatewayStore } from '../../delivery/store.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { casesAfter, type DriftCase } from './cases.ts';
import { collect } from './collect.ts';
import { documentOf } from './evidence.ts';
import { findDrift } from './find-drift.ts';
import { laneOf, type DriftSources, type Place } from './sources.ts';

export interface DriftCheckParts {
  readonly sources: DriftSources;
  readonly store: Pick<GatewayStore, 'transaction' | 'cursors' | 'find'>;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DriftCheckOptions {
  /** How far back evidence is looked for; closed cases are kept as long. */
  readonly windowDays?: number;
  /** A doorbell that takes longer is late. */
  readonly doorbellMinutes?: number;
  /** Tills may be offline for so long. */
  readonly uploadHours?: number;
  /** Positions with open cases are looked at again this often. */
  readonly againMinutes?: number;
}

const CURSOR = 'drift|';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export class DriftCheck {
  readonly #parts: DriftCheckParts;
  readonly #windowMs: number;
  readonly #patience: { readonly doorbellMs: number; readonly uploadMs: number };
  readonly #againMs: number;
  readonly #end = new AbortController();
  #looking: Promise<unknown> = Promise.resolve();

  constructor(parts: DriftCheckParts, { windowDays = 7, doorbellMinutes = 30, uploadHours = 12, againMinutes = 5 }: DriftCheckOptions = {}) {
    this.#parts = parts;
    this.#windowMs = windowDays * DAY_MS;
    this.#patience = { doorbellMs: doorbellMinutes * MINUTE_MS, uploadMs: uploadHours * HOUR_MS };
    this.#againMs = againMinutes * MINUTE_MS;
  }

  /** Looks at positions with open cases again and again, until {@link close}. */
  start(): void {
    this.#looking = (async () => {
      while (!this.#end.signal.aborted) {
        await this.#parts.clock.sleep(this.#againMs, this.#end.signal);
        if (this.#end.signal.aborted) return;
        await this.again().catch((error: unknown) => { this.#parts.log.write('warn', 'drift-check-failed', { message: messageOf(error) }); });
      }
    })();
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#looking;
  }

  /** Every case that is kept: open ones, and for a while those that are explained. */
  async cases(): Promise<readonly DriftCase[]> {
    return (await this.#parts.store.cursors(CURSOR)).flatMap(({ value }) => value as readonly DriftCase[]);
  }

  /** Positions whose cases are open. */
  async again(): Promise<readonly DriftCase[]> {
    const open = new Map((await this.cases()).filter(({ explained }) => !explained).map(({ sku, location }) => [laneOf({ sku, location }), { sku, location }]));
    return this.look([...open.values()]);
  }

  /**
   * Looks at positions: whose snapshot moved the book, whose stock differs from SAP's. Answers their cases, open and closed.
   * @throws TransientFailure when SAP or the org cannot be asked; nothing is changed then
   */
  async look(positions: readonly Place[]): Promise<readonly DriftCase[]> {
    if (positions.length === 0) return [];
    const { sources, clock } = this.#parts;
    const nowMs = clock.now();
    const findings = findDrift(await collect(positions, sources, { nowMs, fromMs: nowMs - this.#windowMs, patience: this.#patience }));
    const cases: DriftCase[] = [];
    for (const finding of findings) {
      const kept = await this.#keep(finding, nowMs);
      cases.push(...kept);
    }
    await this.#deliver(cases.filter(({ explained, remedy }) => !explained && remedy === 'Deliver'), nowMs);
    return cases;
  }

  async #keep(finding: ReturnType<typeof findDrift>[number], nowMs: number): Promise<readonly DriftCase[]> {
    const { store, sources, health, log } = this.#parts;
    const name = `${CURSOR}${laneOf(finding)}`;
    const { before, after } = await store.transaction(async (transaction) => {
      const known = ((await transaction.cursor(name)) ?? []) as readonly DriftCase[];
      const next = casesAfter(known, finding, nowMs, this.#windowMs);
      if (known.length > 0 || next.length > 0) await transaction.moveCursor(name, next);
      return { before: new Map(known.map((one) => [one.key, one])), after: next };
    });
    for (const one of after) {
      const known = before.get(one.key);
      if (known === undefined) {
        health.count(sources.erp, 'drift');
        log.write(one.explained ? 'info' : 'warn', 'drift', { sku: one.sku, location: one.location, class: one.driftClass, quantity: one.quantity, first: one.firstDiverging.key, message: one.explanation });
      }
      if (one.explained && known?.explained !== true) health.count(sources.erp, 'drift-explained');
    }
    return after;
  }

  /** Documents the org does not know are read and told, as if their doorbell had rung. Repeating it is harmless. */
  async #deliver(cases: readonly DriftCase[], nowMs: number): Promise<void> {
    const { store, sources } = this.#parts;
    const documents = new Map(cases.map(({ firstDiverging: { key, atMs } }) => [documentOf(key), atMs]));
    for (const [lane, occurredAtMs] of documents) {
      const [year = '', number = ''] = lane.split('/');
      const [isNew] = await store.transaction((transaction) => transaction.append([{ kind: 'document', source: sources.erp, key: lane, lane, body: { year, number }, occurredAtMs, receivedAtMs: nowMs }]));
      if (isNew === true) continue;
      const [known] = await store.find({ kind: 'document', source: sources.erp, key: lane, most: 1 });
      if (known !== undefined && known.state !== 'Waiting') await store.transaction((transaction) => transaction.redrive([known.id], nowMs));
    }
  }
}
