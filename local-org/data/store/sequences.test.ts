import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { orgSchema, USER } from '../test-support.ts';
import { openFolder } from './data-folder.ts';
import { migrate } from './migrate.ts';
import { Sequences } from './sequences.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'sequences-'));
});
afterEach(() => rmSync(path, { recursive: true }));

function opened(): { sequences: Sequences; commit: () => void; lose: () => void; close: () => void } {
  const folder = openFolder(path);
  migrate(folder.writer, orgSchema([USER]));
  const sequences = new Sequences(folder.writer);
  folder.writer.execute('BEGIN');
  return {
    sequences,
    commit: () => {
      sequences.reserve();
      folder.writer.execute('COMMIT; BEGIN');
    },
    lose: () => {
      folder.writer.execute('ROLLBACK; BEGIN');
      sequences.forgetReservations();
    },
    close: () => {
      folder.writer.execute('ROLLBACK');
      folder.close();
    },
  };
}

test('after a crash the numbers go on behind the reserved block', () => {
  const before = opened();
  assert.deepEqual([before.sequences.draw('a'), before.sequences.draw('a'), before.sequences.draw('b')], [1, 2, 1]);
  before.commit();
  before.sequences.draw('a');
  before.close();
  const after = opened();
  assert.ok(after.sequences.draw('a') > 3);
  after.close();
});

test('a lost group loses its reservation, the next commit writes it again', () => {
  const before = opened();
  before.sequences.draw('a');
  before.lose();
  const last = before.sequences.draw('a');
  before.commit();
  before.close();
  const after = opened();
  assert.ok(after.sequences.draw('a') > last);
  after.close();
});

test('a sequence may begin elsewhere', () => {
  const org = opened();
  assert.deepEqual([org.sequences.draw('a', 1_000), org.sequences.draw('a', 1_000)], [1_000, 1_001]);
  org.close();
});
