import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Store } from '../data/store/store.ts';
import { orgSchema, USER } from '../data/test-support.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';
import { BusFaults } from './faults.ts';
import { partitionOf, type Partitioning } from './partitions.ts';
import { Subscribers, type DeliveryOutcome, type SubscriberPort, type SubscriberState } from './subscribers.ts';

const KEYS = ['a', 'A', 'b', 'c', 'd', 'e', 'f', 'g', null];
const event = (replayId: number, key: string | null): LoggedEvent => ({ replayId, objectName: 'Note__e', publishedAt: 0, payload: { Key__c: key, EventUuid: String(replayId) } });

describe('the partition of an event', () => {
  const partitioning: Partitioning = { count: 10, keyField: 'Key__c' };
  it('is that of its key, whose case counts', () => {
    assert.equal(partitionOf(event(1, 'a'), partitioning), partitionOf(event(2, 'a'), partitioning));
    const sameForCases = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].every((key) => partitionOf(event(1, key), partitioning) === partitionOf(event(1, key.toUpperCase()), partitioning));
    assert.equal(sameForCases, false);
  });
  it('is one for all events without a key', () => {
    assert.equal(partitionOf(event(1, null), partitioning), partitionOf(event(2, null), partitioning));
  });
  it('is among as many as are asked for, and all of them are used', () => {
    const seen = new Set(Array.from({ length: 500 }, (_, index) => partitionOf(event(index, `key ${String(index)}`), partitioning)));
    assert.deepEqual([...seen].sort((one, other) => one - other), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('delivery in partitions', () => {
  let store: Store;
  let log: EventLog;
  let now: number;
  let batches: LoggedEvent[][];
  let noted: SubscriberState | undefined;
  let partitioning: Partitioning;
  let outcome: (events: readonly LoggedEvent[]) => DeliveryOutcome;

  beforeEach(() => {
    store = Store.inMemory();
    store.install(orgSchema([USER]));
    log = new EventLog(store);
    now = 0;
    batches = [];
    noted = undefined;
    partitioning = { count: 4, keyField: 'Key__c' };
    outcome = () => ({ kind: 'done' });
  });

  const port: SubscriberPort = {
    subscribedObjects: () => ['Note__e'],
    batchSize: () => 3,
    partitioning: () => partitioning,
    deliver: async (_object, events, _earlier, moveTo) => {
      batches.push([...events]);
      const result = outcome(events);
      if (result.kind === 'done') await store.transaction(() => { moveTo(events.at(-1)!.replayId); }).committed;
      if (result.kind === 'checkpoint') await store.transaction(() => { moveTo(result.replayId); }).committed;
      return result;
    },
    skip: (move) => store.transaction(move).committed,
    report: () => undefined,
    noted: () => noted,
    note: (_object, state) => { noted = state; },
  };
  async function start(faults?: BusFaults): Promise<Subscribers> {
    const subscribers = new Subscribers(log, port, () => now, faults);
    await store.transaction(() => { subscribers.begin(); }).committed;
    return subscribers;
  }
  const publish = (keys: readonly (string | null)[]): Promise<void> => store.transaction(() => { log.append(keys.map((key) => ({ objectName: 'Note__e', publishedAt: 1, payload: { Key__c: key } }))); }).committed;
  async function drain(subscribers: Subscribers): Promise<void> {
    subscribers.wake();
    await subscribers.idle();
  }
  const delivered = (): readonly LoggedEvent[] => batches.flat();
  const keyOf = ({ payload }: LoggedEvent): string | null => payload['Key__c'] as string | null;
  const many = (count: number): (string | null)[] => Array.from({ length: count }, (_, index) => KEYS[(index * 7) % KEYS.length]!);
  function assertOrderedPerKey(): void {
    for (const key of KEYS) {
      const ids = delivered().filter((each) => keyOf(each) === key).map(({ replayId }) => replayId);
      assert.deepEqual(ids, [...ids].sort((one, other) => one - other), `key ${String(key)}`);
    }
  }

  it('gives every event once, each batch from one partition, in order per key', async () => {
    const subscribers = await start();
    await publish(many(60));
    await drain(subscribers);
    assert.deepEqual(delivered().map(({ replayId }) => replayId).sort((one, other) => one - other), Array.from({ length: 60 }, (_, index) => index + 1));
    for (const batch of batches) assert.equal(new Set(batch.map((each) => partitionOf(each, partitioning))).size, 1);
    assertOrderedPerKey();
    assert.equal(noted?.position, 60);
    await subscribers.stop();
  });
  it('reorders across partitions only when the bus has a bad day, the same way for the same seed', async () => {
    const orders: number[][] = [];
    for (let run = 0; run < 2; run++) {
      const faults = new BusFaults();
      faults.set({ seed: 11, reorder: 1 });
      const subscribers = await start(faults);
      batches = [];
      const first = log.latest();
      await publish(many(60));
      await drain(subscribers);
      assert.equal(delivered().length, 60);
      assertOrderedPerKey();
      orders.push(delivered().map(({ replayId }) => replayId - first));
      await subscribers.stop();
    }
    assert.deepEqual(orders[0], orders[1]);
    assert.notDeepEqual(orders[0], [...orders[0]!].sort((one, other) => one - other));
  });
  it('holds up only the partition whose batch is to come again', async () => {
    const subscribers = await start();
    const busy = partitionOf(event(1, 'a'), partitioning);
    outcome = ([first]) => (partitionOf(first!, partitioning) === busy ? { kind: 'retry', message: 'busy' } : { kind: 'done' });
    await publish(many(40));
    await drain(subscribers);
    const others = many(40).filter((key) => partitionOf(event(1, key), partitioning) !== busy).length;
    assert.equal(delivered().filter((each) => partitionOf(each, partitioning) !== busy).length, others);
    assert.deepEqual([noted?.retries, noted?.lastError], [1, 'busy']);
    outcome = () => ({ kind: 'done' });
    batches = [];
    now += 60_000;
    await drain(subscribers);
    assert.equal(delivered().length, 40 - others);
    assert.equal(noted?.position, 40);
    await subscribers.stop();
  });
  it('goes on after a restart where each partition was, and gives nothing twice', async () => {
    const subscribers = await start();
    const busy = partitionOf(event(1, 'a'), partitioning);
    outcome = ([first]) => (partitionOf(first!, partitioning) === busy ? { kind: 'retry', message: 'busy' } : { kind: 'done' });
    await publish(many(40));
    await drain(subscribers);
    await subscribers.stop();
    const before = delivered().filter((each) => partitionOf(each, partitioning) !== busy).length;
    outcome = () => ({ kind: 'done' });
    batches = [];
    const again = await start();
    await drain(again);
    assert.equal(delivered().length, 40 - before);
    await again.stop();
  });
  it('keeps a checkpoint per partition', async () => {
    const subscribers = await start();
    outcome = (events) => (events.length > 1 ? { kind: 'checkpoint', replayId: events[0]!.replayId, message: 'one at a time' } : { kind: 'done' });
    await publish(['a', 'a', 'a', 'b', 'b']);
    await drain(subscribers);
    const ofA = batches.filter(([first]) => keyOf(first!) === 'a').map((batch) => batch.length);
    if (partitionOf(event(1, 'a'), partitioning) !== partitionOf(event(1, 'b'), partitioning)) assert.deepEqual(ofA, [3, 2, 1]);
    assert.equal(noted?.position, 5);
    await subscribers.stop();
  });
  it('loses nothing when the partitions are cut anew, though some events may come again', async () => {
    const subscribers = await start();
    outcome = ([first]) => (keyOf(first!) === 'a' ? { kind: 'retry', message: 'busy' } : { kind: 'done' });
    await publish(many(40));
    await drain(subscribers);
    partitioning = { count: 7, keyField: 'Key__c' };
    outcome = () => ({ kind: 'done' });
    await drain(subscribers);
    assert.equal(new Set(delivered().map(({ replayId }) => replayId)).size, 40);
    assert.equal(noted?.position, 40);
    await subscribers.stop();
  });
  it('stops in all partitions when one has failed ten times', async () => {
    const subscribers = await start();
    outcome = ([first]) => (keyOf(first!) === 'a' ? { kind: 'retry', message: 'busy' } : { kind: 'done' });
    await publish(['a', 'b', 'c']);
    for (let run = 0; run < 12; run++) {
      await drain(subscribers);
      now += 600_000;
    }
    assert.equal(subscribers.isSuspended('Note__e'), true);
    assert.equal(noted?.isInError, true);
    outcome = () => ({ kind: 'done' });
    batches = [];
    await store.transaction(() => { subscribers.resume('Note__e', 'position'); }).committed;
    await drain(subscribers);
    assert.deepEqual(delivered().filter((each) => keyOf(each) === 'a').map(({ replayId }) => replayId), [1]);
    await subscribers.stop();
  });
});
