import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitOrg } from './test/limit-org.ts';

const org = new LimitOrg();
const tried = async (query: string): Promise<string | undefined> =>
  (await org.run(`try { System.debug(Database.query('${query}').size()); } catch (QueryException error) { System.debug(error.getMessage()); }`)).printed[0];

test('a path goes five relationships up', async () => {
  assert.equal(await tried(`SELECT ${'Parent.'.repeat(5)}Name FROM Account`), '0');
  assert.equal(await tried(`SELECT ${'Parent.'.repeat(6)}Name FROM Account`), 'A path goes at most 5 relationships up: Parent.Parent.Parent.Parent.Parent.Parent.Name');
});

test('a query has 20 sub-queries', async () => {
  const query = (count: number): string => `SELECT Id${', (SELECT Id FROM Contacts)'.repeat(count)} FROM Account`;
  assert.equal(await tried(query(20)), '0');
  assert.equal(await tried(query(21)), 'A query has at most 20 sub-queries.');
});

test('a query uses 55 relationships to parents', async () => {
  // Every path of up to five steps over the two users every row knows: 62 of them, each a relationship of its own.
  const ways: string[] = [];
  for (let level: string[] = ['']; ways.length < 62; ways.push(...level)) level = level.flatMap((way) => ['CreatedBy', 'LastModifiedBy'].map((last) => `${way}${last}.`));
  const fields = ways.map((way) => `${way}Name`);
  assert.match(await tried(`SELECT ${fields.slice(0, 55).join(', ')} FROM Account`) ?? '', /^0$/);
  assert.equal(await tried(`SELECT ${fields.join(', ')} FROM Account`), 'A query uses at most 55 relationships to parents.');
});

test('a list of values in a condition may be as long as the heap holds', async () => {
  const { printed } = await org.run("Set<String> names = new Set<String>(); for (Integer i = 0; i < 20000; i++) names.add('n' + i); System.debug([SELECT COUNT() FROM Account WHERE Name IN :names]);");
  assert.deepEqual(printed, ['0']);
});
