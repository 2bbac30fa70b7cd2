import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { ComparisonOperator, Condition, SoqlQuery, Value } from '../../soql/syntax.ts';
import { ApexDate } from '../../values/date.ts';
import { Decimal } from '../../values/decimal.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { fold } from '../store/fold.ts';
import { TestOrg, column, decimal, field, get, objectSchema, systemFields } from '../test-support.ts';

/**
 * The planner against the plainest evaluation there is: every condition is asked of every row in JavaScript. Both must choose the same rows,
 * whatever the tree, with literals and with binds.
 */

const PARENT = objectSchema('Parent__c', 'a00', [...systemFields(), field('Word__c', 'string')]);
const CHILD = objectSchema('Child__c', 'a01', [
  ...systemFields(), field('Word__c', 'string'), field('Key__c', 'string', { isUnique: true, isExternalId: true }), field('Exact__c', 'string', { isExternalId: true, isCaseSensitive: true }),
  field('Number__c', 'double', { precision: 16, scale: 2 }), field('Wide__c', 'double', { precision: 18, scale: 0 }), field('Flag__c', 'boolean'), field('Day__c', 'date'),
  field('Parent__c', 'reference', { to: ['Parent__c'], relationship: 'Parent__r' }),
]);

const WORDS = ['apple', 'Apple', 'APPLE pie', 'ärger', 'ÄRGER', 'Ä', 'zebra', 'Σοφός', 'ΣΟΦΌΣ', '50%', 'a_b', 'A-b', 'z'] as const;
const NUMBERS = ['-3', '0', '1.5', '1.50', '2', '100.25', '1.505'] as const;
const WIDE = ['900719925474099312', '900719925474099313', '-900719925474099313', '7'] as const;
const DAYS = [20_000, 20_001, 20_500] as const;

let org: TestOrg;
let rows: { id: unknown; fields: Readonly<Record<string, unknown>> }[];

before(() => {
  org = new TestOrg([PARENT, CHILD]);
  const parents = ['apple', 'ÄRGER', null].map((word) => org.insert('Parent__c', { Word__c: word }));
  const pick = <T>(values: readonly T[], index: number): T | null => (index % (values.length + 1) === values.length ? null : values[index % (values.length + 1)]!);
  rows = Array.from({ length: 120 }, (_, index) => {
    const parent = pick(parents, index);
    const values: Record<string, unknown> = {
      word__c: pick(WORDS, index), key__c: pick(WORDS.map((word) => `${word} ${index}`), index * 5), exact__c: pick(WORDS, index * 7), number__c: decimalOrNull(pick(NUMBERS.slice(0, 6), index * 3)),
      wide__c: decimalOrNull(pick(WIDE, index)), flag__c: index % 3 === 0, day__c: dayOrNull(pick(DAYS, index * 11)), parent__c: parent === null ? null : get(parent, 'Id'),
    };
    const record = org.insert('Child__c', values);
    return { id: get(record, 'Id'), fields: { ...values, 'parent__r.word__c': parent === null ? null : get(parent, 'Word__c') } };
  });
});

function decimalOrNull(text: string | null): Decimal | null {
  return text === null ? null : decimal(text);
}
function dayOrNull(days: number | null): ApexDate | null {
  return days === null ? null : new ApexDate(days);
}

interface Leaf {
  readonly path: readonly string[];
  readonly kind: 'text' | 'exact' | 'number' | 'flag' | 'day' | 'id';
  readonly values: readonly unknown[];
}
const LEAVES: readonly Leaf[] = [
  { path: ['Word__c'], kind: 'text', values: [...WORDS, 'APPLE', 'äRGER', null] },
  { path: ['Key__c'], kind: 'text', values: ['Ärger 15', 'ärger 15', 'APPLE 0', 'apple pie 26', null] },
  { path: ['Exact__c'], kind: 'exact', values: [...WORDS, 'aPPLE', null] },
  { path: ['Parent__r', 'Word__c'], kind: 'text', values: ['Apple', 'ärger', 'other', null] },
  { path: ['Number__c'], kind: 'number', values: [...NUMBERS.map(decimal), null] },
  { path: ['Wide__c'], kind: 'number', values: [...WIDE.map(decimal), decimal('900719925474099311'), null] },
  { path: ['Flag__c'], kind: 'flag', values: [true, false, null] },
  { path: ['Day__c'], kind: 'day', values: [...DAYS.map((days) => new ApexDate(days)), new ApexDate(19_000), null] },
  { path: ['Parent__c'], kind: 'id', values: ['a00Hf0000000001', 'a00Hf0000000002IAA', null] },
];

