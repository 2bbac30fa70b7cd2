/** Custom settings, mixed DML and business hours as Apex sees them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldFile, metadata } from '../schema/test-support/projects.ts';
import { ScriptOrg } from './test/script-org.ts';

const setting = (name: string, type: string): [string, string] =>
  [`objects/${name}/${name}.object-meta.xml`, metadata('CustomObject', `<customSettingsType>${type}</customSettingsType><label>${name}</label><visibility>Public</visibility>`)];

function project(): ScriptOrg {
  const host = new ScriptOrg(new Map([
    setting('Limits__c', 'Hierarchy'), fieldFile('Limits__c', 'Most__c', '<type>Number</type><precision>5</precision><scale>0</scale>'),
    fieldFile('Limits__c', 'Note__c', '<type>Text</type><length>20</length>'), fieldFile('Limits__c', 'On__c', '<type>Checkbox</type><defaultValue>true</defaultValue>'),
    setting('Country__c', 'List'), fieldFile('Country__c', 'Code__c', '<type>Text</type><length>2</length>'),
    ['objects/Account/validationRules/Most.validationRule-meta.xml', metadata('ValidationRule', '<fullName>Most</fullName><active>true</active><errorConditionFormula>NumberOfEmployees &gt; $Setup.Limits__c.Most__c</errorConditionFormula><errorMessage>too many</errorMessage>')],
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

test('a hierarchy setting is empty until somebody fills it, and merges user over profile over everybody', async () => {
  assert.deepEqual(await output(`
    Limits__c none = Limits__c.getInstance();
    System.debug(none.Id + ' ' + none.Most__c + ' ' + none.On__c + ' ' + (none.SetupOwnerId == UserInfo.getUserId()));
    System.debug(Limits__c.getOrgDefaults().Id);
    System.debug(Limits__c.getValues(UserInfo.getUserId()));
    insert new Limits__c(SetupOwnerId = UserInfo.getOrganizationId(), Most__c = 5, Note__c = 'all');
    System.debug(Limits__c.getInstance().Most__c + ' ' + Limits__c.getInstance().Note__c + ' ' + Limits__c.getOrgDefaults().Note__c);
    insert new Limits__c(SetupOwnerId = UserInfo.getProfileId(), Most__c = 7, On__c = false);
    insert new Limits__c(SetupOwnerId = UserInfo.getUserId(), Note__c = 'mine', On__c = true);
    Limits__c mine = Limits__c.getInstance();
    System.debug(mine.Most__c + ' ' + mine.Note__c + ' ' + mine.On__c + ' ' + (mine.Id != null));
    System.debug(Limits__c.getInstance(UserInfo.getProfileId()).Note__c + ' ' + Limits__c.getValues(UserInfo.getProfileId()).Note__c);
    System.debug(Limits.getQueries());`), ['null null true true', 'null', 'null', '5 all all', '7 mine true true', 'all null', '0']);
});

test('one owner has one row', async () => {
  const [line = ''] = await output(`
    insert new Limits__c(Most__c = 1);
    try { insert new Limits__c(SetupOwnerId = UserInfo.getOrganizationId()); } catch (DmlException e) { System.debug(e.getMessage()); }`);
  assert.match(line, /DUPLICATE_VALUE, duplicate value found: SetupOwnerId duplicates value on record with id: /);
});

test('a list setting is found by name', async () => {
  assert.deepEqual(await output(`
    insert new List<Country__c>{ new Country__c(Name = 'Germany', Code__c = 'DE'), new Country__c(Name = 'France', Code__c = 'FR') };
    System.debug(Country__c.getValues('germany').Code__c + ' ' + Country__c.getInstance('France').Code__c + ' ' + Country__c.getValues('Spain'));
    System.debug(Country__c.getAll().keySet());
    Map<String, Country__c> all = Country__c.getAll();
    System.debug(all.get('Germany').Code__c);
    try { insert new Country__c(Code__c = 'X'); } catch (DmlException e) { System.debug(e.getDmlStatusCode(0) + ' ' + e.getDmlFieldNames(0)); }`),
  ['DE FR null', '{Germany, France}', 'DE', 'REQUIRED_FIELD_MISSING (Name)']);
});

test('a rule reads the setting of whoever saves', async () => {
  assert.deepEqual(await output(`
    insert new Account(Name = 'a', NumberOfEmployees = 100);
    insert new Limits__c(Most__c = 5);
    try { insert new Account(Name = 'b', NumberOfEmployees = 6); } catch (DmlException e) { System.debug(e.getDmlMessage(0)); }
    upsert new Limits__c(SetupOwnerId = UserInfo.getUserId(), Most__c = 9);
    insert new Account(Name = 'c', NumberOfEmployees = 6);
    System.debug([SELECT COUNT() FROM Account]);`), ['too many', '2']);
});

test('set-up and data do not mix, except for users whose access stays as it is', async () => {
  assert.deepEqual(await output(`
    insert new Account(Name = 'a');
    try { insert new UserRole(Name = 'r', DeveloperName = 'r'); } catch (DmlException e) { System.debug(e.getMessage()); }
    User u = [SELECT Id FROM User LIMIT 1];
    u.Title = 'x';
    update u;
    u.IsActive = true;
    try { update u; } catch (DmlException e) { System.debug(e.getDmlStatusCode(0)); }`), [
    'Insert failed. First exception on row 0; first error: MIXED_DML_OPERATION, DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): UserRole, original object: Account: []',
    'MIXED_DML_OPERATION',
  ]);
});
