import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TableLayout } from '../store/columns.ts';
import type { SqlRow } from '../store/connection.ts';
import { InsertStatements } from './insert-statements.ts';

const tableOf = (count: number): InsertStatements => {
  const columns = Array.from({ length: count }, (_, place) => ({ name: `"c${String(place)}"`, foldName: undefined }));
  return new InsertStatements({ name: '"wide"', columns, byName: new Map([['isdeleted', columns[0]]]) } as unknown as TableLayout);
};
const rowWith = (count: number, ...places: readonly number[]): SqlRow => Array.from({ length: count }, (_, place) => (places.includes(place) ? place : null));

describe('insert statements', () => {
  for (const count of [1, 29, 30, 31, 60, 61, 95]) {
    it(`name the columns that hold something, and only those, in a table of ${String(count)}`, () => {
      const table = tableOf(count);
      for (const places of [[0], [count - 1], Array.from({ length: count }, (_, place) => place), [0, Math.floor(count / 2)]]) {
        const expected = [...new Set(places)].sort((one, other) => one - other);
        for (let time = 0; time < 2; time++) {
          const { sql, parameters } = table.of(rowWith(count, ...places));
          assert.equal(sql, `INSERT INTO "wide" (${expected.map((place) => `"c${String(place)}"`).join(', ')}) VALUES (${expected.map(() => '?').join(', ')})`);
          assert.deepEqual(parameters, expected);
        }
      }
    });
  }
  it('write every column once there are many shapes', () => {
    const table = tableOf(70);
    for (let place = 0; place < 64; place++) table.of(rowWith(70, place));
    const { sql, parameters } = table.of(rowWith(70, 3, 66));
    assert.equal(parameters.length, 70);
    assert.match(sql, /"c69"\)/);
    assert.deepEqual(table.of(rowWith(70, 5)).parameters, [5]);
  });
});
