import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApexList } from '../../values/collections/list.ts';
import type { ApexMap } from '../../values/collections/map.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg } from '../testing/fake-org.ts';

describe('System.OrgLimits', () => {
  it('names what is used of what is allowed', () => {
    const org = fakeOrg({ allowances: () => [{ name: 'DailyApiRequests', maximum: 100_000, used: 7 }, { name: 'DataStorageMB', maximum: 200, used: 3.9 }] });
    const limits = inOrg(org, () => call('System.OrgLimits.getMap()')) as ApexMap<string, unknown>;
    assert.deepEqual(limits.keys(), ['DailyApiRequests', 'DataStorageMB']);
    const shown = (name: string): unknown[] => ['getName()', 'getLimit()', 'getValue()'].map((member) => call(`System.OrgLimit.${member}`, limits.get(name)));
    assert.deepEqual(shown('DailyApiRequests'), ['DailyApiRequests', 100_000, 7]);
    assert.deepEqual(shown('DataStorageMB'), ['DataStorageMB', 200, 3]);
  });

  it('lists nothing where nobody counts', () => {
    assert.deepEqual((inOrg(fakeOrg(), () => call('System.OrgLimits.getAll()')) as ApexList<unknown>).items, []);
  });
});
