import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disordered } from './disorder.ts';

const FACTS = Array.from({ length: 20_000 }, (_, index) => index);

test('every fact comes, one in ten twice, none in its place', () => {
  const told = disordered(FACTS, 1);
  assert.deepEqual([...new Set(told)].sort((a, b) => a - b), FACTS);
  assert.ok(Math.abs(told.length / FACTS.length - 1.1) < 0.01, String(told.length));
  assert.ok(told.filter((fact, index) => fact === index).length < 20);
});

test('the same seed brings the same order, another one another', () => {
  assert.deepEqual(disordered(FACTS, 1), disordered(FACTS, 1));
  assert.notDeepEqual(disordered(FACTS, 1), disordered(FACTS, 2));
});
