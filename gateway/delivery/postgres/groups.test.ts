import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import pg from 'pg';
import { startPostgres, whyNoPostgres, type Postgres } from '../../parts/postgres.ts';
import { systemClock } from '../../shared/clock.ts';
import { TransientFailure } from '../../shared/failures.ts';
import { openPostgresStore } from '../store-postgres.ts';
import type { GatewayStore } from '../store.ts';
import { accept, acceptForEver } from '../test/accepting.ts';
import { randomOf } from '../test/random.ts';
import { newWork } from '../test/work-items.ts';
import type { Job } from './group.ts';
import { Groups } from './groups.ts';

describe('calls that are accepted together in PostgreSQL', { skip: whyNoPostgres() ?? false }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-groups-'));
  let server: Postgres;
  let databases = 0;
  before(async () => { server = await startPostgres({ folder }); });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function freshUrl(): Promise<string> {
    const name = `groups_${String((databases += 1))}`;
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return server.url.replace(/\/postgres$/, `/${name}`);
  }
  async function opened(test: TestContext, url: string): Promise<GatewayStore> {
    const store = await openPostgresStore({ url, clock: systemClock });
    test.after(() => store.close());
    return store;
  }
  async function connected(test: TestContext, url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    test.after(() => client.end());
    return client;
  }
  /** Whatever happened: each call is kept whole or not at all, counted as kept, and none that was answered is missing. */
  async function assertWhole(store: GatewayStore, answered: readonly string[]): Promise<void> {
    const items = await store.find({ most: 1_000_000 });
    const kept = Map.groupBy(items, ({ key }) => key.replace(/-[12]$/, ''));
    assert.deepEqual([...kept].filter(([, both]) => both.length !== 2), []);
    assert.deepEqual(answered.filter((key) => !kept.has(key)), []);
    assert.equal((await store.cursors('accepted'))[0]?.value, kept.size);
    assert.deepEqual((await store.figures()).map(({ count }) => count), [items.length]);
    for (const key of kept.keys()) assert.ok((await store.transaction((transaction) => transaction.answerOf('pos', key))) !== undefined);
  }

  it('share commits: 1,000 calls of callers at the same time take fewer than 100', async (test) => {
    const store = await opened(test, await freshUrl());
    const query = test.mock.method(pg.Client.prototype, 'query');
    const heard: number[] = [];
    store.onAppended((appended) => { heard.push(appended.get('fact') ?? 0); });
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => accept(store, String(index))));
    const texts = query.mock.calls.map(({ arguments: [asked] }) => (typeof asked === 'string' ? asked : (asked as unknown as pg.QueryConfig).text));
    assert.ok(texts.filter((text) => text === 'COMMIT').length < 100);
    assert.equal(heard.reduce((sum, count) => sum + count, 0), 2_000);
    await assertWhole(store, Array.from({ length: 1_000 }, (_, index) => String(index)));
  });

  it('do not wait for a neighbour that waits for a lock', async (test) => {
    const url = await freshUrl();
    const store = await opened(test, url);
    const holder = await connected(test, url);
    await holder.query('BEGIN');
    await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('cursor|held', 0))");
    let isMoved = 0;
    const waiting = [1, 2, 3].map((step) => store.transaction(async (transaction) => {
      await transaction.append([newWork({ key: `waits-${String(step)}` })]);
      await transaction.moveCursor('held', (((await transaction.cursor('held')) as number | undefined) ?? 0) + 1);
    }).then(() => { isMoved += 1; }));
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 20 }, (_, index) => accept(store, `${String(round)}-${String(index)}`)));
    assert.equal(isMoved, 0);
    await holder.query('COMMIT');
    await Promise.all(waiting);
    assert.deepEqual((await store.cursors('held')).map(({ value }) => value), [3]);
  });

  it('of two processes that lock one another out all come through, and lose no step', async (test) => {
    const url = await freshUrl();
    const stores = [await opened(test, url), await opened(test, url)];
    const random = randomOf(11);
    const names = Array.from({ length: 6 }, (_, index) => `c${String(index)}`);
    let moved = 0;
    const step = async (store: GatewayStore): Promise<void> => {
      // Each in the order of names, as callers do; a group of them locks in no order.
      const chosen = names.filter(() => random() < 0.4);
      moved += chosen.length;
      await store.transaction(async (transaction) => {
        for (const name of chosen) await transaction.moveCursor(name, (((await transaction.cursor(name)) as number | undefined) ?? 0) + 1);
      });
    };
    await Promise.all(Array.from({ length: 120 }, (_, index) => step(stores[index % 2]!)));
    assert.equal((await stores[0]!.cursors('c')).reduce((sum, { value }) => sum + (value as number), 0), moved);
  });

  it('are refused, and nothing of them is kept, when the connection breaks before the commit', async (test) => {
    const url = await freshUrl();
    const store = await opened(test, url);
    const killer = await connected(test, url);
    const calls = Array.from({ length: 12 }, (_, index) => store.transaction(async (transaction) => {
      await transaction.append([newWork({ key: String(index) })]);
      // The last of the first group, after the work of all the others.
      if (index === 5) await killer.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdfast-gateway' AND state = 'idle in transaction' AND datname = current_database()");
    }));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.ok(refused.length >= 6 && refused.every(({ reason }) => reason instanceof TransientFailure), JSON.stringify(outcomes.map(({ status }) => status)));
    assert.deepEqual((await store.find({ most: 100 })).map(({ key }) => key).toSorted(), outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index)] : [])).toSorted());
    await Promise.all(Array.from({ length: 12 }, (_, index) => accept(store, `again-${String(index)}`)));
  });

  it('are kept once they are answered, and whole or not at all, when their process is killed', async (test) => {
    const url = await freshUrl();
    const store = await opened(test, url);
    for (const answers of [1, 40, 333]) {
      const answered: string[] = [];
      const child = fork(path.join(import.meta.dirname, '../test/accepting.ts'));
      child.on('message', (key: string) => {
        answered.push(key);
        if (answered.length === answers) child.kill('SIGKILL');
      });
      child.send(url);
      await once(child, 'exit');
      // Its transactions end when the server finds it gone.
      const client = await connected(test, url);
      while ((await client.query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'holdfast-gateway' AND state <> 'idle' AND xact_start IS NOT NULL")).rowCount !== 0) await systemClock.sleep(20);
      await assertWhole(store, answered);
      const known = await store.find({ most: 1_000_000 });
      await store.transaction((transaction) => transaction.discard(known.map(({ id }) => id), 1));
      assert.equal(await store.prune(Date.now() + 60_000), known.length + known.length / 2);
      await store.transaction((transaction) => transaction.moveCursor('accepted', 0));
    }
  });

  it('are kept once they are answered, and whole or not at all, when the database crashes', async (test) => {
    const own = mkdtempSync(path.join(tmpdir(), 'holdfast-crash-'));
    test.after(() => { rmSync(own, { recursive: true }); });
    const first = await startPostgres({ folder: own });
    const store = await openPostgresStore({ url: first.url, clock: systemClock });
    const answered: string[] = [];
    await assert.rejects(acceptForEver(store, 'crashed', (key) => {
      answered.push(key);
      // At once and without a checkpoint, as a crash: what is not in its log is gone.
      if (answered.length === 400) process.kill(first.pid, 'SIGQUIT');
    }), TransientFailure);
    await Promise.all([first.stop(), store.close()]);
    const second = await startPostgres({ folder: own });
    const again = await openPostgresStore({ url: second.url, clock: systemClock });
    await assertWhole(again, answered);
    await again.close();
    await second.stop();
  });
});

describe('who waits for a database that does not answer', () => {
  it('is told to come back, and those behind are not forgotten', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    const told: string[] = [];
    const groups = new Groups({ pool: { connect: () => new Promise(() => undefined) } as unknown as pg.Pool, clock: systemClock, appended: () => undefined });
    const job = (name: string): Job => ({ run: async () => undefined, alone: () => new Promise(() => undefined), resolve: () => { told.push(`${name} resolved`); }, reject: (error) => { told.push(`${name} ${error instanceof TransientFailure ? 'later' : 'failed'}`); } });
    for (const name of ['a', 'b', 'c', 'd']) groups.add(job(name));
    await nextTurns();
    groups.add(job('e'));
    await nextTurns();
    test.mock.timers.tick(9_999);
    assert.deepEqual(told, []);
    groups.add(job('f'));
    test.mock.timers.tick(1);
    assert.deepEqual(told, ['e later'], 'a to d wait for their connection, whose pool has a bound of its own');
  });
});

async function nextTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
}
