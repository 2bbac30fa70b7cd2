import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTestRequest } from './test-request.ts';

const available = [
  { id: '01p000000000001AAA', name: 'FirstTest', methodNames: ['a', 'b'] },
  { id: '01p000000000002AAA', name: 'SecondTest', methodNames: ['c'] },
];
const chosen = (body: unknown): string[] => readTestRequest(body, available).chosen.map(({ testClass, methodNames }) => `${testClass.name}: ${methodNames.join(' ')}`);

describe('a request to run tests', () => {
  it('names classes, ids or methods, or asks for all', () => {
    assert.deepEqual(chosen({ testLevel: 'RunLocalTests' }), ['FirstTest: a b', 'SecondTest: c']);
    assert.deepEqual(chosen({ tests: [{ className: 'firsttest', testMethods: ['B'] }] }), ['FirstTest: b']);
    assert.deepEqual(chosen({ classNames: 'SecondTest, FirstTest' }), ['SecondTest: c', 'FirstTest: a b']);
    assert.deepEqual(chosen({ classids: '01p000000000002' }), ['SecondTest: c']);
    assert.deepEqual(chosen([{ classId: '01p000000000001AAA' }]), ['FirstTest: a b']);
    assert.equal(readTestRequest({ testLevel: 'RunLocalTests', skipCodeCoverage: true }, available).skipCodeCoverage, true);
  });

  it('is refused with the name that does not exist', () => {
    assert.throws(() => chosen({ tests: [{ className: 'Nobody' }] }), /Nobody/);
    assert.throws(() => chosen({ tests: [{ className: 'FirstTest', testMethods: ['z'] }] }), /FirstTest has no test method z/);
    assert.throws(() => chosen({ suiteNames: 'All' }), /no test suites/);
    assert.throws(() => chosen({ testLevel: 'RunSomething' }), /testLevel/);
    assert.throws(() => chosen({}), /No tests to run/);
    assert.throws(() => chosen(undefined), /JSON object/);
  });
});
