import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexDate } from './date.ts';
import { Blob } from './blob.ts';
import { cast, isInstance } from './casting.ts';
import { ApexList } from './collections/list.ts';
import { ApexMap } from './collections/map.ts';
import { ApexSet } from './collections/set.ts';
import { compareForSort, compareIds, compareTemporal } from './compare.ts';
import { compareText } from './collation.ts';
import { type ApexEnum, ApexObject, describePlatformClass, enumValueOf, makeEnum } from './apex-object.ts';
import { Datetime } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { equalObjects, equalText, equalValues, hashOf, sameValues } from './equality.ts';
import { ApexException, FinalException, ListException, MathException, NoSuchElementException, NullPointerException, SObjectException, TypeException } from './exceptions.ts';
import { classType, listOf, mapOf, OBJECT, primitive, sobject, STRING } from './runtime-type.ts';
import { makeRecordClass, QUERIED, READ_ONLY, setSlot } from './sobject.ts';
import type { RecordField, SObjectRecord } from './sobject.ts';
import { addRecordError, clearFields, cloneRecord, getChildren, getField, getParent, isFieldSet, populatedFields, putField, putParent } from './sobject-access.ts';
import { concatText, stringValue } from './text.ts';
import { Time } from './time.ts';
import type { PrimitiveName } from './runtime-type.ts';

function field(apiName: string, type: PrimitiveName, kind: RecordField['kind'] = 'field', referenceTo: readonly string[] = []): RecordField {
  const folded = apiName.toLowerCase();
  return { apiName, folded, slot: `$${folded}`, kind, type, scale: undefined, referenceTo };
}

function objectOf(apiName: string, slots: readonly RecordField[]): new () => SObjectRecord {
  return makeRecordClass({ apiName, keyPrefix: 'a00', slots, byName: new Map(slots.map((slot) => [slot.folded, slot])) });
}

const Account = objectOf('Account', [
  field('Id', 'Id'), field('Name', 'String'), field('Total__c', 'Decimal'), field('Count__c', 'Integer'), field('Opened__c', 'Date'), field('CreatedDate', 'Datetime'),
  field('OwnerId', 'Id'), field('Owner', 'Object', 'parent', ['User']), field('Contacts', 'Object', 'children'), field('Flag__c', 'Boolean'),
]);
const User = objectOf('User', [field('Id', 'Id'), field('Name', 'String')]);

function account(values: Record<string, unknown>, state = 0): SObjectRecord {
  const record = new Account();
  for (const [name, value] of Object.entries(values)) setSlot(record, `$${name.toLowerCase()}`, value);
  record.$stateBits = state;
  return record;
}

const throwsSObject = (message: string) => (error: unknown): boolean => error instanceof SObjectException && error.message === message;

test('get finds fields in any case and refuses unknown ones', () => {
  assert.equal(getField(account({ Name: 'x' }), 'NAME'), 'x');
  assert.equal(getField(account({}), 'Name'), null);
  assert.throws(() => getField(account({}), 'Nope__c'), throwsSObject('Invalid field Nope__c for Account'));
  assert.throws(() => getField(account({}), 'Owner'), throwsSObject('Invalid field Owner for Account'));
});

test('a field the query did not ask for cannot be read', () => {
  const queried = account({ Name: null }, QUERIED);
  assert.equal(getField(queried, 'Name'), null);
  assert.throws(() => getField(queried, 'Total__c'), throwsSObject('SObject row was retrieved via SOQL without querying the requested field: Account.Total__c'));
  assert.throws(() => getParent(queried, 'Owner'), throwsSObject('SObject row was retrieved via SOQL without querying the requested field: Account.Owner'));
});

