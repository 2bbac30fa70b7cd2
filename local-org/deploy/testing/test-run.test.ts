import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FileCoverage } from '../../runtime/test-runner.ts';
import { isSelected } from './selection.ts';
import { mergeCoverage } from './test-run.ts';

describe('coverage of several runs', () => {
  const runs = fc.array(fc.record({ path: fc.constantFrom('A.cls', 'B.cls'), hit: fc.uniqueArray(fc.integer({ min: 1, max: 20 })), all: fc.uniqueArray(fc.integer({ min: 1, max: 20 })) }));

  it('covers a line when one run did, whatever their order, and knows each line once', () => {
    fc.assert(fc.property(runs, (parts) => {
      const files = parts.map(({ path, hit, all }): FileCoverage => ({ path, covered: hit, uncovered: all.filter((line) => !hit.includes(line)) }));
      const merged = mergeCoverage(files);
      assert.deepEqual(mergeCoverage([...files].reverse()), merged);
      for (const { path, covered, uncovered } of merged) {
        const hit = new Set(files.filter((file) => file.path === path).flatMap((file) => file.covered));
        assert.deepEqual(new Set(covered), hit);
        assert.ok(uncovered.every((line) => !hit.has(line)));
      }
    }));
  });
});

describe('a selection of tests', () => {
  it('ignores case and takes methods with and without their class', () => {
    assert.ok(isSelected({}, 'A', 'm'));
    assert.ok(isSelected({ classes: ['a'], methods: ['M'] }, 'A', 'm'));
    assert.ok(isSelected({ methods: ['a.M'] }, 'A', 'm'));
    assert.ok(!isSelected({ methods: ['b.m'] }, 'A', 'm'));
    assert.ok(!isSelected({ classes: ['B'] }, 'A', 'm'));
  });
});
