/** What answers of other systems have in common, whoever asked: when to come back, and why there was none. */

/** A mistake in a header must stop nobody until the gateway is started again; and timers of more than 24 days end at once, over and over. */
const LONGEST_MS = 15 * 60_000;

/** How long to wait, as the answer says: in seconds (Shopify: with decimals) or as a date (RFC 9110, 10.2.3). Nothing when it does not say, or when that is over; a quarter of an hour at most. */
export function retryAfter(headers: Headers): { readonly retryAfterMs?: number } {
  const header = headers.get('retry-after');
  if (header === null) return {};
  const milliseconds = /^\d+(\.\d+)?$/.test(header) ? Math.ceil(Number(header) * 1000) : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? { retryAfterMs: Math.min(milliseconds, LONGEST_MS) } : {};
}

/** Why `fetch` failed: it names itself, and the network's reason as its cause. */
export function whyNoAnswer(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
