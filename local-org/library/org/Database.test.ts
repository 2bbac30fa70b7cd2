import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { DmlException, QueryException } from '../../values/exceptions.ts';
import type { ApexException } from '../../values/exceptions.ts';
import { ID, listOf, OBJECT, sobject, STRING } from '../../values/runtime-type.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg, record, refused, succeeded } from '../testing/fake-org.ts';
import type { FakeOrg } from '../testing/fake-org.ts';
import { sobjectFieldToken } from '../schema/tokens.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { SYSTEM_MODE, USER_MODE } from './AccessLevel.ts';
import type { Savepoint } from './Savepoint.ts';

const accounts = (...records: unknown[]): ApexList => ApexList.of(sobject('Account'), records);
const withoutSharing = { mode: 'system', sharing: false } as const;
const user = { mode: 'user', sharing: true } as const;

/** An org whose user may do everything with records of every object. */
function writableOrg(): FakeOrg {
  const { user: given } = fakeOrg().context;
  return fakeOrg({ user: { ...given, objectAccess: () => ({ read: true, create: true, edit: true, delete: true }) } });
}

function databaseCall(org: FakeOrg, member: string, ...values: unknown[]): unknown {
  return inOrg(org, () => call(`System.Database.${member}`, ...values));
}

test('with allOrNone false a refused row is a result, not an exception', () => {
  const org = fakeOrg();
  org.dmlAnswer = () => [succeeded('001Hf0000000001AAA'), refused('STRING_TOO_LONG', 'Name: data value too large', ['Name'])];
  const results = databaseCall(org, 'insert(List,Boolean)', accounts(record('Account'), record('Account')), false, user) as ApexList;
  assert.equal(results.type.name, 'List<Database.SaveResult>');
  assert.deepEqual(results.items.map((result) => call('Database.SaveResult.isSuccess()', result)), [true, false]);
  const [error] = (call('Database.SaveResult.getErrors()', results.items[1]) as ApexList).items;
  assert.equal(call('Database.Error.getMessage()', error), 'Name: data value too large');
  assert.equal(String(call('Database.Error.getStatusCode()', error)), 'STRING_TOO_LONG');
  assert.deepEqual((call('Database.Error.getFields()', error) as ApexList).items, ['Name']);
  assert.equal(org.asked.dml[0]!.allOrNone, false);
});

test('without allOrNone the first refused row throws', () => {
  const org = fakeOrg();
  org.dmlAnswer = () => [refused('DUPLICATE_VALUE', 'duplicate value found', [])];
  assert.throws(() => databaseCall(org, 'insert(SObject)', record('Account'), user), DmlException);
});

test('a single record answers one result, a list a list', () => {
  const org = fakeOrg();
  assert.equal(call('Database.UpsertResult.isCreated()', databaseCall(org, 'upsert(SObject)', record('Account'), user)), false);
  assert.equal((databaseCall(org, 'upsert(List)', accounts(record('Account')), user) as ApexList).size, 1);
});

test('in user mode an object the user may not write throws, whatever the statement says of partial success', () => {
  const org = fakeOrg();
  assert.throws(() => databaseCall(org, 'update(List,Boolean,AccessLevel)', accounts(record('Account')), false, USER_MODE, withoutSharing), /Access to entity 'Account' denied/);
  assert.equal(org.asked.dml.length, 0);
});

test('user mode is enforced where stated; system mode keeps the sharing of the calling class', () => {
  const org = writableOrg();
  databaseCall(org, 'update(List,AccessLevel)', accounts(record('Account')), USER_MODE, withoutSharing);
  databaseCall(org, 'update(List,AccessLevel)', accounts(record('Account')), SYSTEM_MODE, withoutSharing);
  databaseCall(org, 'update(List)', accounts(record('Account')), user);
  assert.deepEqual(org.asked.dml.map(({ access }) => access), [user, withoutSharing, user]);
});

test('an upsert by a field token uses that field', () => {
  const org = writableOrg();
  databaseCall(org, 'upsert(List,SObjectField,Boolean)', ApexList.of(sobject('Stock_Position__c'), [record('Stock_Position__c')]), sobjectFieldToken('Stock_Position__c', 'Position_Key__c'), false, user);
  assert.deepEqual([org.asked.dml[0]!.externalId, org.asked.dml[0]!.allOrNone], ['position_key__c', false]);
});

