import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { parseSoql } from '../soql/parse.ts';
import { TestOrg, column, field, objectSchema, systemFields } from './test-support.ts';
import { Store } from './store/store.ts';

const NOTE = objectSchema('Note__c', 'a00', [...systemFields(), field('Key__c', 'string', { isUnique: true, isExternalId: true })]);

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'org-data-'));
});
afterEach(() => rmSync(path, { recursive: true }));

test('a query outside a transaction sees committed groups only, one inside sees its own writes', async () => {
  const org = new TestOrg([NOTE], { store: Store.open(path) });
  org.store.flush();
  const ask = () => org.data.query({ query: parseSoql('SELECT Key__c FROM Note__c'), binds: [], access: { mode: 'system', sharing: false } }, org.session);
  const { committed } = org.store.transaction(() => {
    org.insert('Note__c', { Key__c: 'a' });
    assert.deepEqual(column(ask(), 'Key__c'), ['a']);
  });
  assert.deepEqual(ask(), []);
  await committed;
  assert.deepEqual(column(ask(), 'Key__c'), ['a']);
  org.store.close();
});

test('rows are there after closing and opening again', () => {
  const first = new TestOrg([NOTE], { store: Store.open(path) });
  first.insert('Note__c', { Key__c: 'a' });
  first.store.close();
  const second = new TestOrg([NOTE], { store: Store.open(path) });
  assert.deepEqual(column(second.query('SELECT Key__c FROM Note__c'), 'Key__c'), ['a']);
  second.store.close();
});

/** Inserts without end and prints each key once its group is committed. */
const WRITER = `
  import { TestOrg, field, objectSchema, systemFields } from './test-support.ts';
  import { Store } from './store/store.ts';
  const NOTE = objectSchema('Note__c', 'a00', [...systemFields(), field('Key__c', 'string', { isUnique: true, isExternalId: true })]);
  const org = new TestOrg([NOTE], { store: Store.open(process.argv[1]) });
  for (let index = 0; ; index += 1) {
    const keys = [index + '-1', index + '-2', index + '-3'];
    const outcomes = keys.map((key) => org.store.transaction(() => { org.insert('Note__c', { Key__c: key }); }));
    await Promise.all(outcomes.map((outcome) => outcome.committed));
    process.stdout.write(keys.join('\\n') + '\\n');
  }`;

test('what was acknowledged survives the kill of the process', async () => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', WRITER, path], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.length > 2_000) child.kill('SIGKILL');
    });
    child.on('close', () => { resolve(); });
  });
  const acknowledged = printed.slice(0, printed.lastIndexOf('\n')).split('\n');
  const org = new TestOrg([NOTE], { store: Store.open(path) });
  assert.equal(org.store.connection.pragma('integrity_check'), 'ok');
  const stored = new Set(column(org.query('SELECT Key__c FROM Note__c'), 'Key__c'));
  assert.deepEqual(acknowledged.filter((key) => !stored.has(key)), []);
  assert.ok(acknowledged.length > 100);
  org.insert('Note__c', { Key__c: 'next' });
  org.store.close();
});
