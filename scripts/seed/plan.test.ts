import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoPlan, planSeed, type SeedPlan } from './plan.ts';
import { queueNameOf } from './places.ts';
import { withCheckDigit } from './products.ts';
import { PROFILES } from './profiles.ts';
import { megabytesFor, recordsOf } from './storage.ts';

const megabytesOf = (plan: SeedPlan): number => megabytesFor(Object.values(recordsOf(plan)).reduce((sum, count) => sum + count, 0));
const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

describe('the demo data', () => {
  const plan = demoPlan();
  it('is the same on every run', () => { assert.deepEqual(demoPlan(), plan); });

  it('leaves room for days of trying in the 5 MB of a Developer Edition', () => {
    assert.ok(megabytesOf(plan) <= 4, String(megabytesOf(plan)));
    assert.ok(plan.openings.length > 500);
  });

  it('promises at each store only what was opened there, and leaves some', () => {
    const promised = Map.groupBy(plan.pickups.flatMap(({ location, lines }) => lines.map(({ sku, quantity }) => ({ key: `${sku}|${location}`, quantity }))), ({ key }) => key);
    for (const [key, lines] of promised) {
      const opening = plan.openings.find(({ sku, location }) => `${sku}|${location}` === key);
      assert.ok(lines.reduce((sum, { quantity }) => sum + quantity, 0) < (opening?.quantity ?? 0), key);
    }
  });

  it('has pickups in every stage, each with a key, an order and something in it', () => {
    assert.deepEqual(new Set(plan.pickups.map(({ stage }) => stage)), new Set(['Open', 'Picking', 'Ready', 'HandedOver', 'PutAway']));
    assert.ok(isUnique(plan.pickups.map(({ requestKey }) => requestKey)) && isUnique(plan.pickups.map(({ orderRef }) => orderRef)));
    for (const { requestKey, lines } of plan.pickups) assert.ok(lines.length > 0, requestKey);
  });
});

describe('every profile', () => {
  for (const [name, shape] of Object.entries(PROFILES)) {
    const plan = planSeed(shape);
    it(`${name} names each location, queue, product, code and position once`, () => {
      assert.equal(plan.locations.length, shape.stores + shape.warehouses);
      assert.equal(plan.products.length, shape.skus);
      for (const values of [
        plan.locations.map(({ code }) => code), plan.locations.map(({ code }) => queueNameOf(code)), plan.products.map(({ sku }) => sku), plan.products.map((product) => product.name), plan.products.map(({ shortCode }) => shortCode),
        plan.products.flatMap(({ barcodes }) => barcodes.map(({ gtin }) => gtin)), plan.openings.map(({ sku, location }) => `${sku}|${location}`), plan.shelves.map(({ sku, location }) => `${sku}|${location}`),
        plan.groups.map(({ code }) => code), plan.supplies.map(({ key }) => key),
      ]) assert.ok(isUnique(values), values.slice(0, 3).join(' '));
    });

    it(`${name} puts every place into one region, and those that deliver into the network`, () => {
      const codes = plan.locations.map(({ code }) => code).toSorted();
      for (const kind of ['Region', 'Network']) assert.deepEqual(plan.groups.filter((group) => group.kind === kind).flatMap(({ members }) => members).toSorted(), codes, kind);
    });

    it(`${name} fits its fields`, () => {
      for (const { name: text, imageUrl, shortCode } of plan.products) assert.ok(text.length <= 80 && imageUrl.length <= 255 && shortCode.length <= 12, text);
      for (const { code } of plan.locations) assert.match(queueNameOf(code), /^[A-Za-z](?:_?[A-Za-z0-9])*$/);
      for (const { place } of plan.shelves) assert.ok(place.length <= 40, place);
    });

    it(`${name} fits a scratch org`, () => { assert.ok(megabytesOf(plan) < 200, String(megabytesOf(plan))); });
  }
});

describe('bar codes', () => {
  it('end in the check digit of GS1, whatever their length', () => {
    assert.equal(withCheckDigit('400638133393'), '4006381333931');
    assert.equal(withCheckDigit('1061414100001'), '10614141000019');
    assert.equal(withCheckDigit('7351353'), '73513537');
  });

  it('of a box are those of its piece with another indicator', () => {
    const boxed = demoPlan().products.filter(({ barcodes }) => barcodes.length > 1);
    assert.ok(boxed.length > 0);
    for (const { gtin, barcodes } of boxed) assert.equal(barcodes[1]!.gtin.slice(0, 13), `1${gtin.slice(0, 12)}`);
  });
});
