import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexList } from '../../values/collections/list.ts';
import type { ApexMap } from '../../values/collections/map.ts';
import type { ApexSet } from '../../values/collections/set.ts';
import { Decimal } from '../../values/decimal.ts';
import { NoAccessException } from '../../values/exceptions.ts';
import { sobject } from '../../values/runtime-type.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { libraryFunction } from '../registry.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg, record } from '../testing/fake-org.ts';

const org = fakeOrg();
const accessType = (name: string): unknown => (libraryFunction(`System.AccessType.get ${name}`))();
const strip = (type: string, records: ApexList): unknown => inOrg(org, () => call('System.Security.stripInaccessible(AccessType,List)', accessType(type), records));

test('fields the user may not read are removed from copies, and the decision names them', () => {
  const account = record('Account', { Id: '001Hf0000000001AAA', Name: 'One', AnnualRevenue: Decimal.parse('5') });
  const decision = strip('READABLE', ApexList.of(sobject('Account'), [record('Account', { Name: 'Two' }), account]));
  const records = (call('System.SObjectAccessDecision.getRecords()', decision) as ApexList<SObjectRecord>).items;
  assert.deepEqual(records.map((each) => [slotOf(each, '$id'), slotOf(each, '$name'), slotOf(each, '$annualrevenue')]), [[undefined, 'Two', undefined], ['001Hf0000000001AAA', 'One', undefined]]);
  assert.equal(String(slotOf(account, '$annualrevenue')), '5');
  const removed = call('System.SObjectAccessDecision.getRemovedFields()', decision) as ApexMap<string, ApexSet>;
  assert.deepEqual([removed.keys(), removed.get('Account')?.values()], [['Account'], ['AnnualRevenue']]);
  assert.deepEqual((call('System.SObjectAccessDecision.getModifiedIndexes()', decision) as ApexSet).values(), [1]);
});

test('an object the user may not write is refused as a whole', () => {
  assert.throws(() => strip('UPDATABLE', ApexList.of(sobject('Account'), [record('Account', { Name: 'One' })])), NoAccessException);
});
