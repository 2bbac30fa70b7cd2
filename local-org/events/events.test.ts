import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Store } from '../data/store/store.ts';
import { orgSchema, USER } from '../data/test-support.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';
import { Outbox } from './outbox.ts';
import { Subscribers, type DeliveryOutcome, type SubscriberPort, type SubscriberState } from './subscribers.ts';

let store: Store;
let log: EventLog;

beforeEach(() => {
  store = Store.inMemory();
  store.install(orgSchema([USER]));
  log = new EventLog(store);
});

async function publish(...texts: string[]): Promise<void> {
  await store.transaction(() => { log.append(texts.map((text) => ({ objectName: 'Note__e', publishedAt: 1, payload: { Text__c: text } }))); }).committed;
}

describe('the event log', () => {
  it('numbers events in the order of their publishing and reads them after a replay id', async () => {
    await publish('a', 'b', 'c');
    assert.deepEqual(log.read('Note__e', 0, 10).map((event) => event.payload['Text__c']), ['a', 'b', 'c']);
    assert.deepEqual(log.read('Note__e', 2, 10).map((event) => event.payload['Text__c']), ['c']);
    assert.equal(log.latest(), 3);
  });
  it('loses the events of a transaction that fails', () => {
    assert.throws(() => store.transaction(() => {
      log.append([{ objectName: 'Note__e', publishedAt: 1, payload: { Text__c: 'lost' } }]);
      throw new Error('no');
    }));
    store.flush();
    assert.deepEqual(log.read('Note__e', 0, 10), []);
  });
  it('never gives a replay id twice, even when its transaction was undone or its event is forgotten', async () => {
    await publish('a');
    assert.throws(() => store.transaction(() => {
      log.append([{ objectName: 'Note__e', publishedAt: 1, payload: { Text__c: 'lost' } }]);
      throw new Error('no');
    }));
    await store.transaction(() => { log.forgetBefore(2); }).committed;
    await publish('b');
    assert.deepEqual(log.read('Note__e', 0, 10).map((event) => event.replayId), [3]);
    assert.equal(new EventLog(store).latest(), 3);
  });
  it('reads what a restart has forgotten from the disk, and what it remembers from there alike', async () => {
    await publish('a', 'b');
    const later = new EventLog(store);
    await store.transaction(() => { later.append(['c', 'd'].map((text) => ({ objectName: 'Note__e', publishedAt: 1, payload: { Text__c: text } }))); }).committed;
    assert.deepEqual(later.read('Note__e', 0, 3).map((event) => event.payload['Text__c']), ['a', 'b', 'c']);
    assert.deepEqual(later.read('Note__e', 2, 10), new EventLog(store).read('Note__e', 2, 10));
  });
  it('writes a transaction of many events in the order they were published', async () => {
    const texts = Array.from({ length: 21 }, (_, number) => `n${String(number)}`);
    await publish(...texts);
    assert.deepEqual(new EventLog(store).read('Note__e', 0, 100).map((event) => event.payload['Text__c']), texts);
  });
  it('forgets events before a moment', async () => {
    await publish('old');
    await store.transaction(() => { log.forgetBefore(2); }).committed;
    assert.deepEqual(log.read('Note__e', 0, 10), []);
  });
});

describe('the outbox', () => {
  const event = { objectName: 'Note__e', payload: {} };
  it('follows savepoints with after-commit events and keeps immediate ones', () => {
    const outbox = new Outbox();
    outbox.add(event, 'PublishAfterCommit');
    const mark = outbox.mark();
    outbox.add(event, 'PublishAfterCommit');
    outbox.add(event, 'PublishImmediately');
    outbox.cutTo(mark);
    assert.equal(outbox.leaving(true).length, 2);
  });
  it('sends only immediate events when the transaction fails', () => {
    const outbox = new Outbox();
    outbox.add(event, 'PublishAfterCommit');
    outbox.add(event, 'PublishImmediately');
    assert.equal(outbox.leaving(false).length, 1);
  });
});

