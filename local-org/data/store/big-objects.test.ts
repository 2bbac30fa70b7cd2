import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { IndexFieldSchema } from '../../schema/schema.ts';
import { column, CountingLimits, field, objectSchema, TestOrg } from '../test-support.ts';
import { Store } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'big-objects-'));
after(() => rmSync(folder, { recursive: true }));

const key = (...names: readonly string[]): readonly IndexFieldSchema[] => names.map((name) => ({ field: name, isDescending: false }));

function call(index: readonly IndexFieldSchema[]): ReturnType<typeof objectSchema> {
  const fields = [field('Id', 'id'), field('Caller__c', 'string', { isNillable: false }), field('Number__c', 'double', { isNillable: false }), field('Note__c', 'string')];
  return objectSchema('Call__b', 'I00', fields, { kind: 'bigObject', isWriteable: false, index });
}

const access = { mode: 'system', sharing: false } as const;

test('rows of a big object are there when the folder is opened again, whatever became of the transaction that wrote them', () => {
  const store = Store.open(folder);
  const org = new TestOrg([call(key('Caller__c', 'Number__c'))], { store });
  assert.throws(() => org.in(() => {
    org.data.immediate({ operation: 'insert', records: [org.record('Call__b', { Caller__c: 'ADA', Number__c: 1, Note__c: 'kept' })], access }, { ...org.session, limits: new CountingLimits() });
    throw new Error('The transaction fails.');
  }), /The transaction fails/);
  store.close();
  const again = Store.open(folder);
  assert.deepEqual(column(new TestOrg([call(key('Caller__c', 'Number__c'))], { store: again }).query("SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA'"), 'Note__c'), ['kept']);
  again.close();
});

test('the index of a big object cannot be changed once it is there, but an object that was deleted for good begins anew', () => {
  const store = Store.open(folder);
  assert.throws(() => new TestOrg([call(key('Number__c', 'Caller__c'))], { store }), /The index of Call__b cannot be changed once it is deployed/);
  store.forget(['call__b']);
  assert.deepEqual(new TestOrg([call(key('Number__c', 'Caller__c'))], { store }).query('SELECT Note__c FROM Call__b'), []);
  store.close();
});
