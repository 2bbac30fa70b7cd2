/** `npm run prove` in short: the app is right in every schedule tried, and every variant's mistake is found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exhaust } from '../../../local-org/runtime/scheduler/explore.ts';
import { claims, objection } from './claims.ts';
import { ProvingOrg, reservation, STARTS_AT } from './org.ts';
import { prove } from './prove.ts';
import { applied, VARIANTS, variantNamed } from './variants.ts';

const SCHEDULES: Readonly<Record<string, number>> = { three: 300, again: 100, carts: 100, facts: 300, mixed: 250, '64-on-10': 8, shards: 60, world: 4 };

for (const claim of claims()) {
  const { scenario, variant, mistake } = claim;
  test(mistake === undefined ? `${variant.name}, ${scenario.name}: nothing is promised twice or lost` : `${variant.name}, ${scenario.name}: the search finds "${mistake}"`, async () => {
    const finding = await prove(scenario, variant, { schedules: SCHEDULES[scenario.name]!, firstSeed: 1, until: mistake });
    assert.equal(objection(claim, finding), undefined);
  });
}

test('carts locked one by one dead-lock, wait 10 s of the clock and come through by being sent again', async () => {
  const [claim] = claims('one-by-one', 'carts');
  const { timeouts } = await prove(claim!.scenario, claim!.variant, { schedules: 60, firstSeed: 1 });
  assert.ok(timeouts > 0);
});

/** Schedules in which both calls hold the lock they are decided under at one moment. */
async function sideBySide(hot: Readonly<Record<string, number>>): Promise<number> {
  const org = await ProvingOrg.start(variantNamed('correct'), { P: 30 }, hot);
  try {
    return org.interleaved({ lockOrder: 'given', clockJumps: 0, crashes: 0, startMs: STARTS_AT }, (kernel) => {
      let schedules = 0;
      // K1 belongs to the first of two shards, K2 to the second.
      const calls = ['K1', 'K2'].map((key) => org.rest(key, '/reservations', reservation(key, ['P'], { purpose: 'Ship' })));
      exhaust(kernel, calls, () => {
        const locks = [0, 1].map((slot) => kernel.trace.findIndex((step) => step.startsWith(`${String(slot)}:stock_position__c/`)));
        const commits = [0, 1].map((slot) => kernel.trace.indexOf(`${String(slot)} go commit`));
        if (Math.max(...locks) < Math.min(...commits)) schedules += 1;
      });
      return schedules;
    });
  } finally {
    await org.close();
  }
}

test('calls at two shards of a hot product are decided side by side, and without shards one after the other', async () => {
  assert.ok(await sideBySide({ P: 2 }) > 0, 'neither waits for the other');
  assert.equal(await sideBySide({}), 0, 'one position, one lock');
});

test('a variant that no longer fits the app says so', () => {
  assert.ok(VARIANTS.length > 1);
  assert.throws(() => applied(variantNamed('no-lock'), new Map([['main/classes/StockSelector.cls', 'class StockSelector {}']])), /no-lock does not fit the app any more: classes\/StockSelector\.cls/);
});
