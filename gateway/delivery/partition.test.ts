import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitionOf } from './partition.ts';
import { PARTITIONS } from './store.ts';

describe('the partition of a lane', () => {
  it('is the same for ever', () => {
    assert.deepEqual(['', 'LAMP-1|LYON', '2026/4900000001', 'Ärmel|ZÜRICH'].map(partitionOf), [9, 2, 0, 0]);
  });

  it('spreads lanes evenly', () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let sku = 0; sku < 1_600; sku += 1) counts[partitionOf(`SKU-${String(sku)}|STORE-${String(sku % 7)}`)]! += 1;
    assert.ok(Math.min(...counts) > 60 && Math.max(...counts) < 150, counts.join(' '));
  });
});
