/** Counters whose statements need more than anonymous Apex has (a mocked callout, an event type, SOSL by an API): counted and refused by the transaction itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitName } from '../../library/ports.ts';
import { LimitException } from '../../values/exceptions.ts';
import { allowancesFor, TransactionLimits } from '../limits.ts';
import type { RequestKind } from '../ports.ts';

const COUNTERS: readonly (readonly [name: LimitName, synchronous: number, asynchronous: number, text: string])[] = [
  ['soslQueries', 20, 20, 'Too many SOSL queries: 21'],
  ['callouts', 100, 100, 'Too many callouts: 101'],
  ['publishImmediateDml', 150, 150, 'Too many publish immediate DML statements: 151'],
  ['emailInvocations', 10, 10, 'Too many Email Invocations: 11'],
  ['mobilePushCalls', 10, 10, 'Too many mobile push apex calls: 11'],
];

for (const [name, synchronous, asynchronous, text] of COUNTERS) {
  test(`${name}: ${String(synchronous)} are allowed, one more ends the transaction`, () => {
    for (const [kind, most] of [['APEX_REST', synchronous], ['BATCH', asynchronous]] as const satisfies readonly (readonly [RequestKind, number])[]) {
      const limits = new TransactionLimits(allowancesFor(kind));
      for (let count = 0; count < most; count++) limits.consume(name, 1);
      assert.equal(limits.used(name), limits.allowed(name));
      assert.throws(() => { limits.consume(name, 1); }, (error: unknown) => error instanceof LimitException && (error as Error).message === text);
    }
  });
}

test('code whose answer Lightning may cache writes and publishes nothing', () => {
  const limits = new TransactionLimits(allowancesFor('AURA_CACHEABLE'));
  assert.throws(() => { limits.consume('dmlStatements', 1); }, /Too many DML statements: 1$/);
  assert.throws(() => { limits.consume('publishImmediateDml', 1); }, /Too many publish immediate DML statements: 1$/);
});
