import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexList } from '../../values/collections/list.ts';
import type { ApexMap } from '../../values/collections/map.ts';
import { TypeException } from '../../values/exceptions.ts';
import { STRING } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { concatText } from '../../values/text.ts';
import { describeField, describeObject } from '../schema/describe.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../schema/tokens.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg } from '../testing/fake-org.ts';

const org = fakeOrg();
const ask = (key: string, ...values: unknown[]): unknown => inOrg(org, () => call(key, ...values));

test('tokens are interned whatever the case of their names and print as API names', () => {
  assert.equal(sobjectTypeToken('Account'), sobjectTypeToken('ACCOUNT'));
  assert.equal(sobjectFieldToken('Account', 'Name'), sobjectFieldToken('account', 'name'));
  assert.equal(concatText(sobjectTypeToken('account')), 'Account');
  assert.equal(concatText(sobjectFieldToken('Account', 'name')), 'Name');
});

test('getGlobalDescribe finds objects in any case and lists lower-case keys', () => {
  const all = ask('System.Schema.getGlobalDescribe()') as ApexMap<string, unknown>;
  assert.equal(all.get('STOCK_Position__C'), sobjectTypeToken('Stock_Position__c'));
  assert.ok(all.has('Account'));
  assert.equal(all.get('Nothing__c'), null);
  assert.deepEqual(all.keys(), ['account', 'stock_position__c', 'engine_setting__mdt', 'stock_fact__e']);
});

test('fields.getMap finds fields in any case', () => {
  const fields = ask('Schema.DescribeSObjectResult.get Fields', inOrg(org, () => describeObject('Account')));
  const map = ask('Schema.SObjectTypeFields.getMap()', fields) as ApexMap<string, unknown>;
  assert.equal(map.get('AnnualREVENUE'), sobjectFieldToken('Account', 'AnnualRevenue'));
  assert.deepEqual(map.keys(), ['id', 'name', 'annualrevenue']);
});

test('an object describes itself and what the running user may do', () => {
  const account = inOrg(org, () => describeObject('account'));
  assert.equal(ask('Schema.DescribeSObjectResult.getName()', account), 'Account');
  assert.equal(ask('Schema.DescribeSObjectResult.getKeyPrefix()', account), '001');
  assert.equal(ask('Schema.DescribeSObjectResult.isCustom()', account), false);
  assert.equal(ask('Schema.DescribeSObjectResult.isCreateable()', account), true);
  assert.equal(ask('Schema.DescribeSObjectResult.isUpdateable()', account), false);
  const [child] = (ask('Schema.DescribeSObjectResult.getChildRelationships()', account) as ApexList).items;
  assert.equal(ask('Schema.ChildRelationship.getChildSObject()', child), sobjectTypeToken('Stock_Position__c'));
});

test('a field describes its type, length and defaults', () => {
  const key = inOrg(org, () => describeField('Stock_Position__c', 'position_key__c'));
  assert.equal(ask('Schema.DescribeFieldResult.getName()', key), 'Position_Key__c');
  assert.equal(ask('Schema.DescribeFieldResult.getLength()', key), 120);
  assert.equal(ask('Schema.DescribeFieldResult.isExternalId()', key), true);
  assert.equal(String(ask('Schema.DescribeFieldResult.getType()', key)), 'STRING');
  const onHand = inOrg(org, () => describeField('Stock_Position__c', 'On_Hand__c'));
  assert.equal(String(ask('Schema.DescribeFieldResult.getType()', onHand)), 'DOUBLE');
  assert.equal(String(ask('Schema.DescribeFieldResult.getDefaultValue()', onHand)), '0');
  const state = inOrg(org, () => describeField('Stock_Position__c', 'State__c'));
  const entries = (ask('Schema.DescribeFieldResult.getPicklistValues()', state) as ApexList).items;
  assert.deepEqual(entries.map((entry) => [ask('Schema.PicklistEntry.getValue()', entry), ask('Schema.PicklistEntry.getLabel()', entry)]), [['Open', 'Open'], ['Shut', 'Closed']]);
  const account = inOrg(org, () => describeField('Stock_Position__c', 'Account__c'));
  assert.deepEqual((ask('Schema.DescribeFieldResult.getReferenceTo()', account) as ApexList).items, [sobjectTypeToken('Account')]);
  assert.equal(ask('Schema.DescribeFieldResult.getRelationshipName()', account), 'Account__r');
});

test('field access is that of the running user', () => {
  const revenue = inOrg(org, () => describeField('Account', 'AnnualRevenue'));
  const name = inOrg(org, () => describeField('Account', 'Name'));
  assert.deepEqual(['isAccessible', 'isCreateable', 'isUpdateable'].map((member) => ask(`Schema.DescribeFieldResult.${member}()`, revenue)), [false, false, false]);
  assert.deepEqual(['isAccessible', 'isCreateable', 'isUpdateable'].map((member) => ask(`Schema.DescribeFieldResult.${member}()`, name)), [true, true, true]);
});

test('newSObject makes an empty record, with an id one of that object only', () => {
  const made = ask('Schema.SObjectType.newSObject(Id)', sobjectTypeToken('Account'), '001Hf0000000001AAA') as SObjectRecord & { $id: string };
  assert.deepEqual([made.$shape.apiName, made.$id], ['Account', '001Hf0000000001AAA']);
  assert.throws(() => ask('Schema.SObjectType.newSObject(Id)', sobjectTypeToken('Account'), 'a01Hf0000000001AAA'), TypeException);
});

test('describeSObjects refuses a name no object has', () => {
  assert.equal((ask('System.Schema.describeSObjects(List)', ApexList.of(STRING, ['account'])) as ApexList).size, 1);
  assert.throws(() => ask('System.Schema.describeSObjects(List)', ApexList.of(STRING, ['Nothing__c'])), /Nothing__c/);
});
