/** The rules of access as Apex tests of a small project, each named by its rule; a real org could run the same folder. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { randomBytes } from 'node:crypto';
import { Store } from '../data/store/store.ts';
import { runTests } from '../runtime/test-runner.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from './demo-users.ts';
import { LocalOrg } from './local-org.ts';

const FOLDER = path.join(import.meta.dirname, 'fixtures/access');
const clock = { now: (): number => Date.UTC(2026, 10, 21, 10) };

function filesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(path.join(folder, file)).isFile());
  return new Map(paths.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

test('access by roles, groups, queues, shares, rules, profiles and permission sets', async (t) => {
  const local = new LocalOrg({ store: Store.inMemory(), clock, report: () => undefined });
  assert.deepEqual(local.deploy(filesOf(FOLDER)), []);
  const services = { clock, random: (bytes: number) => randomBytes(bytes), events: { store: (pending: readonly unknown[]) => pending, announce: () => undefined } };
  const { results } = runTests(local.org.installed, { services, eventUser: () => local.users.byUsername(AUTOMATED_PROCESS_USERNAME)! }, { user: local.users.byUsername(ADMIN_USERNAME)! });
  assert.ok(results.length > 20);
  for (const result of results) await t.test(`${result.className}.${result.methodName}`, () => { assert.equal(result.message, null); });
  await local.close();
});

test('deploying the same project again keeps its groups, roles and members', async () => {
  const local = new LocalOrg({ store: Store.inMemory(), clock, report: () => undefined });
  const files = filesOf(FOLDER);
  const count = (table: string): unknown => local.org.installed.data.store.reader(`SELECT COUNT(*) FROM "${table}" WHERE "isdeleted" = 0`).get()![0];
  local.deploy(files);
  const tables = ['group', 'groupmember', 'queuesobject', 'userrole', 'permissionset', 'permissionsetgroupcomponent', 'objectpermissions', 'fieldpermissions', 'setupentityaccess', 'userlogin'];
  const before = tables.map(count);
  assert.ok(before.every((number) => Number(number) > 0), String(before));
  local.deploy(files);
  assert.deepEqual(tables.map(count), before);
  await local.close();
});

test('what groups, queues, roles and rules name must exist, and a rule must have something to give', async () => {
  const local = new LocalOrg({ store: Store.inMemory(), clock, report: () => undefined });
  const files = filesOf(FOLDER);
  files.delete('groups/Planners.group-meta.xml');
  files.delete('roles/Region.role-meta.xml');
  files.set('queues/Ulm.queue-meta.xml', files.get('queues/Ulm.queue-meta.xml')!.replace('<sobjectType>Job__c<', '<sobjectType>Account<'));
  files.set('permissionsetgroups/Planning.permissionsetgroup-meta.xml', files.get('permissionsetgroups/Planning.permissionsetgroup-meta.xml')!.replace('<status>', '<mutingPermissionSets>M</mutingPermissionSets><status>'));
  assert.deepEqual(local.deploy(files).map(({ message }) => message).sort(), [
    'In field: parentRole - no Role named Region found', 'In field: publicGroup - no Group named Planners found', 'Queues cannot own records of Account',
    'mutingPermissionSets (permissions taken away inside a group) is not supported', 'no Group named Planners found', 'no Group named Planners found',
  ]);
  await local.close();
});

const xml = (root: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${root}>`;
const objectXml = (sharing: string, external: string): string =>
  xml('CustomObject', `<label>Thing</label><pluralLabel>Things</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>${sharing}</sharingModel><externalSharingModel>${external}</externalSharingModel>`);

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const local = new LocalOrg({ store: Store.inMemory(), clock, report: () => undefined });
  const problems = local.deploy(new Map(Object.entries(files))).map(({ message }) => message);
  await local.close();
  return problems;
}

test('what would be without effect and misleads is refused by name', async (t) => {
  const refused: Readonly<Record<string, readonly [Readonly<Record<string, string>>, RegExp]>> = {
    'an external default of its own': [{ 'objects/T__c/T__c.object-meta.xml': objectXml('ReadWrite', 'Read') }, /^externalSharingModel 'Read' beside sharingModel 'ReadWrite' is not supported/],
    'sign-in hours': [{ 'profiles/P.profile-meta.xml': xml('Profile', '<loginHours><mondayStart>480</mondayStart></loginHours>') }, /^loginHours of profiles is not supported/],
    'sign-in addresses': [{ 'profiles/P.profile-meta.xml': xml('Profile', '<loginIpRanges><startAddress>1.1.1.1</startAddress><endAddress>1.1.1.2</endAddress></loginIpRanges>') }, /^loginIpRanges of profiles is not supported/],
    'a licence of external users': [{ 'profiles/P.profile-meta.xml': xml('Profile', '<userLicense>Customer Community</userLicense>') }, /^In field: userLicense - no UserLicense named Customer Community found$/],
    'record types nobody has': [{ 'profiles/P.profile-meta.xml': xml('Profile', '<recordTypeVisibilities><default>true</default><recordType>Account.Big</recordType><visible>true</visible></recordTypeVisibilities>') }, /^In field: recordType - no RecordType named Account.Big found$/],
    'a flow': [{ 'permissionsets/P.permissionset-meta.xml': xml('PermissionSet', '<label>P</label><flowAccesses><enabled>true</enabled><flow>Ask</flow></flowAccesses>') }, /^In field: flow - no Flow named Ask found/],
    'permissions of a session': [{ 'permissionsets/P.permissionset-meta.xml': xml('PermissionSet', '<label>P</label><hasActivationRequired>true</hasActivationRequired>') }, /^hasActivationRequired .* is not supported$/],
    'what a role gives with accounts': [{ 'objects/Case/Case.object-meta.xml': xml('CustomObject', '<sharingModel>Private</sharingModel>'), 'roles/R.role-meta.xml': xml('Role', '<name>R</name><caseAccessLevel>Edit</caseAccessLevel>') }, /^caseAccessLevel 'Edit' is not supported while the sharingModel of Case is Private$/],
    'what a rule gives with accounts': [{
      'objects/Account/Account.object-meta.xml': xml('CustomObject', '<sharingModel>Private</sharingModel>'), 'objects/Opportunity/Opportunity.object-meta.xml': xml('CustomObject', '<sharingModel>Read</sharingModel>'),
      'sharingRules/Account.sharingRules-meta.xml': xml('SharingRules', '<sharingOwnerRules><fullName>All</fullName><accessLevel>Read</accessLevel><label>All</label><accountSettings><caseAccessLevel>None</caseAccessLevel><contactAccessLevel>None</contactAccessLevel><opportunityAccessLevel>Edit</opportunityAccessLevel></accountSettings><sharedTo><allInternalUsers></allInternalUsers></sharedTo><sharedFrom><allInternalUsers></allInternalUsers></sharedFrom></sharingOwnerRules>'),
    }, /^opportunityAccessLevel 'Edit' is not supported while the sharingModel of Opportunity is Read$/],
    'a rule that leaves owners out': [{
      'objects/T__c/T__c.object-meta.xml': objectXml('Private', 'Private'),
      'sharingRules/T__c.sharingRules-meta.xml': xml('SharingRules', '<sharingCriteriaRules><fullName>All</fullName><accessLevel>Read</accessLevel><label>All</label><sharedTo><allInternalUsers></allInternalUsers></sharedTo><criteriaItems><field>Name</field><operation>equals</operation><value>x</value></criteriaItems><includeRecordsOwnedByAll>false</includeRecordsOwnedByAll></sharingCriteriaRules>'),
    }, /^includeRecordsOwnedByAll false is not supported/],
  };
  for (const [name, [files, message]] of Object.entries(refused)) {
    await t.test(name, async () => {
      const problems = await problemsOf(files);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0]!, message);
    });
  }
});

test('ordinary profiles, roles and objects as an org hands them out deploy', async () => {
  assert.deepEqual(await problemsOf({
    'objects/T__c/T__c.object-meta.xml': objectXml('Read', 'Read'),
    'objects/S__c/S__c.object-meta.xml': xml('CustomObject', '<label>S</label><customSettingsType>Hierarchy</customSettingsType><visibility>Protected</visibility>'),
    'roles/R.role-meta.xml': xml('Role', '<name>R</name><caseAccessLevel>Edit</caseAccessLevel><contactAccessLevel>Edit</contactAccessLevel><opportunityAccessLevel>Read</opportunityAccessLevel><mayForecastManagerShare>false</mayForecastManagerShare>'),
    'profiles/Admin.profile-meta.xml': xml('Profile', `<custom>false</custom><userLicense>Salesforce</userLicense><applicationVisibilities><application>standard__Sales</application><default>true</default><visible>true</visible></applicationVisibilities>
      <layoutAssignments><layout>Account-Account Layout</layout></layoutAssignments><tabVisibilities><tab>standard-Account</tab><visibility>DefaultOn</visibility></tabVisibilities><flowAccesses><enabled>false</enabled><flow>Ask</flow></flowAccesses>
      <objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>T__c</object><viewAllFields>true</viewAllFields><viewAllRecords>false</viewAllRecords></objectPermissions>
      <customSettingAccesses><enabled>true</enabled><name>S__c</name></customSettingAccesses><userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>`),
  }), []);
});

test('a profile may show the record types there are', async () => {
  assert.deepEqual(await problemsOf({
    'objects/T__c/T__c.object-meta.xml': objectXml('ReadWrite', 'ReadWrite'),
    'objects/T__c/recordTypes/Big.recordType-meta.xml': xml('RecordType', '<fullName>Big</fullName><active>true</active><label>Big</label>'),
    'profiles/P.profile-meta.xml': xml('Profile', '<recordTypeVisibilities><default>true</default><recordType>T__c.Big</recordType><visible>true</visible></recordTypeVisibilities>'),
  }), []);
});
