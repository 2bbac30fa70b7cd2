/** `npm run prove -- --only gateways` in short. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoPostgres } from '../../../gateway/parts/postgres.ts';
import { proveGateways } from './run.ts';

test('two gateways of which one or the other is killed under load lose nothing and do nothing twice', { skip: whyNoPostgres() ?? false }, async () => {
  const { takeovers, lines, violations } = await proveGateways(3, 1, () => undefined);
  assert.deepEqual(violations, []);
  assert.equal(takeovers, 1);
  assert.ok(lines > 0, 'they were killed under load');
});