/** A condition of the tree beside its meaning; `binds` grows as the tree is built. */
type Meaning = (fields: Readonly<Record<string, unknown>>) => boolean;
interface Built {
  readonly condition: Condition;
  readonly meaning: Meaning;
}
type Shape =
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly operator: number; readonly picks: readonly number[]; readonly bound: boolean; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Shape[] }
  | { readonly kind: 'not'; readonly part: Shape };

const leafShape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('leaf' as const), leaf: fc.constantFrom(...LEAVES), operator: fc.nat(100), picks: fc.array(fc.nat(100), { minLength: 0, maxLength: 5 }), bound: fc.boolean(), negated: fc.boolean(),
});
const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leafShape, fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), parts: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }) }), fc.record({ kind: fc.constant('not' as const), part: tie('shape') })),
})).shape;

function build(shape: Shape, binds: unknown[]): Built {
  if (shape.kind === 'not') {
    const part = build(shape.part, binds);
    return { condition: { kind: 'not', condition: part.condition }, meaning: (fields) => !part.meaning(fields) };
  }
  if (shape.kind !== 'leaf') {
    const parts = shape.parts.map((part) => build(part, binds));
    const meaning: Meaning = (fields) => (shape.kind === 'and' ? parts.every((part) => part.meaning(fields)) : parts.some((part) => part.meaning(fields)));
    return { condition: { kind: shape.kind, conditions: parts.map((part) => part.condition) }, meaning };
  }
  return buildLeaf(shape, binds);
}

function buildLeaf(shape: Extract<Shape, { kind: 'leaf' }>, binds: unknown[]): Built {
  const { leaf } = shape;
  const left = { kind: 'path', names: leaf.path } as const;
  const name = leaf.path.join('.').toLowerCase();
  const operators: readonly string[] = leaf.kind === 'id' || leaf.kind === 'flag' ? ['=', '!=', 'IN'] : leaf.kind === 'text' ? ['=', '!=', '<', '<=', '>', '>=', 'IN', 'LIKE'] : ['=', '!=', '<', '<=', '>', '>=', 'IN'];
  const ordered = leaf.kind === 'exact' ? ['=', '!=', 'IN'] : operators;
  const operator = ordered[shape.operator % ordered.length]!;
  const chosen = shape.picks.map((pick) => leaf.values[pick % leaf.values.length]);
  if (operator === 'IN') {
    const values = shape.bound ? bindOf(binds, chosen) : chosen.map((value) => literal(value));
    return { condition: { kind: 'in', left, negated: shape.negated, values }, meaning: (fields) => chosen.some((value) => same(leaf, fields[name], value)) !== shape.negated };
  }
  const value = chosen[0] ?? null;
  if (operator === 'LIKE') {
    const pattern = likeOf(value as string | null, shape.operator);
    return { condition: { kind: 'compare', left, operator: 'LIKE', right: shape.bound ? bindOf(binds, pattern) : literal(pattern) }, meaning: (fields) => like(fields[name] as string | null, pattern) };
  }
  return {
    condition: { kind: 'compare', left, operator: operator as ComparisonOperator, right: shape.bound ? bindOf(binds, value) : literal(value) },
    meaning: (fields) => compared(leaf, fields[name], operator, value),
  };
}

function bindOf(binds: unknown[], value: unknown): Extract<Value, { kind: 'bind' }> {
  binds.push(value);
  return { kind: 'bind', index: binds.length - 1, text: `b${binds.length}` };
}

