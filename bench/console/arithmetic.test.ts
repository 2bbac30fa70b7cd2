import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { median, percentile, tableRow } from './arithmetic.ts';

describe('arithmetic of the console benchmark', () => {
  it('takes the nearest rank: the 95th of 100 samples, the third of five', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.equal(percentile(hundred, 0.95), 95);
    assert.equal(median([5, 1, 4, 2, 3]), 3);
  });

  it('answers a sample that so large a share does not exceed, and no smaller one would do', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (samples, percent) => {
      const value = percentile(samples, percent / 100);
      assert.ok(samples.includes(value));
      assert.ok(samples.filter((sample) => sample <= value).length >= samples.length * (percent / 100) - 1e-9);
      assert.ok(samples.filter((sample) => sample < value).length < samples.length * (percent / 100) + 1e-9);
    }));
  });

  it('has no percentile of nothing', () => {
    assert.throws(() => percentile([], 0.5), RangeError);
  });

  it('says whether a goal is met by the figure it is about', () => {
    const samples = [...Array.from({ length: 18 }, () => 10), 200, 200];
    assert.equal(tableRow({ what: 'scan', samples, goal: { of: 'p95', ms: 100 } }), '| scan |  | 10 ms | 200 ms | p95 < 100 ms | no |');
    assert.equal(tableRow({ what: 'paint', samples, floorMs: 4, goal: { of: 'p50', ms: 100 } }), '| paint | 4 ms | 10 ms | 200 ms | p50 < 100 ms | yes |');
  });
});
