/** `npm run prove` in short: the app is right in every schedule tried, and every variant's mistake is found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claims, objection } from './claims.ts';
import { prove } from './prove.ts';
import { applied, VARIANTS, variantNamed } from './variants.ts';

const SCHEDULES: Readonly<Record<string, number>> = { three: 300, again: 100, carts: 100, facts: 300, mixed: 250, '64-on-10': 8, world: 4 };

for (const claim of claims()) {
  const { scenario, variant, mistake } = claim;
  test(mistake === undefined ? `${variant.name}, ${scenario.name}: nothing is promised twice or lost` : `${variant.name}, ${scenario.name}: the search finds "${mistake}"`, async () => {
    const finding = await prove(scenario, variant, { schedules: SCHEDULES[scenario.name]!, firstSeed: 1 });
    assert.equal(objection(claim, finding), undefined);
  });
}

test('carts locked one by one dead-lock, wait 10 s of the clock and come through by being sent again', async () => {
  const [claim] = claims('one-by-one', 'carts');
  const { timeouts } = await prove(claim!.scenario, claim!.variant, { schedules: 60, firstSeed: 1 });
  assert.ok(timeouts > 0);
});

test('a variant that no longer fits the app says so', () => {
  assert.ok(VARIANTS.length > 1);
  assert.throws(() => applied(variantNamed('no-lock'), new Map([['main/classes/StockSelector.cls', 'class StockSelector {}']])), /no-lock does not fit the app any more: classes\/StockSelector\.cls/);
});