test('put gives the old value, widens numbers and refuses other types', () => {
  const record = account({ Total__c: Decimal.parse('1.5') });
  assert.deepEqual(putField(record, 'total__c', 3), Decimal.parse('1.5'));
  assert.deepEqual(getField(record, 'Total__c'), Decimal.fromInteger(3));
  assert.equal(putField(record, 'Name', 'n'), null);
  assert.throws(() => putField(record, 'Total__c', 'text'), throwsSObject('Illegal assignment from String to Decimal'));
  assert.throws(() => putField(record, 'Name', 5), throwsSObject('Illegal assignment from Integer to String'));
  assert.throws(() => putField(record, 'Count__c', Decimal.parse('1')), throwsSObject('Illegal assignment from Decimal to Integer'));
  assert.throws(() => putField(record, 'Id', 'nonsense'), { message: 'Invalid id: nonsense' });
  putField(record, 'Id', '001000000000001');
  assert.equal(getField(record, 'Id'), '001000000000001AAA');
});

test('records of an after trigger cannot be written', () => {
  const record = account({ Name: 'x' }, READ_ONLY);
  for (const write of [() => putField(record, 'Name', 'y'), () => putParent(record, 'Owner', null), () => clearFields(record)]) {
    assert.throws(write, (error) => error instanceof FinalException && error.message === 'Record is read-only');
  }
});

test('isSet and populated fields tell unset from null', () => {
  const record = account({ Name: null });
  assert.equal(isFieldSet(record, 'Name'), true);
  assert.equal(isFieldSet(record, 'Total__c'), false);
  assert.deepEqual(populatedFields(record).entries(), [['Name', null]]);
  assert.deepEqual(populatedFields(account({ Name: null, Flag__c: true }, QUERIED)).entries(), [['Flag__c', true]]);
});

test('parents are found by relationship and by reference field, and must be of the right type', () => {
  const owner = new User();
  const record = account({ Owner: owner });
  assert.equal(getParent(record, 'owner'), owner);
  assert.equal(getParent(record, 'OwnerId'), owner);
  assert.throws(() => putParent(record, 'Owner', account({})), SObjectException);
  assert.equal(getChildren(account({ Contacts: ApexList.of(sobject('Contact')) }), 'Contacts'), null);
  assert.throws(() => getParent(record, 'Nobody'), throwsSObject('Invalid relationship Nobody for Account'));
});

test('a clone drops the id and the audit fields unless told otherwise and can be written', () => {
  const owner = new User();
  const source = account({ Id: '001000000000001AAA', Name: 'x', CreatedDate: new Datetime(0), Owner: owner }, QUERIED | READ_ONLY);
  addRecordError(source, 'Name', 'bad');
  const plain = cloneRecord(source, { preserveId: false, isDeep: false, preserveReadonlyTimestamps: false });
  assert.equal(isFieldSet(plain, 'Id'), false);
  assert.equal(isFieldSet(plain, 'CreatedDate'), false);
  assert.equal(getParent(plain, 'Owner'), owner);
  assert.equal(plain.$errors, undefined);
  putField(plain, 'Name', 'y');
  assert.equal(getField(source, 'Name'), 'x');
  const deep = cloneRecord(source, { preserveId: true, isDeep: true, preserveReadonlyTimestamps: true });
  assert.equal(getField(deep, 'Id'), '001000000000001AAA');
  assert.notEqual(getParent(deep, 'Owner'), owner);
  assert.ok(isFieldSet(deep, 'CreatedDate'));
});

test('records are equal by their fields and hash alike, null and unset being the same', () => {
  assert.ok(equalValues(account({ Name: 'x', Total__c: null }), account({ Name: 'x' })));
  assert.equal(hashOf(account({ Name: 'x', Total__c: null })), hashOf(account({ Name: 'x' })));
  assert.ok(!equalValues(account({ Name: 'x' }), account({ Name: 'X' })));
  assert.ok(!sameValues(account({ Name: 'x' }), account({ Name: 'x' })));
  const user = new User();
  setSlot(user, '$name', 'x');
  assert.ok(!equalValues(account({ Name: 'x' }), user));
});

test('a record used as a key is lost when a field changes', () => {
  const record = account({ Name: 'x' });
  const set = ApexSet.of<unknown>(sobject('Account'), [record]);
  assert.ok(set.has(account({ Name: 'x' })));
  setSlot(record, '$name', 'y');
  assert.equal(set.has(record), false);
});

