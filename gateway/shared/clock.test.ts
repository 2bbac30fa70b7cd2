import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from './clock.ts';

describe('the system clock', () => {
  it('sleeps until its time has come', async () => {
    const begun = performance.now();
    await systemClock.sleep(20);
    assert.ok(performance.now() - begun >= 19);
  });

  it('wakes when it is told to, before or during its sleep', async () => {
    const end = new AbortController();
    const sleeping = systemClock.sleep(1_000_000, end.signal);
    end.abort();
    await sleeping;
    await systemClock.sleep(1_000_000, end.signal);
  });
});