function literal(value: unknown): Value {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (value instanceof Decimal) return { kind: 'number', value: value.toNumber(), digits: value.toPlainString() };
  if (value instanceof ApexDate) return { kind: 'date', value: value.toString() };
  return { kind: 'string', value: value as string };
}

function same(leaf: Leaf, stored: unknown, value: unknown): boolean {
  if (leaf.kind === 'flag') return (stored ?? false) === (value ?? false);
  if (stored === null || value === null) return stored === value;
  return order(leaf, stored, value) === 0;
}

function compared(leaf: Leaf, stored: unknown, operator: string, value: unknown): boolean {
  if (operator === '=') return same(leaf, stored, value);
  if (operator === '!=') return !same(leaf, stored, value);
  if (stored === null || value === null) return false;
  const sign = order(leaf, stored, value);
  return { '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }[operator]!;
}

function order(leaf: Leaf, left: unknown, right: unknown): number {
  if (leaf.kind === 'number') return (left as Decimal).compareTo(right as Decimal);
  if (leaf.kind === 'day') return Math.sign((left as ApexDate).days - (right as ApexDate).days);
  if (leaf.kind === 'id') return (left as string).slice(0, 15) === (right as string).slice(0, 15) ? 0 : 1;
  const [first, second] = leaf.kind === 'exact' ? [left as string, right as string] : [fold(left as string), fold(right as string)];
  return Buffer.compare(Buffer.from(first), Buffer.from(second));
}

function likeOf(value: string | null, seed: number): string | null {
  if (value === null) return null;
  const escaped = value.replace(/[%_]/g, '\\$&');
  return [escaped, `${escaped.slice(0, 2)}%`, `%${value.slice(-2)}`, `_${value.slice(1)}`, '%'][seed % 5]!;
}

function like(stored: string | null, pattern: string | null): boolean {
  if (stored === null || pattern === null) return false;
  const parts = fold(pattern).match(/\\[%_]|[\s\S]/gu) ?? [];
  const source = parts.map((part) => (part === '%' ? '[\\s\\S]*' : part === '_' ? '[\\s\\S]' : part.replace(/^\\([%_])$/, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
  return new RegExp(`^${source}$`, 'u').test(fold(stored));
}

function queryWith(condition: Condition): SoqlQuery {
  return {
    select: [{ kind: 'field', expression: { kind: 'path', names: ['Id'] }, alias: undefined }], from: { objectName: 'Child__c', alias: undefined }, using: undefined, where: condition, accessMode: undefined,
    groupBy: [], groupMode: 'plain', having: undefined, orderBy: [], limit: undefined, offset: undefined, allRows: false, forClauses: [],
  };
}

function chosenBy(condition: Condition, binds: readonly unknown[]): SObjectRecord[] {
  return org.in(() => org.data.query({ query: queryWith(condition), binds, access: { mode: 'system', sharing: false } }, org.session));
}

test('SQL chooses the rows a plain evaluation of the tree chooses', () => {
  fc.assert(fc.property(shapes, (shape) => {
    const binds: unknown[] = [];
    const { condition, meaning } = build(shape, binds);
    const expected = rows.filter((row) => meaning(row.fields)).map((row) => row.id).sort();
    assert.deepEqual(column(chosenBy(condition, binds), 'Id').sort(), expected);
  }), { numRuns: 1_500 });
});

test('one query with changing binds chooses as a new query each time', () => {
  const leaf = LEAVES[0]!;
  const left = { kind: 'path', names: leaf.path } as const;
  const query = queryWith({ kind: 'in', left, negated: false, values: { kind: 'bind', index: 0, text: 'words' } });
  fc.assert(fc.property(fc.array(fc.constantFrom(...leaf.values), { maxLength: 9 }), (values) => {
    const found = org.in(() => org.data.query({ query, binds: [values], access: { mode: 'system', sharing: false } }, org.session));
    const expected = rows.filter((row) => values.some((value) => same(leaf, row.fields['word__c'], value))).map((row) => row.id).sort();
    assert.deepEqual(column(found, 'Id').sort(), expected);
  }), { numRuns: 200 });
});
