import { randomFillSync } from 'node:crypto';

/** Bytes drawn from the system at once: asking it costs as much for sixteen bytes as for thousands, and every event needs sixteen. */
const POOL_BYTES = 8_192;

/** The org's one source of random bytes. Every byte is given once. */
export function makeRandomSource(): (bytes: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (bytes) => {
    if (bytes > POOL_BYTES) return randomFillSync(new Uint8Array(bytes));
    if (used + bytes > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const drawn = pool.slice(used, used + bytes);
    pool.fill(0, used, used + bytes);
    used += bytes;
    return drawn;
  };
}
