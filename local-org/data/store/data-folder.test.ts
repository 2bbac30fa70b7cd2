import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import Database from 'better-sqlite3';
import { openFolder } from './data-folder.ts';
import { StoreError } from './errors.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(path, { recursive: true }));

test('the database writes ahead, syncs fully and keeps pages of 4096 bytes', () => {
  const folder = openFolder(path);
  assert.equal(folder.writer.pragma('journal_mode'), 'wal');
  assert.equal(folder.writer.pragma('synchronous'), 2);
  assert.equal(folder.writer.pragma('page_size'), 4096);
  assert.equal(folder.writer.pragma('wal_autocheckpoint'), 16_000);
  folder.close();
});

test('a second opener is told who holds the folder and what to do', () => {
  const folder = openFolder(path);
  assert.throws(() => openFolder(path), (error: Error) => error instanceof StoreError && error.message.includes(path) && error.message.includes(`process ${process.pid}`) && error.message.includes('--data'));
  folder.close();
});

test('another process is kept out too, and the lock ends with the process that held it', () => {
  const script = `import { openFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))}; openFolder(${JSON.stringify(path)}); process.stdout.write('opened');`;
  const run = () => spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], { encoding: 'utf8', cwd: import.meta.dirname });
  const folder = openFolder(path);
  const refused = run();
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /is in use by another local org/);
  folder.close();
  const opened = run();
  assert.equal(opened.stdout, 'opened', opened.stderr);
  openFolder(path).close();
});

test('a broken file is reported with its path and stays as it is', () => {
  const file = join(path, 'org.sqlite');
  writeFileSync(file, 'this is no database, it is a text that is long enough to be read as a header of one hundred bytes and more than that');
  assert.throws(() => openFolder(path), (error: Error) => error instanceof StoreError && error.message.includes(file) && error.message.includes('--data'));
  assert.match(readFileSync(file, 'utf8'), /^this is no database/);
  assert.equal(existsSync(file), true);
});

test('a database of another program is refused', () => {
  const file = join(path, 'org.sqlite');
  const foreign = new Database(file);
  foreign.exec('CREATE TABLE theirs (x)');
  foreign.close();
  assert.throws(() => openFolder(path), /database of another program/);
});

test('a database of another program keeps its journal: it is not even opened', () => {
  const file = join(path, 'org.sqlite');
  const theirs = new Database(join(path, 'theirs.sqlite'));
  theirs.pragma('journal_mode = WAL');
  theirs.exec('CREATE TABLE theirs (x)');
  for (const suffix of ['', '-wal']) copyFileSync(join(path, `theirs.sqlite${suffix}`), `${file}${suffix}`);
  const before = ['', '-wal'].map((suffix) => readFileSync(`${file}${suffix}`, 'hex'));
  assert.throws(() => openFolder(path), /database of another program/);
  assert.deepEqual(['', '-wal'].map((suffix) => readFileSync(`${file}${suffix}`, 'hex')), before);
  assert.equal(existsSync(join(path, 'org.lock')), false);
  theirs.close();
});

test('the file says whose it is before anything is checkpointed into it', () => {
  const folder = openFolder(path);
  folder.writer.execute('CREATE TABLE some (x)');
  assert.equal(readFileSync(join(path, 'org.sqlite')).readUInt32BE(68), 0x484f4c44);
  folder.close();
});

test('a database of another store format is refused', () => {
  const folder = openFolder(path);
  folder.writer.execute('CREATE TABLE some (x)');
  folder.writer.pragma('user_version = 99');
  folder.close();
  assert.throws(() => openFolder(path), /store format 99/);
});
