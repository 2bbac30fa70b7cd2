import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ManualClock, settle } from '../../delivery/test/manual-clock.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { squareFeed, type ShopFeed } from './feed.ts';
import { ShopPoller } from './poller.ts';
import { BELL_GRACE_MS } from './poll-state.ts';
import { startShopPolling } from './polling.ts';
import type { ShopApi } from './shop-api.ts';
import { ShopifyApi } from './shopify/shopify-api.ts';
import type { SquareChange } from './square/changes.ts';
import { SquareApi } from './square/square-api.ts';
import { LYON, SHOPIFY, ShopWorld, SQUARE } from './test/shop-world.ts';

describe('polling a shop', () => {
  let shops: ShopWorld;
  beforeEach(async () => { shops = await ShopWorld.open(); });
  afterEach(() => shops.close());

  const sell = (change: Record<string, unknown> = {}) => shops.squareShop.adjust({ from: 'IN_STOCK', to: 'SOLD', variation: 'V1', location: 'L1', quantity: '1', ...change });
  const order = () => shops.shopifyShop.sell([{ sku: 'LAMP-1', variant: '11', quantity: 1 }], { location: LYON });

  it('finds what no webhook told, and counts it once, however often it is read', async () => {
    sell();
    for (let pass = 0; pass < 3; pass += 1) await shops.square.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 1 });
    assert.equal(shops.count('SQUARE received'), 1);
  });

  it('says that a webhook never came when its time of grace is over', async () => {
    sell();
    order();
    for (const milliseconds of [0, BELL_GRACE_MS - 1, 1, BELL_GRACE_MS]) {
      shops.pass(milliseconds);
      await shops.square.pass(true);
      await shops.shopify.pass(true);
    }
    assert.deepEqual([shops.count('SQUARE doorbell-missed'), shops.count('SHOPIFY doorbell-missed')], [1, 1]);
  });

  it('says nothing of the kind when the webhook came, before or after what it tells of was found', async () => {
    await shops.squareCalls(sell());
    await shops.square.pass(false);
    const late = sell({ variation: 'V2' });
    await shops.shopifyCalls(order().calls[0]!);
    const { calls } = order();
    await shops.square.pass(true);
    await shops.shopify.pass(true);
    await shops.squareCalls(late);
    await shops.shopifyCalls(calls[1]!);
    shops.pass(BELL_GRACE_MS);
    await shops.square.pass(true);
    await shops.shopify.pass(true);
    assert.deepEqual([shops.count('SQUARE doorbell-missed'), shops.count('SHOPIFY doorbell-missed')], [0, 0]);
  });

  it('reads every page', async () => {
    for (let number = 0; number < 1_200; number += 1) sell();
    for (let number = 0; number < 300; number += 1) order();
    await shops.square.pass(true);
    await shops.shopify.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 1_500 });
  });

  it('finds a sale that a till was late to tell: positions are of when the shop system got it', async () => {
    sell();
    await shops.square.pass(true);
    shops.pass(3_600_000);
    sell({ occurredAtMs: shops.world.nowMs - 3_000_000 });
    await shops.square.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 2 });
  });

  it('finds what the shop system showed late, whatever was read for bells meanwhile', async () => {
    sell({ shownAfterMs: 590_000 });
    shops.pass(580_000);
    sell({ variation: 'V2' });
    await shops.square.pass(true);
    for (let bell = 0; bell < 3; bell += 1) {
      await shops.square.pass(false);
      shops.pass(700_000);
      sell({ variation: 'V2' });
    }
    await shops.square.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 1, 'StockSold CHAIR-2 LYON-CENTRE': 4 });
  });

  it('passes over what happened before the beginning', async () => {
    sell({ occurredAtMs: Date.parse(SQUARE.since!) - 1 });
    await shops.square.pass(true);
    assert.deepEqual(await shops.sums(), {});
  });

  it('moves its position with the facts, or neither', async () => {
    sell();
    await shops.square.pass(true);
    const before = await shops.state('SQUARE');
    shops.pass(60_000);
    sell();
    const append = shops.world.store.transaction.bind(shops.world.store);
    shops.world.store.transaction = (work) => append(async (transaction) => {
      const result = await work(transaction);
      if (JSON.stringify(await transaction.cursor('shop|SQUARE')) !== JSON.stringify(before)) throw new Error('power cut');
      return result;
    });
    await assert.rejects(shops.square.pass(true), /power cut/);
    shops.world.store.transaction = append;
    assert.deepEqual([await shops.state('SQUARE'), (await shops.world.work()).length], [before, 1]);
    await shops.square.pass(true);
    assert.equal((await shops.world.work()).length, 2);
  });

  it('reads the rest of a pass that broke off, and nothing twice', async () => {
    for (let number = 0; number < 1_200; number += 1) sell();
    const { fetch: whole } = shops;
    let calls = 0;
    const breaking: typeof fetch = (...call) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new TypeError('socket hang up')) : whole(...call);
    };
    const { store, health, log, clock } = shops.world;
    const poller = new ShopPoller({ system: 'square', shop: SQUARE, names: shops.names, store, health, log, clock, pollSeconds: 60 }, squareFeed(new SquareApi(SQUARE.api, clock, breaking), shops.names));
    await assert.rejects(poller.pass(true), TransientFailure);
    assert.equal((await shops.world.work()).length, 1_000);
    await poller.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 1_200 });
  });

  it('holds an order it cannot read, and reads the others', async () => {
    order();
    shops.shopifyShop.sell([{ sku: 'LAMP-1', variant: '11', quantity: -1 }], { location: LYON });
    await shops.shopify.pass(true);
    await shops.shopify.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 1, 'GW-MALFORMED unreadable': 1 });
  });

  it('tells apart what may work later and what somebody has to mend, and neither tells the token', async () => {
    for (const [failure, wanted] of [[{ status: 429, retryAfterSeconds: 7 }, TransientFailure], [{ status: 503, body: '<html>' }, TransientFailure], [{ status: 200, body: '<html>' }, TransientFailure], [{ status: 401 }, Refusal], [{ status: 404 }, Refusal]] as const) {
      for (const poller of [shops.square, shops.shopify]) {
        shops.failures.push({ ...failure });
        await assert.rejects(poller.pass(true), (error: Error) => {
          assert.ok(error instanceof wanted, `${String(failure.status)}: ${error.message}`);
          assert.doesNotMatch(error.message, /token-of/);
          if (error instanceof TransientFailure && failure.status === 429) assert.equal(error.retryAfterMs, 7_000);
          return true;
        });
      }
    }
  });

  it('takes an answer without orders for no answer, never for none', async () => {
    shops.failures.push({ status: 200, body: '{"errors":"Not Found"}' });
    await assert.rejects(shops.shopify.pass(true), /no list of orders/);
  });

  it('follows no page to another address', async () => {
    const asked: string[] = [];
    const api = new ShopifyApi(SHOPIFY.api, async (input) => {
      asked.push(new URL(input).host);
      return new Response('{"orders":[]}', { headers: { link: '<https://thief.example.com/orders.json?page_info=abc>; rel="next"' } });
    });
    const { next } = await api.changes(0);
    await api.changes(0, next);
    assert.deepEqual([next, asked], ['abc', ['shopify.test', 'shopify.test']]);
  });
});

