import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal, TransientFailure } from '../../../shared/failures.ts';
import { ShopNames } from '../shop-names.ts';
import { isUnnamed, shopFactWork } from '../shop-fact.ts';
import { readSquareChange } from './changes.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00Z');
const names = new ShopNames(new Map([['square', { shop: { locations: { L1: 'LYON', L2: 'NICE' } }, catalog: { skusOf: async () => new Map([['V1', ' lamp-1 ']]) } }]]), () => NOW_MS);

const adjustment = (change: Record<string, unknown> = {}) => ({
  type: 'ADJUSTMENT',
  adjustment: { id: 'CHG1', from_state: 'IN_STOCK', to_state: 'SOLD', location_id: 'L1', catalog_object_id: 'V1', catalog_object_type: 'ITEM_VARIATION', quantity: '2', occurred_at: '2026-11-21T10:14:03+01:00', created_at: '2026-11-21T09:14:05Z', transaction_id: 'TX1', employee_id: 'E7', ...change },
});

async function told(raw: unknown) {
  return Promise.all(readSquareChange(raw, NOW_MS).facts.map((fact) => names.resolve(shopFactWork('square', 'SQUARE', fact))));
}

describe('a change of inventory at Square', () => {
  it('is one fact under its own identifier, at the time it happened, with who did it and the receipt', async () => {
    assert.deepEqual(await told(adjustment()), [{ key: 'CHG1', intent: 'StockSold', sku: 'LAMP-1', location: 'LYON', quantity: 2, occurredAt: '2026-11-21T10:14:03+01:00', source: 'SQUARE', reference: 'TX1', actor: 'E7' }]);
  });

  for (const [from, to, meaning] of [
    ['IN_STOCK', 'SOLD', { intent: 'StockSold' }],
    ['SOLD', 'IN_STOCK', { intent: 'StockReturned', condition: 'sellable' }],
    ['SOLD', 'RETURNED_BY_CUSTOMER', { intent: 'StockReturned', condition: 'inspection' }],
    ['RETURNED_BY_CUSTOMER', 'IN_STOCK', { intent: 'InspectionPassed' }],
    ['UNLINKED_RETURN', 'IN_STOCK', { intent: 'StockReturned', condition: 'sellable' }],
    ['NONE', 'IN_STOCK', { intent: 'StockReceived', condition: 'sellable' }],
    ['IN_STOCK', 'WASTE', { intent: 'StockScrapped', condition: 'sellable' }],
    ['RETURNED_BY_CUSTOMER', 'WASTE', { intent: 'StockScrapped', condition: 'inspection' }],
  ] as const) {
    it(`from ${from} to ${to} is ${Object.values(meaning).join(' ')}`, async () => {
      const [fact] = await told(adjustment({ from_state: from, to_state: to }));
      assert.ok(fact !== undefined && !isUnnamed(fact));
      assert.deepEqual({ intent: fact.intent, ...(fact.condition === undefined ? {} : { condition: fact.condition }) }, meaning);
    });
  }

  for (const [from, to] of [['IN_STOCK', 'IN_TRANSIT'], ['IN_STOCK', 'RESERVED_FOR_SALE'], ['CUSTOM', 'IN_STOCK'], ['IN_STOCK', 'SOLD_ON_MARS'], ['__proto__', 'constructor']]) {
    it(`from ${from!} to ${to!} is held by name, never guessed`, async () => {
      const [held] = await told(adjustment({ from_state: from, to_state: to }));
      assert.ok(held !== undefined && isUnnamed(held));
      assert.equal(held.reason, 'GW-UNMAPPED');
      assert.match(held.message, new RegExp(`${from!}>${to!}`));
    });
  }

  it('that was only ordered moves nothing', async () => {
    assert.deepEqual(await told(adjustment({ from_state: 'NONE', to_state: 'ORDERED_FROM_VENDOR' })), []);
  });

  it('that is a count says what was on the shelf, also nothing', async () => {
    const [fact] = await told({ type: 'PHYSICAL_COUNT', physical_count: { ...adjustment().adjustment, state: 'IN_STOCK', quantity: '0' } });
    assert.ok(fact !== undefined && !isUnnamed(fact));
    assert.deepEqual([fact.intent, fact.quantity], ['StockCounted', 0]);
  });

  it('that is a transfer leaves one location and arrives at the other', async () => {
    const facts = await told({ type: 'TRANSFER', transfer: { ...adjustment().adjustment, location_id: undefined, state: 'IN_STOCK', from_location_id: 'L1', to_location_id: 'L2' } });
    assert.deepEqual(facts.map((fact) => (isUnnamed(fact) ? fact.reason : `${fact.key} ${fact.intent} ${fact.location}`)), ['CHG1-OUT TransferDispatched LYON', 'CHG1-EXPECTED TransferExpected NICE', 'CHG1-IN TransferReceived NICE']);
  });

  it('at a location or of a product without a name here is held, and says what to mend', async () => {
    const [store] = await told(adjustment({ location_id: 'L9' }));
    const [product] = await told(adjustment({ catalog_object_id: 'V9' }));
    assert.ok(isUnnamed(store!) && isUnnamed(product!));
    assert.deepEqual([store.reason, product.reason], ['GW-UNKNOWN-STORE', 'GW-UNKNOWN-SKU']);
    assert.match(store.message, /L9.*square\.locations/);
  });

  it('of more decimals than stock has is held, not rounded', async () => {
    const [held] = await told(adjustment({ quantity: '0.33333' }));
    assert.ok(isUnnamed(held!));
    assert.match(held.message, /0\.33333/);
  });

  for (const [what, raw] of [
    ['a time without an offset', adjustment({ occurred_at: '2026-11-21T10:14:03' })],
    ['no quantity', adjustment({ quantity: undefined })],
    ['a quantity below 0', adjustment({ quantity: '-2' })],
    ['a number where a text belongs', adjustment({ quantity: 2 })],
    ['an identifier that would break a key', adjustment({ id: 'A|B' })],
    ['a type there is not', { type: 'TELEPORT' }],
    ['nothing at all', null],
    ['a list', [1, 2]],
  ] as const) {
    it(`that has ${what} is kept as something nobody can read, under one key however often it is read`, async () => {
      const [first, second] = [readSquareChange(raw, NOW_MS), readSquareChange(raw, NOW_MS + 60_000)];
      assert.equal(first.facts.length, 1);
      assert.equal(first.facts[0]!.key, second.facts[0]!.key);
      assert.equal(first.facts[0]!.problem?.reason, 'GW-MALFORMED');
    });
  }
});

describe('the names of a shop', () => {
  for (const [what, failure, isPassing] of [['does not answer: it is asked again', new TransientFailure('no answer'), true], ['refuses', new Refusal('GW-SHOP', 'no answer'), undefined]] as const) {
    it(`do not hold up what others tell when the catalogue ${what}`, async () => {
      const broken = new ShopNames(new Map([['square', { shop: { locations: { L1: 'LYON' } }, catalog: { skusOf: async () => { throw failure; } } }]]), () => NOW_MS);
      const held = await broken.resolve(shopFactWork('square', 'SQUARE', readSquareChange(adjustment(), NOW_MS).facts[0]!));
      assert.ok(isUnnamed(held));
      assert.match(held.message, /no answer.*[Rr]e-drive/);
      assert.equal(held.isPassing, isPassing);
    });
  }

  it('give back what is a fact already', async () => {
    const fact = { key: 'A', intent: 'StockSold' };
    assert.equal(await names.resolve(fact), fact);
  });
});
