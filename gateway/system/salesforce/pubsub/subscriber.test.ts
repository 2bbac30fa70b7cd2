import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { ManualClock, settle } from '../../../delivery/test/manual-clock.ts';
import { openSqliteStore } from '../../../delivery/store-sqlite.ts';
import type { GatewayStore, StoreTransaction } from '../../../delivery/store.ts';
import type { Count, HealthLog, Hop } from '../../../health/health-log.ts';
import type { Clock } from '../../../shared/clock.ts';
import { TransientFailure } from '../../../shared/failures.ts';
import { silentLog } from '../../../shared/log.ts';
import type { OrgEvent } from './org-event.ts';
import { cursorOf, type Position } from './position.ts';
import { Subscriber } from './subscriber.ts';
import { FakePubSub, place } from './test/fake-pubsub.ts';
import type { Effects, TopicHandler } from './topic-handler.ts';

const TOPIC = '/event/Number__e';
const MINUTE_MS = 60_000;
const nameOf = (number: number): string => `number|${String(number).padStart(6, '0')}`;

/** Takes note of numbers, in the transaction that moves the position; what happened in the org can be read there, whoever listens. */
class Numbers implements TopicHandler {
  readonly topic = TOPIC;
  readonly refreshMs = 60 * MINUTE_MS;
  readonly happened: number[] = [];
  handled = 0;
  recovered = 0;
  failures = 0;

  handle(events: readonly OrgEvent[]): Promise<Effects> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new TransientFailure('The org is busy.'));
    }
    this.handled += events.length;
    return Promise.resolve(this.#note(events.map(({ values }) => Number(values['Number__c']))));
  }

  async *recover(): AsyncIterable<Effects> {
    const known = [...this.happened];
    for (let at = 0; at < known.length; at += 3) {
      this.recovered += 1;
      yield this.#note(known.slice(at, at + 3));
    }
    await Promise.resolve();
  }

  #note(numbers: readonly number[]): Effects {
    return async (transaction) => { for (const number of numbers) await transaction.moveCursor(nameOf(number), number); };
  }
}

class Counts implements HealthLog {
  readonly counts = new Map<Count, number>();
  readonly hops: number[] = [];
  hop(_source: string, _hop: Hop, milliseconds: number): void { this.hops.push(milliseconds); }
  count(_source: string, what: Count, by = 1): void { this.counts.set(what, (this.counts.get(what) ?? 0) + by); }
}

