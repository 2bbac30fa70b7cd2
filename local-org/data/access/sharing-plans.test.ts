/** How sharing is asked in SQL: by indexes for who owns through few, row by row for who owns through many. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSoql } from '../../soql/parse.ts';
import { projectFiles, SharingOrg, SHARED_ONLY } from './sharing-org.ts';

/** Steps of SQLite's plan for a query with sharing. */
function planOf(org: SharingOrg, user: string, text: string, ...binds: readonly unknown[]): string[] {
  const statements: string[] = [];
  const { store } = org;
  const reader = store.reader.bind(store);
  store.reader = (sql) => {
    statements.push(sql);
    return reader(sql);
  };
  org.visible(user, text, SHARED_ONLY, ...binds);
  store.reader = reader;
  const statement = statements.findLast((sql) => sql.includes('FROM "job__c"'))!;
  return reader(`EXPLAIN QUERY PLAN ${statement}`).all(...statement.match(/\?/g)!.map(() => '[]')).map((row) => String(row[3]));
}

test('who owns through few finds the records by owner and by share, without a scan', () => {
  const org = new SharingOrg(projectFiles({ Job__c: 'Private' }));
  const plan = planOf(org, org.user('ann'), 'SELECT Id FROM Job__c LIMIT 50');
  assert.ok(plan.includes('MULTI-INDEX OR') && !plan.some((step) => step.startsWith('SCAN t0')), plan.join('\n'));
});

test('a key in the query leads, and sharing looks at the record it finds', () => {
  const org = new SharingOrg(projectFiles({ Job__c: 'Private' }));
  const ann = org.user('ann');
  assert.ok(planOf(org, ann, 'SELECT Id FROM Job__c WHERE Id = :a', ann).some((step) => step.startsWith('SEARCH t0 USING INTEGER PRIMARY KEY')));
});

test('who has hundreds below sees what they own, what is shared with them, and nothing else', () => {
  const org = new SharingOrg(projectFiles({ Job__c: 'Private' }));
  const top = org.role('Top');
  const boss = org.user('boss', top);
  const below = org.role('Below', top);
  const people = Array.from({ length: 300 }, (_, number) => org.user(`p${String(number)}`, below));
  const stranger = org.user('stranger');
  const owned = org.insert('Job__c', { Name: 'owned', OwnerId: people[299]! });
  const shared = org.insert('Job__c', { Name: 'shared', OwnerId: stranger });
  org.insert('Job__Share', { ParentId: shared, UserOrGroupId: people[150]!, AccessLevel: 'Read', RowCause: 'Manual' });
  const hidden = org.insert('Job__c', { Name: 'hidden', OwnerId: stranger });
  assert.deepEqual(org.visible(boss, 'SELECT Id FROM Job__c'), [owned, shared].sort());
  assert.deepEqual(org.visible(stranger, 'SELECT Id FROM Job__c'), [shared, hidden].sort());
  const write = (id: string): boolean => {
    const record = org.record('Job__c', { Name: 'new', Id: id });
    return org.dmlAs(boss, 'update', [record], true)[0]!.success;
  };
  assert.deepEqual([owned, shared, hidden].map(write), [true, false, false]);
});

test('parsed queries are planned once for both kinds of user', () => {
  const org = new SharingOrg(projectFiles({ Job__c: 'Private' }));
  const top = org.role('Top');
  const boss = org.user('boss', top);
  const below = org.role('Below', top);
  const [first] = Array.from({ length: 300 }, (_, number) => org.user(`p${String(number)}`, below));
  org.insert('Job__c', { Name: 'owned', OwnerId: first! });
  const query = parseSoql('SELECT Id FROM Job__c');
  const seen = [first!, boss, org.user('stranger'), boss, first!].map((user) => org.in(() => org.data.query({ query, binds: [], access: { mode: 'system', sharing: true } }, org.session(user, SHARED_ONLY))).length);
  assert.deepEqual(seen, [1, 1, 0, 1, 1]);
});
