import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openFolder } from './data-folder.ts';
import type { OpenFolder } from './data-folder.ts';
import { GroupFailure } from './errors.ts';
import { GroupCommit } from './group-commit.ts';

let path: string;
let folder: OpenFolder;
let group: GroupCommit;
let losses: number;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'group-commit-'));
  folder = openFolder(path);
  folder.writer.execute('CREATE TABLE kept (value INTEGER PRIMARY KEY)');
  folder.writer.execute('CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
  losses = 0;
  group = new GroupCommit(folder.writer, { beforeCommit: () => undefined, afterLoss: () => { losses += 1; } });
});
afterEach(() => {
  folder.close();
  rmSync(path, { recursive: true });
});

const insert = (value: number): void => void folder.writer.writer('INSERT INTO kept VALUES (?)').run(value);
/** What committed groups show. */
const committed = (): number[] => folder.reader.reader('SELECT value FROM kept ORDER BY value').all().map(([value]) => Number(value));

test('nothing of a group is visible to others before its commit, everything after it', async () => {
  const first = group.transaction(() => insert(1));
  const second = group.transaction(() => insert(2));
  assert.deepEqual(committed(), []);
  await Promise.all([first.committed, second.committed]);
  assert.deepEqual(committed(), [1, 2]);
});

test('the answer waits for the commit at the end of the turn', async () => {
  const order: string[] = [];
  const outcome = group.transaction(() => insert(1));
  void outcome.committed.then(() => order.push('committed'));
  await Promise.resolve();
  order.push('same turn');
  await outcome.committed;
  assert.deepEqual(order, ['same turn', 'committed']);
});

test('a full group of 64 is committed without waiting', () => {
  for (let value = 1; value <= 64; value++) group.transaction(() => insert(value));
  assert.equal(committed().length, 64);
  group.transaction(() => insert(65));
  assert.equal(committed().length, 64);
  group.flush();
  assert.equal(committed().length, 65);
});

test('a transaction that throws leaves the others of its group alone', async () => {
  const first = group.transaction(() => insert(1));
  assert.throws(() => group.transaction(() => {
    insert(2);
    throw new Error('refused');
  }), /refused/);
  const third = group.transaction(() => insert(3));
  await Promise.all([first.committed, third.committed]);
  assert.deepEqual(committed(), [1, 3]);
});

test('a failed COMMIT fails every transaction of the group and the next group works', async () => {
  const first = group.transaction(() => insert(1));
  const second = group.transaction(() => void folder.writer.writer('INSERT INTO child VALUES (99)').run());
  await assert.rejects(first.committed, (error: Error) => error instanceof GroupFailure && /FOREIGN KEY constraint failed/.test(error.message));
  await assert.rejects(second.committed, GroupFailure);
  assert.deepEqual(committed(), []);
  assert.equal(losses, 1);
  await group.transaction(() => insert(5)).committed;
  assert.deepEqual(committed(), [5]);
});

test('a statement that closes the transaction fails the whole group, and nothing is written behind it', async () => {
  const first = group.transaction(() => insert(1));
  assert.throws(() => group.transaction(() => {
    insert(2);
    try {
      folder.writer.execute('INSERT OR ROLLBACK INTO kept VALUES (2)');
    } catch (error) {
      group.noteFailure();
      assert.throws(() => group.requireOpen(), GroupFailure);
      assert.throws(() => group.enter(), GroupFailure);
      throw error;
    }
  }), /UNIQUE constraint failed/);
  await assert.rejects(first.committed, GroupFailure);
  assert.deepEqual(committed(), []);
  assert.equal(losses, 1);
});

test('code that swallows the failure of a closed transaction still fails', async () => {
  assert.throws(() => group.transaction(() => {
    try {
      folder.writer.execute('INSERT OR ROLLBACK INTO kept VALUES (1), (1)');
    } catch {
      // The failure is seen by the store whatever the code does.
    }
  }), GroupFailure);
});

test('rolling back to a savepoint keeps it open and drops the later ones', async () => {
  const outcome = group.transaction(() => {
    insert(1);
    const outer = group.enter();
    insert(2);
    const inner = group.enter();
    insert(3);
    group.rollbackTo(outer);
    assert.equal(group.isLevelOpen(inner), false);
    assert.throws(() => group.rollbackTo(inner), /not open/);
    insert(4);
    group.rollbackTo(outer);
    insert(5);
    group.leave(outer);
  });
  await outcome.committed;
  assert.deepEqual(committed(), [1, 5]);
});

test('transactions do not nest', () => {
  assert.throws(() => group.transaction(() => group.transaction(() => undefined)), /do not nest/);
});
