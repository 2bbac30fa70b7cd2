import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerDifference } from './answer-difference.ts';

const results = (granted: readonly number[]): unknown => ({ status: 200, body: { results: granted.map((quantity, index) => ({ requestKey: `K-${String(index)}`, lines: [{ line: 0, granted: quantity }] })) } });
const body = (count: number): string => JSON.stringify({ requests: Array.from({ length: count }, (_, index) => ({ requestKey: `K-${String(index)}`, kind: 'Firm' })) });

test('equal answers do not differ', () => {
  assert.equal(answerDifference(results([1, 2]), results([1, 2]), body(2)), undefined);
});

test('of a hundred requests only the one that was answered otherwise is told, with what was sent for it', () => {
  const expected = Array.from({ length: 100 }, () => 1);
  const told = answerDifference(results(expected.with(57, 0)), results(expected), body(100))!;
  assert.equal(told, [
    '1 of 100 results differ:', '[57] sent {"requestKey":"K-57","kind":"Firm"}',
    "  answered { requestKey: 'K-57', lines: [ { line: 0, granted: 0 } ] }", "  expected { requestKey: 'K-57', lines: [ { line: 0, granted: 1 } ] }",
  ].join('\n'));
});

test('when all differ, how many do is told, and the first of them', () => {
  const told = answerDifference(results(Array.from({ length: 100 }, () => 0)), results(Array.from({ length: 100 }, () => 1)), body(100))!;
  assert.match(told, /^100 of 100 results differ, the first 5 of them:/);
  assert.equal(told.split('\n').length, 1 + 5 * 3);
});

test('another status, another number of results and a difference beside the results are told whole', () => {
  assert.match(answerDifference({ status: 400, errorCode: 'HF-BAD-FIELD' }, results([1]), body(1))!, /answered \{ status: 400, errorCode: 'HF-BAD-FIELD' \}\n {2}expected \{ status: 200/);
  assert.match(answerDifference(results([1]), results([1, 2]), body(2))!, /^sent \{"requests"/);
  assert.match(answerDifference({ status: 201, body: { results: [] } }, { status: 200, body: { results: [] } }, undefined)!, /answered \{ status: 201/);
});