test('the optAllOrNone of DMLOptions is partial success unless set', () => {
  const org = fakeOrg();
  const options = call('Database.DMLOptions.new()');
  databaseCall(org, 'insert(SObject,DMLOptions)', record('Account'), options, user);
  call('Database.DMLOptions.set OptAllOrNone', options, true);
  databaseCall(org, 'insert(SObject,DMLOptions)', record('Account'), options, user);
  assert.deepEqual(org.asked.dml.map(({ allOrNone }) => allOrNone), [false, true]);
});

test('delete takes ids: each stands for a record of the object its prefix names', () => {
  const org = writableOrg();
  databaseCall(org, 'delete(List)', ApexList.of(ID, ['001Hf0000000001AAA', 'a01Hf0000000001AAA']), user);
  assert.deepEqual(org.asked.dml[0]!.records.map((deleted) => deleted.$shape.apiName), ['Account', 'Stock_Position__c']);
});

test('a dynamic query gives a list of its concrete type', () => {
  const org = fakeOrg();
  org.rows = [record('Account', { Name: 'One' })];
  assert.equal((databaseCall(org, 'query(String)', 'select id from account', user) as ApexList).type, listOf(sobject('Account')));
  org.rows = [];
  assert.equal((databaseCall(org, 'query(String)', 'select id from account', user) as ApexList).type, listOf(sobject('Account')));
});

test('binds come from the map by name, whatever their case; a missing one is named', () => {
  const org = fakeOrg();
  const map = ApexMap.of<string, unknown>(STRING, OBJECT, [['Keys', ApexList.of(STRING, ['A|1'])], ['state', 'Open']]);
  databaseCall(org, 'queryWithBinds(String,Map,AccessLevel)', 'SELECT Id FROM Stock_Position__c WHERE State__c = :STATE AND Position_Key__c IN :keys', map, SYSTEM_MODE, withoutSharing);
  assert.deepEqual(org.asked.queries[0]!.binds, ['Open', map.get('Keys')]);
  assert.throws(() => databaseCall(org, 'queryWithBinds(String,Map,AccessLevel)', 'SELECT Id FROM Account WHERE Name = :nobody', map, SYSTEM_MODE, withoutSharing),
    (error: ApexException) => error instanceof QueryException && error.$message === "Key 'nobody' does not exist in the bindMap");
});

test('a bind variable in the text of Database.query is refused by name', () => {
  assert.throws(() => databaseCall(fakeOrg(), 'query(String)', 'SELECT Id FROM Account WHERE Name = :name', user), (error: Error) => error instanceof UnsupportedFeature && /:name/.test(error.message));
});

test('a text that is no query throws QueryException', () => {
  assert.throws(() => databaseCall(fakeOrg(), 'query(String)', 'SELECT FROM', user), QueryException);
});

test('a query locator knows its text and iterates its rows', () => {
  const org = fakeOrg();
  org.rows = [record('Account'), record('Account')];
  const locator = databaseCall(org, 'getQueryLocator(String)', 'SELECT Id FROM Account', user);
  assert.equal(call('Database.QueryLocator.getQuery()', locator), 'SELECT Id FROM Account');
  const iterator = inOrg(org, () => call('Database.QueryLocator.iterator()', locator));
  let count = 0;
  for (; call('Database.QueryLocatorIterator.hasNext()', iterator) === true; count += 1) call('Database.QueryLocatorIterator.next()', iterator);
  assert.equal(count, 2);
});

test('savepoints are set, rolled back to and released by their number', () => {
  const org = fakeOrg();
  inOrg(org, () => {
    const savepoint = call('System.Database.setSavepoint()') as Savepoint;
    call('System.Database.rollback(Savepoint)', savepoint);
    call('System.Database.releaseSavepoint(Savepoint)', savepoint);
  });
  assert.deepEqual(org.asked.savepoints, ['set', 'rollback 7', 'release 7']);
});

test('a batch is refused by name where the org runs no jobs', () => {
  assert.throws(() => databaseCall(fakeOrg(), 'executeBatch(Object)', {}), (error: Error) => error instanceof UnsupportedFeature && error.message.startsWith('Database.executeBatch'));
});
