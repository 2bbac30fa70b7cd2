import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEALS, OFFLINE_STORES, planHour } from './plan.ts';

describe('a Black-Friday hour', () => {
  const hour = planHour({ seed: 1, orders: 2_000 });

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(planHour({ seed: 1, orders: 2_000 }), hour);
    assert.notDeepEqual(planHour({ seed: 2, orders: 2_000 }), hour);
  });

  it('runs by minute, with half of the orders in the first ten', () => {
    const minutes = hour.calls.map(({ minute }) => minute);
    assert.deepEqual(minutes, [...minutes].sort((one, other) => one - other));
    const orders = hour.calls.filter(({ kind }) => kind === 'order');
    const early = orders.filter(({ minute }) => minute < 10).length / orders.length;
    assert.ok(early > 0.45 && early < 0.55, String(early));
  });

  it('wants more of every deal than there is, so that something is refused', () => {
    for (const deal of DEALS) {
      const wanted = hour.calls.flatMap((call) => (call.kind === 'order' ? call.order.lines : [])).filter(({ sku, location }) => sku === deal && location === 'DC-DAVENTRY').reduce((sum, { quantity }) => sum + quantity, 0);
      const there = hour.opening.find(({ sku, location }) => sku === deal && location === 'DC-DAVENTRY')!.quantity;
      assert.ok(wanted > there, `${deal}: ${String(wanted)} of ${String(there)}`);
    }
  });

  it('holds back what tills sell while their line is down', () => {
    for (const call of hour.calls) {
      if (call.kind !== 'facts' || call.heldUntilMinute === undefined) continue;
      assert.ok(call.minute >= 20 && call.minute < 40 && call.heldUntilMinute >= 40);
      assert.ok(OFFLINE_STORES.some((store) => store === call.facts[0]!.location));
    }
    assert.ok(hour.calls.some((call) => call.kind === 'facts' && call.heldUntilMinute !== undefined));
  });
});
