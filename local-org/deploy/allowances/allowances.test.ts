import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Allowances } from './allowances.ts';
import { editionNamed, EDITIONS } from './editions.ts';

const HOUR = 3_600_000;
const usedOf = (allowances: Allowances, wanted: string): number => allowances.list().find(({ name }) => name === wanted)!.used;

describe('allowances', () => {
  it('count over 24 hours, events published over the hour', () => {
    let now = 100 * HOUR;
    const allowances = new Allowances(() => now);
    allowances.use('DailyApiRequests', 3);
    allowances.use('HourlyPublishedPlatformEvents', 5);
    now += HOUR;
    allowances.use('DailyApiRequests');
    assert.deepEqual([usedOf(allowances, 'DailyApiRequests'), usedOf(allowances, 'HourlyPublishedPlatformEvents')], [4, 0]);
    now += 23 * HOUR;
    assert.equal(usedOf(allowances, 'DailyApiRequests'), 1);
  });
  it('are what the edition gives, and gauges are read when asked', () => {
    const allowances = new Allowances(() => 0, 'Developer');
    let stored = 1;
    allowances.gauge('DataStorageMB', () => stored);
    stored = 4;
    assert.deepEqual(allowances.list().find(({ name }) => name === 'DataStorageMB'), { name: 'DataStorageMB', maximum: 5, used: 4 });
    assert.equal(EDITIONS[editionNamed('ENTERPRISE')!].queueableDepth, undefined);
    assert.equal(editionNamed('Unlimited'), undefined);
  });
});
