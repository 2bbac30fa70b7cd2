import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Durations } from './durations.ts';

const MINUTE = 60_000;
const WINDOW = 15 * MINUTE;
const START = 1_795_000_000_000;

function exact(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1]!;
}

const duration = fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(1_000_000_000));

describe('durations', () => {
  it('tell percentiles within 1.6 % of those of all values, in whatever order they came', () => {
    fc.assert(fc.property(fc.array(duration, { minLength: 1, maxLength: 400 }), (values) => {
      const durations = new Durations(WINDOW);
      for (const value of values) durations.add(value, START);
      const told = durations.percentiles(START)!;
      assert.equal(told.count, values.length);
      for (const [share, value] of [[0.5, told.p50], [0.95, told.p95], [0.99, told.p99]] as const) {
        const right = exact(values, share);
        assert.ok(Math.abs(value - right) <= Math.max(right < 64 ? 0 : 1, right * 0.016), `${String(share)}: ${String(value)} for ${String(right)}`);
      }
    }));
  });

  it('forget what is older than the window, and nothing that is younger than 14 of its 15 minutes', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(5 * MINUTE), duration), { minLength: 1, maxLength: 60 }), fc.nat(40 * MINUTE), (steps, rest) => {
      const durations = new Durations(WINDOW);
      let now = START;
      const all = steps.map(([pause, value]) => {
        now += pause;
        durations.add(value, now);
        return now;
      });
      const end = now + rest;
      const told = durations.percentiles(end)?.count ?? 0;
      assert.ok(told >= all.filter((at) => end - at < 14 * MINUTE).length);
      assert.ok(told <= all.filter((at) => end - at < WINDOW).length);
      assert.equal(durations.count(end), told);
    }));
  });

  it('take what no clock should say: negative, endless, not a number', () => {
    const durations = new Durations(WINDOW);
    for (const value of [-5, Number.NaN, Infinity, 0.4]) durations.add(value, START);
    assert.deepEqual(durations.percentiles(START)?.count, 4);
    assert.equal(durations.percentiles(START)?.p50, 0);
    assert.ok(durations.percentiles(START)!.p99 > 2 ** 40);
  });

  it('keep counting while the clock goes back', () => {
    const durations = new Durations(WINDOW);
    durations.add(1, START);
    durations.add(2, START - 30 * MINUTE);
    assert.equal(durations.percentiles(START)?.count, 2);
  });

  it('say nothing of a window in which nothing happened', () => {
    const durations = new Durations(WINDOW);
    assert.equal(durations.percentiles(START), undefined);
    durations.add(1, START);
    assert.equal(durations.percentiles(START + WINDOW), undefined);
  });
});
