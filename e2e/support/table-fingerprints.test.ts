import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { decimal, field, get, objectSchema, systemFields, TestOrg } from '../../local-org/data/test-support.ts';
import { TableFingerprints } from './table-fingerprints.ts';

const SHELF = objectSchema('Shelf__c', 'a00', [...systemFields(), field('Height__c', 'currency', { scale: 2, isNillable: true })]);

let org: TestOrg;
let fingerprints: TableFingerprints;
beforeEach(() => {
  org = new TestOrg([SHELF]);
  org.insert('Shelf__c', { Name: 'low', Height__c: decimal('1') });
  fingerprints = new TableFingerprints(org.store, [...org.store.layouts()].map(({ name }) => name));
});

test('nothing changed is the same fingerprint, looked at as often as one likes', () => {
  const before = fingerprints.now();
  org.query('SELECT Height__c FROM Shelf__c');
  assert.equal(fingerprints.now(), before);
  assert.equal(fingerprints.now(), before);
});

test('every insert, update and delete is noticed, also of a value that becomes nothing', () => {
  const seen = [fingerprints.now()];
  const shelf = org.insert('Shelf__c', { Name: 'high', Height__c: decimal('2') });
  seen.push(fingerprints.now());
  for (const height of [decimal('3'), null]) {
    org.dml('update', [org.record('Shelf__c', { Id: get(shelf, 'Id'), Height__c: height })]);
    seen.push(fingerprints.now());
  }
  org.dml('delete', [shelf]);
  seen.push(fingerprints.now());
  org.store.connection.execute('DELETE FROM shelf__c');
  seen.push(fingerprints.now());
  assert.equal(new Set(seen).size, seen.length);
});

test('what is written and taken back leaves the fingerprint as it was, and what is written next is noticed', () => {
  const before = fingerprints.now();
  assert.throws(() => org.store.transaction(() => {
    org.store.writer("UPDATE shelf__c SET name = 'other'").run();
    throw new Error('taken back');
  }), /taken back/);
  assert.equal(fingerprints.now(), before);
  org.store.transaction(() => org.store.writer("UPDATE shelf__c SET name = 'other'").run());
  assert.notEqual(fingerprints.now(), before);
});