test('== ignores the case of text and the type of numbers, equals does not', () => {
  assert.ok(equalText('SKU', 'sku'));
  assert.ok(!equalText(null, ''));
  assert.ok(!equalText('a@', 'a`'));
  assert.ok(equalText('Größe-É', 'gRÖßE-é'));
  fc.assert(fc.property(fc.string(), (text) => assert.ok(equalText(text.toLowerCase(), text.toUpperCase()) || text.toUpperCase().length !== text.length)));
  fc.assert(fc.property(fc.string(), fc.string(), (first, second) => assert.equal(equalText(first, second), first.toLowerCase() === second.toLowerCase())));
  assert.ok(equalValues('a', 'A'));
  assert.ok(equalValues(1, Decimal.parse('1.00')));
  assert.ok(equalValues(new Double(0.5), Decimal.parse('0.50')));
  assert.ok(!equalObjects('a', 'A'));
  assert.ok(!equalObjects(1, 1n));
  assert.ok(!equalObjects(Decimal.parse('1.0'), Decimal.parse('1')));
  assert.ok(!equalValues(Decimal.parse('1'), new Double(NaN)));
  assert.ok(equalValues(Blob.fromText('x'), Blob.fromText('x')));
  assert.ok(sameValues(Decimal.parse('1.0'), Decimal.parse('1')));
  assert.ok(sameValues(new ApexDate(1), new ApexDate(1)));
  assert.ok(!sameValues(ApexList.of(STRING), ApexList.of(STRING)));
  assert.ok(equalValues(ApexList.of(STRING, ['a']), ApexList.of(OBJECT, ['a'])));
  assert.ok(!equalValues(null, 0));
});

test('a non-null text is greater than null, a null date makes every comparison false', () => {
  assert.equal(compareText(null, 'a'), -1);
  assert.equal(compareText('a', null), 1);
  assert.equal(compareText(null, null), 0);
  assert.equal(compareIds('001', null), 1);
  assert.equal(compareTemporal(null, new ApexDate(1)) < 0, false);
  assert.equal(compareTemporal(null, new ApexDate(1)) >= 0, false);
  assert.ok(compareTemporal(new ApexDate(1), new Datetime(86_400_001)) < 0);
  assert.ok(compareTemporal(new Time(5), new Time(4)) > 0);
});

test('sorting puts nulls first, text by code unit and records by name', () => {
  const sorted = (values: unknown[]): unknown[] => values.toSorted(compareForSort);
  assert.deepEqual(sorted(['b', null, 'a', 'B']), [null, 'B', 'a', 'b']);
  assert.deepEqual(sorted([10, 9, null]), [null, 9, 10]);
  const [first, second] = [account({ Name: 'a', Total__c: Decimal.fromInteger(2) }), account({ Name: 'b', Total__c: Decimal.fromInteger(1) })];
  assert.deepEqual(sorted([second, first]), [first, second]);
  assert.throws(() => sorted([ApexList.of(STRING), ApexList.of(STRING)]), (error) => error instanceof ListException && error.message === 'One or more of the items in this list is not Comparable.');
});

class Item extends ApexObject {
  f$name: unknown = 'x';
  f$next: unknown = null;
}
Object.defineProperty(Item.prototype, '$type', { value: classType('Outer.Item') });
Object.defineProperty(Item.prototype, '$fields', { value: [{ name: 'Name', slot: 'f$name' }, { name: 'next', slot: 'f$next' }] });

test('values print as Salesforce prints them', () => {
  assert.equal(concatText(null), 'null');
  assert.equal(stringValue(null), null);
  assert.equal(concatText(ApexDate.of(2024, 1, 5)), '2024-01-05 00:00:00');
  assert.equal(stringValue(ApexDate.of(2024, 1, 5)), '2024-01-05');
  assert.equal(concatText(ApexList.of<unknown>(OBJECT, ['a', null, 1])), '(a, null, 1)');
  assert.equal(concatText(ApexSet.of(STRING, ['a', 'b'])), '{a, b}');
  assert.equal(concatText(ApexMap.of(STRING, OBJECT, [['k', Decimal.parse('1.50')]])), '{k=1.50}');
  assert.equal(concatText(account({ Name: 'x', Total__c: null })), 'Account:{Name=x, Total__c=null}');
  assert.equal(concatText(new MathException('Divide by 0')), 'System.MathException: Divide by 0');
  assert.equal(concatText(new MathException()), 'System.MathException: Script-thrown exception');
  assert.equal(concatText(new Double(1e7)), '1.0E7');
  assert.equal(concatText(new Item()), 'Item:[Name=x, next=null]');
});

