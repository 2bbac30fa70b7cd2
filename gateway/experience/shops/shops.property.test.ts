/** Whatever is lost, repeated, reordered, late or cut off on the way: what stands in the store is what the shops sold, each once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { disturbed } from '../../simulator/shops/callers.ts';
import { seededRandom } from '../../simulator/random.ts';
import type { ShopifyCall } from '../../simulator/shops/shopify-shop.ts';
import type { SquareWebhookBody } from '../../simulator/shops/square-shop.ts';
import { LYON, ShopWorld } from './test/shop-world.ts';

const RUNS = 60;
const VARIATIONS = [['V1', 'LAMP-1'], ['V2', 'CHAIR-2']] as const;
const SQUARE_LOCATIONS = [['L1', 'LYON-CENTRE'], ['L2', 'NICE-1']] as const;
const SHOPIFY_LOCATIONS = [[LYON, 'LYON-CENTRE'], ['48752904', 'NICE-1']] as const;
const STATES = [['IN_STOCK', 'SOLD', 'StockSold'], ['SOLD', 'IN_STOCK', 'StockReturned sellable'], ['NONE', 'IN_STOCK', 'StockReceived sellable'], ['IN_STOCK', 'WASTE', 'StockScrapped sellable']] as const;

/** What is shown later than a sweep looks back may be lost. */
const LATEST_MS = 590_000;

const two = fc.nat({ max: 1 });
const quantity = fc.integer({ min: 1, max: 5 });
const faults = fc.record({ lost: fc.constantFrom(0, 0.3, 1), repeated: fc.constantFrom(0, 0.5), late: fc.constantFrom(0, 0.5), seed: fc.integer() });
/** Polling happens between calls, at any time, and answers of the shop fail now and then. */
const polls = fc.array(fc.record({ after: fc.nat({ max: 40 }), isSweep: fc.boolean(), fails: fc.boolean() }), { maxLength: 6 });

const squareStep = fc.record({ state: fc.nat({ max: STATES.length - 1 }), variation: two, location: two, quantity, lateMs: fc.constantFrom(0, 0, 3_600_000), shownAfterMs: fc.constantFrom(0, 0, 3_000, LATEST_MS), waitMs: fc.constantFrom(0, 1_000, 60_000, 1_200_000) });
const shopifyStep = fc.record({ what: fc.constantFrom('sell', 'sell', 'more', 'add', 'return', 'cancel', 'keep'), order: fc.nat(), line: two, location: two, lines: fc.array(fc.record({ variation: two, quantity }), { minLength: 1, maxLength: 3 }), quantity, waitMs: fc.constantFrom(0, 1_000, 60_000) });

type Polls = readonly { readonly after: number; readonly isSweep: boolean; readonly fails: boolean }[];
type Poller = ShopWorld['square'] | ShopWorld['shopify'];

async function pollAfter(place: number, shops: ShopWorld, poller: Poller, between: Polls): Promise<void> {
  for (const { isSweep, fails } of between.filter(({ after }) => after === place)) {
    if (fails) shops.failures.push({ status: 503 });
    await poller.pass(isSweep).catch((error: unknown) => { assert.match(String(error), /503/); });
    shops.failures.length = 0;
  }
}

/** Delivers in the order they arrive, polls in between, and sweeps once more when all is over. */
async function deliver<Call>(shops: ShopWorld, calls: readonly Call[], post: (call: Call) => Promise<{ statusCode: number }>, poller: Poller, between: Polls): Promise<void> {
  for (const [place, call] of calls.entries()) {
    await pollAfter(place, shops, poller, between);
    assert.equal((await post(call)).statusCode, 200);
  }
  shops.pass(LATEST_MS);
  await poller.pass(true);
}

function add(sums: Record<string, number>, name: string, by: number): void {
  if (by > 0) sums[name] = (sums[name] ?? 0) + by;
}

