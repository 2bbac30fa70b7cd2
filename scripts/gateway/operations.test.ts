import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mergedFigures, type Figures } from './operations.ts';

const AT = '2026-11-22T10:00:00.000Z';
const figures = (changes: Partial<Figures>): Figures => ({ at: AT, work: [], sources: [], breakers: [], subscriptions: [], ...changes });
const hop = (p95Ms: number, count: number) => ({ hop: 'source-to-org', p50Ms: 1, p95Ms, p99Ms: p95Ms, count });

it('figures of a group are sums of what each saw, the slower way, and the work they share', () => {
  const work = [{ kind: 'fact', source: 'TILL', state: 'Waiting' as const, count: 3 }];
  const one = figures({ work, sources: [{ source: 'TILL', counts: { received: 2, late: 1 }, hops: [hop(9, 2)] }], breakers: [{ system: 'org', state: 'Closed', since: AT }] });
  const two = figures({ work, sources: [{ source: 'TILL', counts: { received: 5 }, hops: [hop(70, 5)] }, { source: 'SAP', counts: { received: 1 }, hops: [] }], breakers: [{ system: 'org', state: 'Open', since: AT }] });
  const group = mergedFigures([one, two]);
  assert.deepEqual(group.sources, [{ source: 'TILL', counts: { received: 7, late: 1 }, hops: [hop(70, 7)] }, { source: 'SAP', counts: { received: 1 }, hops: [] }]);
  assert.deepEqual(group.work, work);
  assert.deepEqual(group.breakers.map(({ state }) => state), ['Open']);
  assert.deepEqual(mergedFigures([one]), one);
  assert.throws(() => mergedFigures([]), /No gateway is running/);
});