test('long collections are cut after ten elements', () => {
  assert.equal(concatText(ApexList.of(OBJECT, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])), '(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...)');
});

test('an object inside itself is not printed again', () => {
  const item = new Item();
  item.f$next = item;
  assert.equal(concatText(item), 'Item:[Name=x, next=(already output)]');
  const list = ApexList.of<unknown>(OBJECT);
  list.add(list);
  assert.equal(concatText(list), '((already output))');
});

test('toString of a user class is used wherever its text is needed', () => {
  const shown = new (class extends ApexObject {
    tostring$(): string {
      return 'shown';
    }
  })();
  assert.equal(concatText(ApexList.of(OBJECT, [shown])), '(shown)');
});

test('instanceof knows reified collections, sObjects, classes and exceptions', () => {
  const accounts = new ApexList(listOf(sobject('Account')));
  assert.ok(isInstance(accounts, listOf(sobject('Account'))));
  assert.ok(isInstance(accounts, listOf(sobject('SObject'))));
  assert.ok(!isInstance(accounts, listOf(sobject('Contact'))));
  assert.ok(isInstance(account({}), sobject('SObject')));
  assert.ok(!isInstance(account({}), sobject('User')));
  assert.ok(isInstance(ApexMap.of(STRING, sobject('Account')), mapOf(STRING, OBJECT)));
  assert.ok(isInstance(1, primitive('Long')));
  assert.ok(isInstance(1, primitive('Decimal')));
  assert.ok(!isInstance(1n, primitive('Integer')));
  assert.equal(cast<unknown>(1, primitive('Long')), 1n);
  assert.ok(!isInstance(null, OBJECT));
  assert.ok(isInstance('001000000000001AAA', primitive('Id')));
  assert.ok(isInstance(new MathException(), classType('System.Exception')));
  assert.ok(isInstance(new MathException(), classType('System.MathException')));
  assert.ok(!isInstance(new MathException(), classType('System.NullPointerException')));
});

test('a cast to another type throws "Invalid conversion from runtime type X to Y"', () => {
  assert.equal(cast(null, STRING), null);
  assert.equal(cast('a', OBJECT), 'a');
  assert.throws(() => cast(new ApexList(listOf(STRING)), primitive('Integer')), (error) => error instanceof TypeException && error.message === 'Invalid conversion from runtime type List<String> to Integer');
  assert.throws(() => cast(account({}), sobject('User')), { message: 'Invalid conversion from runtime type Account to User' });
});

test('enum constants keep their order and are found in any case', () => {
  const Season = makeEnum('Outer.Season', ['Winter', 'SPRING']);
  const [winter, spring] = Season.$constants as [ApexEnum, ApexEnum];
  assert.equal(concatText(winter), 'Winter');
  assert.equal(enumValueOf(Season, 'spring'), spring);
  assert.ok(compareForSort(winter, spring) < 0);
  assert.ok(isInstance(winter, classType('Outer.Season')));
  assert.throws(() => enumValueOf(Season, 'x'), NoSuchElementException);
});

test('objects with compareTo sort by it', () => {
  class Ranked extends ApexObject {
    rank: number;
    constructor(rank: number) {
      super();
      this.rank = rank;
    }
    compareto$object(other: unknown): number | null {
      return this.rank === 0 ? null : this.rank - (other as Ranked).rank;
    }
  }
  describePlatformClass(Ranked, 'Ranked');
  const [low, high] = [new Ranked(1), new Ranked(2)];
  assert.deepEqual([high, low].toSorted(compareForSort), [low, high]);
  assert.throws(() => compareForSort(new Ranked(0), low), NullPointerException);
});

test('an exception without message still has one to show', () => {
  assert.equal(new ApexException().message, 'Script-thrown exception');
});
