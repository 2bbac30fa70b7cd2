import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ObjectPermission, PermissionSetSchema } from '../../schema/schema.ts';
import { makeId } from '../../values/id.ts';
import { permissionsOf } from '../access/permissions.ts';
import { ownSharing } from '../access/user-sharing.ts';
import { TestOrg, USER_ID, column, field, get, objectSchema, systemFields } from '../test-support.ts';

const TASK = objectSchema('Task__c', 'a00', [...systemFields(), field('Note__c', 'string'), field('Secret__c', 'string')], { sharing: 'Private' });
const STEP = objectSchema('Step__c', 'a01', [...systemFields(false), field('Task__c', 'reference', { to: ['Task__c'], relationship: 'Task__r', children: 'Steps__r', isMasterDetail: true, isNillable: false, onDelete: 'cascade' })], { sharing: 'ControlledByParent' });
const HIDDEN = objectSchema('Hidden__c', 'a02', systemFields());
const CONFIG = objectSchema('Setting__mdt', 'm00', [...systemFields(false).filter((entry) => entry.apiName === 'Id'), field('DeveloperName', 'string'), field('MasterLabel', 'string'), field('Minutes__c', 'double', { precision: 6, scale: 1 })], { kind: 'customMetadata', isWriteable: false });
const OTHER = makeId('005', 77);
const READ_EDIT: ObjectPermission = { read: true, create: true, edit: true, delete: true, viewAll: false, modifyAll: false };

const set = (options: Partial<PermissionSetSchema>): PermissionSetSchema => ({ name: 'set', label: 'set', objects: new Map(), fields: new Map(), customPermissions: new Set(), apexClasses: new Set(), userPermissions: new Set(), ...options });
const ASSOCIATE = set({ objects: new Map([['task__c', READ_EDIT], ['step__c', READ_EDIT]]), fields: new Map([['task__c.note__c', { read: true, edit: false }]]) });

let org: TestOrg;
beforeEach(() => {
  org = new TestOrg([TASK, STEP, HIDDEN, CONFIG], { schema: { customMetadata: [{ objectName: 'Setting__mdt', developerName: 'Hold', label: 'Hold', values: new Map([['Minutes__c', 2.5]]) }] } });
  const queue = org.insert('Group', { Name: 'Queue' });
  const tasks = [['mine', USER_ID], ['other', OTHER], ['queue', get(queue, 'Id')]].map(([Name, OwnerId]) => {
    const task = org.record('Task__c', { Name, Note__c: 'n', Secret__c: 's' });
    org.dml('insert', [task]);
    org.in(() => org.store.writer('UPDATE "task__c" SET "ownerid" = ? WHERE "name" = ?').run(OwnerId as string, Name as string));
    return task;
  });
  for (const task of tasks) org.insert('Step__c', { Name: `step of ${String(get(task, 'Name'))}`, Task__c: get(task, 'Id') });
  org.session = { ...org.session, permissions: permissionsOf(org.schema, [ASSOCIATE]), sharing: ownSharing([USER_ID, get(queue, 'Id') as string]) };
});

const names = (mode: 'user' | 'system', sharing: boolean, text: string): unknown[] => column(org.queryAs(mode, sharing, text), 'Name').sort();

test('a private object shows the rows of the user and of the user\'s queues when sharing counts', () => {
  assert.deepEqual(names('system', false, 'SELECT Name FROM Task__c'), ['mine', 'other', 'queue']);
  assert.deepEqual(names('system', true, 'SELECT Name FROM Task__c'), ['mine', 'queue']);
  assert.deepEqual(names('user', false, 'SELECT Name FROM Task__c'), ['mine', 'queue']);
});

test('rows controlled by their parent follow it', () => {
  assert.deepEqual(names('user', true, 'SELECT Name FROM Step__c'), ['step of mine', 'step of queue']);
});

test('sharing also limits what a semi-join finds', () => {
  assert.deepEqual(names('system', true, 'SELECT Name FROM Step__c WHERE Task__c IN (SELECT Id FROM Task__c)'), ['step of mine', 'step of queue']);
});

