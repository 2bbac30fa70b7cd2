import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestOrg, column, field, get, objectSchema, systemFields } from '../test-support.ts';

const PERSON = objectSchema('Contact', '003', [
  ...systemFields().filter((entry) => entry.apiName !== 'Name'), field('Name', 'string', { isSystem: true, isNillable: false, length: 121 }), field('FirstName', 'string'), field('LastName', 'string', { isNillable: false }),
  field('IsReachable', 'boolean', { isSystem: true, defaultValue: true }),
]);

test('the name of a person is put together from its parts, on insert and on update', () => {
  const org = new TestOrg([PERSON]);
  const ada = org.insert('Contact', { FirstName: ' Ada', LastName: 'Lovelace ' });
  org.insert('Contact', { LastName: 'Plato' });
  assert.deepEqual(column(org.query('SELECT Name FROM Contact ORDER BY Name'), 'Name'), ['Ada Lovelace', 'Plato']);
  org.dml('update', [org.record('Contact', { Id: get(ada, 'Id'), LastName: 'King' })]);
  assert.equal(org.count("SELECT COUNT() FROM Contact WHERE Name = 'ada king'"), 1);
});

test('a field of the system takes its default', () => {
  const org = new TestOrg([PERSON]);
  org.insert('Contact', { LastName: 'x', IsReachable: false });
  assert.deepEqual(column(org.query('SELECT IsReachable FROM Contact'), 'IsReachable'), [true]);
});
