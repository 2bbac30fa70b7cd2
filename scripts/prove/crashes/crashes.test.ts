/** `npm run prove -- --only crashes` in short. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveCrashes } from './run.ts';

test('an org that is killed under load forgets nothing it acknowledged, does nothing twice, and its ledger equals its positions', async () => {
  const { kills, acknowledged, violations } = await proveCrashes(3, 1, () => undefined);
  assert.deepEqual(violations, []);
  assert.equal(kills, 3);
  assert.ok(acknowledged > 0, 'it was killed under load');
});
