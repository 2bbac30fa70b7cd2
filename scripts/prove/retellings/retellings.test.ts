/** `npm run prove -- --only retellings` in short, and what it must not do: pass over an app that is wrong. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Progress } from './progress.ts';
import { proveRetellings } from './run.ts';
import { caught, TWINS } from './twins.ts';

const SCHEDULES = 10_000;
const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-prove-'));
after(() => { rmSync(folder, { recursive: true }); });

test('in 10,000 schedules of facts in other orders, batches, ways and repetitions the stock is what the oracle and the ledger say', async () => {
  const { schedules, violations } = await proveRetellings({ schedules: SCHEDULES, firstSeed: 1, processes: 2, progressFile: undefined, tell: () => undefined });
  assert.deepEqual(violations, []);
  assert.equal(schedules, SCHEDULES);
});

for (const twin of TWINS) {
  test(`the mistake that ${twin.what} is found`, async () => {
    assert.notEqual(await caught(twin, 100), undefined);
  });
}

test('a run that was stopped goes on after the chunks that were examined, and begins anew for other seeds', () => {
  const file = path.join(folder, 'progress.json');
  Progress.open(file, 1, 500).note(501, 500);
  assert.deepEqual([1, 501].map((seed) => Progress.open(file, 1, 500).isDone(seed, 500)), [false, true]);
  assert.equal(Progress.open(file, 2, 500).isDone(501, 500), false);
});
