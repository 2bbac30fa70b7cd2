import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nextTask, type QueueTask } from './associate.ts';
import { busyness, eventsOfMinute } from './day.ts';
import { seededRandom } from './random.ts';
import { countsText } from './shop.ts';
import { speedOf } from './speed.ts';

const world = { skus: Array.from({ length: 20 }, (_, index) => `HF-${String(1001 + index)}`), stores: ['LON-01', 'MAN-01', 'BHM-01'] };

describe('a minute of the shop day', () => {
  it('is the same for the same seed and minute, and another for others', () => {
    assert.deepEqual(eventsOfMinute(1, 29_900_000, world), eventsOfMinute(1, 29_900_000, world));
    assert.notDeepEqual(eventsOfMinute(1, 29_900_000, world), eventsOfMinute(2, 29_900_000, world));
  });

  it('has events in the order of their seconds, with keys of their own that the org takes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 29_000_000, max: 31_000_000 }), (seed, minute) => {
      const events = eventsOfMinute(seed, minute, world);
      const seconds = events.map(({ second }) => second);
      assert.deepEqual(seconds, seconds.toSorted((left, right) => left - right));
      const keys = events.flatMap((event) => ('key' in event ? [event.key] : []));
      assert.equal(new Set(keys).size, keys.length);
      for (const key of keys) assert.match(key, /^[A-Za-z0-9._:-]{1,80}$/);
      for (const event of events) if (event.kind === 'order' || event.kind === 'cart') assert.equal(new Set(event.lines.map(({ sku }) => sku)).size, event.lines.length);
    }));
  });

  it('brings, over an hour of the day, sales, orders, carts, returns and deliveries, and always somebody at work', () => {
    const kinds = new Set<string>();
    for (let minute = 0; minute < 60; minute += 1) {
      const events = eventsOfMinute(1, 29_900_000 + minute, world);
      for (const { kind } of events) kinds.add(kind);
      assert.ok(events.some(({ kind }) => kind === 'work'));
    }
    assert.deepEqual([...kinds].toSorted(), ['cart', 'delivery', 'order', 'return', 'sale', 'work']);
  });

  it('is quieter at night', () => { assert.ok(busyness(3) < busyness(9) && busyness(9) < busyness(14)); });
});

describe('chance', () => {
  it('counts what happens close to its mean', () => {
    const random = seededRandom(7);
    const sum = Array.from({ length: 5000 }, () => random.count(3)).reduce((total, count) => total + count, 0);
    assert.ok(Math.abs(sum / 5000 - 3) < 0.15, String(sum / 5000));
  });
});

describe('an associate', () => {
  const pick = (taskId: string, state: string, dueAtMillis = 0): QueueTask => ({ taskId, kind: 'Pick', state, dueAtMillis });
  it('claims the most urgent pick, and leaves some for visitors', () => {
    const open = [5, 3, 4, 1, 2].map((due) => pick(`t${String(due)}`, 'Open', due));
    assert.deepEqual(nextTask(open), { taskId: 't1', what: 'claimed' });
    assert.equal(nextTask(open.slice(1)), undefined);
  });

  it('serves customers before it picks, puts goods back before that, and leaves what is paused', () => {
    const ready = Array.from({ length: 4 }, (_, index) => pick(`r${String(index)}`, 'Ready', index));
    const open = Array.from({ length: 6 }, (_, index) => pick(`o${String(index)}`, 'Open', index));
    assert.deepEqual(nextTask([...open, ...ready]), { taskId: 'r0', what: 'finished' });
    assert.deepEqual(nextTask([...ready, { taskId: 'p0', kind: 'PutAway', state: 'Open' }, { taskId: 'p1', kind: 'PutAway', state: 'Open' }]), { taskId: 'p0', what: 'finished' });
    assert.deepEqual(nextTask(open.map((task, index) => (index === 0 ? { ...task, pausedAtMillis: 1 } : task))), { taskId: 'o1', what: 'claimed' });
  });
});

describe('the summary', () => {
  it('names what happened in the order of a shop, and nothing else', () => {
    assert.equal(countsText(new Map([['orders', 2], ['sales', 5]])), '5 sales, 2 orders');
    assert.equal(countsText(new Map()), 'nothing');
  });
});

describe('the speed of a day', () => {
  it('is a number from 1 to 120', () => { assert.deepEqual(['1', '2.5', '120', '0', '121', 'fast'].map(speedOf), [1, 2.5, 120, undefined, undefined, undefined]); });
});
