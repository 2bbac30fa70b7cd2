/** How long to wait before the next try. */
export interface RetryPolicy {
  /** Ceiling of the first wait; it doubles with every failure. */
  readonly baseMs: number;
  /** No ceiling is higher. */
  readonly capMs: number;
}

export const RETRY: RetryPolicy = { baseMs: 200, capMs: 60_000 };
/** A probe is one batch, so it may come often: it decides how soon work flows again after an outage. */
export const PROBE: RetryPolicy = { baseMs: 500, capMs: 10_000 };

const MOST_DOUBLINGS = 30;
/** Nobody is left in peace for longer, however long they asked for: a header with a mistake in it would stop deliveries until the gateway is started again. */
const LONGEST_ASKED_MS = 15 * 60_000;

/**
 * Full jitter: anything up to the ceiling, so that many who failed together do not come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Never sooner than the other side asked for, within a quarter of an hour.
 *
 * @param failures in a row, 1 or more
 * @param random in [0, 1)
 */
export function waitMs({ baseMs, capMs }: RetryPolicy, failures: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, MOST_DOUBLINGS));
  return Math.ceil(Math.min(retryAfterMs, LONGEST_ASKED_MS) + random * ceiling);
}
