/** A WHERE that is a choice must find its rows by the index of each branch, however long the table grows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestOrg, field, get, objectSchema, systemFields } from '../../test-support.ts';

const LEDGER = objectSchema('Ledger__c', 'a00', [...systemFields(false), field('Key__c', 'string', { isUnique: true, isExternalId: true, isCaseSensitive: true }), field('Reverses__c', 'string', { isExternalId: true })]);

/** Steps of SQLite's plan for the statement that the query became. */
function planOf(org: TestOrg, soql: string): string[] {
  const statements: string[] = [];
  const { store } = org;
  const reader = store.reader.bind(store);
  store.reader = (statement) => {
    statements.push(statement);
    return reader(statement);
  };
  org.query(soql);
  store.reader = reader;
  const statement = statements.findLast((text) => text.includes('FROM "ledger__c"'))!;
  return reader(`EXPLAIN QUERY PLAN ${statement}`).all(...(statement.match(/\?/g) ?? []).map(() => '')).map((row) => String(row[3]));
}

test('a choice between two indexed fields asks both indexes', () => {
  const plan = planOf(new TestOrg([LEDGER]), "SELECT Id FROM Ledger__c WHERE Key__c IN ('a', 'b') OR Reverses__c IN ('a', 'b')");
  assert.ok(plan.includes('MULTI-INDEX OR') && !plan.some((step) => step.startsWith('SCAN')), plan.join('\n'));
});

test('a choice finds what either branch finds, once, and in the bin only what ALL ROWS asks for', () => {
  const org = new TestOrg([LEDGER]);
  const first = org.insert('Ledger__c', { Name: 'first', Key__c: 'a', Reverses__c: 'a' });
  org.insert('Ledger__c', { Name: 'second', Key__c: 'b', Reverses__c: 'a' });
  org.insert('Ledger__c', { Name: 'other', Key__c: 'c' });
  const names = (soql: string): unknown[] => org.query(soql).map((record) => get(record, 'Name'));
  const choice = "SELECT Name FROM Ledger__c WHERE Key__c = 'a' OR Reverses__c = 'a'";
  assert.deepEqual(names(choice).sort(), ['first', 'second']);
  org.dml('delete', [first]);
  assert.deepEqual(names(choice), ['second']);
  assert.deepEqual(names(`${choice} ALL ROWS`).sort(), ['first', 'second']);
});
