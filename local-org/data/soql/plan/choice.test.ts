/** Why a WHERE that is a choice repeats what its indexes are limited to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../store/store.ts';

test('a choice between two indexed fields is answered by both indexes', () => {
  const store = Store.inMemory();
  store.connection.execute('CREATE TABLE ledger (id INTEGER PRIMARY KEY, isdeleted INTEGER, one TEXT, other TEXT)');
  for (const column of ['one', 'other']) store.connection.execute(`CREATE INDEX by_${column} ON ledger (${column}) WHERE "isdeleted" = 0 AND ${column} IS NOT NULL`);
  const planOf = (where: string): string[] => store.reader(`EXPLAIN QUERY PLAN SELECT id FROM ledger t0 WHERE ${where}`).all('a', 'b').map((row) => String(row[3]));
  assert.deepEqual(planOf('t0."isdeleted" = 0 AND (one IN (?) OR other IN (?))'), ['SCAN t0'], 'what SQLite does by itself');
  assert.ok(planOf('t0."isdeleted" = 0 AND ((t0."isdeleted" = 0 AND one IN (?)) OR (t0."isdeleted" = 0 AND other IN (?)))').includes('MULTI-INDEX OR'), 'what the plan writes instead');
});
