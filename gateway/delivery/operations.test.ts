import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { noHealthLog } from '../health/health-log.ts';
import { Refusal } from '../shared/failures.ts';
import { Operations } from './operations.ts';
import { DONE, dispatching, type Dispatching } from './test/dispatching.ts';
import { settle } from './test/manual-clock.ts';

describe('operators', () => {
  let running: Dispatching | undefined;
  let isRepaired = false;
  const start = async (...keys: string[]): Promise<{ readonly operations: Operations } & Dispatching> => {
    isRepaired = false;
    running = dispatching(async (items) => {
      if (!isRepaired && items.some(({ key }) => key.startsWith('bad'))) throw new Refusal('GW-UNMAPPED', 'Movement type 999 is not in the map.');
      return items.map(() => DONE);
    });
    for (const [index, key] of keys.entries()) await running.append({ key, receivedAtMs: (index + 1) * 1_000, source: key.includes('sap') ? 'SAP' : 'TILL' });
    await settle();
    running.calls.length = 0;
    return { ...running, operations: new Operations({ store: running.store, clock: running.clock, health: noHealthLog }) };
  };
  afterEach(async () => {
    await running?.end();
    running = undefined;
  });

  it('see what is dead and why, in pages', async () => {
    const { operations } = await start('bad 1', 'good', 'bad 2', 'bad sap');
    const [first] = await operations.deadLetters({}, { most: 1 });
    assert.deepEqual([first!.key, first!.reason, first!.message], ['bad 1', 'GW-UNMAPPED', 'Movement type 999 is not in the map.']);
    assert.deepEqual((await operations.deadLetters({}, { afterId: first!.id, most: 10 })).map(({ key }) => key), ['bad 2', 'bad sap']);
    assert.deepEqual((await operations.deadLetters({ source: 'SAP', reason: 'GW-UNMAPPED' }, { most: 10 })).map(({ key }) => key), ['bad sap']);
  });

  it('let dead work wait again once its cause is gone', async () => {
    const { operations, states, store } = await start('bad 1', 'bad 2', 'good');
    isRepaired = true;
    const [first] = await store.find({ key: 'bad 1', most: 1 });
    assert.equal(await operations.redrive({ workIds: [first!.id] }), 1);
    await settle();
    assert.deepEqual(await states(), { 'bad 1': 'Done', 'bad 2': 'Dead GW-UNMAPPED', good: 'Done' });
    assert.equal(await operations.redrive({ reason: 'GW-UNMAPPED' }), 1);
    assert.equal(await operations.redrive({ reason: 'GW-UNMAPPED' }), 0);
    await settle();
    assert.deepEqual(await states(), { 'bad 1': 'Done', 'bad 2': 'Done', good: 'Done' });
  });

  it('redrive by id what was discarded by mistake, and never what is done', async () => {
    const { operations, states, store } = await start('bad 1', 'good');
    assert.equal(await operations.discard({}), 1);
    assert.deepEqual(await states(), { 'bad 1': 'Discarded GW-UNMAPPED', good: 'Done' });
    isRepaired = true;
    assert.equal(await operations.redrive({}), 0);
    assert.equal(await operations.redrive({ workIds: (await store.find({ most: 10 })).map(({ id }) => id) }), 1);
    await settle();
    assert.deepEqual(await states(), { 'bad 1': 'Done', good: 'Done' });
  });

  it('tell once more what a source said in a time, in its order', async () => {
    const { operations, calls } = await start('1', '2 sap', '3', '4', '5');
    assert.equal(await operations.replay({ source: 'TILL', fromMs: 1_000, toMs: 5_000 }), 3);
    await settle();
    assert.deepEqual(calls.flat(), ['1', '3', '4']);
  });

  it('are kept from replaying everything by accident', async () => {
    const { operations } = await start('1');
    assert.throws(() => operations.replay({ source: 'TILL' }), (error: unknown) => error instanceof Refusal && error.code === 'GW-RANGE');
    assert.throws(() => operations.replay({ fromMs: 2, toMs: 2 }), Refusal);
  });

  it('redrive more than fits one transaction', async () => {
    const { operations, store, clock } = await start();
    await store.transaction((transaction) => transaction.append(Array.from({ length: 1_100 }, (_, index) => ({ kind: 'snapshot', source: 'SAP', key: String(index), lane: 'x', body: {}, occurredAtMs: 0 }))));
    const waiting = await store.find({ kind: 'snapshot', most: 2_000 });
    await store.transaction((transaction) => transaction.finish(waiting.map((item) => ({ item, outcome: { state: 'Dead', reason: 'X', message: '' } }))));
    assert.equal(await operations.redrive({ kind: 'snapshot' }), 1_100);
    assert.equal((await store.due('snapshot', Array.from({ length: 16 }, (_, index) => index), 2_000, clock.now())).length, 1_100);
  });

  it('keep on record what was done until its days are over', async () => {
    const { operations, clock, states } = await start('bad 1', 'good');
    assert.equal(await operations.prune(7), 0);
    const later = new Operations({ store: running!.store, clock: { ...clock, now: () => clock.now() + 8 * 24 * 60 * 60 * 1000, sleep: clock.sleep.bind(clock) }, health: noHealthLog });
    assert.equal(await later.prune(7), 1);
    assert.deepEqual(await states(), { 'bad 1': 'Dead GW-UNMAPPED' });
  });
});
