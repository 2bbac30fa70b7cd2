import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();
const RUNAWAY = "List<String> kept = new List<String>(); while (true) kept.add('number ' + kept.size());";

for (const [name, kind, most] of [['synchronous', SYNCHRONOUS, 6_000_000], ['asynchronous', ASYNCHRONOUS, 12_000_000]] as const) {
  test(`${name} Apex that keeps more and more ends at its heap limit, with the bytes it keeps`, async () => {
    const { error } = await org.run(RUNAWAY, kind);
    const [, bytes] = /^System\.LimitException: Apex heap size too large: (\d+)$/.exec(error ?? '') ?? assert.fail(error ?? 'it came to its end');
    assert.ok(Number(bytes) > most, bytes);
  });
}

test('what is made and dropped again does not count', async () => {
  const text = "Integer n = 0; while (n < 2000000) { List<Integer> dropped = new List<Integer>{ n, n + 1 }; n += dropped.size(); } System.debug('done');";
  assert.deepEqual(await org.run(text), { printed: ['done'], error: undefined });
});

test('a text that doubles without end is a heap too large, not a mistake of the org', async () => {
  const { error } = await org.run("String text = 'x'; while (true) text += text;");
  assert.match(error ?? '', /^System\.LimitException: Apex heap size too large: \d+$/);
});

test('Limits.getHeapSize grows with what is kept', async () => {
  const { printed } = await org.run("Integer before = Limits.getHeapSize(); List<Integer> kept = new List<Integer>(); for (Integer i = 0; i < 400000; i++) kept.add(i); System.debug(Limits.getHeapSize() > before); System.debug(Limits.getLimitHeapSize());");
  assert.deepEqual(printed, ['true', '6000000']);
});
