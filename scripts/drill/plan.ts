/**
 * A Black-Friday hour as a list of calls with the moment each is made: five deals that everybody wants, a crowd in the first ten minutes, tills that sell from the same
 * shelves, two of them cut off for twenty minutes, and a delivery at half time. The same seed gives the same hour.
 */
import { seededRandom, type Random } from '../demo/random.ts';

export const WAREHOUSE = 'DC-DAVENTRY';
export const STORES = ['LON-01', 'MAN-01', 'BHM-01', 'LDS-01', 'GLA-01', 'EDI-01', 'BRS-01', 'CDF-01'] as const;
/** Their line is down from minute 20 to minute 40. */
export const OFFLINE_STORES = ['MAN-01', 'LDS-01'] as const;
export const DEALS = ['DEAL-1', 'DEAL-2', 'DEAL-3', 'DEAL-4', 'DEAL-5'] as const;
export const OFFLINE_FROM_MINUTE = 20;
export const OFFLINE_UNTIL_MINUTE = 40;
const DELIVERY_MINUTE = 30;
const CROWD_MINUTES = 10;
const USUAL_SKUS = 150;
const UNITS_PER_QUOTA = 20;

export const usualSku = (number: number): string => `ITEM-${String(number).padStart(3, '0')}`;
export const ALL_SKUS: readonly string[] = [...DEALS, ...Array.from({ length: USUAL_SKUS }, (_, number) => usualSku(number))];

export interface Fact {
  readonly key: string;
  readonly intent: 'StockReceived' | 'StockSold';
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly source: string;
  readonly register?: string;
  /** Request key of the quota it was sold against. */
  readonly correlation?: string;
}

export interface Order {
  readonly requestKey: string;
  readonly kind: 'Firm' | 'Cart' | 'Quota';
  readonly purpose: 'Pickup' | 'Ship';
  readonly channel: string;
  readonly register?: string;
  readonly allOrNothing: boolean;
  readonly lines: readonly { readonly line: number; readonly sku: string; readonly location: string; readonly quantity: number }[];
}

export type Call =
  /** `isQueued`: through the bus, as a shop does at a peak. */
  | { readonly kind: 'order'; readonly minute: number; readonly order: Order; readonly isQueued: boolean }
  | { readonly kind: 'release'; readonly minute: number; readonly requestKey: string }
  /** `heldUntilMinute`: the line is down, and the till sends it then. */
  | { readonly kind: 'facts'; readonly minute: number; readonly facts: readonly Fact[]; readonly heldUntilMinute: number | undefined };

export interface Hour {
  readonly opening: readonly Fact[];
  /** Granted before the doors open. */
  readonly quotas: readonly Order[];
  /** By minute. */
  readonly calls: readonly Call[];
}

export interface HourOptions {
  readonly seed: number;
  /** Web orders in the whole hour; till sales are a third of it. */
  readonly orders: number;
}

export function planHour({ seed, orders }: HourOptions): Hour {
  const random = seededRandom(seed);
  const calls = [...webCalls(random, orders), ...tillCalls(random, Math.round(orders / 3)), delivery(orders)].sort((one, other) => one.minute - other.minute);
  return { opening: opening(orders), quotas: quotas(), calls };
}

/** The deals are fewer than will be wanted: refusals are part of the hour. */
function opening(orders: number): Fact[] {
  const dealUnits = Math.max(10, Math.round(orders / 20));
  return ALL_SKUS.flatMap((sku) => [WAREHOUSE, ...STORES].map((location): Fact => ({
    key: `OPEN|${sku}|${location}`, intent: 'StockReceived', sku, location, source: 'OPENING',
    quantity: DEALS.some((deal) => deal === sku) ? (location === WAREHOUSE ? dealUnits : UNITS_PER_QUOTA * 2) : 100,
  })));
}

function delivery(orders: number): Call {
  const facts = DEALS.map((sku): Fact => ({ key: `DELIVERY|${sku}`, intent: 'StockReceived', sku, location: WAREHOUSE, quantity: Math.max(5, Math.round(orders / 60)), source: 'WMS' }));
  return { kind: 'facts', minute: DELIVERY_MINUTE, facts, heldUntilMinute: undefined };
}

function quotas(): Order[] {
  return OFFLINE_STORES.flatMap((location) => DEALS.map((sku): Order => ({
    requestKey: quotaKey(location, sku), kind: 'Quota', purpose: 'Ship', channel: 'TILL', register: `${location}-1`, allOrNothing: false, lines: [{ line: 1, sku, location, quantity: UNITS_PER_QUOTA }],
  })));
}

export const quotaKey = (location: string, sku: string): string => `quota:${location}:${sku}`;

/** Half of all orders come in the first ten minutes. */
const webMinute = (random: Random): number => (random.next() < 0.5 ? random.next() * CROWD_MINUTES : CROWD_MINUTES + random.next() * (60 - CROWD_MINUTES));

function webCalls(random: Random, orders: number): Call[] {
  const calls: Call[] = [];
  for (let number = 1; number <= orders; number++) {
    const minute = webMinute(random);
    const isDeal = random.next() < 0.6;
    const isPickup = random.next() < 0.3;
    const location = isPickup ? random.pick(STORES) : WAREHOUSE;
    const skus = isDeal ? [random.pick(DEALS)] : distinct(random, 1 + random.below(3));
    const order: Order = {
      requestKey: `web-${String(number)}`, kind: random.next() < 0.15 ? 'Cart' : 'Firm', purpose: isPickup ? 'Pickup' : 'Ship', channel: 'WEB', allOrNothing: random.next() < 0.8,
      lines: skus.map((sku, index) => ({ line: index + 1, sku, location, quantity: 1 + (random.next() < 0.1 ? 1 : 0) })),
    };
    calls.push({ kind: 'order', minute, order, isQueued: isDeal && minute < CROWD_MINUTES });
    // A customer who thinks better of it.
    if (random.next() < 0.05) calls.push({ kind: 'release', minute: Math.min(minute + 5 + random.next() * 10, 60), requestKey: order.requestKey });
  }
  return calls;
}

/** Popular things are bought more often: half of the picks fall on a tenth of the range. */
function distinct(random: Random, count: number): string[] {
  const skus = new Set<string>();
  while (skus.size < count) skus.add(usualSku(random.below(random.next() < 0.5 ? USUAL_SKUS / 10 : USUAL_SKUS)));
  return [...skus];
}

function tillCalls(random: Random, sales: number): Call[] {
  return Array.from({ length: sales }, (_, number): Call => {
    const minute = random.next() * 60;
    const location = random.pick(STORES);
    const sku = random.next() < 0.25 ? random.pick(DEALS) : distinct(random, 1)[0]!;
    const isOffline = OFFLINE_STORES.some((store) => store === location) && minute >= OFFLINE_FROM_MINUTE && minute < OFFLINE_UNTIL_MINUTE;
    const usesQuota = isOffline && DEALS.some((deal) => deal === sku);
    const fact: Fact = {
      key: `sale-${String(number)}`, intent: 'StockSold', sku, location, quantity: 1, source: 'TILL', register: `${location}-1`,
      ...(usesQuota ? { correlation: quotaKey(location, sku) } : {}),
    };
    return { kind: 'facts', minute, facts: [fact], heldUntilMinute: isOffline ? OFFLINE_UNTIL_MINUTE + random.next() : undefined };
  });
}
