import { PROBE, waitMs } from './retry.ts';

/** Failures in a row, of any kind of work, after which a system is left alone. */
const FAILURES_TO_OPEN = 5;

export type BreakerState = 'Closed' | 'Open' | 'HalfOpen';

export interface BreakerFigure {
  readonly system: string;
  readonly state: BreakerState;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** What may be begun: everything, one batch to see whether the system is back, or nothing. */
export type Permit = 'all' | 'probe' | 'none';

/** Keeps work away from a system in trouble: it opens after failures in a row, lets one batch probe from time to time, and closes when one succeeds. */
export class CircuitBreaker {
  readonly system: string;
  readonly #random: () => number;
  readonly #changed: (state: BreakerState) => void;
  #state: BreakerState = 'Closed';
  #sinceMs: number;
  #failures = 0;
  #openings = 0;
  #untilMs = 0;

  constructor(system: string, nowMs: number, random: () => number, changed: (state: BreakerState) => void) {
    this.system = system;
    this.#sinceMs = nowMs;
    this.#random = random;
    this.#changed = changed;
  }

  permit(nowMs: number): Permit {
    if (this.#state === 'Closed') return 'all';
    return this.#state === 'Open' && nowMs >= this.#untilMs ? 'probe' : 'none';
  }

  /** When it is worth asking again; `undefined` unless it is open. */
  get untilMs(): number | undefined {
    return this.#state === 'Open' ? this.#untilMs : undefined;
  }

  /** A batch has begun as the probe: no other begins before it has ended. */
  probe(nowMs: number): void {
    this.#become('HalfOpen', nowMs);
  }

  /** The system answered, whatever it said. */
  succeeded(nowMs: number): void {
    this.#failures = 0;
    this.#openings = 0;
    if (this.#state !== 'Closed') this.#become('Closed', nowMs);
  }

  failed(nowMs: number, retryAfterMs?: number): void {
    this.#failures += 1;
    if (this.#state === 'Open' || (this.#state === 'Closed' && this.#failures < FAILURES_TO_OPEN)) return;
    this.#openings += 1;
    this.#untilMs = nowMs + waitMs(PROBE, this.#openings, this.#random(), retryAfterMs);
    this.#become('Open', nowMs);
  }

  /** A probe ended without telling anything of the system; another may try soon. */
  abandoned(nowMs: number): void {
    if (this.#state === 'HalfOpen') {
      this.#untilMs = nowMs + PROBE.baseMs;
      this.#become('Open', nowMs);
    }
  }

  figure(): BreakerFigure {
    return { system: this.system, state: this.#state, sinceMs: this.#sinceMs };
  }

  #become(state: BreakerState, nowMs: number): void {
    // Open → HalfOpen → Open is one outage.
    if (state === 'Closed' || this.#state === 'Closed') this.#sinceMs = nowMs;
    this.#state = state;
    this.#changed(state);
  }
}
