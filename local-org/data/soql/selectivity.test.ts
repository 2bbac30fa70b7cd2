import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { TestOrg, field, objectSchema, systemFields } from '../test-support.ts';

const ROWS = 200_001;
const ENTRY = objectSchema('Entry__c', 'a00', [...systemFields(), field('Key__c', 'string', { isExternalId: true, isUnique: true }), field('Kind__c', 'string'), field('Minute__c', 'double', { precision: 12, isExternalId: true })]);

let org: TestOrg;
before(() => {
  org = new TestOrg([ENTRY]);
  org.in(() => org.store.writer(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS}) INSERT INTO "entry__c" ("id", "name", "isdeleted", "key__c", "kind__c", "minute__c") SELECT i, 'n', 0, 'k' || i, 'x', i % 2 FROM n`).run());
});

function inTrigger(text: string, ...binds: unknown[]): () => unknown {
  return () => {
    const outside = org.session;
    org.session = { ...outside, trigger: { operation: 'BEFORE_INSERT', objectName: 'Entry__c', newRecords: [], oldRecords: null } };
    try {
      return org.query(text, ...binds);
    } finally {
      org.session = outside;
    }
  };
}

const REFUSED = /^QueryException: Non-selective query against large object type|Non-selective query against large object type \(more than 200000 rows\)/;

test('a trigger may ask a large object by key', () => {
  inTrigger("SELECT Id FROM Entry__c WHERE Key__c IN ('k1', 'k2') AND Kind__c = 'x'")();
  inTrigger('SELECT Id FROM Entry__c WHERE Key__c = :key', 'k7')();
});

test('a trigger may not ask a large object by a field without index, by a negation or by an OR that needs one', () => {
  for (const where of ["Kind__c = 'y'", "Key__c != 'k1'", "NOT Key__c = 'k1'", "Key__c = 'k1' OR Kind__c = 'y'", "Key__c LIKE '%7'", 'Key__c = null']) {
    assert.throws(inTrigger(`SELECT Id FROM Entry__c WHERE ${where}`), REFUSED, where);
  }
  assert.throws(inTrigger('SELECT Id FROM Entry__c LIMIT 1'), REFUSED);
});

test('an index that finds half of a large object does not help', () => {
  assert.throws(inTrigger('SELECT Id FROM Entry__c WHERE Minute__c = 1 LIMIT 1'), REFUSED);
});

test('outside triggers the same query runs', () => {
  assert.equal(org.query("SELECT Id FROM Entry__c WHERE Kind__c = 'x' LIMIT 1").length, 1);
});
