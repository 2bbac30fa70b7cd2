import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tell, type RegisterSequence, type SequenceChange } from './register-sequence.ts';

const told = (numbers: readonly number[], first: number | undefined): { readonly sequence: RegisterSequence; readonly changes: readonly SequenceChange[] } => {
  const changes: SequenceChange[] = [];
  for (const [index, number] of numbers.entries()) changes.push(tell(changes.at(-1)?.sequence, { number, occurredAtMs: number * 1000, nowMs: index }, first));
  return { sequence: changes.at(-1)!.sequence, changes };
};
const ranges = ({ missing }: RegisterSequence): readonly (readonly [number, number])[] => missing.map(({ from, to }) => [from, to]);

describe('the sequence of a register', () => {
  it('has no gap while its transactions come one after another', () => {
    assert.deepEqual(told([1, 2, 3], 1).sequence, { contiguous: 3, lowest: 1, highest: 3, told: 3, lastAtMs: 3000, missing: [] });
  });

  it('knows a gap as soon as a later transaction is told, and since when', () => {
    assert.deepEqual(told([1, 4], 1).sequence.missing, [{ from: 2, to: 3, sinceMs: 1 }]);
    assert.deepEqual(told([3], 1).sequence.missing, [{ from: 1, to: 2, sinceMs: 0 }]);
  });

  it('closes a gap when what was missing comes late, from either side or from its middle', () => {
    const { sequence, changes } = told([1, 6, 4, 2, 3, 5], 1);
    assert.deepEqual(sequence, { contiguous: 6, lowest: 1, highest: 6, told: 6, lastAtMs: 6000, missing: [] });
    assert.deepEqual(changes.map(({ opened, filled, closed }) => [opened, filled, closed]), [[false, false, false], [true, false, false], [false, true, false], [false, true, false], [false, true, true], [false, true, true]]);
  });

  it('that runs on begins wherever the first one told stands, and lower when a lower one is told', () => {
    assert.deepEqual(told([120], undefined).sequence.missing, []);
    assert.deepEqual(ranges(told([120, 117], undefined).sequence), [[118, 119]]);
  });

  it('is the same whatever the order and however often each is told: what is missing is what was never told', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1 }), fc.infiniteStream(fc.nat()), fc.constantFrom(1, undefined), (numbers, random, first) => {
      const shuffled = [...numbers, ...numbers].map((number) => ({ number, at: random.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ number }) => number);
      const { sequence, changes } = told(shuffled, first);
      const lowest = Math.min(first ?? Infinity, ...numbers);
      const missing = Array.from({ length: sequence.highest - lowest + 1 }, (_, index) => lowest + index).filter((number) => !numbers.includes(number));
      assert.deepEqual(sequence.missing.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)), missing);
      assert.equal(sequence.told, numbers.length);
      assert.equal(sequence.highest, Math.max(...numbers));
      assert.equal(sequence.contiguous, (missing[0] ?? sequence.highest + 1) - 1);
      assert.equal(changes.filter(({ isNew }) => isNew).length, numbers.length);
      for (const [index, { from }] of sequence.missing.entries()) assert.ok(from > (sequence.missing[index - 1]?.to ?? -1) + 1, 'ranges that touch are one');
    }), { numRuns: 1_000 });
  });
});
