import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../shared/failures.ts';
import { attempt } from './attempt.ts';
import { ManualClock } from './test/manual-clock.ts';
import { workItem } from './test/work-items.ts';

describe('looking for poison', () => {
  it('ends when the leases are not good for another call: another process may have the lane soon', async () => {
    const calls: number[] = [];
    const written: string[] = [];
    const result = await attempt({
      clock: new ManualClock(), random: () => 0, signal: new AbortController().signal,
      handler: {
        kind: 'fact', system: 'org', mostPerBatch: 200,
        deliver: async (items) => {
          calls.push(items.length);
          throw new Refusal('HF-BAD-FIELD', 'poison');
        },
      },
      mayBegin: () => calls.length < 4,
      write: async (endings) => { written.push(...endings.map(({ item }) => item.key)); },
    }, Array.from({ length: 8 }, (_, index) => workItem({ id: index + 1, key: `k${String(index)}` })));
    assert.deepEqual(calls, [8, 4, 2, 1]);
    assert.deepEqual(written, ['k0']);
    assert.deepEqual([result.isAborted, result.failure, result.poison.map(({ key }) => key)], [true, undefined, ['k0']]);
  });
});
