import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { excess, LINES, measureBudgets, type Measured } from './measure.ts';

let measured: readonly Measured[];
before(async () => { measured = await measureBudgets(); });

test('every transaction keeps its budget of queries, writes and rows at 1, 10 and 200 lines', () => {
  assert.deepEqual(measured.flatMap(excess), []);
});

test('queries and writes do not grow with the lines of a call', () => {
  for (const { name, usages } of measured) {
    const statements = LINES.map((lines) => { const { soql, dml } = usages.get(lines)!; return `${String(soql)} queries, ${String(dml)} writes`; });
    assert.equal(new Set(statements).size, 1, `${name}: ${statements.join('; ')}`);
  }
});
