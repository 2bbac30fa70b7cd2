import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASYNCHRONOUS, LimitOrg, SYNCHRONOUS } from './test/limit-org.ts';

const org = new LimitOrg();

for (const [name, kind] of [['synchronous', SYNCHRONOUS], ['asynchronous', ASYNCHRONOUS]] as const) {
  test(`${name} Apex makes 150 DML statements`, async () => {
    const statements = (count: number): string => `for (Integer i = 0; i < ${count}; i++) insert new Account(Name = 'a'); System.debug(Limits.getDmlStatements() + ' of ' + Limits.getLimitDmlStatements());`;
    assert.deepEqual(await org.run(statements(150), kind), { printed: ['150 of 150'], error: undefined });
    assert.equal((await org.run(statements(151), kind)).error, 'System.LimitException: Too many DML statements: 151');
  });
}

test('setting a savepoint and rolling back are statements, releasing is none', async () => {
  const { printed } = await org.run('Savepoint mark = Database.setSavepoint(); Database.rollback(mark); System.debug(Limits.getDmlStatements() + " " + Limits.getSavepoints());'.replaceAll('"', "'"));
  assert.deepEqual(printed, ['2 2']);
  assert.equal((await org.run('for (Integer i = 0; i < 151; i++) Database.setSavepoint();')).error, 'System.LimitException: Too many DML statements: 151');
});

test('what the statements wrote is undone with the transaction', async () => {
  await org.run('for (Integer i = 0; i < 151; i++) insert new Account(Name = \'lost\');');
  assert.deepEqual((await org.run("System.debug([SELECT COUNT() FROM Account WHERE Name = 'lost']);")).printed, ['0']);
});
