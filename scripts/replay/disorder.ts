/** The same facts as a bad day would bring them: in any order, some of them twice, some of them days late. The same seed brings them the same way. */

const SHARE_TWICE = 0.1;
const SHARE_LATE = 0.05;
const DAYS_OF_THE_FILE = 374;
const LONGEST_DELAY_DAYS = 10;

export function disordered<T>(facts: readonly T[], seed: number): readonly T[] {
  const random = randomOf(seed);
  const perDay = facts.length / DAYS_OF_THE_FILE;
  const arrivals = facts.map((fact) => ({ fact, at: random() * facts.length }));
  const late = arrivals.map(({ fact, at }) => ({ fact, at: random() < SHARE_LATE ? at + (1 + random() * (LONGEST_DELAY_DAYS - 1)) * perDay : at }));
  const twice = arrivals.filter(() => random() < SHARE_TWICE).map(({ fact }) => ({ fact, at: random() * facts.length }));
  return [...late, ...twice].sort((a, b) => a.at - b.at).map(({ fact }) => fact);
}

/** Even numbers from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
