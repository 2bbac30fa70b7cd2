import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSoql, SoqlSyntaxError } from './parse.ts';
import { printSoql } from './print.ts';
import type { Condition, Value } from './syntax.ts';

const where = (condition: string): Condition => parseSoql(`SELECT Id FROM A WHERE ${condition}`).where as Condition;
const right = (text: string): Value => {
  const condition = where(`a = ${text}`);
  assert.ok(condition.kind === 'compare');
  return condition.right;
};

describe('clauses', () => {
  it('are all kept', () => {
    const query = parseSoql('SELECT a.b.c x, COUNT(Id) n FROM Thing__c t USING SCOPE Mine WHERE d = 1 WITH USER_MODE GROUP BY ROLLUP(a.b.c, CALENDAR_YEAR(e)) HAVING COUNT(Id) > 2 ORDER BY COUNT(Id) DESC NULLS LAST, f LIMIT 5 OFFSET :skip ALL ROWS FOR VIEW FOR REFERENCE');
    assert.deepEqual(query.select, [
      { kind: 'field', expression: { kind: 'path', names: ['a', 'b', 'c'] }, alias: 'x' },
      { kind: 'field', expression: { kind: 'function', name: 'COUNT', arguments: [{ kind: 'path', names: ['Id'] }] }, alias: 'n' },
    ]);
    assert.deepEqual(query.from, { objectName: 'Thing__c', alias: 't' });
    assert.deepEqual([query.using, query.accessMode, query.groupMode, query.allRows, query.forClauses], ['Mine', 'USER_MODE', 'rollup', true, ['VIEW', 'REFERENCE']]);
    assert.deepEqual(query.groupBy[1], { kind: 'function', name: 'CALENDAR_YEAR', arguments: [{ kind: 'path', names: ['e'] }] });
    assert.deepEqual(query.orderBy.map(({ descending, nulls }) => [descending, nulls]), [[true, 'last'], [false, undefined]]);
    assert.deepEqual([query.limit, query.offset], [{ kind: 'number', value: 5 }, { kind: 'bind', index: 0, text: 'skip' }]);
    assert.equal(query.having?.kind, 'compare');
  });

  it('of a sub-query in the select list belong to it', () => {
    const [, item] = parseSoql('SELECT Id, (SELECT Id FROM Lines__r WHERE a = 1 ORDER BY b LIMIT 3) FROM A').select;
    assert.ok(item?.kind === 'subquery');
    assert.equal(printSoql(item.query), 'SELECT Id FROM Lines__r WHERE a = 1 ORDER BY b LIMIT 3');
  });

  it('FIELDS and TYPEOF are items of their own', () => {
    assert.deepEqual(parseSoql('SELECT FIELDS(ALL) FROM A').select, [{ kind: 'fields', set: 'ALL' }]);
    const [item] = parseSoql('SELECT TYPEOF What WHEN A THEN b, c.d ELSE e END FROM F').select;
    assert.deepEqual(item, {
      kind: 'typeof', field: { kind: 'path', names: ['What'] }, whens: [{ type: 'A', fields: [{ kind: 'path', names: ['b'] }, { kind: 'path', names: ['c', 'd'] }] }],
      otherwise: [{ kind: 'path', names: ['e'] }],
    });
  });
});

describe('values', () => {
  const cases: Readonly<Record<string, Value>> = {
    null: { kind: 'null' },
    TRUE: { kind: 'boolean', value: true },
    '-2.50': { kind: 'number', value: -2.5, digits: '-2.50' },
    '+3': { kind: 'number', value: 3, digits: '3' },
    "'a\\'b\\n'": { kind: 'string', value: "a'b\n" },
    "'50\\% \\_x'": { kind: 'string', value: '50\\% \\_x' },
    '2026-11-21': { kind: 'date', value: '2026-11-21' },
    '2026-11-21t10:00:00.000+01:00': { kind: 'datetime', value: '2026-11-21T10:00:00.000+01:00' },
    today: { kind: 'dateLiteral', name: 'TODAY', count: undefined },
    'Last_N_Days:7': { kind: 'dateLiteral', name: 'LAST_N_DAYS', count: 7 },
    ':a.b': { kind: 'bind', index: 0, text: 'a.b' },
  };
  for (const [text, value] of Object.entries(cases)) it(`${text} is read`, () => assert.deepEqual(right(text), value));
});

