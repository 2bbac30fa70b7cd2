/** The proof of the change feed in short: `npm run prove -- --only changes` searches longer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveFeed } from './prove.ts';
import { FEED_AS_IT_IS, FEED_TWINS } from './twins.ts';

test('a reader of the change feed ends with the true balances and knows of every change, whoever is slow, fails or crashes', async () => {
  const { violations, schedules } = await proveFeed(FEED_AS_IT_IS, { schedules: 150, firstSeed: 1 });
  assert.deepEqual([...violations], []);
  assert.equal(schedules, 150);
});

for (const twin of FEED_TWINS) {
  test(`${twin.name} (${twin.what}) is found`, async () => {
    const { violations } = await proveFeed(twin, { schedules: 400, firstSeed: 1 }, (found) => found.size > 0);
    assert.ok(violations.size > 0, 'the search passed over the mistake');
  });
}
