/** Random numbers that repeat: the same seed deals the same faults, so a failure found once can be looked at again. */
export interface Random {
  /** In `[0, 1)`. */
  next(): number;
  /** True in so many of all cases; 0 never, 1 always, without drawing a number. */
  happens(share: number): boolean;
}

/** Mulberry32, a generator of 32 bits of state. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, happens: (share) => share >= 1 || (share > 0 && next() < share) };
}
