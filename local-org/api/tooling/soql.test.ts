import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../errors.ts';
import { queryTooling, type ToolingObject } from './soql.ts';

const classes: ToolingObject = {
  name: 'ApexClass', fields: { Id: 'field', Name: 'field', Size: 'field', CreatedDate: 'field', NamespacePrefix: 'field', CreatedBy: { parent: 'User' } },
  rows: () => [
    { Id: '01p000000000001AAA', Name: 'Alpha', Size: 3, CreatedDate: '2026-11-21T10:00:00.000+0000', NamespacePrefix: null, CreatedBy: { Id: '005000000000001AAA', Name: 'Ada' } },
    { Id: '01p000000000002AAA', Name: 'beta', Size: null, CreatedDate: '2026-11-22T10:00:00.000+0000', NamespacePrefix: null, CreatedBy: null },
    { Id: '01p000000000003AAA', Name: 'Gamma_1', Size: 1, CreatedDate: '2026-11-23T10:00:00.000+0000', NamespacePrefix: 'x', CreatedBy: null },
  ],
};
const users: ToolingObject = { name: 'User', fields: { Id: 'field', Name: 'field' }, rows: () => [] };
const objects = new Map([['apexclass', classes], ['user', users]]);
const run = (text: string) => queryTooling(text, (name) => objects.get(name), '/tooling/sobjects');
const names = (where: string): unknown[] => run(`SELECT Name FROM ApexClass ${where}`).records.map((row) => (row as { Name: unknown }).Name);

describe('queries over tooling objects', () => {
  it('take names in any case and answer canonical ones, parents nested', () => {
    assert.deepEqual(run("select id, createdby.name FROM apexclass WHERE NAME = 'ALPHA'"), {
      objectName: 'ApexClass', totalSize: 1,
      records: [{
        attributes: { type: 'ApexClass', url: '/tooling/sobjects/ApexClass/01p000000000001AAA' }, Id: '01p000000000001AAA',
        CreatedBy: { attributes: { type: 'User', url: '/tooling/sobjects/User/005000000000001AAA' }, Name: 'Ada' },
      }],
      columns: [
        { columnName: 'Id', displayName: 'Id', aggregate: false, joinColumns: [] },
        { columnName: 'CreatedBy', displayName: 'CreatedBy', aggregate: false, joinColumns: [{ columnName: 'Name', displayName: 'Name', aggregate: false, joinColumns: [] }] },
      ],
    });
    assert.equal((run("SELECT CreatedBy.Name FROM ApexClass WHERE Name = 'beta'").records[0] as { CreatedBy: unknown }).CreatedBy, null);
  });

  it('filter, order, cut and count', () => {
    assert.deepEqual(names("WHERE (NamespacePrefix = null OR NamespacePrefix = '') AND (NOT Name LIKE 'B%')"), ['Alpha']);
    assert.deepEqual(names("WHERE Id IN ('01p000000000001','01p000000000003AAA')"), ['Alpha', 'Gamma_1']);
    assert.deepEqual(names("WHERE Name LIKE '%a\\_1'"), ['Gamma_1']);
    assert.deepEqual(names('WHERE CreatedDate > 2026-11-21T12:00:00Z ORDER BY Name DESC'), ['Gamma_1', 'beta']);
    assert.deepEqual(names('ORDER BY Size'), ['beta', 'Gamma_1', 'Alpha']);
    assert.deepEqual(names('ORDER BY Size DESC NULLS LAST LIMIT 1 OFFSET 1'), ['Gamma_1']);
    assert.deepEqual(names('WHERE Size >= 1 AND Size != 3'), ['Gamma_1']);
    assert.deepEqual(run('SELECT COUNT() FROM ApexClass'), { objectName: 'ApexClass', totalSize: 3, records: [], columns: [] });
  });

  it('refuse what is not there, in the codes of the platform', () => {
    const codeOf = (text: string): string => {
      try {
        run(text);
      } catch (error) {
        if (error instanceof ApiError) return error.errors[0]!.errorCode;
      }
      return assert.fail('It was answered.');
    };
    assert.equal(codeOf('SELECT Id FROM Nothing'), 'INVALID_TYPE');
    assert.equal(codeOf('SELECT Nothing FROM ApexClass'), 'INVALID_FIELD');
    assert.equal(codeOf('SELECT CreatedBy FROM ApexClass'), 'INVALID_FIELD');
    assert.equal(codeOf('SELECT Id FROM'), 'MALFORMED_QUERY');
    assert.equal(codeOf('SELECT Name, COUNT(Id) FROM ApexClass GROUP BY Name'), 'MALFORMED_QUERY');
  });
});
