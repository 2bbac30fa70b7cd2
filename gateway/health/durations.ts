/**
 * How long things took, over a sliding window, in bounded memory whatever comes: counts in buckets whose width grows with the duration, so that every
 * percentile is told within 1.6 % (exactly below 64 ms). The window is made of slices; the oldest is forgotten as a new one begins.
 */

const SLICES = 15;
/** Below this, a bucket per millisecond. */
const EXACT = 64;
/** Above it, buckets per doubling. */
const PARTS = 32;
/** About 69 years; what is longer counts as that. */
const LONGEST_MS = 2 ** 41 - 1;
const BUCKETS = bucketOf(LONGEST_MS) + 1;

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export class Durations {
  readonly #sliceMs: number;
  readonly #slices: (Uint32Array | undefined)[] = Array.from({ length: SLICES });
  /** Number of the slice that is written to, since the epoch. */
  #current = 0;

  /** @param windowMs what is older than this, at the latest, is forgotten; what is younger than 14/15 of it never is */
  constructor(windowMs: number) {
    this.#sliceMs = Math.ceil(windowMs / SLICES);
  }

  /** @param milliseconds below 0 (clocks of two systems differ) counts as 0 */
  add(milliseconds: number, nowMs: number): void {
    this.#forget(nowMs);
    const slice = (this.#slices[this.#current % SLICES] ??= new Uint32Array(BUCKETS));
    slice[bucketOf(milliseconds)]! += 1;
  }

  count(nowMs: number): number {
    return this.#sum(nowMs).reduce((sum, bucket) => sum + bucket, 0);
  }

  /** `undefined` when nothing happened within the window. */
  percentiles(nowMs: number): (Percentiles & { readonly count: number }) | undefined {
    const buckets = this.#sum(nowMs);
    const count = buckets.reduce((sum, bucket) => sum + bucket, 0);
    if (count === 0) return undefined;
    return { p50: nearestRank(buckets, count, 0.5), p95: nearestRank(buckets, count, 0.95), p99: nearestRank(buckets, count, 0.99), count };
  }

  #sum(nowMs: number): Float64Array {
    this.#forget(nowMs);
    const buckets = new Float64Array(BUCKETS);
    for (const slice of this.#slices) slice?.forEach((count, bucket) => (buckets[bucket]! += count));
    return buckets;
  }

  /** A clock that goes back keeps writing to the newest slice. */
  #forget(nowMs: number): void {
    const number = Math.floor(nowMs / this.#sliceMs);
    if (number <= this.#current) return;
    const over = Math.min(number - this.#current, SLICES);
    for (let step = 0; step < over; step += 1) this.#slices[(number - step) % SLICES] = undefined;
    this.#current = number;
  }
}

function bucketOf(milliseconds: number): number {
  const whole = Math.round(Math.min(Math.max(milliseconds, 0), LONGEST_MS)) || 0;
  if (whole < EXACT) return whole;
  const doubling = Math.floor(Math.log2(whole));
  return EXACT + (doubling - Math.log2(EXACT)) * PARTS + Math.floor(((whole - 2 ** doubling) * PARTS) / 2 ** doubling);
}

/** The middle of the bucket. */
function millisecondsOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const lower = 2 ** (Math.floor((bucket - EXACT) / PARTS) + Math.log2(EXACT));
  return Math.round(lower + (((bucket - EXACT) % PARTS) + 0.5) * (lower / PARTS));
}

function nearestRank(buckets: Float64Array, count: number, share: number): number {
  const rank = Math.ceil(count * share);
  let seen = 0;
  const bucket = buckets.findIndex((held) => (seen += held) >= rank);
  return millisecondsOf(bucket);
}