describe('what shops sold', () => {
  it('stands in the store, each once, at Square', async () => {
    await fc.assert(fc.asyncProperty(fc.array(squareStep, { maxLength: 40 }), faults, polls, async (steps, { seed, ...share }, between) => {
      const shops = await ShopWorld.open();
      try {
        const expected: Record<string, number> = {};
        const calls: SquareWebhookBody[] = [];
        for (const [place, step] of steps.entries()) {
          const [from, to, meaning] = STATES[step.state]!;
          const [[variation, sku], [location, code]] = [VARIATIONS[step.variation]!, SQUARE_LOCATIONS[step.location]!];
          calls.push(shops.squareShop.adjust({ from, to, variation, location, quantity: String(step.quantity), occurredAtMs: shops.world.nowMs - step.lateMs, shownAfterMs: step.shownAfterMs }));
          add(expected, `${meaning} ${sku} ${code}`, step.quantity);
          await pollAfter(place, shops, shops.square, between);
          shops.pass(step.waitMs);
        }
        await deliver(shops, disturbed(calls, share, seededRandom(seed)), (call) => shops.squareCalls(call), shops.square, between);
        assert.deepEqual(await shops.sums(), expected);
      } finally {
        await shops.close();
      }
    }), { numRuns: RUNS });
  });

  it('stands in the store, each once, at Shopify, with what was edited, refunded and cancelled', async () => {
    await fc.assert(fc.asyncProperty(fc.array(shopifyStep, { maxLength: 25 }), faults, polls, async (steps, { seed, ...share }, between) => {
      const shops = await ShopWorld.open();
      try {
        const expected: Record<string, number> = {};
        const calls: ShopifyCall[] = [];
        for (const [place, step] of steps.entries()) {
          calls.push(...take(shops, step, expected));
          await pollAfter(place, shops, shops.shopify, between);
          shops.pass(step.waitMs);
        }
        await deliver(shops, disturbed(calls, share, seededRandom(seed)), (call) => shops.shopifyCalls(call), shops.shopify, between);
        assert.deepEqual(await shops.sums(), expected);
      } finally {
        orders.clear();
        await shops.close();
      }
    }), { numRuns: RUNS });
  });
});

interface Line { readonly sku: string; quantity: number; left: number }
interface Sold { readonly id: bigint; readonly code: string; readonly lines: Line[] }
/** What a shopkeeper would have in the books. */
const orders = new Map<number, Sold>();

type Step = typeof shopifyStep extends fc.Arbitrary<infer T> ? T : never;

function take(shops: ShopWorld, step: Step, expected: Record<string, number>): readonly ShopifyCall[] {
  const [location, code] = SHOPIFY_LOCATIONS[step.location]!;
  const sold = orders.get(step.order % Math.max(1, orders.size));
  if (step.what === 'sell' || sold === undefined) {
    const lines = step.lines.map((line) => ({ variant: VARIATIONS[line.variation]![0].slice(1), sku: VARIATIONS[line.variation]![1], quantity: line.quantity }));
    const { order, calls } = shops.shopifyShop.sell(lines, { location });
    orders.set(orders.size, { id: order, code, lines: lines.map(({ sku, quantity: many }) => ({ sku, quantity: many, left: many })) });
    for (const { sku, quantity: many } of lines) add(expected, `StockSold ${sku} ${code}`, many);
    return calls;
  }
  const place = step.line % sold.lines.length;
  const line = sold.lines[place]!;
  if (step.what === 'more') {
    line.quantity += step.quantity;
    line.left += step.quantity;
    add(expected, `StockSold ${line.sku} ${sold.code}`, step.quantity);
    return shops.shopifyShop.edit(sold.id, { line: place, more: step.quantity });
  }
  if (step.what === 'add') {
    sold.lines.push({ sku: 'CHAIR-2', quantity: step.quantity, left: step.quantity });
    add(expected, `StockSold CHAIR-2 ${sold.code}`, step.quantity);
    return shops.shopifyShop.edit(sold.id, { added: { sku: 'CHAIR-2', variant: '2', quantity: step.quantity } });
  }
  if (step.what === 'cancel') {
    for (const each of sold.lines) {
      add(expected, `StockReturned sellable ${each.sku} ${code}`, each.left);
      each.left = 0;
    }
    return shops.shopifyShop.cancel(sold.id, location);
  }
  const back = Math.min(step.quantity, line.left);
  line.left -= back;
  if (step.what === 'return') add(expected, `StockReturned ${line.sku} ${code}`, back);
  return shops.shopifyShop.refund(sold.id, step.what === 'return' ? 'return' : 'no_restock', [{ line: place, quantity: step.quantity }], step.what === 'return' ? location : null);
}
