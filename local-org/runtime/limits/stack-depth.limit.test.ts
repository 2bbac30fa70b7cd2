import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitOrg } from './test/limit-org.ts';

const org = new LimitOrg([{ path: 'Deep.cls', kind: 'class', text: 'public class Deep { public static Integer go(Integer n) { return n == 0 ? 0 : 1 + go(n - 1); } }' }]);

test('calls 1,000 deep come back', async () => {
  assert.deepEqual(await org.run('System.debug(Deep.go(998));'), { printed: ['998'], error: undefined });
});

test('calls without end do not', async () => {
  assert.deepEqual(await org.run('System.debug(Deep.go(-1));'), { printed: [], error: 'System.LimitException: Maximum stack depth reached: 1001' });
});