class World {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'holdfast-subscriber-'));
  readonly clock = new ManualClock();
  readonly pubSub = new FakePubSub();
  readonly numbers = new Numbers();
  readonly health = new Counts();
  readonly store: GatewayStore = openSqliteStore({ file: path.join(this.folder, 'gateway.sqlite'), clock: this.clock, isDurable: false });
  sessionsForgotten = 0;
  /** So many transactions fail, as when the database is away. */
  storeFailures = 0;
  #isKilled = { now: false };
  #last = 0;
  subscriber = this.start();

  /** A process: what it writes after it was killed is not written. */
  start(owner: string = randomUUID(), clock: Clock = this.clock): Subscriber {
    const killed = { now: false };
    this.#isKilled = killed;
    const store: Pick<GatewayStore, 'transaction'> = {
      transaction: <T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> => (killed.now ? new Promise<T>(() => undefined) : this.store.transaction(async (transaction) => {
        if (this.storeFailures > 0) {
          this.storeFailures -= 1;
          throw new TransientFailure('The store is away.');
        }
        const answer = await work(transaction);
        if (killed.now) throw new Error('killed before the commit');
        return answer;
      })),
    };
    this.subscriber = new Subscriber(this.numbers, { owner, transport: this.pubSub, store, clock, log: silentLog, health: this.health, source: 'ORG', random: () => 1, forgetSession: () => { this.sessionsForgotten += 1; } });
    this.subscriber.start();
    return this.subscriber;
  }

  kill(): void {
    this.#isKilled.now = true;
    this.pubSub.endAll('lost');
  }

  happen(): number {
    this.#last += 1;
    this.numbers.happened.push(this.#last);
    this.pubSub.publish(this.#last);
    return this.#last;
  }

  position(): Promise<Position | undefined> {
    return this.store.transaction(async (transaction) => (await transaction.cursor(cursorOf(TOPIC))) as Position | undefined);
  }

  /** The place and the numbers at one moment. */
  atOnce(): Promise<[Position | undefined, number[]]> {
    return this.store.transaction(async (transaction) => {
      const noted: number[] = [];
      for (const number of this.numbers.happened) if ((await transaction.cursor(nameOf(number))) !== undefined) noted.push(number);
      return [(await transaction.cursor(cursorOf(TOPIC))) as Position | undefined, noted];
    });
  }

  async noted(): Promise<number[]> {
    return (await this.store.cursors('number|')).map(({ value }) => Number(value));
  }

  async end(): Promise<void> {
    await this.subscriber.stop();
    await this.store.close();
    rmSync(this.folder, { recursive: true });
  }
}

let world: World;
beforeEach(() => { world = new World(); });
afterEach(async () => { await world.end(); });

describe('a subscriber', () => {
  it('moves its place with what follows from the events', async () => {
    await settle();
    for (let count = 0; count < 250; count += 1) world.happen();
    while ((await world.position())?.replayId !== place(250)) await world.clock.pass(10);
    assert.equal((await world.noted()).length, 250);
    assert.equal((await world.position())?.replayId, place(250));
    assert.equal(world.subscriber.figures?.state, 'Live');
    assert.equal(world.health.hops.length, 250);
  });
  it('goes on where it was after a lost connection, and says so', async () => {
    await settle();
    world.happen();
    await world.clock.pass(100);
    world.pubSub.endAll('lost');
    world.happen();
    await world.clock.pass(1_000);
    assert.deepEqual(await world.noted(), [1, 2]);
    assert.deepEqual([world.health.counts.get('connection-lost'), world.health.counts.get('subscription-resumed'), world.health.counts.get('subscription-gap')], [1, 1, undefined]);
  });
  it('asks again, later and later, while events cannot be handled, and never passes them over', async () => {
    await settle();
    world.pubSub.keepAlive();
    await settle();
    world.numbers.failures = 6;
    world.happen();
    await world.clock.pass(2_000);
    assert.deepEqual([await world.noted(), (await world.position())?.replayId], [[], place(0)]);
    const before = world.pubSub.subscriptions;
    await world.clock.pass(60_000);
    assert.deepEqual(await world.noted(), [1]);
    assert.ok(world.pubSub.subscriptions - before < 6);
  });
  it('reads from the org what nobody can replay any more', async () => {
    await settle();
    world.happen();
    await world.clock.pass(100);
    world.kill();
    for (let count = 0; count < 10; count += 1) world.happen();
    world.pubSub.forgetAll();
    await world.clock.pass(2 * MINUTE_MS);
    world.start();
    await world.clock.pass(2_000);
    assert.equal((await world.noted()).length, 11);
    assert.equal(world.health.counts.get('subscription-gap'), 1);
    assert.notEqual((await world.position())?.gapSinceMs, undefined, 'the stream has not shown yet where it stands');
    world.pubSub.keepAlive();
    await world.clock.pass(100);
    assert.deepEqual([(await world.position())?.gapSinceMs, (await world.position())?.replayId], [undefined, place(11)]);
  });
  it('reads from the org what an unreadable event may have told', async () => {
    await settle();
    world.happen();
    world.numbers.happened.push(900);
    world.pubSub.publishUnreadable();
    world.happen();
    await world.clock.pass(1_000);
    assert.deepEqual(await world.noted(), [1, 2, 900]);
    assert.deepEqual([(await world.position())?.replayId, (await world.position())?.gapSinceMs], [place(3), undefined]);
  });
  it('gets a new token when its own is refused', async () => {
    await settle();
    world.pubSub.endAll('session');
    world.happen();
    await world.clock.pass(1_000);
    assert.deepEqual([world.sessionsForgotten, await world.noted()], [1, [1]]);
  });
  it('takes a connection that says nothing for dead', async () => {
    await settle();
    const before = world.pubSub.subscriptions;
    await world.clock.pass(310_000);
    assert.ok(world.pubSub.subscriptions > before);
    assert.equal(world.health.counts.get('connection-lost'), 1);
  });
  it('leaves listening to another process of the group until that falls silent', async () => {
    await settle();
    world.pubSub.keepAlive();
    await settle();
    const first = world.subscriber;
    const second = world.start();
    await world.clock.pass(MINUTE_MS);
    assert.deepEqual([first.figures?.state, second.figures?.state], ['Live', undefined]);
    await first.stop();
    world.happen();
    await world.clock.pass(11_000);
    assert.deepEqual([first.figures?.state, second.figures?.state, await world.noted()], ['Stopped', 'Live', [1]]);
  });
  it('goes on when its store was away just as the place had to be left', async () => {
    await settle();
    world.happen();
    await world.clock.pass(100);
    world.happen();
    world.pubSub.forgetAll();
    world.storeFailures = 1;
    world.pubSub.endAll('position-gone');
    await world.clock.pass(5_000);
    world.pubSub.keepAlive();
    await world.clock.pass(1_000);
    assert.deepEqual([world.storeFailures, world.subscriber.figures?.state, await world.noted()], [0, 'Live', [1, 2]]);
  });
  it('stops although its store is away', async () => {
    await settle();
    world.storeFailures = 1;
    await world.subscriber.stop();
    assert.equal(world.subscriber.figures?.state, 'Stopped');
  });
  it('takes the place of a process that died, however far ahead its clock was', async () => {
    await world.subscriber.stop();
    const ahead: Clock = { now: () => world.clock.now() + 60 * MINUTE_MS, sleep: (milliseconds, signal) => world.clock.sleep(milliseconds, signal) };
    world.start('ahead', ahead);
    await settle();
    world.pubSub.keepAlive();
    await settle();
    world.kill();
    world.start('second');
    await world.clock.pass(20_000);
    assert.equal(world.subscriber.figures, undefined, 'it may still live');
    world.happen();
    await world.clock.pass(MINUTE_MS);
    assert.deepEqual(await world.noted(), [1]);
  });
  it('takes its place back at once when its process comes back under its name', async () => {
    await world.subscriber.stop();
    world.start('one');
    await settle();
    world.pubSub.keepAlive();
    await settle();
    world.kill();
    world.start('one');
    await settle();
    world.pubSub.keepAlive();
    world.happen();
    await settle();
    assert.deepEqual([world.subscriber.figures?.state, await world.noted()], ['Live', [1]]);
  });
});

describe('whatever happens to the connection, the process and the events', () => {
  type Step = 'happen'   | 'lose' | 'session' | 'kill' | 'forget' | 'unreadable' | 'busy' | 'repeat' | 'keepAlive' | 'pass';
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Step>('happen') }, { weight: 3, arbitrary: fc.constant<Step>('pass') }, { weight: 2, arbitrary: fc.constant<Step>('keepAlive') },
    ...(['lose', 'session', 'kill', 'forget', 'unreadable', 'busy', 'repeat'] as const).map((name) => ({ weight: 1, arbitrary: fc.constant<Step>(name) })),
  );
  const actions: Readonly<Record<Step, (each: World) => Promise<void> | void>> = {
    happen: (each) => { each.happen(); },
    lose: (each) => { each.pubSub.endAll('lost'); },
    session: (each) => { each.pubSub.endAll('session'); },
    kill: (each) => { each.kill(); each.start(); },
    forget: (each) => { each.pubSub.forgetAll(); },
    unreadable: (each) => { each.pubSub.publishUnreadable(); },
    busy: (each) => { each.numbers.failures += 2; },
    repeat: (each) => { each.pubSub.repeat(); },
    keepAlive: (each) => { each.pubSub.keepAlive(); },
    pass: (each) => each.clock.pass(15_000),
  };

  /** No event before the place is unhandled, unless a gap is noted from which it will be read. */
  async function requireSound(each: World): Promise<void> {
    const [position, noted] = await each.atOnce();
    if (position === undefined || position.gapSinceMs !== undefined) return;
    assert.notEqual(position.replayId, undefined, 'who has no place has a gap');
    const before = Number.parseInt(position.replayId!, 16);
    const handled = noted.length;
    // Unreadable events take places too, so so many numbers at least lie before the place.
    const unreadable = each.pubSub.latest - each.numbers.happened.length;
    assert.ok(handled >= before - unreadable, `${String(handled)} of the events up to ${String(before)} are handled`);
  }

  it('every change is handled, and the place never passes one that is not', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const each = new World();
      await settle();
      for (const name of steps) {
        await actions[name](each);
        if (name === 'kill' || name === 'pass') await settle();
        await requireSound(each);
      }
      each.numbers.failures = 0;
      await each.clock.pass(2 * MINUTE_MS);
      each.pubSub.keepAlive();
      await each.clock.pass(MINUTE_MS);
      each.pubSub.keepAlive();
      await each.clock.pass(MINUTE_MS);
      await requireSound(each);
      assert.deepEqual(await each.noted(), each.numbers.happened);
      assert.deepEqual([(await each.position())?.gapSinceMs, (await each.position())?.replayId], [undefined, place(each.pubSub.latest)]);
      await each.end();
    }), { numRuns: 60 });
  });
});
