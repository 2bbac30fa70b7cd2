import assert from 'node:assert/strict';
import { it } from 'node:test';
import { retryAfter, whyNoAnswer } from './answers.ts';

it('an answer says in seconds or as a date when to come back, and nothing that is over or unreadable', () => {
  const said = (value?: string): number | undefined => retryAfter(new Headers(value === undefined ? {} : { 'retry-after': value })).retryAfterMs;
  assert.deepEqual([said('7'), said('2.0'), said('0.0004'), said(), said('0'), said('-3'), said('soon'), said('Sat, 21 Nov 2026 10:00:00 GMT')], [7000, 2000, 1, undefined, undefined, undefined, undefined, undefined]);
  assert.deepEqual([said('3600'), said('99999999999'), said('Sat, 21 Nov 2127 10:00:00 GMT')], [900_000, 900_000, 900_000], 'a quarter of an hour at most: timers that are asked for more than 24 days end at once');
  const inAMinute = said(new Date(Date.now() + 60_000).toUTCString())!;
  assert.ok(inAMinute > 50_000 && inAMinute <= 60_000, String(inAMinute));
});

it('the reason of the network is told, not that of fetch', () => {
  assert.equal(whyNoAnswer(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })), 'connect ECONNREFUSED');
  assert.equal(whyNoAnswer(new TypeError('fetch failed', { cause: new AggregateError([], '') })), 'AggregateError');
  assert.equal(whyNoAnswer(new Error('aborted')), 'aborted');
  assert.equal(whyNoAnswer('odd'), 'odd');
});
