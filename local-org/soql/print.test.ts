import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSoql } from './parse.ts';
import { printSoql } from './print.ts';
import type { Condition, FieldExpression, FieldPath, FunctionCall, OrderItem, SelectItem, SoqlQuery, Value } from './syntax.ts';

const name = fc.constantFrom('Id', 'Name', 'Thing__c', 'Owner', 'order', 'Group', 'Total__c', 'first');
const path: fc.Arbitrary<FieldPath> = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => ({ kind: 'path', names }));
const call: fc.Arbitrary<FunctionCall> = fc.oneof(
  fc.tuple(fc.constantFrom('COUNT', 'sum', 'MAX', 'COUNT_DISTINCT', 'toLabel', 'FORMAT', 'CALENDAR_YEAR'), path).map(([fn, field]): FunctionCall => ({ kind: 'function', name: fn, arguments: [field] })),
  path.map((field): FunctionCall => ({ kind: 'function', name: 'DAY_ONLY', arguments: [{ kind: 'function', name: 'convertTimezone', arguments: [field] }] })),
  fc.tuple(path, fc.integer({ min: -80, max: 80 })).map(([field, degrees]): FunctionCall => ({
    kind: 'function', name: 'DISTANCE',
    arguments: [field, { kind: 'function', name: 'GEOLOCATION', arguments: [{ kind: 'number', value: degrees, digits: String(degrees) }, { kind: 'number', value: 1.5, digits: '1.5' }] }, { kind: 'string', value: 'km' }],
  })),
);
const expression: fc.Arbitrary<FieldExpression> = fc.oneof({ weight: 3, arbitrary: path }, { weight: 1, arbitrary: call });
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant<Value>({ kind: 'null' }),
  fc.boolean().map((value): Value => ({ kind: 'boolean', value })),
  fc.tuple(fc.integer(), fc.nat(99)).map(([whole, part]): Value => ({ kind: 'number', value: Number(`${whole}.${part}`), digits: `${whole}.${part}` })),
  fc.string({ unit: fc.constantFrom('a', 'é', "'", '"', '\n', '%', '_', ' ', '😀', ':', '\t') }).map((value): Value => ({ kind: 'string', value })),
  fc.constantFrom<Value>({ kind: 'date', value: '2026-11-21' }, { kind: 'datetime', value: '2026-11-21T10:00:00Z' }, { kind: 'dateLiteral', name: 'TODAY', count: undefined }, { kind: 'dateLiteral', name: 'LAST_N_DAYS', count: 7 }, { kind: 'string', value: '50\\%' }),
  // The number is given by `numbered`.
  fc.constant<Value>({ kind: 'bind', index: -1, text: 'some.bind' }),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof({ depthSize: 'small', withCrossShrink: true },
    fc.tuple(expression, fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'LIKE'), scalar).map(([left, operator, right]): Condition => ({ kind: 'compare', left, operator: operator as '=', right })),
    fc.tuple(path, fc.constantFrom('INCLUDES', 'EXCLUDES'), fc.array(scalar, { minLength: 1, maxLength: 2 })).map(([left, operator, values]): Condition => ({ kind: 'compare', left, operator: operator as 'INCLUDES', right: { kind: 'list', values } })),
    fc.tuple(path, fc.boolean(), fc.array(scalar, { minLength: 1, maxLength: 3 })).map(([left, negated, values]): Condition => ({ kind: 'in', left, negated, values })),
    fc.tuple(path, fc.boolean(), tie('condition')).map(([left, negated, inner]): Condition => ({ kind: 'inQuery', left, negated, query: { ...bare, where: inner } })),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 })).map(([kind, conditions]): Condition => ({ kind: kind as 'and', conditions })),
    tie('condition').map((inner): Condition => ({ kind: 'not', condition: inner }))),
}));

const bare: SoqlQuery = {
  select: [{ kind: 'field', expression: { kind: 'path', names: ['Id'] }, alias: undefined }], from: { objectName: 'Thing__c', alias: undefined }, using: undefined, where: undefined,
  accessMode: undefined, groupBy: [], groupMode: 'plain', having: undefined, orderBy: [], limit: undefined, offset: undefined, allRows: false, forClauses: [],
};
const item: fc.Arbitrary<SelectItem> = fc.oneof(
  fc.tuple(expression, fc.option(fc.constantFrom('total', 'n'), { nil: undefined })).map(([found, alias]): SelectItem => ({ kind: 'field', expression: found, alias })),
  condition.map((where): SelectItem => ({ kind: 'subquery', query: { ...bare, where } })),
);
const order: fc.Arbitrary<OrderItem> = fc.record({ expression, descending: fc.boolean(), nulls: fc.constantFrom('first', 'last', undefined) });
const query: fc.Arbitrary<SoqlQuery> = fc.record({
  select: fc.array(item, { minLength: 1, maxLength: 3 }),
  from: fc.record({ objectName: fc.constantFrom('Account', 'Thing__c'), alias: fc.constantFrom(undefined, 't') }),
  using: fc.constantFrom(undefined, 'Mine'),
  where: fc.option(condition, { nil: undefined }),
  accessMode: fc.constantFrom(undefined, 'USER_MODE', 'SYSTEM_MODE', 'SECURITY_ENFORCED'),
  grouping: fc.option(fc.tuple(fc.array(expression, { minLength: 1, maxLength: 2 }), fc.constantFrom('plain', 'rollup', 'cube'), fc.option(condition, { nil: undefined })), { nil: undefined }),
  orderBy: fc.array(order, { maxLength: 2 }),
  limit: fc.option(fc.nat().map((value) => ({ kind: 'number' as const, value })), { nil: undefined }),
  offset: fc.option(fc.constant({ kind: 'bind' as const, index: -1, text: 'skip' }), { nil: undefined }),
  allRows: fc.boolean(),
  forClauses: fc.constantFrom<SoqlQuery['forClauses']>([], ['UPDATE'], ['VIEW', 'REFERENCE']),
}).map(({ grouping, ...rest }) => ({ ...rest, groupBy: grouping?.[0] ?? [], groupMode: (grouping?.[1] ?? 'plain'), having: grouping?.[2] }));

/** Numbers the binds in the order of the text, which is the order of the tree's properties. */
function numbered(tree: SoqlQuery): SoqlQuery {
  let next = 0;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if ('kind' in value && value.kind === 'bind') return { ...value, index: next++ };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const { select, from, using, where, accessMode, groupBy, groupMode, having, orderBy, limit, offset, allRows, forClauses } = tree;
  return walk({ select, from, using, where, accessMode, groupBy, groupMode, having, orderBy, limit, offset, allRows, forClauses }) as SoqlQuery;
}

describe('printing a query', () => {
  it('gives a text that is parsed into the same tree', () => {
    fc.assert(fc.property(query, (tree) => {
      const expected = numbered(tree);
      assert.deepEqual(parseSoql(printSoql(expected)), expected);
    }), { numRuns: 150 });
  });

  it('writes keywords in capitals and no needless parentheses', () => {
    assert.equal(printSoql(parseSoql("select Id from A where ((a = 1) and (not (b = 'x'))) order by c asc")), "SELECT Id FROM A WHERE a = 1 AND (NOT b = 'x') ORDER BY c");
  });
});
