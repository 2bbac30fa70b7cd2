import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FUEL_PER_MILLISECOND } from '../machine.ts';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();
const turns = (count: number): string => `Integer n = 0; while (n < ${count}) n++; System.debug('done');`;

for (const [name, kind, most] of [['synchronous', SYNCHRONOUS, 10_000], ['asynchronous', ASYNCHRONOUS, 60_000]] as const) {
  test(`${name} Apex has ${most} ms of counted CPU time`, async () => {
    // A batch of turns is charged at once, and the transaction itself burns a little.
    const enough = most * FUEL_PER_MILLISECOND;
    assert.deepEqual(await org.run(turns(enough - 50_000), kind), { printed: ['done'], error: undefined });
    assert.deepEqual(await org.run(turns(enough + 50_000), kind), { printed: [], error: 'System.LimitException: Apex CPU time limit exceeded' });
  });
}

test('endless loops and endless calls end, and no catch clause and no finally block of theirs goes on', async () => {
  const text = "try { while (true) { } } catch (Exception error) { System.debug('caught'); } finally { System.debug('finally'); }";
  assert.deepEqual(await org.run(text), { printed: [], error: 'System.LimitException: Apex CPU time limit exceeded' });
});

test('Limits.getCpuTime tells the time used so far, in the same figures every time', async () => {
  const once = await org.run(`${turns(5 * 50_000)} System.debug(Limits.getCpuTime() + ' of ' + Limits.getLimitCpuTime());`);
  assert.deepEqual(once.printed, ['done', '50 of 10000']);
  assert.deepEqual(await org.run(`${turns(5 * 50_000)} System.debug(Limits.getCpuTime() + ' of ' + Limits.getLimitCpuTime());`), once);
});
