import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { systemClock } from '../shared/clock.ts';
import { TransientFailure } from '../shared/failures.ts';
import { openSqliteStore } from './store-sqlite.ts';
import { storeContract } from './store.contract.ts';
import { newWork } from './test/work-items.ts';

storeContract('the store in SQLite', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => Date.now() + aheadMs };
  return {
    open: async () => openSqliteStore({ file: path.join(folder, 'gateway.db'), clock }),
    pass: async (milliseconds) => { aheadMs += milliseconds; },
    end: async () => { rmSync(folder, { recursive: true }); },
  };
});

describe('the file of a store', () => {
  it('survives power cuts: write-ahead log, a sync with every commit', async (test) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
    test.after(() => { rmSync(folder, { recursive: true }); });
    const pragmas: string[] = [];
    const pragma = test.mock.method(Database.prototype, 'pragma', function (this: Database.Database, source: string) { pragmas.push(source); return undefined; });
    const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock });
    pragma.mock.restore();
    await store.close();
    assert.deepEqual(pragmas, ['journal_mode = WAL', 'synchronous = FULL']);
  });

  it('is not opened by a gateway that is older than it', async (test) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
    test.after(() => { rmSync(folder, { recursive: true }); });
    const file = path.join(folder, 'gateway.db');
    await openSqliteStore({ file, clock: systemClock }).close();
    const database = new Database(file);
    database.exec('INSERT INTO migration (step) VALUES (99)');
    database.close();
    assert.throws(() => openSqliteStore({ file, clock: systemClock }), /has taken \d+ migrations and this gateway knows \d+/);
  });

  it('that cannot be written now may be written later, and keeps nothing of what was refused', async (test) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
    const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock });
    test.after(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const original = Database.prototype.exec;
    const exec = test.mock.method(Database.prototype, 'exec', function (this: Database.Database, sql: string) {
      if (sql === 'COMMIT') throw new Error('database or disk is full');
      return original.call(this, sql);
    });
    const both = await Promise.allSettled(['a', 'b'].map((key) => store.transaction((transaction) => transaction.append([newWork({ key })]))));
    assert.ok(both.every((each) => each.status === 'rejected' && each.reason instanceof TransientFailure));
    exec.mock.restore();
    assert.deepEqual(await store.find({ most: 10 }), []);
    assert.deepEqual(await store.transaction((transaction) => transaction.append([newWork({ key: 'a' })])), [true]);
  });

  for (const [what, change] of [
    ['is gone', (file: string) => { rmSync(file); }],
    ['was moved away', (file: string) => { renameSync(file, `${file}.old`); }],
    ['has lost its write-ahead log', (file: string) => { rmSync(`${file}-wal`); }],
    ['is another one now', (file: string) => { copyFileSync(file, `${file}.new`); renameSync(`${file}.new`, file); }],
  ] as const) {
    it(`that ${what} takes nothing more, because nothing of it would be found again`, async (test) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
      const file = path.join(folder, 'gateway.db');
      const store = openSqliteStore({ file, clock: systemClock });
      test.after(async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      });
      await store.transaction((transaction) => transaction.append([newWork({ key: 'a' })]));
      change(file);
      await assert.rejects(store.transaction((transaction) => transaction.append([newWork({ key: 'b' })])), (error: unknown) => error instanceof TransientFailure && error.message.includes(file));
    });
  }

  it('takes 2,000 acknowledged transactions of callers at the same time in few commits', async (test) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-store-'));
    const exec = test.mock.method(Database.prototype, 'exec');
    const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock });
    test.after(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    await Promise.all(Array.from({ length: 2_000 }, (_, index) => store.transaction((transaction) => transaction.append([newWork({ key: String(index) })]))));
    assert.equal(exec.mock.calls.filter(({ arguments: [sql] }) => sql === 'COMMIT').length, Math.ceil(2_000 / 64));
  });
});
