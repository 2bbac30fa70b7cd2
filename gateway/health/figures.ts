/** What the parts of this process saw, by source: counts and durations of the last minutes, in memory that is bounded whatever they say. */
import type { Clock } from '../shared/clock.ts';
import { Durations, type Percentiles } from './durations.ts';
import type { Count, HealthLog, Hop } from './health-log.ts';
import { Tally } from './tally.ts';

export const WINDOW_MINUTES = 15;
const MINUTE_MS = 60_000;

/** More names than these are no sources but a mistake: they are counted together. */
const MOST_SOURCES = 50;
const OTHERS = 'OTHERS';

export interface HopFigure extends Percentiles {
  readonly hop: Hop;
  readonly count: number;
}

export interface SourceFigures {
  readonly source: string;
  /** Hops of which anything is known; the percentiles are 0 when nothing happened within the window. */
  readonly hops: readonly HopFigure[];
  /** Within the window. */
  readonly recent: ReadonlyMap<Count, number>;
  /** Since this process began. */
  readonly total: ReadonlyMap<Count, number>;
  /** When the last event came, `undefined` when none did since this process began. */
  readonly lastEventAtMs: number | undefined;
}

interface Kept {
  readonly hops: Map<Hop, Durations>;
  readonly counts: Map<Count, Tally>;
  lastEventAtMs: number | undefined;
}

/** Counts that mean the source spoke. */
const SIGNS_OF_LIFE: ReadonlySet<Count> = new Set<Count>(['received', 'duplicate', 'replayed-answer', 'doorbell', 'doorbell-repeated']);

export class Figures implements HealthLog {
  readonly #window: number;
  readonly #begunAtMs: number;
  readonly #clock: Clock;
  readonly #sources = new Map<string, Kept>();

  constructor(clock: Clock, options: { readonly windowMinutes?: number } = {}) {
    this.#clock = clock;
    this.#window = options.windowMinutes ?? WINDOW_MINUTES;
    this.#begunAtMs = clock.now();
  }

  /** Minutes that recent counts and percentiles speak of: the window, or less while this process is younger. */
  get windowMinutes(): number {
    return Math.min(this.#window, Math.max(1, Math.ceil((this.#clock.now() - this.#begunAtMs) / MINUTE_MS)));
  }

  hop(source: string, hop: Hop, milliseconds: number): void {
    const { hops } = this.#of(source);
    let durations = hops.get(hop);
    if (durations === undefined) hops.set(hop, (durations = new Durations(this.#windowMs)));
    durations.add(milliseconds, this.#clock.now());
  }

  count(source: string, what: Count, by = 1): void {
    if (!Number.isFinite(by) || by <= 0) return;
    const kept = this.#of(source);
    let tally = kept.counts.get(what);
    if (tally === undefined) kept.counts.set(what, (tally = new Tally(this.#windowMs)));
    const now = this.#clock.now();
    tally.add(by, now);
    if (SIGNS_OF_LIFE.has(what)) kept.lastEventAtMs = now;
  }

  /** In the order of the names. */
  sources(): readonly SourceFigures[] {
    const now = this.#clock.now();
    return [...this.#sources.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([source, { hops, counts, lastEventAtMs }]) => ({
      source,
      hops: [...hops.entries()].map(([hop, durations]) => ({ hop, ...(durations.percentiles(now) ?? { p50: 0, p95: 0, p99: 0, count: 0 }) })),
      recent: new Map([...counts.entries()].map(([what, tally]) => [what, tally.recent(now)])),
      total: new Map([...counts.entries()].map(([what, tally]) => [what, tally.total])),
      lastEventAtMs,
    }));
  }

  get #windowMs(): number {
    return this.#window * MINUTE_MS;
  }

  #of(source: string): Kept {
    const name = this.#sources.has(source) || this.#sources.size < MOST_SOURCES ? source : OTHERS;
    let kept = this.#sources.get(name);
    if (kept === undefined) this.#sources.set(name, (kept = { hops: new Map(), counts: new Map(), lastEventAtMs: undefined }));
    return kept;
  }
}
