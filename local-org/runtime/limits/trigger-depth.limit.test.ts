import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../../compiler/position.ts';
import { LimitOrg } from './test/limit-org.ts';

const trigger: SourceFile = {
  path: 'Chain.trigger', kind: 'trigger',
  text: "trigger Chain on Account (after insert) { Integer left = Integer.valueOf(Trigger.new[0].Name); if (left > 1) insert new Account(Name = String.valueOf(left - 1)); }",
};
const org = new LimitOrg([trigger]);
const chain = (length: number): string => `insert new Account(Name = '${length}'); System.debug([SELECT COUNT() FROM Account WHERE Name = '1']);`;

test('triggers may cause each other 16 deep', async () => {
  assert.deepEqual(await org.run(chain(16)), { printed: ['1'], error: undefined });
});

test('the 17th ends the transaction and names the chain', async () => {
  const { printed, error } = await org.run(chain(17));
  assert.deepEqual(printed, []);
  assert.ok(error?.startsWith('System.LimitException: Maximum trigger depth exceeded\nAccount trigger event AfterInsert\nAccount trigger event AfterInsert'), error);
});
