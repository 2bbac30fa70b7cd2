import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { Refusal, TransientFailure } from '../shared/failures.ts';
import { DONE, dispatching, type Deliver, type Dispatching } from './test/dispatching.ts';
import { settle } from './test/manual-clock.ts';
import { partitionOf } from './partition.ts';
import type { Outcome } from './work.ts';

const keys = (count: number, lane?: string): { key: string; lane?: string }[] => Array.from({ length: count }, (_, index) => ({ key: `k${String(index)}`, ...(lane === undefined ? {} : { lane }) }));

describe('the dispatcher', () => {
  let running: Dispatching | undefined;
  const start = (deliver: Deliver, options: Parameters<typeof dispatching>[1] = {}): Dispatching => (running = dispatching(deliver, options));
  const allDone: Deliver = async (items) => items.map(() => DONE);
  afterEach(async () => {
    await running?.end();
    running = undefined;
  });

  it('delivers what is appended at once, without waiting for a look', async () => {
    const { append, states } = start(allDone);
    await settle();
    await append({ key: 'a' });
    assert.deepEqual(await states(), { a: 'Done' });
  });

  it('delivers what was there before it began', async () => {
    const { append, dispatcher, clock, states, store } = start(async () => { throw new TransientFailure('down'); });
    await append({ key: 'a' });
    await dispatcher.stop();
    assert.deepEqual(await states(), { a: 'Waiting' });
    assert.deepEqual((await store.lease('two', [], 1_000)).held.length, 16);
    await clock.pass(2_000);
  });

  it('keeps one lane in order and never in flight twice, while other lanes pass', async () => {
    let end = (): void => undefined;
    const first = new Promise<void>((resolve) => { end = resolve; });
    const { append, calls, states } = start(async (items) => {
      if (items.some(({ key }) => key === 'a')) await first;
      return items.map(() => DONE);
    });
    await append({ key: 'a', lane: 'x' });
    await append({ key: 'b', lane: 'x' }, { key: 'c', lane: 'elsewhere' });
    assert.notEqual(partitionOf('x'), partitionOf('elsewhere'));
    assert.deepEqual(calls, [['a'], ['c']]);
    end();
    await settle();
    assert.deepEqual(calls, [['a'], ['c'], ['b']]);
    assert.deepEqual(await states(), { a: 'Done', b: 'Done', c: 'Done' });
  });

  it('puts what waits into few calls', async () => {
    const { append, calls } = start(allDone);
    await append(...keys(40));
    assert.equal(calls.length, 1);
    await append(...keys(1_000).map(({ key }) => ({ key: `more-${key}` })));
    assert.ok(calls.length <= 11 && calls.every(({ length }) => length <= 200), String(calls.map(({ length }) => length)));
  });

  it('has no more batches in flight than it may', async () => {
    let inFlight = 0;
    let most = 0;
    const { append, clock, states } = start(async (items) => {
      most = Math.max(most, (inFlight += 1));
      await clock.sleep(100);
      inFlight -= 1;
      return items.map(() => DONE);
    }, { batchesAtOnce: 3 });
    await append(...keys(1_500));
    await clock.pass(5_000);
    assert.equal(most, 3);
    assert.equal(new Set(Object.values(await states())).size, 1);
  });

  describe('when the other system is in trouble', () => {
    it('asks again within the hour, whatever the other system says of when', async () => {
      let failures = 6;
      const { append, clock, states, dispatcher } = start(async (items) => {
        if ((failures -= 1) >= 0) throw new TransientFailure('503', { retryAfterMs: 365 * 24 * 3_600_000 });
        return items.map(() => DONE);
      });
      for (let index = 0; index < 6; index += 1) await append({ key: `k${String(index)}`, lane: `lane-${String(index)}` });
      await clock.pass(2 * 3_600_000);
      assert.deepEqual([new Set(Object.values(await states())), dispatcher.breakers().map(({ state }) => state)], [new Set(['Done']), ['Closed']]);
    });

    it('lets the batch wait and uses up no attempts', async () => {
      let failures = 30;
      const { append, clock, store, calls, counts } = start(async (items) => {
        if ((failures -= 1) >= 0) throw new TransientFailure('503');
        return items.map(() => DONE);
      });
      await append({ key: 'a' });
      await clock.pass(600_000);
      const [item] = await store.find({ most: 1 });
      assert.deepEqual([item!.state, item!.attempts, calls.length, counts.get('retry')], ['Done', 1, 31, 30]);
    });

    it('waits as long as it was asked to', async () => {
      const at: number[] = [];
      const { append, clock } = start(async (items) => {
        at.push(clock.now());
        if (at.length === 1) throw new TransientFailure('503', { retryAfterMs: 30_000 });
        return items.map(() => DONE);
      });
      await append({ key: 'a' });
      await clock.pass(40_000);
      assert.equal(at.length, 2);
      assert.ok(at[1]! - at[0]! >= 30_000, String(at[1]! - at[0]!));
    });

    it('leaves it alone after five failures, probes with one batch, and goes on with everything when it is back', async () => {
      let isUp = false;
      let inFlight = 0;
      let mostWhileOpen = 0;
      const { append, clock, dispatcher, states, calls, counts } = start(async (items) => {
        inFlight += 1;
        if (dispatcher.breakers()[0]!.state !== 'Closed') mostWhileOpen = Math.max(mostWhileOpen, inFlight);
        await clock.sleep(10);
        inFlight -= 1;
        if (!isUp) throw new TransientFailure('down');
        return items.map(() => DONE);
      });
      await append(...keys(400));
      await clock.pass(120_000);
      assert.equal(dispatcher.breakers()[0]!.state, 'Open');
      assert.equal(mostWhileOpen, 1);
      assert.ok(calls.length < 5 + 4 + 40, `${String(calls.length)} calls in two minutes`);
      assert.ok(counts.get('breaker-opened')! > 1);
      isUp = true;
      await clock.pass(10_500);
      assert.equal(dispatcher.breakers()[0]!.state, 'Closed');
      assert.deepEqual(new Set(Object.values(await states())), new Set(['Done']));
    });

    it('does not spin when a handler puts everything off', async () => {
      const { append, clock, calls } = start(async (items) => items.map((): Outcome => ({ state: 'Later' })));
      await append({ key: 'a' });
      await clock.pass(60_000);
      assert.ok(calls.length > 3 && calls.length < 40, String(calls.length));
    });

    it('keeps what was done before it failed', async () => {
      let isUp = false;
      const { append, clock, states } = start(async (items) => items.map(({ key }): Outcome => (key === 'a' || isUp ? DONE : { state: 'Later', failure: new TransientFailure('down') })));
      await append({ key: 'a' }, { key: 'b' });
      assert.deepEqual(await states(), { a: 'Done', b: 'Waiting' });
      isUp = true;
      await clock.pass(1_000);
      assert.deepEqual(await states(), { a: 'Done', b: 'Done' });
    });
  });

  describe('when a batch cannot be delivered as it is', () => {
    it('finds the poison by halving, buries it with its code and delivers the rest in order', async () => {
      const applied: string[] = [];
      const { append, clock, states, calls, counts } = start(async (items) => {
        if (items.some(({ key }) => key === 'k13' || key === 'k77')) throw new Refusal('HF-BAD-FIELD', 'quantity is -1');
        applied.push(...items.map(({ key }) => key));
        return items.map(() => DONE);
      });
      await append(...keys(100, 'hot'));
      await clock.pass(100);
      const now = await states();
      assert.deepEqual([now['k13'], now['k77'], Object.values(now).filter((state) => state === 'Done').length], ['Dead HF-BAD-FIELD', 'Dead HF-BAD-FIELD', 98]);
      assert.deepEqual(applied, keys(100).map(({ key }) => key).filter((key) => key !== 'k13' && key !== 'k77'));
      assert.ok(calls.length < 40, String(calls.length));
      assert.deepEqual([counts.get('poison-found'), counts.get('dead')], [2, 2]);
    });

    it('stops looking for poison when the system fails, and loses nothing', async () => {
      let calls = 0;
      const { append, clock, states } = start(async (items) => {
        calls += 1;
        if (calls === 3) throw new TransientFailure('down');
        if (items.some(({ key }) => key === 'k3')) throw new Refusal('HF-BAD-FIELD', 'bad');
        return items.map(() => DONE);
      });
      await append(...keys(4, 'hot'));
      await clock.pass(5_000);
      assert.deepEqual(await states(), { k0: 'Done', k1: 'Done', k2: 'Done', k3: 'Dead HF-BAD-FIELD' });
    });

    it('takes a handler that answers too few outcomes for undeliverable', async () => {
      const { append, states } = start(async () => []);
      await append({ key: 'a' });
      assert.deepEqual(await states(), { a: 'Dead GW-UNDELIVERABLE' });
    });
  });

  it('tries an item eight times, with growing waits, and then buries it; its lane goes on', async () => {
    const at: number[] = [];
    const { append, clock, states, store } = start(async (items) => {
      let isBlocked = false;
      return items.map(({ key }): Outcome => {
        if (isBlocked) return { state: 'Later' };
        if (key !== 'a') return DONE;
        at.push(clock.now());
        isBlocked = true;
        return { state: 'Retry', reason: 'GW-NOT-YET', message: 'The document cannot be read yet.' };
      });
    });
    await append({ key: 'a', lane: 'x' }, { key: 'b', lane: 'x' });
    assert.deepEqual(await states(), { a: 'Waiting GW-NOT-YET', b: 'Waiting' });
    await clock.pass(300_000);
    assert.deepEqual(await states(), { a: 'Dead GW-NOT-YET', b: 'Done' });
    assert.equal(at.length, 8);
    assert.equal((await store.find({ most: 1 }))[0]!.message, 'The document cannot be read yet. It was tried 8 times.');
  });

  it('turns callers away when too much waits, until it is delivered', async () => {
    let isUp = false;
    const { append, clock, dispatcher } = start(async (items) => {
      if (!isUp) throw new TransientFailure('down');
      return items.map(() => DONE);
    }, { mostWaiting: 50 });
    await append(...keys(49));
    assert.equal(dispatcher.isFull('fact'), false);
    await append({ key: 'one more' });
    assert.equal(dispatcher.isFull('fact'), true);
    assert.equal(dispatcher.isFull('document'), false);
    isUp = true;
    await clock.pass(20_000);
    assert.equal(dispatcher.isFull('fact'), false);
  });

  it('stops after what is in flight, and ends what takes too long', async () => {
    const { append, clock, dispatcher, states, calls } = start(async (items, signal) => {
      await clock.sleep(items[0]!.key === 'slow' ? 3_600_000 : 500, signal);
      signal.throwIfAborted();
      return items.map(() => DONE);
    }, { graceMs: 2_000 });
    await append({ key: 'quick' });
    await append({ key: 'slow' });
    const stopped = dispatcher.stop();
    await append({ key: 'too late' });
    await clock.pass(3_000);
    await stopped;
    assert.deepEqual(await states(), { quick: 'Done', slow: 'Waiting', 'too late': 'Waiting' });
    assert.deepEqual(calls, [['quick'], ['slow']]);
  });
});
