import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoPlan, gtin13 } from './plan.ts';

describe('the demo data', () => {
  const plan = demoPlan();
  it('is the same on every run', () => { assert.deepEqual(demoPlan(), plan); });
  it('fits a Developer Edition: at most 2,000 records with positions and entries', () => {
    const records = plan.locations.length + 2 * plan.products.length + 2 * plan.openings.length;
    assert.ok(records <= 2000, String(records));
    assert.ok(plan.openings.length > 500);
  });
  it('has valid and distinct GTINs', () => {
    assert.equal(gtin13('400638133393'), '4006381333931');
    const codes = plan.products.map((product) => product.gtin);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.equal(Array.from(code).reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10, 0);
  });
  it('names each position once', () => {
    assert.equal(new Set(plan.openings.map((opening) => `${opening.sku}|${opening.location}`)).size, plan.openings.length);
  });
});
