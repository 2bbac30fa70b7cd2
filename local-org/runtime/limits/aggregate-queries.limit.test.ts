import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg } from './test/limit-org.ts';

const org = new LimitOrg();
const pairs = (count: number): string => `for (Integer i = 0; i < ${count}; i++) Account[] found = [SELECT Id, (SELECT Id FROM Contacts), (SELECT Id FROM Opportunities) FROM Account]; System.debug(Limits.getAggregateQueries() + ' ' + Limits.getQueries());`;

test('sub-queries count apart from queries: 300 of them', async () => {
  assert.deepEqual(await org.run(pairs(150), ASYNCHRONOUS), { printed: ['300 150'], error: undefined });
  assert.equal((await org.run(pairs(151), ASYNCHRONOUS)).error, 'System.LimitException: Too many Aggregate queries: 302');
});
