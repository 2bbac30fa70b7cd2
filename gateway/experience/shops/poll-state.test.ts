import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BELL_GRACE_MS, beginning, countMissed, found, rang, readAhead, swept } from './poll-state.ts';

const change = { subject: 'V1|L1', atMs: 1_000 };

describe('changes that no webhook told of', () => {
  it('count when their time of grace is over, once', () => {
    const silent = found(beginning(0), [change], 2_000);
    assert.equal(countMissed(silent, 2_000 + BELL_GRACE_MS - 1).missed, 0);
    const counted = countMissed(silent, 2_000 + BELL_GRACE_MS);
    assert.equal(counted.missed, 1);
    assert.equal(countMissed(counted.state, 1e12).missed, 0);
  });

  it('are none when the bell rang before, or in time after they were found', () => {
    assert.equal(countMissed(found(rang(beginning(0), [change]), [change], 2_000), 1e12).missed, 0);
    assert.equal(countMissed(rang(found(beginning(0), [change], 2_000), [{ ...change, atMs: 5_000 }]), 1e12).missed, 0);
  });

  it('are not told of by a bell of another product, or of an earlier moment', () => {
    assert.equal(countMissed(rang(found(beginning(0), [change], 0), [{ subject: 'V2|L1', atMs: 9_000 }]), 1e12).missed, 1);
    assert.equal(countMissed(rang(found(beginning(0), [change], 0), [{ ...change, atMs: 999 }]), 1e12).missed, 1);
  });
});

describe('a position', () => {
  it('never goes back, whoever was slower', () => {
    assert.equal(swept(swept(beginning(0), 9_000, { nowMs: 0, overlapMs: 0 }), 5_000, { nowMs: 0, overlapMs: 0 }).positionMs, 9_000);
  });

  it('is moved by sweeps alone: what is read for a bell may not be all there is', () => {
    const state = readAhead(beginning(0), 9_000);
    assert.deepEqual([state.positionMs, state.aheadMs], [0, 9_000]);
  });

  it('lets bells go that are older than any pass looks', () => {
    const state = swept(rang(beginning(0), [change, { subject: 'V2|L1', atMs: 95_000 }]), 100_000, { nowMs: 0, overlapMs: 10_000 });
    assert.deepEqual(state.rung, [['V2|L1', 95_000]]);
  });

  it('is kept small while the shop does not answer', () => {
    const bells = Array.from({ length: 5_000 }, (_, index) => ({ subject: `V${String(index)}|L1`, atMs: 1 }));
    assert.equal(rang(beginning(0), bells).rung.length, 2_000);
  });
});
