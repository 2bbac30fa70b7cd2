import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSoql } from '../../soql/parse.ts';
import { ApexList } from '../../values/collections/list.ts';
import { DmlException, NullPointerException, QueryException } from '../../values/exceptions.ts';
import type { ApexException } from '../../values/exceptions.ts';
import { sobject } from '../../values/runtime-type.ts';
import { fakeOrg, inOrg, record, refused, succeeded } from '../testing/fake-org.ts';
import { runDml, runQuery, singleRow, singleRowOrNull } from './dml.ts';

const system = { mode: 'system', sharing: true } as const;

function thrown(body: () => void): DmlException {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof DmlException, String(error));
    return error;
  }
  assert.fail('Nothing was thrown.');
}

test('a refused insert throws DmlException with Salesforce\'s text', () => {
  const org = fakeOrg();
  org.dmlAnswer = () => [refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', ['Name'])];
  const error = thrown(() => inOrg(org, () => runDml('insert', record('Account'), system)));
  assert.equal(error.$message, 'Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Name]: [Name]');
});

test('a refused update names the row and its id, and an error without fields ends in empty brackets', () => {
  const org = fakeOrg();
  org.dmlAnswer = () => [succeeded('001Hf0000000001AAA'), refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'No negative stock', [])];
  const records = ApexList.of(sobject('Account'), [record('Account', { Id: '001Hf0000000001AAA' }), record('Account', { Id: '001Hf0000000002AAA' })]);
  const error = thrown(() => inOrg(org, () => runDml('update', records, system)));
  assert.equal(error.$message, 'Update failed. First exception on row 1 with id 001Hf0000000002AAA; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, No negative stock: []');
  assert.deepEqual(error.$failures.map(({ row, id, statusCode }) => [row, id, statusCode]), [[1, '001Hf0000000002AAA', 'FIELD_CUSTOM_VALIDATION_EXCEPTION']]);
});

test('the statement reaches the port as one request that undoes itself, with its access and external id', () => {
  const org = fakeOrg();
  inOrg(org, () => runDml('upsert', ApexList.of(sobject('Stock_Position__c'), [record('Stock_Position__c')]), system, 'position_key__c'));
  assert.deepEqual(org.asked.dml.map(({ operation, allOrNone, access, externalId, records }) => [operation, allOrNone, access, externalId, records.length]),
    [['upsert', true, system, 'position_key__c', 1]]);
});

test('a null record and a null list are null pointers, an empty list is no statement', () => {
  const org = fakeOrg();
  assert.throws(() => inOrg(org, () => runDml('insert', null, system)), NullPointerException);
  assert.throws(() => inOrg(org, () => runDml('insert', ApexList.of(sobject('Account'), [null]), system)), NullPointerException);
  inOrg(org, () => runDml('insert', ApexList.of(sobject('Account')), system));
  assert.deepEqual(org.asked.dml, []);
});

test('a WITH clause decides the mode of its query', () => {
  const org = fakeOrg();
  inOrg(org, () => {
    runQuery(parseSoql('SELECT Id FROM Account WITH USER_MODE'), [], { mode: 'system', sharing: false });
    runQuery(parseSoql('SELECT Id FROM Account WITH SYSTEM_MODE'), [], { mode: 'user', sharing: true });
    runQuery(parseSoql('SELECT Id FROM Account'), [], { mode: 'system', sharing: false });
  });
  assert.deepEqual(org.asked.queries.map(({ access }) => access), [{ mode: 'user', sharing: true }, { mode: 'system', sharing: true }, { mode: 'system', sharing: false }]);
});

test('one row is assigned to a record, none and several are query exceptions', () => {
  const one = record('Account');
  assert.equal(singleRow([one]), one);
  assert.throws(() => singleRow([]), (error: ApexException) => error instanceof QueryException && error.$message === 'List has no rows for assignment to SObject');
  assert.throws(() => singleRow([one, one]), (error: ApexException) => error instanceof QueryException && error.$message === 'List has more than 1 row for assignment to SObject');
  assert.equal(singleRowOrNull([]), null);
  assert.throws(() => singleRowOrNull([one, one]), QueryException);
});