test('view all lifts sharing', () => {
  org.session = { ...org.session, permissions: permissionsOf(org.schema, [ASSOCIATE, set({ objects: new Map([['task__c', { ...READ_EDIT, viewAll: true }]]) })]) };
  assert.equal(names('user', true, 'SELECT Name FROM Task__c').length, 3);
});

test('user mode hides fields in every clause, system mode does not', () => {
  for (const text of ['SELECT Secret__c FROM Task__c', "SELECT Id FROM Task__c WHERE Secret__c = 's'", 'SELECT Id FROM Task__c ORDER BY Secret__c', 'SELECT Task__r.Secret__c FROM Step__c']) {
    assert.throws(() => org.queryAs('user', true, text), /No such column 'Secret__c' on entity 'Task__c'/, text);
    org.queryAs('system', true, text);
  }
  org.queryAs('user', true, 'SELECT Note__c, Name, CreatedDate, OwnerId FROM Task__c');
});

test('an object without read permission does not exist in user mode', () => {
  assert.throws(() => org.queryAs('user', true, 'SELECT Id FROM Hidden__c'), /sObject type 'Hidden__c' is not supported/);
  assert.throws(() => org.queryAs('system', false, 'SELECT Id FROM Hidden__c WITH USER_MODE'), /sObject type 'Hidden__c' is not supported/);
  assert.throws(() => org.queryAs('user', true, 'SELECT Id FROM Task__c WHERE Id NOT IN (SELECT Id FROM Hidden__c)'), /Hidden__c|does not match/);
});

test('WITH SYSTEM_MODE lifts user mode', () => {
  assert.equal(org.queryAs('user', false, 'SELECT Secret__c FROM Task__c WITH SYSTEM_MODE').length, 3);
});

test('WITH SECURITY_ENFORCED looks at the select list', () => {
  assert.throws(() => org.queryAs('system', false, 'SELECT Secret__c FROM Task__c WITH SECURITY_ENFORCED'), /Insufficient permissions: secure query included inaccessible field/);
  org.queryAs('system', false, "SELECT Id FROM Task__c WHERE Secret__c = 's' WITH SECURITY_ENFORCED");
});

test('custom metadata is readable by everyone and costs no query', () => {
  const before = org.limits.used('queries');
  const [row] = org.queryAs('user', true, "SELECT DeveloperName, Minutes__c FROM Setting__mdt WHERE DeveloperName = 'hold'");
  assert.equal(String(get(row, 'Minutes__c')), '2.5');
  assert.equal(org.limits.used('queries'), before);
  assert.throws(() => org.dml('insert', [org.record('Setting__mdt')]), /DML operation INSERT not allowed on Setting__mdt/);
});

test('DML in user mode needs the object and every field that is set', () => {
  const [hidden] = org.dml('insert', [org.record('Hidden__c')], { mode: 'user', allOrNone: false });
  assert.deepEqual(hidden!.errors.map((error) => error.message), ["Access to entity 'Hidden__c' denied"]);
  const [task] = org.dml('insert', [org.record('Task__c', { Note__c: 'x' })], { mode: 'user', allOrNone: false });
  assert.deepEqual(task!.errors[0]!.fields, ['Note__c']);
  assert.equal(org.dml('insert', [org.record('Task__c', { Name: 'x' })], { mode: 'user' })[0]!.success, true);
});

test('sharing keeps rows of others from being changed', () => {
  const tasks = org.query("SELECT Id FROM Task__c WHERE Name IN ('mine', 'other') ORDER BY Name");
  const results = org.dml('update', tasks, { sharing: true, allOrNone: false });
  assert.deepEqual(results.map((result) => result.errors[0]?.statusCode), [undefined, 'INSUFFICIENT_ACCESS_OR_READONLY']);
  assert.equal(org.dml('delete', [tasks[1]!], { mode: 'user', allOrNone: false })[0]!.errors[0]!.message, 'insufficient access rights on object id');
});