describe('conditions', () => {
  it('keep AND, OR and NOT as they are grouped', () => {
    assert.deepEqual(summary(where('a = 1 AND b = 2 AND (c = 3 OR (d = 4))')), ['and', 'a', 'b', ['or', 'c', 'd']]);
    assert.deepEqual(summary(where('NOT (a = 1 AND b = 2)')), ['not', ['and', 'a', 'b']]);
    assert.deepEqual(summary(where('a = 1 AND (NOT b = 2)')), ['and', 'a', ['not', 'b']]);
  });

  it('read IN with values, binds and queries', () => {
    const list = where("a NOT IN ('x', :y, null)");
    assert.ok(list.kind === 'in' && list.negated);
    assert.deepEqual(list.values, [{ kind: 'string', value: 'x' }, { kind: 'bind', index: 0, text: 'y' }, { kind: 'null' }]);
    const bound = where('a IN :ids');
    assert.ok(bound.kind === 'in');
    assert.deepEqual(bound.values, { kind: 'bind', index: 0, text: 'ids' });
    const query = where('a IN (SELECT b FROM C WHERE d = :e)');
    assert.ok(query.kind === 'inQuery' && !query.negated);
    assert.equal(printSoql(query.query), 'SELECT b FROM C WHERE d = :e');
  });

  it('read <> as !=, and the multi-select operators', () => {
    assert.deepEqual([where('a <> 1'), where("b INCLUDES ('x;y', 'z')"), where('b EXCLUDES (:c)')].map((condition) => (condition.kind === 'compare' ? condition.operator : '')), ['!=', 'INCLUDES', 'EXCLUDES']);
  });

  it('number binds over sub-queries and clauses in the order of the text', () => {
    const text = 'SELECT Id, (SELECT Id FROM Bs WHERE a = :zero) FROM C WHERE d IN (SELECT e FROM F WHERE g = :one) AND h = :two LIMIT :three';
    const found: string[] = [];
    JSON.stringify(parseSoql(text), (_, value: { kind?: string; index?: number; text?: string }) => {
      if (value?.kind === 'bind') found[value.index as number] = value.text as string;
      return value;
    });
    assert.deepEqual(found, ['zero', 'one', 'two', 'three']);
  });
});

function summary(condition: Condition): unknown {
  if ('conditions' in condition) return [condition.kind, ...condition.conditions.map(summary)];
  if (condition.kind === 'not') return ['not', summary(condition.condition)];
  return condition.left.kind === 'path' ? condition.left.names.join('.') : condition.left.name;
}

describe('refused texts', () => {
  const cases: Readonly<Record<string, string>> = {
    'SELECT Id FORM Account': "1:16 unexpected token: 'Account'",
    'SELECT Id FROM Account WHERE': "1:24 unexpected token: 'WHERE'",
    'SELECT Id FROM Account WHERE (a = 1': "1:36 unexpected token: '<EOF>'",
    'SELECT Id FROM Account WHERE a = 1 OR b = 2 AND c = 3': "1:45 unexpected token: 'AND'",
    'SELECT Id FROM Account WHERE a = 1 AND NOT b = 2': "1:44 unexpected token: 'b'",
    'SELECT Id FROM Account LIMIT x': "1:30 unexpected token: 'x'",
    'SELECT Id FROM Account; DELETE': "1:23 unexpected token: ';'",
    "SELECT Id FROM Account WHERE a = 'x": "1:34 unexpected token: '''",
    'SELECT Id FROM Account WHERE a = (1)': "1:34 unexpected token: '('",
    'SELECT Id FROM Account WHERE a IN 1': "1:35 unexpected token: '1'",
    'SELECT Id FROM Account WHERE a = 1d': "1:35 unexpected token: 'd'",
    'SELECT Id, Limit FROM Account': "1:12 unexpected token: 'Limit'",
    'SELECT Id FROM Account // all': "1:24 unexpected token: '//'",
    'SELECT Id FROM Account /* all */ LIMIT 1': "1:24 unexpected token: '/*'",
    '': "1:1 unexpected token: '<EOF>'",
    'SELECT Id FROM Account a, a.Contacts c': '1:16 A FROM clause with several objects is not supported.',
    "SELECT Id FROM Account WITH DATA CATEGORY Geo__c AT x__c": '1:24 The clause WITH DATA CATEGORY Geo__c AT x__c is not supported.',
    'SELECT Id FROM Account UPDATE VIEWSTAT': '1:31 UPDATE VIEWSTAT in a query is not supported.',
    'SELECT Id FROM Account WHERE a = 10:00:00.000Z': '1:34 The time literal 10:00:00.000Z is not supported.',
    'SELECT Id FROM Account WHERE a > USD500': '1:34 The currency literal USD500 is not supported.',
    'SELECT Id FROM Account WHERE a = :b(1)': "1:36 unexpected token: '('",
    'SELECT Id FROM Account WHERE a = :b + 1': "1:35 Only variable names can follow ':' in a dynamic query, but was: 'b + 1'",
  };
  for (const [text, message] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is refused with ${message}`, () => {
      assert.throws(() => parseSoql(text), (error) => {
        assert.ok(error instanceof SoqlSyntaxError);
        assert.equal(`${error.line}:${error.column} ${error.message}`, message);
        return true;
      });
    });
  }
});

describe('texts without end', () => {
  it('are refused by length and by depth', () => {
    assert.throws(() => parseSoql(`SELECT Id FROM A WHERE b = '${'x'.repeat(100_000)}'`), /cannot be longer than 100000 characters/);
    assert.throws(() => parseSoql(`SELECT Id FROM A WHERE ${'('.repeat(201)}a = 1${')'.repeat(201)}`), /more than 200 parentheses/);
    assert.equal(parseSoql(`SELECT Id FROM A WHERE b = '${'('.repeat(300)}'`).where?.kind, 'compare');
  });
});

describe('remembered texts', () => {
  it('give the same tree again', () => {
    assert.equal(parseSoql('SELECT Id FROM A WHERE b = 1'), parseSoql('SELECT Id FROM A WHERE b = 1'));
  });

  it('are forgotten when a thousand others came after them', () => {
    const first = parseSoql('SELECT Id FROM Oldest');
    for (let count = 0; count < 1000; count++) parseSoql(`SELECT Id FROM A LIMIT ${count}`);
    const again = parseSoql('SELECT Id FROM Oldest');
    assert.notEqual(again, first);
    assert.deepEqual(again, first);
  });
});
