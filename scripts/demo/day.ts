/** What happens in a minute of a shop day, worked out from chance alone: the same seed and minute give the same events. */
import { seededRandom, type Random } from './random.ts';

export interface ShopWorld {
  readonly skus: readonly string[];
  /** Where customers collect; the first ones are where most of it happens. */
  readonly stores: readonly string[];
}

interface At {
  /** Of the minute, 0 to 59. */
  readonly second: number;
}

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export type ShopEvent =
  | (At & { readonly kind: 'sale' | 'return' | 'delivery'; readonly key: string; readonly store: string; readonly line: Line })
  | (At & { readonly kind: 'order'; readonly key: string; readonly store: string; readonly orderRef: string; readonly customer: string; readonly lines: readonly Line[] })
  | (At & { readonly kind: 'cart'; readonly key: string; readonly store: string; readonly lines: readonly Line[] })
  /** Everybody at work in the stores does one thing. */
  | (At & { readonly kind: 'work' });

/** Per minute at a busy hour. */
const SALES = 6;
const RETURNS = 0.4;
const DELIVERIES = 0.6;
const ORDERS = 1.1;
const CARTS = 0.5;
const WORK_EVERY_SECONDS = 15;

const CUSTOMERS = ['A. Bell', 'J. Cole', 'P. Sharma', 'M. Okoye', 'L. Rossi', 'S. Kaur', 'D. Flynn', 'R. Meyer', 'E. Young', 'T. Sato', 'N. Grant', 'K. Braun', 'C. Diaz', 'I. Nolan', 'B. Chen', 'F. Hughes'] as const;

/** Nights are quiet, though never still: whoever looks sees something move. */
export function busyness(hour: number): number {
  return hour < 7 || hour >= 22 ? 0.5 : 1 + 0.5 * Math.sin(((hour - 7) / 15) * Math.PI);
}

/** @param minute since 1970 by the org's clock */
export function eventsOfMinute(seed: number, minute: number, world: ShopWorld): readonly ShopEvent[] {
  const random = seededRandom(Math.imul(seed, 2_654_435_761) ^ minute);
  const rate = busyness(Math.floor(minute / 60) % 24);
  let number = 0;
  const keyOf = (what: string): string => `DEMO-${String(seed)}-${String(minute)}-${what}-${String(++number)}`;
  const many = <Event extends ShopEvent>(mean: number, make: () => Event): readonly Event[] => Array.from({ length: random.count(mean * rate) }, make);
  const second = (): number => random.below(60);
  return [
    ...many(SALES, () => ({ kind: 'sale' as const, second: second(), key: keyOf('S'), store: random.pick(world.stores), line: lineOf(random, world) })),
    ...many(RETURNS, () => ({ kind: 'return' as const, second: second(), key: keyOf('R'), store: random.pick(world.stores), line: { ...lineOf(random, world), quantity: 1 } })),
    ...many(DELIVERIES, () => ({ kind: 'delivery' as const, second: second(), key: keyOf('D'), store: random.pick(world.stores), line: { sku: random.pick(world.skus), quantity: 6 + random.below(7) } })),
    ...many(ORDERS, () => ({ kind: 'order' as const, second: second(), key: keyOf('O'), store: busyStore(random, world), orderRef: `W-${String(30_000 + (minute % 5_000) * 10 + number)}`, customer: random.pick(CUSTOMERS), lines: linesOf(random, world) })),
    ...many(CARTS, () => ({ kind: 'cart' as const, second: second(), key: keyOf('C'), store: busyStore(random, world), lines: linesOf(random, world) })),
    ...Array.from({ length: 60 / WORK_EVERY_SECONDS }, (_, index) => ({ kind: 'work' as const, second: index * WORK_EVERY_SECONDS + 7 })),
  ].toSorted((left, right) => left.second - right.second);
}

function lineOf(random: Random, world: ShopWorld): Line {
  return { sku: random.pick(world.skus), quantity: random.next() < 0.8 ? 1 : 2 };
}

/** One to three different products. */
function linesOf(random: Random, world: ShopWorld): readonly Line[] {
  const lines = Array.from({ length: 1 + random.below(3) }, () => lineOf(random, world));
  return [...new Map(lines.map((line) => [line.sku, line])).values()];
}

/** Half of what customers collect is at the first store, a quarter at the second. */
function busyStore(random: Random, { stores }: ShopWorld): string {
  const dice = random.next();
  const [first, second] = stores;
  if (dice < 0.5 && first !== undefined) return first;
  if (dice < 0.75 && second !== undefined) return second;
  return random.pick(stores);
}
