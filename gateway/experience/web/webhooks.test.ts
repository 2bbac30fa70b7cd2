import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Dispatcher } from '../../delivery/dispatcher.ts';
import type { Hop } from '../../health/health-log.ts';
import { systemClock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { silentLog } from '../../shared/log.ts';
import type { PositionChange } from '../../system/salesforce/pubsub/positions.ts';
import { WebShop } from '../test/web-shop.ts';
import { World } from '../test/world.ts';
import { newsFor, webhookHandler, type Webhook } from './webhooks.ts';

let world: World;
let shop: WebShop;
const hops: string[] = [];
const health = { hop: (source: string, hop: Hop) => { hops.push(`${source} ${hop}`); }, count: () => undefined };

beforeEach(async () => {
  world = await World.open();
  shop = await WebShop.open('WEBSHOP');
  hops.length = 0;
});
afterEach(async () => {
  await shop.close();
  await world.close();
});

const change = (sku: string, version: number, available: number): PositionChange => ({ sku, location: 'LYON', onHand: 9, reserved: 9 - available, available, version, changedAtMs: Date.UTC(2026, 10, 22, 10, 0, version) });

/** As the subscription does: in the transaction that takes note of the changes. */
const hear = (webhooks: readonly Webhook[], changes: readonly PositionChange[]): Promise<void> => world.store.transaction((transaction) => newsFor(webhooks).changed(changes, transaction));

const deliver = async (timeoutMs?: number): Promise<unknown> => {
  const items = await world.store.find({ kind: 'notice:WEBSHOP', most: 100 });
  return webhookHandler(shop.webhook, { clock: systemClock, health, ...(timeoutMs === undefined ? {} : { timeoutMs }) }).deliver(items, new AbortController().signal);
};

describe('a web shop with a webhook', () => {
  it('is told what can be promised, and not what is on the shelf, signed like the calls of tills', async () => {
    await hear([shop.webhook], [change('LAMP', 17, 4)]);
    assert.deepEqual(await deliver(), [{ state: 'Done', effect: 'Told' }]);
    const [call] = shop.calls;
    assert.deepEqual(JSON.parse(call!.body), { items: [{ sku: 'LAMP', location: 'LYON', available: 4, version: 17, changedAt: '2026-11-22T10:00:17.000Z' }] });
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call!.headers['x-signature']))!;
    assert.equal(given, createHmac('sha256', 'a shared secret').update(`${seconds!}.${call!.body}`).digest('hex'));
    assert.ok(Math.abs(Number(seconds) - Date.now() / 1000) < 60);
  });

  it('hears of a position that changed several times what is so now', async () => {
    await hear([shop.webhook], [change('LAMP', 1, 9), change('CHAIR', 1, 3)]);
    await hear([shop.webhook], [change('LAMP', 2, 8)]);
    assert.deepEqual(await deliver(), [{ state: 'Done', effect: 'Superseded' }, { state: 'Done', effect: 'Told' }, { state: 'Done', effect: 'Told' }]);
    assert.deepEqual(shop.told.map(({ sku, version }) => `${sku} ${String(version)}`).toSorted(), ['CHAIR 1', 'LAMP 2']);
  });

  it('that is told of the same change again has it stored once', async () => {
    for (let time = 0; time < 2; time++) await hear([shop.webhook], [change('LAMP', 1, 9)]);
    assert.equal((await world.work()).length, 1);
  });

  for (const status of [301, 401, 404, 429, 500, 503]) {
    it(`that answers ${String(status)} is told later, and nothing of it is lost`, async () => {
      await hear([shop.webhook], [change('LAMP', 1, 9)]);
      shop.status = status;
      shop.headers = { location: 'http://127.0.0.1:1/elsewhere', 'retry-after': '7' };
      await assert.rejects(deliver(), (error) => error instanceof TransientFailure && error.retryAfterMs === 7000 && !error.message.includes('secret is') && !error.message.includes(shop.webhook.secret));
    });
  }

  it('that does not answer in time, or is not there, is told later', async () => {
    await hear([shop.webhook], [change('LAMP', 1, 9)]);
    shop.isSilent = true;
    await assert.rejects(deliver(50), TransientFailure);
    await shop.close();
    await assert.rejects(deliver(), (error) => error instanceof TransientFailure && /WEBSHOP does not answer: .*ECONNREFUSED/.test(error.message));
    shop = await WebShop.open('WEBSHOP');
  });

  it('that does not take what it is told says so in a dead letter', async () => {
    await hear([shop.webhook], [change('LAMP', 1, 9)]);
    shop.status = 422;
    await assert.rejects(deliver(), (error) => error instanceof Refusal && error.code === 'GW-WEBHOOK-REFUSED');
  });

  it('that is away keeps no other shop waiting, and is told all of it when it is back', async () => {
    const other = await WebShop.open('MARKET');
    const webhooks = [shop.webhook, other.webhook];
    shop.status = 500;
    const dispatcher = new Dispatcher({ store: world.store, handlers: webhooks.map((webhook) => webhookHandler(webhook, { clock: systemClock, health })), clock: systemClock, log: silentLog, health }, { owner: 'one' });
    dispatcher.start();
    try {
      for (const version of [1, 2, 3]) await hear(webhooks, ['LAMP', 'CHAIR'].map((sku) => change(sku, version, 9 - version)));
      const isTold = (one: WebShop): boolean => ['LAMP', 'CHAIR'].every((sku) => one.told.some((news) => news.sku === sku && news.version === 3));
      while (!isTold(other) || shop.calls.length === 0) await systemClock.sleep(5);
      shop.calls.length = 0;
      shop.status = 200;
      while (!isTold(shop)) await systemClock.sleep(5);
      while ((await world.store.find({ state: 'Waiting', most: 1 })).length > 0) await systemClock.sleep(5);
    } finally {
      await dispatcher.stop();
      await other.close();
    }
    assert.deepEqual(new Set(hops), new Set(['WEBSHOP org-to-shop', 'MARKET org-to-shop']));
  });
});
