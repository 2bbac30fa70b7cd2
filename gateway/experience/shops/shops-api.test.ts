import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { BODY_LIMIT_BYTES } from '../../shared/http.ts';
import { Contract } from '../../contracts/validator.ts';
import { shopifyCall, squareCall, type SignedCall } from '../../simulator/shops/callers.ts';
import { World } from '../test/world.ts';
import { shopNames } from './polling.ts';
import { registerShops } from './shops-api.ts';
import { LYON, SHOPIFY, ShopWorld, SQUARE } from './test/shop-world.ts';

const seen = new Set<string>();

describe('the webhooks of shops', () => {
  let shops: ShopWorld;
  beforeEach(async () => { shops = await ShopWorld.open(); });
  afterEach(async () => {
    for (const answer of shops.world.answers.seen) seen.add(answer);
    await shops.close();
  });

  const sold = () => shops.squareShop.adjust({ from: 'IN_STOCK', to: 'SOLD', variation: 'V1', location: 'L1', quantity: '1' });
  const ordered = () => shops.shopifyShop.sell([{ sku: 'lamp-1', variant: '11', quantity: 2 }], { location: LYON });
  const square = (change: Partial<SignedCall>): SignedCall => ({ ...squareCall(sold(), SQUARE.webhookSecrets[0]!, SQUARE.notificationUrl), ...change });
  const shopify = (change: Partial<SignedCall>): SignedCall => ({ ...shopifyCall(ordered().calls[0]!, SHOPIFY.webhookSecrets[0]!), ...change });
  const signedText = (body: string | Buffer) => ({
    square: { 'content-type': 'application/json', 'x-square-hmacsha256-signature': createHmac('sha256', SQUARE.webhookSecrets[0]!).update(SQUARE.notificationUrl).update(body).digest('base64') },
    shopify: { 'content-type': 'application/json', 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': 'e', 'x-shopify-hmac-sha256': createHmac('sha256', SHOPIFY.webhookSecrets[0]!).update(body).digest('base64') },
  });

  it('take a doorbell of Square at once, have the shop read, and take no quantity of it', async () => {
    const answer = await shops.squareCalls(sold());
    assert.deepEqual([answer.statusCode, answer.json()], [200, { status: 'Accepted' }]);
    assert.deepEqual(shops.rung, ['square']);
    assert.deepEqual(await shops.world.work(), []);
    assert.equal(shops.count('SQUARE doorbell'), 1);
  });

  it('hear a doorbell of Square without a name on it', async () => {
    for (const data of [{ type: 'inventory_counts', object: { inventory_counts: [{ state: 'IN_STOCK' }] } }, { type: 'inventory_counts' }]) {
      assert.deepEqual((await shops.squareCalls({ ...sold(), data })).json(), { status: 'Accepted' });
    }
    assert.deepEqual(shops.rung, ['square', 'square']);
  });

  it('take either of two live secrets', async () => {
    assert.equal((await shops.squareCalls(sold(), SQUARE.webhookSecrets[1])).statusCode, 200);
  });

  it('hear an event of Square once, however often it is told', async () => {
    const bell = sold();
    await shops.squareCalls(bell);
    assert.deepEqual((await shops.squareCalls(bell)).json(), { status: 'Duplicate' });
    assert.deepEqual([shops.count('SQUARE doorbell-repeated'), shops.rung.length], [1, 1]);
  });

  it('make a sale of each line of an order, once under every topic and every delivery', async () => {
    const { calls } = ordered();
    const answers = [];
    for (const call of [...calls, ...calls]) answers.push((await shops.shopifyCalls(call)).json<unknown>());
    assert.deepEqual(answers, [{ status: 'Accepted' }, { status: 'Ignored' }, { status: 'Duplicate' }, { status: 'Duplicate' }]);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 2 });
  });

  it('keep all digits of identifiers', async () => {
    const { calls, order } = ordered();
    await shops.shopifyCalls(calls[0]!);
    const [item] = await shops.world.work();
    assert.ok(order > BigInt(Number.MAX_SAFE_INTEGER));
    assert.match(item!.key, new RegExp(`^${String(order)}-\\d{18}$`));
  });

  it('store nothing of a customer', async () => {
    await shops.shopifyCalls(ordered().calls[0]!);
    assert.doesNotMatch(JSON.stringify([await shops.world.work(), await shops.world.store.cursors('')]), /customer@example\.com/);
  });

  it('hold a sale at a location nobody has named, and say so', async () => {
    const answer = await shops.shopifyCalls(shops.shopifyShop.sell([{ sku: 'LAMP-1', variant: '11', quantity: 1 }], { location: '999' }).calls[0]!);
    assert.deepEqual(answer.json(), { status: 'Held' });
    const [held] = [...(await shops.facts()).values()];
    assert.ok(held !== undefined && 'message' in held);
    assert.equal(held.reason, 'GW-UNKNOWN-STORE');
    assert.match(held.message, /999.*shopify\.locations/);
  });

  it('pass over what moves no stock', async () => {
    assert.deepEqual((await shops.squareCalls({ ...sold(), type: 'payment.created' })).json(), { status: 'Ignored' });
    assert.deepEqual((await shops.shopifyCalls({ topic: 'products/update', body: '{"id":1}' })).json(), { status: 'Ignored' });
    assert.deepEqual((await shops.shopifyCalls({ topic: '__proto__', body: '{"id":1}' })).json(), { status: 'Ignored' });
    assert.ok(await shops.world.isEmpty());
  });

  for (const [what, headers] of [
    ['no signature', { 'x-square-hmacsha256-signature': '', 'x-shopify-hmac-sha256': '' }],
    ['a signature of something else', { 'x-square-hmacsha256-signature': createHmac('sha256', 'x').update('y').digest('base64'), 'x-shopify-hmac-sha256': createHmac('sha256', 'x').update('y').digest('base64') }],
    ['a signature in hexadecimal', { 'x-square-hmacsha256-signature': 'a'.repeat(64), 'x-shopify-hmac-sha256': 'a'.repeat(64) }],
    ['a signature that is all zeros', { 'x-square-hmacsha256-signature': Buffer.alloc(32).toString('base64'), 'x-shopify-hmac-sha256': Buffer.alloc(32).toString('base64') }],
  ] as const) {
    it(`refuse ${what}, and store nothing`, async () => {
      const [one, other] = [square({}), shopify({})];
      const answers = [await shops.post('square', { ...one, headers: { ...one.headers, ...headers } }), await shops.post('shopify', { ...other, headers: { ...other.headers, ...headers } })];
      for (const answer of answers) assert.deepEqual([answer.statusCode, answer.json<{ errorCode: string }[]>()[0]!.errorCode], [401, 'GW-SIGNATURE']);
      assert.ok(await shops.world.isEmpty());
      assert.deepEqual([shops.count('SQUARE refused-signature'), shops.count('SHOPIFY refused-signature')], [1, 1]);
    });
  }

  it('refuse a body that was changed on its way, a wrong secret, and an address it was not signed for', async () => {
    const call = square({});
    for (const wrong of [{ ...call, body: call.body.replace('"999"', '"1"') }, squareCall(sold(), 'guessed', SQUARE.notificationUrl), squareCall(sold(), SQUARE.webhookSecrets[0]!, 'https://elsewhere.example.com/shops/v1/square/webhook')]) {
      assert.equal((await shops.post('square', wrong)).statusCode, 401);
    }
    assert.ok(await shops.world.isEmpty());
  });

  it('refuse a call of the one shop at the door of the other', async () => {
    assert.equal((await shops.post('square', shopify({}))).statusCode, 401);
    assert.equal((await shops.post('shopify', square({}))).statusCode, 401);
    assert.ok(await shops.world.isEmpty());
  });

  for (const [what, body] of [
    ['half a body', '{"id":'],
    ['no object', '[1,2]'],
    ['a key into prototypes', '{"__proto__":{"id":1}}'],
    ['a nest of lists', `{"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['an empty object', '{}'],
    ['texts where numbers belong', '{"id":"1; DROP TABLE work","event_id":5,"type":1,"created_at":"now","line_items":"x"}'],
    ['a time without an offset', '{"id":1,"updated_at":"2026-11-21T10:00:00","processed_at":"2026-11-21T10:00:00","line_items":[],"event_id":"e","type":"t","created_at":"2026-11-21T10:00:00"}'],
    ['a quantity below 0', '{"id":1,"updated_at":"2026-11-21T10:00:00Z","processed_at":"2026-11-21T10:00:00Z","line_items":[{"id":1,"variant_id":1,"sku":"A","quantity":-1}],"event_id":"e","created_at":"x"}'],
    ['an identifier with a fraction', '{"id":1.5,"updated_at":"2026-11-21T10:00:00Z","processed_at":"2026-11-21T10:00:00Z","line_items":[],"event_id":"e","created_at":"x"}'],
  ] as const) {
    it(`refuse ${what}, signed as it is, and store nothing`, async () => {
      for (const system of ['square', 'shopify'] as const) {
        const answer = await shops.world.send({ url: `/shops/v1/${system}/webhook`, headers: signedText(body)[system], body });
        assert.deepEqual([answer.statusCode, answer.json<{ errorCode: string }[]>()[0]!.errorCode], [400, 'GW-MALFORMED']);
      }
      assert.ok(await shops.world.isEmpty());
    });
  }

  it('refuse a body beyond the limit, and another type of body', async () => {
    const large = `{"id":1,"note":"${'x'.repeat(BODY_LIMIT_BYTES)}"}`;
    for (const system of ['square', 'shopify'] as const) {
      assert.equal((await shops.world.send({ url: `/shops/v1/${system}/webhook`, headers: signedText(large)[system], body: large })).statusCode, 413);
      const xml = '<a/>';
      assert.equal((await shops.world.send({ url: `/shops/v1/${system}/webhook`, headers: { ...signedText(xml)[system], 'content-type': 'application/xml' }, body: xml })).statusCode, 415);
    }
    assert.ok(await shops.world.isEmpty());
  });

  for (const [missing, topic, body] of [
    ['line_items', 'orders/paid', '{"id":1,"updated_at":"2026-11-21T10:00:00Z","processed_at":"2026-11-21T10:00:00Z"}'],
    ['order_id', 'refunds/create', '{"id":1,"created_at":"2026-11-21T10:00:00Z","refund_line_items":[]}'],
    ['refund_line_items', 'refunds/create', '{"id":1,"order_id":2,"created_at":"2026-11-21T10:00:00Z"}'],
  ] as const) {
    it(`refuse ${topic} without ${missing}, naming it`, async () => {
      const answer = await shops.shopifyCalls({ topic, body });
      assert.deepEqual([answer.statusCode, answer.json<{ fields: string[] }[]>()[0]!.fields], [400, [missing]]);
      assert.ok(await shops.world.isEmpty());
    });
  }

  it('refuse Shopify without an event, and times without an offset in its headers', async () => {
    const call = shopify({});
    const anonymous = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !name.endsWith('-id')));
    assert.equal((await shops.post('shopify', { ...call, headers: anonymous })).statusCode, 400);
    assert.equal((await shops.post('shopify', { ...call, headers: { ...call.headers, 'x-shopify-triggered-at': 'yesterday' } })).statusCode, 400);
    assert.ok(await shops.world.isEmpty());
  });

  it('send callers away while too much waits, and lose nothing of it', async () => {
    shops.world.isFull = true;
    const { calls } = ordered();
    const [bell, answer] = [await shops.squareCalls(sold()), await shops.shopifyCalls(calls[0]!)];
    assert.deepEqual([bell.statusCode, answer.statusCode, answer.headers['retry-after']], [503, 503, '1']);
    assert.ok(await shops.world.isEmpty());
    shops.world.isFull = false;
    assert.deepEqual((await shops.shopifyCalls(calls[0]!)).json(), { status: 'Accepted' });
  });

  it('are an event again when the same event tells something else: its header is not signed', async () => {
    const [one, other] = [ordered().calls[0]!, ordered().calls[0]!];
    await shops.post('shopify', shopifyCall(one, SHOPIFY.webhookSecrets[0]!, 'event'));
    assert.deepEqual((await shops.post('shopify', shopifyCall(other, SHOPIFY.webhookSecrets[0]!, 'event'))).json(), { status: 'Accepted' });
  });

  it('tell no secret, in no log and no answer, whatever goes wrong', async () => {
    const texts = [(await shops.post('square', square({ headers: { 'content-type': 'application/json', 'x-square-hmacsha256-signature': 'c2VjcmV0LW9mLXNxdWFyZQ==' } }))).payload];
    shops.failures.push({ status: 401 });
    await assert.rejects(shops.square.pass(true), (error: Error) => texts.push(error.message) > 0);
    await shops.world.store.close();
    texts.push((await shops.squareCalls(sold())).payload, (await shops.shopifyCalls(ordered().calls[0]!)).payload);
    for (const text of [...texts, ...shops.world.logged]) assert.doesNotMatch(text, /secret-of|token-of|c2VjcmV0/);
  });
});

describe('a shop that is not configured', () => {
  it('has no door', async () => {
    const world = await World.open();
    registerShops(world.server, { store: world.store, health: world.health, log: world.log, clock: world.clock, shopify: SHOPIFY, names: shopNames({ clock: world.clock, shopify: SHOPIFY }), polling: { ring: () => undefined }, isFull: () => false });
    assert.equal((await world.send({ url: '/shops/v1/square/webhook', body: {} })).statusCode, 404);
    await world.close();
  });
});

after(() => {
  const wanted = [...Contract.read('shops').operations.values()].flatMap(({ id, answers }) => [...answers.keys()].map((status) => `${id} ${String(status)}`));
  assert.deepEqual(wanted.filter((answer) => !seen.has(answer)), [], 'every answer of the contract was given and held against it');
});
