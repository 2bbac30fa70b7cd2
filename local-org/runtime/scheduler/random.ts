/** Seeded randomness: equal seeds, equal courses. */

/** mulberry32: numbers from 0 to below 2^32. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export function seededBytes(seed: number): (count: number) => Uint8Array {
  const next = seededNumbers(seed);
  return (count) => Uint8Array.from({ length: count }, () => next() & 0xff);
}
