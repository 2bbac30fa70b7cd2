import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startPostgres, whyNoPostgres, type Postgres } from '../parts/postgres.ts';
import { silentProxy } from '../system/sap/test/silent-proxy.ts';
import { systemClock } from '../shared/clock.ts';
import { TransientFailure } from '../shared/failures.ts';
import { openPostgresStore } from './store-postgres.ts';
import { storeContract, until } from './store.contract.ts';
import { PARTITIONS, type GatewayStore } from './store.ts';
import { newWork } from './test/work-items.ts';

const reason = whyNoPostgres();

describe('PostgreSQL', { skip: reason ?? false }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-postgres-'));
  let server: Postgres;
  let databases = 0;
  before(async () => { server = await startPostgres({ folder, settings: ['fsync=off'] }); });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** A database of its own for each test. */
  async function freshUrl(): Promise<string> {
    const name = `gateway_${String((databases += 1))}`;
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return server.url.replace(/\/postgres$/, `/${name}`);
  }

  storeContract('the store in PostgreSQL', async () => {
    const url = await freshUrl();
    return {
      open: () => openPostgresStore({ url, clock: systemClock, connections: 4 }),
      pass: (milliseconds) => systemClock.sleep(milliseconds),
      end: async () => undefined,
    };
  });

  describe('a store of two processes', () => {
    async function two(test: { after(end: () => Promise<unknown>): void }): Promise<readonly [GatewayStore, GatewayStore]> {
      const url = await freshUrl();
      const stores = [await openPostgresStore({ url, clock: systemClock }), await openPostgresStore({ url, clock: systemClock })] as const;
      test.after(() => Promise.all(stores.map((store) => store.close())));
      return stores;
    }

    it('tells one what the other appended', async (test) => {
      const [one, other] = await two(test);
      const heard: [string, number][] = [];
      other.onAppended((appended) => { heard.push(...appended); });
      await one.transaction((transaction) => transaction.append([newWork({ key: 'a' }), newWork({ key: 'b', kind: 'movement' })]));
      await until(() => heard.length === 2);
      assert.deepEqual(heard, [['fact', 1], ['movement', 1]]);
    });

    it('adds up its counts without losing one while both write', async (test) => {
      const [one, other] = await two(test);
      await Promise.all(Array.from({ length: 1_200 }, async (_, index) => {
        await (index % 2 === 0 ? one : other).transaction((transaction) => transaction.append([newWork({ key: String(index) })]));
        if (index % 100 === 99) await one.figures();
      }));
      await one.figures();
      assert.deepEqual((await other.figures()).map(({ count }) => count), [1_200]);
    });

    it('runs a transaction again that the database ended to resolve a deadlock', async (test) => {
      const [one, other] = await two(test);
      let runs = 0;
      let holding = 0;
      const both = [['a', 'b'], ['b', 'a']] as const;
      await Promise.all(both.map(([first, second], index) => [one, other][index]!.transaction(async (transaction) => {
        runs += 1;
        await transaction.cursor(first);
        holding += 1;
        await until(() => holding >= 2);
        await transaction.moveCursor(first, ((await transaction.cursor(second))) ?? 0);
      })));
      assert.equal(runs, 3);
    });

    it('tells the other again once the connection it tells over was lost for a while', async (test) => {
      const [one, other] = await two(test);
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      test.after(() => client.end());
      let heard = 0;
      other.onAppended(() => { heard += 1; });
      const append = (key: string) => one.transaction((transaction) => transaction.append([newWork({ key })]));
      await append('a');
      await until(() => heard === 1);
      await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%bell'");
      let number = 0;
      await until(async () => {
        await append(String(number += 1)).catch(() => undefined);
        return heard > 1;
      });
    });

    it('gives the partitions of a process that fell asleep in a transaction to another', async (test) => {
      const url = await freshUrl();
      const [asleep, awake] = [await openPostgresStore({ url, clock: systemClock, patienceMs: 500 }), await openPostgresStore({ url, clock: systemClock })];
      let wake = (): void => undefined;
      const slept = new Promise<void>((resolve) => { wake = resolve; });
      test.after(() => Promise.all([asleep, awake].map((store) => store.close())));
      const { held } = await asleep.lease('asleep', [], 200);
      let isFenced = false;
      const writing = asleep.transaction(async (transaction) => {
        await transaction.fence('asleep', held);
        isFenced = true;
        await slept;
        await transaction.append([newWork()]);
      });
      await until(() => isFenced);
      await until(async () => (await awake.lease('awake', [], 60_000)).held.length === PARTITIONS);
      wake();
      await assert.rejects(writing, TransientFailure);
      assert.deepEqual(await awake.find({ most: 10 }), []);
    });

    it('goes on over new connections when the old ones fell silent, as after the death of the other machine', async (test) => {
      const url = new URL(await freshUrl());
      const proxy = await silentProxy(Number(url.port));
      const direct = await openPostgresStore({ url: url.href, clock: systemClock });
      url.port = String(proxy.port);
      const store = await openPostgresStore({ url: url.href, clock: systemClock, patienceMs: 500 });
      test.after(async () => {
        await Promise.all([store.close(), direct.close()]);
        proxy.close();
      });
      const heard: string[] = [];
      direct.onAppended((appended) => { heard.push(...appended.keys()); });
      await store.transaction((transaction) => transaction.append([newWork()]));
      proxy.fallSilent();
      // Who comes over an old connection is told so; all of them end.
      const asked = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? store.find({ most: 1 }) : store.transaction((transaction) => transaction.append([newWork({ key: String(index) })])))));
      assert.deepEqual(asked.filter((each) => each.status === 'rejected' && !(each.reason instanceof TransientFailure)), []);
      assert.ok(asked.some(({ status }) => status === 'rejected'));
      const tried = async (): Promise<boolean> => (await store.lease('one', [], 1_000).catch(() => undefined))?.held.length === PARTITIONS;
      await until(tried);
      let number = 0;
      await until(async () => {
        number += 1;
        await store.transaction((transaction) => transaction.append([newWork({ kind: 'movement', key: String(number) })])).catch(() => undefined);
        return heard.includes('movement');
      });
    });

    it('says that it may work later when the database is away', async (test) => {
      const [one] = await two(test);
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      test.after(() => client.end());
      await assert.rejects(one.transaction(async (transaction) => {
        await transaction.append([newWork()]);
        await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'holdfast%'");
        await transaction.append([newWork({ key: 'b' })]);
      }), TransientFailure);
      assert.deepEqual(await one.find({ most: 10 }), []);
    });
  });
});
