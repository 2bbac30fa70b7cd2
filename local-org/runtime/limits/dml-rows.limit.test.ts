import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();
const rows = (count: number): string => `List<Account> rows = new List<Account>(); for (Integer i = 0; i < ${count}; i++) rows.add(new Account(Name = 'a')); insert rows; System.debug(Limits.getDmlRows() + ' of ' + Limits.getLimitDmlRows());`;

for (const [name, kind] of [['synchronous', SYNCHRONOUS], ['asynchronous', ASYNCHRONOUS]] as const) {
  test(`${name} Apex writes 10,000 rows`, async () => {
    assert.deepEqual(await org.run(rows(10_000), kind), { printed: ['10000 of 10000'], error: undefined });
    assert.equal((await org.run(rows(10_001), kind)).error, 'System.LimitException: Too many DML rows: 10001');
  });
}

test('the rows of all statements count together', async () => {
  assert.equal((await org.run(`${rows(10_000)} insert new Account(Name = 'a');`)).error, 'System.LimitException: Too many DML rows: 10001');
});
