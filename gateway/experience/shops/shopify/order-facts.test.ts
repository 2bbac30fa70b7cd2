import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LYON, SHOPIFY, ShopWorld } from '../test/shop-world.ts';

describe('orders of Shopify', () => {
  let shops: ShopWorld;
  beforeEach(async () => { shops = await ShopWorld.open(); });
  afterEach(() => shops.close());

  const lamp = (quantity: number) => ({ sku: 'LAMP-1', variant: '11', quantity });
  const tell = async (calls: readonly { topic: string; body: string }[]) => { for (const call of calls) await shops.shopifyCalls(call); };
  const sell = async (quantity = 2, location: string | undefined = LYON) => {
    const { order, calls } = shops.shopifyShop.sell([lamp(quantity)], location === undefined ? {} : { location });
    await tell(calls);
    shops.pass(60_000);
    return order;
  };

  it('that were sold online take from the location that stands for online', async () => {
    await tell(shops.shopifyShop.sell([lamp(2)]).calls);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 WEB-DC': 2 });
  });

  it('tell a sale at the moment the customer bought, in the time of the shop', async () => {
    const order = await sell();
    const [item] = await shops.world.work();
    assert.deepEqual(item!.body, { key: item!.key, intent: 'StockSold', sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 2, occurredAt: '2026-11-21T11:00:00+01:00', source: 'SHOPIFY', reference: String(order) });
  });

  it('that are returned put goods back for inspection, those that were never handed over on the shelf, and not restocked ones nowhere', async () => {
    const order = await sell(6);
    await tell(shops.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], '48752904'));
    await tell(shops.shopifyShop.refund(order, 'cancel', [{ line: 0, quantity: 2 }], LYON));
    await tell(shops.shopifyShop.refund(order, 'no_restock', [{ line: 0, quantity: 3 }], null));
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 6, 'StockReturned LAMP-1 NICE-1': 1, 'StockReturned sellable LAMP-1 LYON-CENTRE': 2 });
  });

  it('that are cancelled give all of it back', async () => {
    const order = await sell(3);
    await tell(shops.shopifyShop.cancel(order, LYON));
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 3, 'StockReturned sellable LAMP-1 LYON-CENTRE': 3 });
  });

  it('that come back after months tell only that: what was sold is still known when all else of it is forgotten', async () => {
    const order = await sell(6);
    const store = shops.world.store;
    await store.transaction(async (transaction) => transaction.finish((await shops.world.work()).map((item) => ({ item, outcome: { state: 'Done', effect: 'Applied' } }))));
    shops.pass(60 * 24 * 3_600_000);
    assert.ok(await store.prune(shops.world.nowMs - 30 * 24 * 3_600_000) > 0);
    assert.deepEqual(await shops.world.work(), []);
    await tell(shops.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], LYON));
    assert.deepEqual(await shops.sums(), { 'StockReturned LAMP-1 LYON-CENTRE': 1 });
    shops.pass(700 * 24 * 3_600_000);
    await store.prune(shops.world.nowMs - 30 * 24 * 3_600_000);
    assert.equal(await store.transaction((transaction) => transaction.answerOf('shop|SHOPIFY|order', String(order))), undefined, 'nothing is kept for ever');
  });

  it('that are refunded in a way nobody knows are held by name', async () => {
    const order = await sell();
    await tell(shops.shopifyShop.refund(order, 'legacy_restock', [{ line: 0, quantity: 1 }], LYON));
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 2, 'GW-UNMAPPED restock legacy_restock': 1 });
  });

  it('whose refund names no location, or not what became of the goods, are held and not refused', async () => {
    const order = await sell();
    const [refunded] = shops.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], null);
    const [silent] = shops.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], LYON);
    await tell([refunded!, { ...silent!, body: silent!.body.replace('"restock_type":"return"', '"restock_type":null') }]);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 2, 'GW-UNKNOWN-STORE restock return': 1, 'GW-UNMAPPED restock of no type': 1 });
  });

  it('that are edited tell what they grew by, in whichever order their states are heard', async () => {
    const { order, calls } = shops.shopifyShop.sell([lamp(1)], { location: LYON });
    shops.pass(60_000);
    const more = shops.shopifyShop.edit(order, { line: 0, more: 2 });
    shops.pass(60_000);
    const added = shops.shopifyShop.edit(order, { added: { sku: 'CHAIR-2', variant: '12', quantity: 1 } });
    const sums = { 'StockSold LAMP-1 LYON-CENTRE': 3, 'StockSold CHAIR-2 LYON-CENTRE': 1 };
    await tell([...calls, ...more, ...added]);
    assert.deepEqual(await shops.sums(), sums);
    const other = await ShopWorld.open();
    for (const call of [added[1]!, more[1]!, calls[0]!]) await other.shopifyCalls(call);
    assert.deepEqual(await other.sums(), sums);
    await other.close();
  });

  it('that only say that they were edited are read', async () => {
    const order = await sell();
    const [edited] = shops.shopifyShop.edit(order, { line: 0, more: 1 });
    assert.deepEqual((await shops.shopifyCalls(edited!)).json(), { status: 'Accepted' });
    assert.deepEqual(shops.rung, ['shopify']);
    await shops.shopify.pass(false);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 3 });
  });

  it('that lost goods without a refund are held when they have settled, and only then', async () => {
    const order = await sell(3);
    shops.shopifyShop.takeOut(order, 0, 2);
    await shops.shopify.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 3 });
    shops.pass(301_000);
    await shops.shopify.pass(true);
    assert.deepEqual(await shops.sums(), { 'StockSold LAMP-1 LYON-CENTRE': 3, 'GW-UNMAPPED a removal from an order without a refund': 1 });
  });

  it('that are tests, gift cards or amounts typed in move nothing, nor do their refunds', async () => {
    const test = shops.shopifyShop.sell([lamp(1)], { location: LYON, isTest: true });
    const others = shops.shopifyShop.sell([{ sku: 'GIFT', variant: '13', quantity: 1, giftCard: true }, { sku: null, variant: null, quantity: 1 }], { location: LYON });
    await tell([...test.calls, ...others.calls, ...shops.shopifyShop.refund(test.order, 'return', [{ line: 0, quantity: 1 }], LYON), ...shops.shopifyShop.refund(others.order, 'return', [{ line: 0, quantity: 1 }, { line: 1, quantity: 1 }], LYON)]);
    assert.deepEqual(await shops.sums(), {});
  });

  it('whose product has no SKU, or one that can be none here, are held until it has one', async () => {
    const odd = ['', 'A|B', 'A\nB', 'x'.repeat(81), '\ud800'].map((sku) => ({ sku, variant: '11', quantity: 1 }));
    await tell(shops.shopifyShop.sell([...odd, { sku: 'A|B', variant: null, quantity: 1 }], { location: LYON }).calls);
    assert.deepEqual(await shops.sums(), { 'GW-UNKNOWN-SKU sale': 6 });
  });

  it('of goods that Holdfast promised: collected at a till with the sale, passed over when sold online', async () => {
    const note = { name: 'holdfast_reservation', value: 'web-4711-1' };
    await tell(shops.shopifyShop.sell([lamp(1)], { location: LYON, note }).calls);
    const online = shops.shopifyShop.sell([lamp(5)], { note });
    await tell([...online.calls, ...shops.shopifyShop.cancel(online.order, LYON)]);
    const items = await shops.world.work();
    assert.deepEqual(items.map(({ body }) => (body as { correlation?: string }).correlation), ['web-4711-1']);
  });

  it('of before the beginning are in the opening stock; what comes back of them is told', async () => {
    const late = await ShopWorld.open({ shopify: { ...SHOPIFY, since: '2026-11-21T12:00:00Z' } });
    const { order, calls } = late.shopifyShop.sell([lamp(2)], { location: LYON });
    late.pass(3 * 3_600_000);
    for (const call of [...calls, ...late.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], LYON)]) await late.shopifyCalls(call);
    await late.shopify.pass(true);
    assert.deepEqual(await late.sums(), { 'StockReturned LAMP-1 LYON-CENTRE': 1 });
    await late.close();
  });

  it('whose refund is heard first are read before it counts', async () => {
    const { order } = shops.shopifyShop.sell([lamp(2)], { location: LYON, isTest: true });
    const [refunded] = shops.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], LYON);
    await shops.shopifyCalls(refunded!);
    await shops.shopify.pass(false);
    assert.deepEqual([await shops.sums(), shops.rung], [{}, ['shopify']]);
  });

  it('that cannot be polled tell what their refunds say at once', async () => {
    const { source, webhookSecrets, locations } = SHOPIFY;
    const alone = await ShopWorld.open({ shopify: { source, webhookSecrets, locations, since: SHOPIFY.since! } });
    const { order } = alone.shopifyShop.sell([lamp(2)], { location: LYON });
    await alone.shopifyCalls(alone.shopifyShop.refund(order, 'return', [{ line: 0, quantity: 1 }], LYON)[0]!);
    assert.deepEqual(await alone.sums(), { 'StockReturned LAMP-1 LYON-CENTRE': 1 });
    await alone.close();
  });
});
