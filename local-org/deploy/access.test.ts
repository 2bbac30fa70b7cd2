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
