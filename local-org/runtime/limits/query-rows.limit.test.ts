import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();
const THOUSANDS = 10;
before(async () => {
  await org.run(`List<Account> rows = new List<Account>(); for (Integer i = 0; i < ${THOUSANDS * 1_000}; i++) rows.add(new Account(Name = 'a')); insert rows;`);
});

for (const [name, kind] of [['synchronous', SYNCHRONOUS], ['asynchronous', ASYNCHRONOUS]] as const) {
  test(`${name} Apex reads 50,000 rows, over all its queries`, async () => {
    const fiveTimes = 'for (Integer i = 0; i < 5; i++) Integer n = [SELECT Id FROM Account].size(); System.debug(Limits.getQueryRows());';
    assert.deepEqual(await org.run(fiveTimes, kind), { printed: ['50000'], error: undefined });
    assert.deepEqual(await org.run(`${fiveTimes} Account one = [SELECT Id FROM Account LIMIT 1];`, kind), { printed: ['50000'], error: 'System.LimitException: Too many query rows: 50001' });
  });
}

test('a query locator that Apex iterates over gives 10,000 rows', async () => {
  const iterate = "Database.QueryLocatorIterator rows = Database.getQueryLocator('SELECT Id FROM Account').iterator(); System.debug(Limits.getQueryLocatorRows() + ' of ' + Limits.getLimitQueryLocatorRows());";
  assert.deepEqual(await org.run(iterate), { printed: ['10000 of 10000'], error: undefined });
  assert.equal((await org.run(`insert new Account(Name = 'one more'); ${iterate}`)).error, 'System.LimitException: Too many query locator rows: 10001');
});
