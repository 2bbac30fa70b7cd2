/** Custom metadata records that refer to each other, as Apex sees them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldFile, metadata, objectFile } from '../schema/test-support/projects.ts';
import { ScriptOrg } from './test/script-org.ts';

function record(fullName: string, values: Readonly<Record<string, string>>): [string, string] {
  const written = Object.entries(values).map(([field, value]) => `<values><field>${field}</field><value xsi:type="xsd:string">${value}</value></values>`).join('');
  return [`customMetadata/${fullName}.md-meta.xml`, metadata('CustomMetadata', `<label>${fullName}</label>${written}`)];
}

function project(): ScriptOrg {
  const host = new ScriptOrg(new Map([
    objectFile('Setting__mdt', ''), fieldFile('Setting__mdt', 'Object__c', '<type>Text</type><length>40</length>'),
    objectFile('Action__mdt', ''),
    fieldFile('Action__mdt', 'Setting__c', '<type>MetadataRelationship</type><referenceTo>setting__mdt</referenceTo><relationshipLabel>Actions</relationshipLabel><relationshipName>Actions</relationshipName>'),
    fieldFile('Action__mdt', 'Next__c', '<type>MetadataRelationship</type><referenceTo>Action__mdt</referenceTo><relationshipName>Previous</relationshipName>'),
    record('Action.First', { Setting__c: 'accounts', Next__c: 'Second' }), record('Action.Second', { Setting__c: 'Accounts', Next__c: 'First' }), record('Action.Third', {}),
    record('Setting.Accounts', { Object__c: 'Account' }), record('Setting.Leads', { Object__c: 'Lead' }),
  ]));
  host.store.transaction(() => {
    const stamp = { now: 0, userId: undefined };
    host.data.putSystemRow({ objectName: 'Organization', key: ['Name'], values: { Name: 'Example' } }, stamp);
    host.data.putSystemRow({ objectName: 'Profile', key: ['Name'], values: { Name: 'System Administrator' } }, stamp);
  });
  return host;
}

async function output(script: string): Promise<string[]> {
  return (await project().anonymous(script, [])).map(({ text }) => text);
}

test('queries follow a relationship of metadata records up, in circles too', async () => {
  assert.deepEqual(await output(`
    for (Action__mdt each : [SELECT DeveloperName, Setting__r.Object__c, Next__r.Next__r.DeveloperName FROM Action__mdt ORDER BY DeveloperName]) {
      System.debug(each.DeveloperName + ' ' + each.Setting__r?.Object__c + ' ' + each.Next__r?.Next__r?.DeveloperName);
    }
    System.debug([SELECT COUNT() FROM Action__mdt WHERE Setting__r.Object__c = 'Account']);`), ['First Account First', 'Second Account Second', 'Third null null', '2']);
});

test('queries follow it down', async () => {
  assert.deepEqual(await output(`
    for (Setting__mdt each : [SELECT DeveloperName, (SELECT DeveloperName FROM Actions__r ORDER BY DeveloperName) FROM Setting__mdt ORDER BY DeveloperName]) {
      System.debug(each.DeveloperName + ' ' + each.Actions__r.size());
    }`), ['Accounts 2', 'Leads 0']);
});

test('the field holds the id of the other record', async () => {
  assert.deepEqual(await output(`
    Setting__mdt setting = Setting__mdt.getInstance('Accounts');
    System.debug(Action__mdt.getInstance('First').Setting__c == setting.Id);
    System.debug(new Action__mdt(Setting__r = setting).Setting__r.Object__c);
    System.debug(Action__mdt.Setting__c.getDescribe().getReferenceTo());`), ['true', 'Account', '(Setting__mdt)']);
});
