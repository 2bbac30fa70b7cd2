import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { makeId } from '../../values/id.ts';
import { setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { LockTimeout } from '../locks.ts';
import type { RowWrite } from '../session.ts';
import { CountingLimits, NOW, TestOrg, USER_ID, column, decimal, field, get, objectSchema, systemFields } from '../test-support.ts';

const values = (...names: string[]) => names.map((value) => ({ value, label: value, isActive: value !== 'Old', isDefault: value === 'New' }));
const PLACE = objectSchema('Place__c', 'a00', [
  ...systemFields(), field('Code__c', 'string', { isUnique: true, isExternalId: true, length: 10 }), field('Key__c', 'string', { isUnique: true, isCaseSensitive: true, isExternalId: true }),
  field('Level__c', 'double', { precision: 5, scale: 2, defaultValue: 1 }), field('State__c', 'picklist', { isRestrictedPicklist: true, picklistValues: values('New', 'Open', 'Old') }),
  field('Mail__c', 'email'), field('At__c', 'datetime'), field('On__c', 'date'), field('Flag__c', 'boolean'), field('Needed__c', 'string', { isNillable: false, length: 5 }),
  field('Number__c', 'autonumber', { autoNumberFormat: 'P-{YYYY}-{0000}' }),
]);
const ITEM = objectSchema('Item__c', 'a01', [
  ...systemFields(), field('Place__c', 'reference', { to: ['Place__c'], relationship: 'Place__r', children: 'Items__r' }),
  field('Master__c', 'reference', { to: ['Place__c'], relationship: 'Master__r', children: 'Details__r', isMasterDetail: true, onDelete: 'cascade' }),
  field('Guard__c', 'reference', { to: ['Place__c'], relationship: 'Guard__r', children: 'Guarded__r', onDelete: 'restrict' }),
]);

let org: TestOrg;
beforeEach(() => {
  org = new TestOrg([PLACE, ITEM]);
});

const place = (fields: Readonly<Record<string, unknown>> = {}): SObjectRecord => org.record('Place__c', { Needed__c: 'x', ...fields });
const errorOf = (record: SObjectRecord, operation: 'insert' | 'update' | 'delete' | 'undelete' = 'insert') => org.dml(operation, [record], { allOrNone: false })[0]!.errors[0];
const stored = (record: SObjectRecord, name: string): unknown => get(org.query(`SELECT ${name} FROM ${record.$shape.apiName} WHERE Id = :id`, get(record, 'Id'))[0], name);
function insertPlace(fields: Readonly<Record<string, unknown>> = {}): SObjectRecord {
  return org.insert('Place__c', { Needed__c: 'x', ...fields });
}

test('an insert writes the id into the record, and audit fields, owner and defaults into the row', () => {
  const record = insertPlace();
  assert.equal(get(record, 'Id'), makeId('a00', 1));
  const [row] = org.query('SELECT FIELDS(ALL) FROM Place__c LIMIT 1');
  assert.deepEqual([get(row, 'OwnerId'), get(row, 'CreatedById'), (get(row, 'CreatedDate') as Datetime).milliseconds, String(get(row, 'Level__c')), get(row, 'State__c'), get(row, 'Flag__c')],
    [USER_ID, USER_ID, NOW, '1.00', 'New', false]);
  assert.equal(get(record, 'Level__c'), undefined, 'the caller keeps what it had');
});

test('an explicit null is stronger than the default', () => {
  assert.equal(stored(insertPlace({ Level__c: null }), 'Level__c'), null);
});

test('a custom object without a name is named by its id', () => {
  assert.equal(stored(insertPlace(), 'Name'), 'a00Hf0000000001');
});

test('auto numbers count up in their format', () => {
  assert.deepEqual([stored(insertPlace(), 'Number__c'), stored(insertPlace(), 'Number__c')], ['P-2026-0001', 'P-2026-0002']);
});

test('text is trimmed, and blank text is null', () => {
  const record = insertPlace({ Code__c: '  ab ', Name: '   ' });
  assert.equal(stored(record, 'Code__c'), 'ab');
  assert.deepEqual(errorOf(place({ Needed__c: '  ' })), { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Needed__c]', fields: ['Needed__c'] });
});

test('text longer than its field is refused with the value', () => {
  assert.deepEqual(errorOf(place({ Code__c: 'abcdefghijk' })), { statusCode: 'STRING_TOO_LONG', message: 'Code: data value too large: abcdefghijk (max length=10)', fields: ['Code__c'] });
});

test('numbers are rounded half up to their scale and must fit their digits', () => {
  assert.equal(String(stored(insertPlace({ Level__c: decimal('1.005') }), 'Level__c')), '1.01');
  assert.equal(String(stored(insertPlace({ Level__c: decimal('-1.005') }), 'Level__c')), '-1.01');
  assert.equal(errorOf(place({ Level__c: decimal('1000') }))?.statusCode, 'NUMBER_OUTSIDE_VALID_RANGE');
  assert.equal(errorOf(place({ Level__c: decimal('999.995') }))?.statusCode, 'NUMBER_OUTSIDE_VALID_RANGE');
});

test('a restricted picklist takes its active values only', () => {
  assert.equal(stored(insertPlace({ State__c: 'Open' }), 'State__c'), 'Open');
  for (const value of ['Old', 'Nope']) assert.deepEqual(errorOf(place({ State__c: value })), { statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: `State: bad value for restricted picklist field: ${value}`, fields: ['State__c'] });
});

test('an email address must look like one', () => {
  assert.equal(errorOf(place({ Mail__c: 'nobody' }))?.message, 'Mail: invalid email address: nobody');
});

test('moments are kept to the second, days as they are', () => {
  const record = insertPlace({ At__c: new Datetime(Date.UTC(2026, 0, 1, 2, 3, 4, 567)), On__c: new ApexDate(-1) });
  assert.equal((stored(record, 'At__c') as Datetime).milliseconds, Date.UTC(2026, 0, 1, 2, 3, 4));
  assert.equal((stored(record, 'On__c') as ApexDate).days, -1);
});

test('a unique value is refused with the record that holds it, without case unless the field is case-sensitive', () => {
  const holder = insertPlace({ Code__c: 'Käse', Key__c: 'k' });
  const fifteen = String(get(holder, 'Id')).slice(0, 15);
  assert.deepEqual(errorOf(place({ Code__c: 'KÄSE' })), { statusCode: 'DUPLICATE_VALUE', message: `duplicate value found: Code__c duplicates value on record with id: ${fifteen}`, fields: [] });
  assert.equal(errorOf(place({ Code__c: 'x', Key__c: 'K' })), undefined);
  assert.equal(errorOf(place({ Key__c: 'k' }))?.message, `duplicate value found: Key__c duplicates value on record with id: ${fifteen}`);
});

test('two rows of one statement with one unique value do not know each other', () => {
  const results = org.dml('insert', [place({ Code__c: 'a' }), place({ Code__c: 'A' })], { allOrNone: false });
  assert.deepEqual(results.map((result) => result.errors[0]?.message), [undefined, 'duplicate value found: <unknown> duplicates value on record with id: <unknown>']);
});

test('a reference must lead to a live row of the right object', () => {
  const target = insertPlace();
  org.insert('Item__c', { Place__c: get(target, 'Id') });
  const item = (id: string): SObjectRecord => org.record('Item__c', { Place__c: id });
  assert.deepEqual(errorOf(item(makeId('a00', 999))), { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] });
  assert.equal(errorOf(item(USER_ID))?.statusCode, 'FIELD_INTEGRITY_EXCEPTION');
  assert.deepEqual(errorOf(item('nonsense')), { statusCode: 'MALFORMED_ID', message: 'Place: id value of incorrect type: nonsense', fields: ['Place__c'] });
  org.dml('delete', [target]);
  assert.equal(errorOf(item(String(get(target, 'Id'))))?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
});

test('a parent may be named by its external id', () => {
  const target = insertPlace({ Code__c: 'here' });
  const item = org.insert('Item__c', { Place__r: org.record('Place__c', { Code__c: 'HERE' }) });
  assert.equal(stored(item, 'Place__c'), get(target, 'Id'));
  assert.equal(errorOf(org.record('Item__c', { Place__r: org.record('Place__c', { Code__c: 'gone' }) }))?.message, 'Foreign key external ID: gone not found for field Code__c in entity Place__c');
});

test('all or none: one bad row undoes the statement and the good ones report no error of their own', () => {
  const good = place({ Code__c: 'a' });
  const results = org.dml('insert', [good, place({ Needed__c: null })]);
  assert.deepEqual(results.map((result) => [result.success, result.errors.length]), [[false, 0], [false, 1]]);
  assert.equal(get(good, 'Id'), undefined);
  assert.equal(org.count('SELECT COUNT() FROM Place__c'), 0);
});

test('a partial save keeps the good rows', () => {
  const results = org.dml('insert', [place(), place({ Needed__c: null }), place()], { allOrNone: false });
  assert.deepEqual(results.map((result) => result.success), [true, false, true]);
  assert.equal(org.count('SELECT COUNT() FROM Place__c'), 2);
});

test('an update writes the fields that are set and leaves the others', () => {
  const record = insertPlace({ Code__c: 'a', Level__c: decimal('2') });
  const later = NOW + 60_000;
  org.session = { ...org.session, clock: { now: () => later } };
  org.dml('update', [org.record('Place__c', { Id: get(record, 'Id'), Level__c: decimal('3') })]);
  const [row] = org.query('SELECT Code__c, Level__c, CreatedDate, LastModifiedDate, SystemModstamp FROM Place__c');
  assert.deepEqual([get(row, 'Code__c'), String(get(row, 'Level__c')), (get(row, 'CreatedDate') as Datetime).milliseconds, (get(row, 'LastModifiedDate') as Datetime).milliseconds, (get(row, 'SystemModstamp') as Datetime).milliseconds],
    ['a', '3.00', NOW, later, later]);
});

test('an update reports the columns whose value changed', () => {
  const record = insertPlace({ Code__c: 'a', Level__c: decimal('2') });
  const writes: RowWrite[] = [];
  org.session = { ...org.session, onWrite: (write) => writes.push(write) };
  org.dml('update', [org.record('Place__c', { Id: get(record, 'Id'), Code__c: 'a', Level__c: decimal('2.50'), Needed__c: 'y' })]);
  assert.deepEqual(writes.map((write) => [write.kind, write.row, write.changed.map((changed) => changed.field.apiName)]), [['update', 1, ['Level__c', 'Needed__c']]]);
  assert.equal(String(get(org.data.readRow('place__c', writes[0]!.values), 'Level__c')), '2.50');
});

test('a unique text outside ASCII can be changed and found again', () => {
  const record = insertPlace({ Code__c: 'ä' });
  setSlot(record, '$code__c', 'Ö');
  org.dml('update', [record]);
  assert.equal(org.count("SELECT COUNT() FROM Place__c WHERE Code__c = 'ö'"), 1);
  assert.equal(org.count("SELECT COUNT() FROM Place__c WHERE Code__c IN ('Ä', 'a')"), 0);
});

test('updates of rows that are not there say why', () => {
  assert.equal(errorOf(place(), 'update')?.statusCode, 'MISSING_ARGUMENT');
  assert.equal(errorOf(place({ Id: makeId('a00', 99) }), 'update')?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
  const gone = insertPlace();
  org.dml('delete', [gone]);
  assert.deepEqual(errorOf(gone, 'update'), { statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] });
  assert.equal(errorOf(gone, 'delete')?.statusCode, 'ENTITY_IS_DELETED');
});

test('a required field cannot be emptied', () => {
  const record = insertPlace();
  setSlot(record, '$needed__c', null);
  assert.equal(errorOf(record, 'update')?.statusCode, 'REQUIRED_FIELD_MISSING');
});

test('a list names a row once', () => {
  const record = place();
  assert.throws(() => org.dml('insert', [record, record]), /Before Insert or Upsert list must not have two identically equal elements/);
  const known = insertPlace();
  assert.throws(() => org.dml('update', [known, known]), new RegExp(`Duplicate id in list: ${String(get(known, 'Id'))}`));
});

test('an insert with an id is refused', () => {
  assert.equal(errorOf(place({ Id: makeId('a00', 1) }))?.message, 'cannot specify Id in an insert call');
});

test('an upsert by external id updates what it finds and inserts the rest', () => {
  const known = insertPlace({ Code__c: 'a', Level__c: decimal('1') });
  const records = [place({ Code__c: 'A', Level__c: decimal('5') }), place({ Code__c: 'b' })];
  const results = org.dml('upsert', records, { externalId: 'code__c' });
  assert.deepEqual(results.map((result) => [result.success, result.created, result.id]), [[true, false, get(known, 'Id')], [true, true, makeId('a00', 2)]]);
  assert.deepEqual(column(records, 'Id'), [get(known, 'Id'), makeId('a00', 2)]);
  assert.equal(String(stored(known, 'Level__c')), '5.00');
});

test('an upsert refuses rows without a key and two rows with one key', () => {
  const results = org.dml('upsert', [place(), place({ Code__c: 'a' }), place({ Code__c: 'A' }), place({ Code__c: 'b' })], { externalId: 'code__c', allOrNone: false });
  assert.deepEqual(results.map((result) => result.errors[0]?.message), ['Code__c not specified', 'Duplicate external id specified: a', 'Duplicate external id specified: A', undefined]);
});

test('an upsert by id inserts the records without one', () => {
  const known = insertPlace();
  const results = org.dml('upsert', [org.record('Place__c', { Id: get(known, 'Id'), Code__c: 'z' }), place()]);
  assert.deepEqual(results.map((result) => result.created), [false, true]);
  assert.equal(stored(known, 'Code__c'), 'z');
});

test('a field that is no key cannot be upserted by', () => {
  assert.throws(() => org.dml('upsert', [place()], { externalId: 'level__c' }), /Invalid field for upsert, must be an External Id/);
});

test('a delete takes details along, empties lookups, and undelete takes all of it back', () => {
  const target = insertPlace({ Code__c: 'a' });
  const detail = org.insert('Item__c', { Name: 'detail', Master__c: get(target, 'Id') });
  const loose = org.insert('Item__c', { Name: 'loose', Place__c: get(target, 'Id') });
  org.dml('delete', [target]);
  assert.deepEqual(column(org.query('SELECT Name FROM Item__c'), 'Name'), ['loose']);
  assert.equal(stored(loose, 'Place__c'), null);
  org.dml('undelete', [target]);
  assert.equal(stored(loose, 'Place__c'), get(target, 'Id'));
  assert.equal(stored(detail, 'Master__c'), get(target, 'Id'));
  assert.equal(org.count('SELECT COUNT() FROM Place__c'), 1);
});

test('a row that another may not lose cannot be deleted', () => {
  const target = insertPlace();
  const detail = org.insert('Item__c', { Master__c: get(target, 'Id') });
  org.insert('Item__c', { Guard__c: get(target, 'Id') });
  const error = errorOf(target, 'delete');
  assert.equal(error?.statusCode, 'DELETE_FAILED');
  assert.match(error.message, /could not be completed because it is associated with the following Item__cs: a01/);
  assert.equal(stored(detail, 'Master__c'), get(target, 'Id'), 'nothing of the refused delete stays');
});

test('a deleted row frees its unique value, and comes back only while the value is free', () => {
  const target = insertPlace({ Code__c: 'a' });
  org.dml('delete', [target]);
  const other = insertPlace({ Code__c: 'A' });
  assert.equal(errorOf(target, 'undelete')?.statusCode, 'DUPLICATE_VALUE');
  org.dml('delete', [other]);
  assert.equal(errorOf(target, 'undelete'), undefined);
  assert.equal(errorOf(target, 'undelete')?.message, 'entity is not in the recycle bin');
});

test('rolling back to a savepoint undoes rows but not ids in memory', () => {
  org.in(() => {
    insertPlace({ Code__c: 'kept' });
    const savepoint = org.data.setSavepoint();
    const undone = insertPlace({ Code__c: 'undone' });
    org.data.rollback(savepoint);
    assert.equal(get(undone, 'Id'), makeId('a00', 2));
    insertPlace({ Code__c: 'after' });
  });
  assert.deepEqual(column(org.query('SELECT Code__c FROM Place__c ORDER BY Code__c'), 'Code__c'), ['after', 'kept']);
});

test('a statement counts itself and its rows', () => {
  const limits = new CountingLimits();
  org.session = { ...org.session, limits };
  org.dml('insert', [place(), place(), place()]);
  assert.deepEqual([limits.used('dmlStatements'), limits.used('dmlRows')], [1, 3]);
});

/** Names asked for, statement by statement; those in `held` are somebody else's for longer than anybody waits. */
function lockingSession(held: readonly string[] = []): string[][] {
  const asked: string[][] = [];
  const take = (names: readonly string[]): boolean => {
    asked.push([...names]);
    if (names.some((name) => held.includes(name))) throw new LockTimeout('held');
    return true;
  };
  org.session = { ...org.session, locks: { take } };
  return asked;
}

test('an update locks its rows before it reads them, and a unique value it changes before and after', () => {
  const record = insertPlace({ Code__c: 'Old' });
  const asked = lockingSession();
  org.dml('update', [org.record('Place__c', { Id: get(record, 'Id'), Code__c: 'New' })]);
  assert.deepEqual(asked, [['place__c/1'], ['place__c.code__c=old', 'place__c.code__c=new']]);
});

test('an insert locks its unique values and the master of a detail', () => {
  const master = insertPlace({ Code__c: 'M' });
  const asked = lockingSession();
  insertPlace({ Code__c: 'N' });
  org.insert('Item__c', { Master__c: get(master, 'Id') });
  assert.deepEqual(asked, [['place__c.code__c=n'], ['place__c/1']]);
});

test('a delete locks the row, its unique values and what is deleted with it', () => {
  const master = insertPlace({ Code__c: 'M' });
  org.insert('Item__c', { Master__c: get(master, 'Id') });
  const asked = lockingSession();
  org.dml('delete', [master]);
  assert.deepEqual(asked, [['place__c/1'], ['place__c.code__c=m'], ['item__c/1']]);
});

test('a lock that is not to be had is the error of every row of the statement', () => {
  const [first, second] = [insertPlace(), insertPlace()];
  lockingSession(['place__c/2']);
  const results = org.dml('update', [first, second], { allOrNone: false });
  assert.deepEqual(results.map((result) => result.errors[0]?.statusCode), ['UNABLE_TO_LOCK_ROW', 'UNABLE_TO_LOCK_ROW']);
  assert.equal(results[1]!.errors[0]!.message, `unable to obtain exclusive access to this record or 1 records: ${String(get(second, 'Id')).slice(0, 15)}`);
});

test('the owner and the name of a row cannot be emptied', () => {
  const record = insertPlace();
  assert.deepEqual(errorOf(org.record('Place__c', { Id: get(record, 'Id'), OwnerId: null }), 'update')?.fields, ['OwnerId']);
  assert.deepEqual(errorOf(org.record('Place__c', { Id: get(record, 'Id'), Name: '' }), 'update')?.fields, ['Name']);
});

test('an undelete that fails halfway leaves everything in the bin', () => {
  const target = insertPlace({ Code__c: 'a' });
  org.insert('Item__c', { Master__c: get(target, 'Id') });
  org.dml('delete', [target]);
  insertPlace({ Code__c: 'a' });
  assert.equal(errorOf(target, 'undelete')?.statusCode, 'DUPLICATE_VALUE');
  assert.equal(org.count('SELECT COUNT() FROM Item__c'), 0);
});

test('a moment in a filter is compared by its second', () => {
  insertPlace({ At__c: new Datetime(5_000) });
  assert.equal(org.count('SELECT COUNT() FROM Place__c WHERE At__c >= :at', new Datetime(5_900)), 1);
});
