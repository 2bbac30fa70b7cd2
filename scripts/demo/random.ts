/** Chance that can be repeated: the same seed gives the same day. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** How often something happens in a span in which it happens `mean` times on average. */
  count(mean: number): number;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next, below,
    pick: (items) => items[below(items.length)]!,
    count: (mean) => {
      const limit = Math.exp(-mean);
      let product = next();
      let events = 0;
      for (; product > limit; product *= next()) events += 1;
      return events;
    },
  };
}
