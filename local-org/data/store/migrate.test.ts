import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FieldSchema } from '../../schema/schema.ts';
import { TestOrg, column, decimal, field, get, objectSchema, systemFields } from '../test-support.ts';
import { StoreError } from './errors.ts';
import { Store } from './store.ts';

const thing = (...fields: FieldSchema[]) => objectSchema('Thing__c', 'a00', [...systemFields(), ...fields]);
const quantity = (scale: number) => field('Quantity__c', 'double', { precision: 16, scale });

test('a field added later is null in the rows that were there, a checkbox is its default', () => {
  const store = Store.inMemory();
  const first = new TestOrg([thing()], { store });
  first.insert('Thing__c', { Name: 'old' });
  const second = new TestOrg([thing(field('Note__c', 'string'), field('Active__c', 'boolean', { defaultValue: true }))], { store });
  const [row] = second.query('SELECT Name, Note__c, Active__c FROM Thing__c');
  assert.deepEqual([get(row, 'Name'), get(row, 'Note__c'), get(row, 'Active__c')], ['old', null, true]);
});

test('a removed field is out of sight and comes back with its data', () => {
  const store = Store.inMemory();
  const withNote = [thing(field('Note__c', 'string'))];
  new TestOrg(withNote, { store }).insert('Thing__c', { Note__c: 'kept' });
  const without = new TestOrg([thing()], { store });
  assert.throws(() => without.query('SELECT Note__c FROM Thing__c'), /No such column 'Note__c'/);
  assert.deepEqual(column(new TestOrg(withNote, { store }).query('SELECT Note__c FROM Thing__c'), 'Note__c'), ['kept']);
});

test('a change that would reinterpret stored values is refused with the way out', () => {
  const store = Store.inMemory();
  new TestOrg([thing(field('Code__c', 'string'))], { store });
  assert.throws(() => new TestOrg([thing(field('Code__c', 'date'))], { store }), (error: Error) => error instanceof StoreError && /Thing__c\.Code__c is stored as text and would become date/.test(error.message));
});

test('a refused change leaves nothing of the deploy behind', () => {
  const store = Store.inMemory();
  new TestOrg([thing(field('Code__c', 'string'))], { store });
  assert.throws(() => new TestOrg([thing(field('Another__c', 'string'), field('Code__c', 'date'))], { store }), StoreError);
  const columns = store.connection.reader('SELECT name FROM pragma_table_info(?)').all('thing__c').map(([name]) => name);
  assert.equal(columns.includes('another__c'), false);
});

test('more decimals keep the values, fewer are refused while a value needs them', () => {
  const store = Store.inMemory();
  const before = new TestOrg([thing(quantity(2))], { store });
  before.insert('Thing__c', { Quantity__c: decimal('1.25') });
  const after = new TestOrg([thing(quantity(4))], { store });
  assert.equal(String(get(after.query('SELECT Quantity__c FROM Thing__c')[0], 'Quantity__c')), '1.2500');
  assert.throws(() => new TestOrg([thing(quantity(1))], { store }), /cannot go from 4 to 1 decimals: 1 rows hold more/);
  const back = new TestOrg([thing(quantity(2))], { store });
  assert.equal(String(get(back.query('SELECT Quantity__c FROM Thing__c')[0], 'Quantity__c')), '1.25');
});

test('a field cannot become unique while two rows hold one value', () => {
  const store = Store.inMemory();
  const org = new TestOrg([thing(field('Code__c', 'string'))], { store });
  org.insert('Thing__c', { Code__c: 'a' });
  org.insert('Thing__c', { Code__c: 'A' });
  assert.throws(() => new TestOrg([thing(field('Code__c', 'string', { isUnique: true }))], { store }), /cannot become unique/);
});

test('a key that becomes unique later also finds its text outside ASCII', () => {
  const store = Store.inMemory();
  const org = new TestOrg([thing(field('Code__c', 'string'))], { store });
  org.insert('Thing__c', { Code__c: 'Käse' });
  const unique = new TestOrg([thing(field('Code__c', 'string', { isUnique: true }))], { store });
  assert.equal(unique.count("SELECT COUNT() FROM Thing__c WHERE Code__c = 'KÄSE'"), 1);
  const [result] = unique.dml('insert', [unique.record('Thing__c', { Code__c: 'KÄSE' })], { allOrNone: false });
  assert.equal(result?.errors[0]?.statusCode, 'DUPLICATE_VALUE');
});

test('an id is never given twice: not after a rollback, not after a restart', () => {
  const path = mkdtempSync(join(tmpdir(), 'store-'));
  try {
    const first = new TestOrg([thing()], { store: Store.open(path) });
    const given = [get(first.insert('Thing__c'), 'Id')];
    assert.throws(() => first.in(() => {
      given.push(get(first.insert('Thing__c'), 'Id'));
      throw new Error('undone');
    }), /undone/);
    given.push(get(first.insert('Thing__c'), 'Id'));
    first.store.close();
    const second = new TestOrg([thing()], { store: Store.open(path) });
    given.push(get(second.insert('Thing__c'), 'Id'));
    assert.deepEqual(given, ['a00Hf0000000001IAA', 'a00Hf0000000002IAA', 'a00Hf0000000003IAA', 'a00Hf0000000004IAA']);
    second.store.close();
  } finally {
    rmSync(path, { recursive: true });
  }
});

test('a key may begin or cease to tell case apart, and its values stay', () => {
  const store = Store.inMemory();
  const key = (isCaseSensitive: boolean) => [thing(field('Code__c', 'string', { isUnique: true, isCaseSensitive }))];
  const folding = new TestOrg(key(false), { store });
  folding.insert('Thing__c', { Code__c: 'Äb' });
  const exact = new TestOrg(key(true), { store });
  assert.deepEqual([exact.count("SELECT COUNT() FROM Thing__c WHERE Code__c = 'äB'"), exact.count("SELECT COUNT() FROM Thing__c WHERE Code__c = 'Äb'")], [0, 1]);
  exact.insert('Thing__c', { Code__c: 'äB' });
  assert.throws(() => new TestOrg(key(false), { store }), /cannot become unique/);
  exact.dml('delete', exact.query("SELECT Id FROM Thing__c WHERE Code__c = 'äB'"));
  assert.equal(new TestOrg(key(false), { store }).count("SELECT COUNT() FROM Thing__c WHERE Code__c = 'äB'"), 1);
});
