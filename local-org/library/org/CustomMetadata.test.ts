import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApexMap } from '../../values/collections/map.ts';
import { mapOf, sobject, STRING } from '../../values/runtime-type.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg, record } from '../testing/fake-org.ts';

const TYPE = sobject('Engine_Setting__mdt');
const org = fakeOrg();
const usual = record('Engine_Setting__mdt', { Id: 'm00Hf0000000001AAA', DeveloperName: 'Default', QualifiedApiName: 'Default', Low__c: 3 });
org.rows = [usual, record('Engine_Setting__mdt', { Id: 'm00Hf0000000002AAA', DeveloperName: 'Peak', QualifiedApiName: 'Peak', Low__c: 9 }), record('Account')];
const ask = (key: string, ...values: unknown[]): unknown => inOrg(org, () => call(`System.CustomMetadata.${key}`, ...values));

test('a row is found by its developer name or its id, an unknown name gives null', () => {
  assert.equal(ask('getInstance(String)', 'default', TYPE), usual);
  assert.equal(ask('getInstance(String)', 'm00Hf0000000001AAA', TYPE), usual);
  assert.equal(ask('getInstance(String)', 'Nothing', TYPE), null);
});

test('all rows come by developer name in a map of their type, without a query', () => {
  const all = ask('getAll()', mapOf(STRING, TYPE)) as ApexMap<string, unknown>;
  assert.deepEqual([all.keys(), all.get('Default'), all.type], [['Default', 'Peak'], usual, mapOf(STRING, TYPE)]);
  assert.deepEqual(org.asked.queries, []);
});
