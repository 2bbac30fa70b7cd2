import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();
const queries = (count: number): string => `for (Integer i = 0; i < ${count}; i++) Account[] found = [SELECT Id FROM Account LIMIT 1]; System.debug(Limits.getQueries() + ' of ' + Limits.getLimitQueries());`;

for (const [name, kind, most] of [['synchronous', SYNCHRONOUS, 100], ['asynchronous', ASYNCHRONOUS, 200]] as const) {
  test(`${name} Apex makes ${most} queries and no more`, async () => {
    assert.deepEqual(await org.run(queries(most), kind), { printed: [`${most} of ${most}`], error: undefined });
    assert.deepEqual(await org.run(queries(most + 1), kind), { printed: [], error: `System.LimitException: Too many SOQL queries: ${most + 1}` });
  });
}

test('dynamic queries and counts are queries too', async () => {
  const { printed } = await org.run("Database.query('SELECT Id FROM Account'); Integer n = [SELECT COUNT() FROM Account]; n = Database.countQuery('SELECT COUNT() FROM Account'); System.debug(Limits.getQueries());");
  assert.deepEqual(printed, ['3']);
});

test('a query as text has at most 100,000 characters', async () => {
  const query = (length: number): string => `try { Database.query('SELECT Id FROM Account'.rightPad(${length})); System.debug('ran'); } catch (QueryException error) { System.debug(error.getMessage()); }`;
  assert.deepEqual((await org.run(query(100_000))).printed, ['ran']);
  assert.deepEqual((await org.run(query(100_001))).printed, ['SOQL statements cannot be longer than 100000 characters.']);
});