describe('delivery to event triggers', () => {
  let now = 0;
  let delivered: string[][];
  let reports: string[];
  let noted: SubscriberState | undefined;
  let outcome: (texts: string[], retries: number) => DeliveryOutcome;

  const port = (batchSize: number): SubscriberPort => ({
    subscribedObjects: () => ['Note__e'],
    batchSize: () => batchSize,
    deliver: async (_object, events: readonly LoggedEvent[], { retries }, moveTo) => {
      const texts = events.map((event) => String(event.payload['Text__c']));
      delivered.push(texts);
      const result = outcome(texts, retries);
      if (result.kind === 'done') await store.transaction(() => { moveTo(events.at(-1)!.replayId); }).committed;
      if (result.kind === 'checkpoint') await store.transaction(() => { moveTo(result.replayId); }).committed;
      return result;
    },
    skip: (move) => store.transaction(move).committed,
    report: (_object, message) => { reports.push(message); },
    noted: () => noted,
    note: (_object, state) => { noted = state; },
  });
  const start = async (batchSize: number): Promise<Subscribers> => {
    const subscribers = new Subscribers(log, port(batchSize), () => now);
    await store.transaction(() => { subscribers.begin(); }).committed;
    return subscribers;
  };

  beforeEach(() => {
    now = 0;
    delivered = [];
    reports = [];
    noted = undefined;
    outcome = () => ({ kind: 'done' });
  });

  it('goes in order, in batches of the size set, each event once', async () => {
    const subscribers = await start(2);
    await publish('a', 'b', 'c', 'd', 'e');
    subscribers.wake();
    await subscribers.idle();
    assert.deepEqual(delivered, [['a', 'b'], ['c', 'd'], ['e']]);
    await subscribers.stop();
  });
  it('gathers what is published during a delivery and delivers it together', async () => {
    const subscribers = await start(10);
    const tell = async (text: string): Promise<void> => {
      await publish(text);
      subscribers.published(log.read('Note__e', 0, 10).slice(-1));
    };
    outcome = (texts) => {
      if (texts[0] === 'a') for (const text of ['b', 'c']) void tell(text);
      return { kind: 'done' };
    };
    await tell('a');
    await subscribers.idle();
    assert.deepEqual(delivered, [['a'], ['b', 'c']]);
    await subscribers.stop();
  });
  it('ends a rest by itself', async () => {
    const subscribers = await start(10);
    for (const text of ['a', 'b']) {
      await publish(text);
      subscribers.published(log.read('Note__e', 0, 10).slice(-1));
    }
    const isDelivered = (): boolean => delivered.flat().includes('b');
    while (!isDelivered()) await new Promise((resolve) => { setTimeout(resolve, 5); });
    assert.deepEqual(delivered, [['a'], ['b']]);
    await subscribers.stop();
  });
  it('does not look at the log when nothing that has a trigger was published', async () => {
    const subscribers = await start(10);
    await publish('a');
    subscribers.published([{ replayId: 1, objectName: 'Other__e', publishedAt: 1, payload: {} }]);
    await subscribers.idle();
    assert.deepEqual(delivered, []);
    subscribers.published(log.read('Note__e', 0, 10));
    await subscribers.idle();
    assert.deepEqual(delivered, [['a']]);
    await subscribers.stop();
  });
  it('begins behind what was published before there was a trigger, and only once', async () => {
    await publish('before');
    const subscribers = await start(10);
    await publish('after');
    await store.transaction(() => { subscribers.begin(); }).committed;
    subscribers.wake();
    await subscribers.idle();
    assert.deepEqual(delivered, [['after']]);
    await subscribers.stop();
  });
  it('repeats a batch that asks for it, later, and then goes on', async () => {
    const subscribers = await start(10);
    outcome = (_texts, retries) => (retries < 2 ? { kind: 'retry', message: 'busy' } : { kind: 'done' });
    await publish('a');
    for (let run = 0; run < 3; run++) {
      subscribers.wake();
      await subscribers.idle();
      now += 60_000;
    }
    assert.deepEqual(delivered, [['a'], ['a'], ['a']]);
    await subscribers.stop();
  });
  it('stops in error state after ten runs', async () => {
    const subscribers = await start(10);
    outcome = () => ({ kind: 'retry', message: 'always busy' });
    await publish('a');
    for (let run = 0; run < 15; run++) {
      subscribers.wake();
      await subscribers.idle();
      now += 600_000;
    }
    assert.equal(delivered.length, 10);
    assert.equal(subscribers.isSuspended('Note__e'), true);
    await subscribers.stop();
  });
  it('notes where it stands, stays in error state over a restart, and goes on where or behind what it is told', async () => {
    const failing = await start(10);
    outcome = () => ({ kind: 'retry', message: 'always busy' });
    await publish('a');
    for (let run = 0; run < 10; run++) {
      failing.wake();
      await failing.idle();
      now += 600_000;
    }
    await failing.stop();
    assert.deepEqual(noted, { retries: 9, lastError: 'always busy', isInError: true, position: 0, tip: 1 });
    outcome = () => ({ kind: 'done' });
    delivered = [];
    const again = await start(10);
    await publish('b');
    again.wake();
    await again.idle();
    assert.deepEqual(delivered, []);
    await store.transaction(() => { again.resume('Note__e', 'position'); }).committed;
    again.wake();
    await again.idle();
    assert.deepEqual(delivered, [['a', 'b']]);
    assert.deepEqual(noted, { retries: 0, lastError: null, isInError: false, position: 2, tip: 2 });
    await again.stop();
  });
  it('goes on with new events when its trigger is deployed anew', async () => {
    const subscribers = await start(10);
    outcome = () => ({ kind: 'retry', message: 'always busy' });
    await publish('a');
    for (let run = 0; run < 10; run++) {
      subscribers.wake();
      await subscribers.idle();
      now += 600_000;
    }
    outcome = () => ({ kind: 'done' });
    delivered = [];
    await store.transaction(() => { subscribers.begin(); }).committed;
    await publish('b');
    subscribers.wake();
    await subscribers.idle();
    assert.deepEqual(delivered, [['b']]);
    await subscribers.stop();
  });
  it('passes over a batch whose trigger fails, and says so', async () => {
    const subscribers = await start(1);
    outcome = (texts) => (texts[0] === 'bad' ? { kind: 'failed', message: 'System.MathException' } : { kind: 'done' });
    await publish('bad', 'good');
    subscribers.wake();
    await subscribers.idle();
    assert.deepEqual(delivered, [['bad'], ['good']]);
    assert.deepEqual(reports, ['System.MathException']);
    await subscribers.stop();
  });
  it('goes on behind a checkpoint', async () => {
    const subscribers = await start(10);
    outcome = (texts) => (texts.length > 1 ? { kind: 'checkpoint', replayId: 1, message: 'after a' } : { kind: 'done' });
    await publish('a', 'b');
    subscribers.wake();
    await subscribers.idle();
    assert.deepEqual(delivered, [['a', 'b'], ['b']]);
    await subscribers.stop();
  });
});