describe('a poller that runs', () => {
  let shops: ShopWorld;
  let clock: ManualClock;
  let passes: string[];
  beforeEach(async () => {
    shops = await ShopWorld.open();
    clock = new ManualClock(shops.world.nowMs);
    passes = [];
  });
  afterEach(() => shops.close());

  function poller(answer: () => void = () => undefined, own: Clock = clock): ShopPoller<SquareChange> {
    const api: ShopApi<SquareChange> = {
      changes: async () => {
        passes.push(new Date(clock.now()).toISOString().slice(14, 19));
        answer();
        return { changes: [] };
      },
      skusOf: async () => new Map(),
    };
    const feed: ShopFeed<SquareChange> = { api, prepare: async () => undefined, factsOf: async () => [], momentOf: () => 0 };
    const { store, health, log } = shops.world;
    return new ShopPoller({ system: 'square', shop: SQUARE, names: shops.names, store, health, log, clock: own, pollSeconds: 60, random: () => 1 }, feed);
  }
  /** Transactions of the store take turns of the event loop of their own. */
  const turns = async () => { for (let turn = 0; turn < 10; turn += 1) await settle(); };
  const pass = async (milliseconds: number) => {
    await turns();
    await clock.pass(milliseconds);
    await turns();
  };

  it('sweeps at its start and again after its interval', async () => {
    const running = poller();
    running.start();
    for (let second = 0; second < 125; second += 1) await pass(1_000);
    await running.stop();
    assert.deepEqual(passes, ['00:00', '01:00', '02:00']);
  });

  it('reads at once when it rings, and once for bells that ring together', async () => {
    const running = poller();
    running.start();
    await pass(10_000);
    running.ring();
    await turns();
    running.ring();
    running.ring();
    await pass(1_000);
    await pass(1_000);
    await running.stop();
    assert.deepEqual(passes, ['00:00', '00:10', '00:11']);
  });

  it('waits longer after each failure, as long as it is asked to, and tells of them', async () => {
    const failures = [new TransientFailure('slow down', { retryAfterMs: 5_000 }), new TransientFailure('down'), new Error('a mistake of ours')];
    const running = poller(() => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    });
    running.start();
    for (let second = 0; second < 14; second += 1) await pass(1_000);
    await running.stop();
    assert.deepEqual(passes, ['00:00', '00:05', '00:07', '00:11']);
    assert.equal(shops.count('SQUARE retry'), 3);
    assert.deepEqual(shops.world.logged.map((line) => (JSON.parse(line) as { level: string; event: string; kind: string }).kind), ['TransientFailure', 'TransientFailure', 'Mistake']);
  });

  it('sweeps for the other processes of its group', async () => {
    const [one, other] = [poller(), poller()];
    one.start();
    await pass(20_000);
    other.start();
    await pass(20_000);
    await Promise.all([one.stop(), other.stop()]);
    assert.deepEqual(passes, ['00:00']);
  });

  it('ends while it waits for an answer', async () => {
    const { store, health, log } = shops.world;
    const hanging: typeof fetch = (_input, init) => new Promise((_resolve, reject) => { init?.signal?.addEventListener('abort', () => { reject(new Error('aborted')); }); });
    const polling = startShopPolling({ store, health, log, clock, square: SQUARE, shopify: SHOPIFY, names: shops.names, fetch: hanging });
    await turns();
    await polling.stop();
    assert.deepEqual(shops.world.logged, []);
  });

  it('says when a shop is not polled at all', async () => {
    const { store, health, log } = shops.world;
    const { source, webhookSecrets, locations } = SHOPIFY;
    const polling = startShopPolling({ store, health, log, clock, shopify: { source, webhookSecrets, locations }, names: shops.names });
    polling.ring('shopify');
    await polling.stop();
    assert.match(shops.world.logged.join(), /shop-not-polled/);
  });
});
