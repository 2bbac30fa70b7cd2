/** Record types as Apex, queries, formulas and describe calls see them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeObject } from '../schema/describe.ts';
import { built, fieldFile, metadata, objectFile } from '../schema/test-support/projects.ts';
import { ScriptOrg } from './test/script-org.ts';

const recordType = (objectName: string, name: string, rest = ''): [string, string] =>
  [`objects/${objectName}/recordTypes/${name}.recordType-meta.xml`, metadata('RecordType', `<fullName>${name}</fullName><active>true</active><label>${name} label</label>${rest}`)];
const files = new Map([
  recordType('Account', 'Store'), recordType('Account', 'Depot'), objectFile('Box__c'), recordType('Box__c', 'Large'),
  fieldFile('Account', 'Kind__c', '<type>Text</type><formula>$RecordType.DeveloperName</formula>'),
]);

test('records carry their type, and queries reach it', async () => {
  const lines = await new ScriptOrg(files).anonymous(`
    Id store = Schema.SObjectType.Account.getRecordTypeInfosByDeveloperName().get('Store').getRecordTypeId();
    insert new Account(Name = 'a', RecordTypeId = store);
    insert new Account(Name = 'b');
    Account a = [SELECT RecordType.Name, RecordType.DeveloperName, Kind__c FROM Account WHERE RecordType.DeveloperName = 'Store'];
    System.debug(a.RecordType.Name + ' ' + a.RecordTypeId.equals(store) + ' ' + a.Kind__c);
    System.debug([SELECT RecordTypeId FROM Account WHERE Name = 'b'].RecordTypeId);
    System.debug([SELECT COUNT() FROM RecordType WHERE SobjectType = 'Account']);
    List<String> names = new List<String>();
    for (Schema.RecordTypeInfo info : Account.SObjectType.getDescribe().getRecordTypeInfos()) names.add(info.getName() + '/' + info.isMaster() + '/' + info.isDefaultRecordTypeMapping());
    System.debug(names);
    System.debug(Schema.SObjectType.Box__c.getRecordTypeInfosByName().get('Large label').isActive());
    System.debug(Schema.SObjectType.Account.getRecordTypeInfosById().get(store).getDeveloperName());`, []);
  assert.deepEqual(lines.map(({ text }) => text), ['Store label true Store', 'null', '2', '(Depot label/false/false, Store label/false/false, Master/true/true)', 'true', 'Store']);
});

test('a record type keeps its id from deploy to deploy, and REST describe shows it', () => {
  const first = built(files);
  assert.deepEqual(first.messages, []);
  const infos = describeObject(first.schema, first.schema.objects.get('box__c')!, '66.0')['recordTypeInfos'] as { developerName: string; recordTypeId: string }[];
  assert.deepEqual(infos.map(({ developerName }) => developerName), ['Large', 'Master']);
  const second = built(new Map([...files, recordType('Box__c', 'Aaa')]));
  assert.equal(second.schema.objects.get('box__c')!.recordTypes!.find(({ developerName }) => developerName === 'Large')!.id, infos[0]!.recordTypeId);
});

test('a value the pick list does not have is refused', () => {
  const wrong = built(new Map([...files, fieldFile('Box__c', 'Size__c', '<type>Picklist</type><valueSet><valueSetDefinition><value><fullName>S</fullName><default>false</default><label>S</label></value></valueSetDefinition></valueSet>'),
    recordType('Box__c', 'Odd', '<picklistValues><picklist>Size__c</picklist><values><fullName>XXL</fullName><default>false</default></values></picklistValues>')]));
  assert.deepEqual(wrong.messages, ['RecordType Box__c.Odd:1 Picklist value: XXL in picklist: Size__c not found']);
});
