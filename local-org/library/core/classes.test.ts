import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { ApexException, DmlException, ListException, MathException } from '../../values/exceptions.ts';
import { makeId } from '../../values/id.ts';
import { ID, OBJECT, primitive, sobject, STRING } from '../../values/runtime-type.ts';
import { makeRecordClass, setSlot } from '../../values/sobject.ts';
import type { RecordField, SObjectRecord } from '../../values/sobject.ts';
import { Time } from '../../values/time.ts';
import type { EnumClass } from '../../values/apex-object.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../schema/tokens.ts';
import { roundingModeEnum } from './decimal.ts';
import { call } from './test/calls.ts';
import { inTransaction } from './test/context.ts';

const decimal = (text: string): Decimal => Decimal.parse(text);
const mode = (name: string): unknown => (roundingModeEnum.instances as EnumClass).$byName.get(name.toLowerCase());
const text = (value: unknown): string => String(value);

const fields: RecordField[] = [['Id', 'Id'], ['Name', 'String'], ['Number__c', 'String']].map(([apiName, type]) => ({
  apiName: apiName!, folded: apiName!.toLowerCase(), slot: `$${apiName!.toLowerCase()}`, kind: 'field', type: type as 'Id' | 'String', scale: undefined, referenceTo: [],
}));
const Item = makeRecordClass({ apiName: 'Item__c', keyPrefix: 'a01', slots: fields, byName: new Map(fields.map((field) => [field.folded, field])) });

function item(id: string | null, name: string): SObjectRecord {
  const record = new Item();
  if (id !== null) setSlot(record, '$id', id);
  setSlot(record, '$name', name);
  setSlot(record, '$number__c', 'N-1');
  return record;
}

test('round and setScale go half to even, roundings by mode go by their mode', () => {
  assert.equal(call('Decimal.round()', decimal('2.5')), 2n);
  assert.equal(call('Decimal.round()', decimal('3.5')), 4n);
  assert.equal(text(call('Decimal.setScale(Integer)', decimal('5.245'), 2)), '5.24');
  assert.equal(text(call('Decimal.setScale(Integer,RoundingMode)', decimal('5.245'), 2, mode('HALF_UP'))), '5.25');
  assert.equal(call('Decimal.round(RoundingMode)', decimal('-1.1'), mode('CEILING')), -1n);
  assert.equal(text(call('Decimal.divide(Decimal,Integer)', decimal('19'), decimal('100'), 3)), '0.190');
  assert.equal(text(call('Decimal.divide(Decimal,Integer,Object)', decimal('12.4567'), decimal('7'), 2, mode('UP'))), '1.78');
  assert.throws(() => call('Decimal.setScale(Integer,RoundingMode)', decimal('5.245'), 2, mode('UNNECESSARY')), MathException);
});

test('numbers are grouped and cut to three decimals for people', () => {
  inTransaction({}, () => {
    assert.equal(call('Integer.format()', 1234567), '1,234,567');
    assert.equal(call('Decimal.format()', decimal('1234.56789')), '1,234.568');
    assert.equal(call('Long.format()', -9223372036854775808n), '-9,223,372,036,854,775,808');
  });
  assert.throws(() => inTransaction({ locale: 'de_DE' }, () => call('Integer.format()', 1)), { name: 'UnsupportedFeature', message: /locale de_DE/ });
});

test('valueOf reads numbers from text and objects', () => {
  assert.equal(call('Integer.valueOf(Object)', decimal('3.99')), 3);
  assert.equal(call('Integer.valueOf(Object)', '12'), 12);
  assert.throws(() => call('Integer.valueOf(String)', null), { message: 'Argument cannot be null.' });
  assert.equal(text(call('Double.valueOf(Object)', 3)), '3.0');
  assert.equal(text(call('Decimal.valueOf(Double)', new Double(0.1))), '0.1');
  assert.equal(call('Boolean.valueOf(Object)', 'TRUE'), true);
  assert.equal(call('Boolean.valueOf(Object)', 'yes'), false);
});

test('mod keeps the sign of the dividend', () => {
  assert.equal(call('Math.mod(Integer,Integer)', -7, 3), -1);
  assert.equal(call('Math.mod(Long,Long)', 7n, -3n), 1n);
  assert.throws(() => call('Math.mod(Integer,Integer)', 1, 0), { message: 'Divide by 0' });
});

test('Math keeps the type of its arguments', () => {
  assert.equal(call('Math.max(Integer,Integer)', 2, 3), 3);
  assert.equal(text(call('Math.min(Decimal,Decimal)', decimal('1.10'), decimal('1.2'))), '1.10');
  assert.equal(text(call('Math.ceil(Decimal)', decimal('1.2'))), '2');
  assert.equal(text(call('Math.sqrt(Double)', new Double(16))), '4.0');
  assert.equal(call('Math.round(Decimal)', decimal('2.5')), 2);
  assert.equal(call('Math.round(Double)', new Double(2.5)), 3);
  assert.equal(call('Math.abs(Integer)', -2147483648), -2147483648);
  assert.throws(() => call('Math.sqrt(Decimal)', decimal('-1')), MathException);
  assert.throws(() => call('Math.round(Double)', new Double(1e12)), MathException);
  const random = inTransaction({}, () => call('Math.random()')) as Double;
  assert.ok(random.value >= 0 && random.value < 1);
});

test('today is the day of the user\'s zone', () => {
  const now = Date.UTC(2024, 0, 5, 3);
  assert.equal(text(inTransaction({ now, timeZone: 'America/New_York' }, () => call('Date.today()'))), '2024-01-04');
});

test('date members count days and months as the platform does', () => {
  const start = ApexDate.of(2024, 1, 31);
  assert.equal(call('Date.daysBetween(Date)', start, ApexDate.of(2024, 2, 1)), 1);
  assert.equal(call('Date.monthsBetween(Date)', start, ApexDate.of(2024, 2, 1)), 1);
  assert.equal(text(call('Date.toStartOfMonth()', start)), '2024-01-01');
  inTransaction({}, () => {
    assert.equal(text(call('Date.toStartOfWeek()', start)), '2024-01-28');
    assert.equal(call('Date.format()', start), '1/31/2024');
    assert.equal(text(call('Date.parse(String)', '2/29/2024')), '2024-02-29');
    assert.throws(() => call('Date.parse(String)', '2/30/2024'), { message: 'Invalid date: 2/30/2024' });
  });
});

test('Datetime.newInstance is wall-clock time of the user, newInstanceGmt is not', () => {
  inTransaction({ timeZone: 'America/New_York' }, () => {
    const local = call('Datetime.newInstance(Integer,Integer,Integer,Integer,Integer,Integer)', 2024, 7, 1, 8, 30, 0) as Datetime;
    assert.equal(local.milliseconds, Date.UTC(2024, 6, 1, 12, 30));
    assert.equal(call('Datetime.hour()', local), 8);
    assert.equal(call('Datetime.hourGmt()', local), 12);
    assert.equal(call('Datetime.format()', local), '7/1/2024, 8:30 AM');
    assert.equal(call('Datetime.format(String)', local, 'yyyy-MM-dd HH:mm z'), '2024-07-01 08:30 EDT');
    assert.equal(call('Datetime.formatGmt(String)', local, "yyyy-MM-dd'T'HH:mm:ss'Z'"), '2024-07-01T12:30:00Z');
    assert.equal(call('Datetime.getTime()', local), BigInt(local.milliseconds));
    const gmt = call('Datetime.newInstanceGmt(Integer,Integer,Integer)', 2024, 7, 1) as Datetime;
    assert.equal(gmt.milliseconds, Date.UTC(2024, 6, 1));
    assert.equal(call('Datetime.isSameDay(Datetime)', gmt, local), false);
    assert.deepEqual(call('Datetime.parse(String)', '7/1/2024 8:30 AM'), local);
    assert.deepEqual(call('Datetime.valueOf(String)', '2024-07-01 08:30:00'), local);
  });
});

test('times are made and added', () => {
  assert.equal(text(call('Time.addMinutes(Integer)', Time.of(23, 50, 0, 0), 20)), '00:10:00.000Z');
});

test('a time zone knows its offset at a moment', () => {
  const zone = call('TimeZone.getTimeZone(String)', 'Europe/Berlin');
  assert.equal(call('TimeZone.getOffset(Datetime)', zone, new Datetime(Date.UTC(2024, 6, 1))), 7_200_000);
  assert.equal(call('TimeZone.getID()', call('TimeZone.getTimeZone(String)', 'No/Where')), 'GMT');
  inTransaction({ now: Date.UTC(2024, 0, 1) }, () => assert.equal(call('TimeZone.getDisplayName()', zone), '(GMT+01:00) Central European Standard Time (Europe/Berlin)'));
});

test('bytes are encoded and decoded, broken input is refused', () => {
  const bytes = Blob.fromText('Grüße');
  assert.equal(call('EncodingUtil.base64Encode(Blob)', bytes), 'R3LDvMOfZQ==');
  assert.deepEqual((call('EncodingUtil.base64Decode(String)', 'R3LDvMOfZQ==') as Blob).equals(bytes), true);
  assert.equal(call('EncodingUtil.convertToHex(Blob)', Blob.fromText('Az')), '417a');
  assert.throws(() => call('EncodingUtil.convertFromHex(String)', 'xyz'), ApexException);
  assert.equal(call('EncodingUtil.urlEncode(String,String)', "a b&ü'~*", 'UTF-8'), 'a+b%26%C3%BC%27%7E*');
  assert.equal(call('EncodingUtil.urlDecode(String,String)', 'a+b%26', 'UTF-8'), 'a b&');
  assert.throws(() => call('EncodingUtil.urlEncode(String,String)', 'a', 'ISO-8859-1'), { name: 'UnsupportedFeature' });
  assert.throws(() => call('Blob.toString()', new Blob(new Uint8Array([0xff]))), { message: 'BLOB is not a valid UTF-8 string' });
  assert.equal(call('Blob.size()', bytes), 7);
});

test('a list sorts stably, with nulls first, and by a comparator', () => {
  const numbers = ApexList.of<unknown>(primitive('Integer'), [10, 9, 100]);
  call('List.sort()', numbers);
  assert.deepEqual(numbers.items, [9, 10, 100]);
  const words = ApexList.of<unknown>(STRING, ['bb', null, 'a', 'cc']);
  call('List.sort()', words);
  assert.deepEqual(words.items, [null, 'a', 'bb', 'cc']);
  const byLength = { compare$object$object: (left: string, right: string) => right.length - left.length };
  const plain = ApexList.of<unknown>(STRING, ['a', 'bb', 'cc', 'd']);
  call('List.sort(Comparator)', plain, byLength);
  assert.deepEqual(plain.items, ['bb', 'cc', 'a', 'd']);
});

test('set operations tell whether the set changed', () => {
  const set = ApexSet.of<unknown>(STRING, ['a', 'b', 'c']);
  assert.equal(call('Set.addAll(List)', set, ApexList.of(STRING, ['a'])), false);
  assert.equal(call('Set.retainAll(Set)', set, ApexSet.of(STRING, ['a', 'b'])), true);
  assert.equal(call('Set.containsAll(List)', set, ApexList.of(STRING, ['a', 'b'])), true);
  assert.equal(call('Set.removeAll(Set)', set, set), true);
  assert.equal(call('Set.isEmpty()', set), true);
});

test('a map of records is keyed by id and refuses missing and doubled ids', () => {
  const [first, second] = [makeId('a01', 1), makeId('a01', 2)];
  const map = ApexMap.of<unknown, unknown>(ID, sobject('Item__c'));
  call('Map.putAll(List)', map, ApexList.of(sobject('Item__c'), [item(first, 'x'), item(second, 'y')]));
  assert.deepEqual(map.keys(), [first, second]);
  assert.equal(call('Map.getSObjectType()', map), sobjectTypeToken('Item__c'));
  const put = (...records: SObjectRecord[]) => () => call('Map.putAll(List)', map, ApexList.of(sobject('Item__c'), records));
  assert.throws(put(item(null, 'x')), (error) => error instanceof ListException && error.message === 'Row with null Id at index: 0');
  assert.throws(put(item(first, 'x'), item(first, 'y')), (error) => error instanceof ListException && error.message === 'Row with duplicate Id at index: 1');
});

test('deepClone of a list copies records without ids, of a map with them', () => {
  inTransaction({}, () => {
    const original = item(makeId('a01', 1), 'x');
    const [copy] = (call('List.deepClone()', ApexList.of(sobject('Item__c'), [original])) as ApexList<SObjectRecord>).items;
    assert.notEqual(copy, original);
    assert.equal(call('SObject.get(String)', copy, 'Id'), null);
    assert.equal(call('SObject.get(String)', copy, 'Name'), 'x');
    const map = ApexMap.of<unknown, unknown>(ID, sobject('Item__c'), [['k', original]]);
    const value = (call('Map.deepClone()', map) as ApexMap).get('k');
    assert.equal(call('SObject.get(String)', value, 'Id'), makeId('a01', 1));
  });
});

test('a clone drops auto-numbers unless they are preserved and remembers its source', () => {
  const fieldsByName = new Map([['number__c', { type: 'autonumber' }]]) as never;
  inTransaction({ schema: { describe: () => ({ fieldsByName }) as never } }, () => {
    const original = item(makeId('a01', 1), 'x');
    const copy = call('SObject.clone()', original) as SObjectRecord;
    assert.equal(call('SObject.isSet(String)', copy, 'Number__c'), false);
    assert.equal(call('SObject.isClone()', copy), true);
    assert.equal(call('SObject.getCloneSourceId()', copy), makeId('a01', 1));
    const exact = call('SObject.clone(Boolean,Boolean,Boolean,Boolean)', original, true, false, true, true) as SObjectRecord;
    assert.equal(call('SObject.get(String)', exact, 'Number__c'), 'N-1');
  });
});

test('fields are reached by token and errors are kept for the trigger', () => {
  const record = item(null, 'x');
  assert.equal(call('SObject.get(SObjectField)', record, sobjectFieldToken('Item__c', 'Name')), 'x');
  assert.throws(() => call('SObject.get(SObjectField)', record, sobjectFieldToken('Other__c', 'Name')), /Item__c does not have the field Other__c.Name/);
  call('SObject.addError(String)', record, 'bad row');
  call('SObject.addError(String,String)', record, 'name', 'bad name');
  call('SObject.addError(Exception)', record, new MathException('Divide by 0'));
  assert.deepEqual(record.$errors, [{ field: undefined, message: 'bad row' }, { field: 'Name', message: 'bad name' }, { field: undefined, message: 'Divide by 0' }]);
  assert.equal(call('SObject.hasErrors()', record), true);
  assert.equal(call('SObject.getSObjectType()', record), sobjectTypeToken('Item__c'));
});

test('an id knows its object by the key prefix', () => {
  const schema = { objectNames: () => ['Item__c'], describe: () => ({ keyPrefix: 'a01' }) as never };
  inTransaction({ schema }, () => {
    assert.equal(call('Id.getSobjectType()', makeId('a01', 5)), sobjectTypeToken('Item__c'));
    assert.throws(() => call('Id.getSobjectType()', makeId('a02', 5)), ApexException);
  });
  assert.equal(call('Id.valueOf(String)', '001000000000001'), '001000000000001AAA');
  assert.equal(call('Id.to15()', '001000000000001AAA'), '001000000000001');
});

test('a matcher walks through a text and knows the places of its groups', () => {
  const matcher = call('Pattern.matcher(String)', call('Pattern.compile(String)', '([a-z])(\\d)?'), 'a1 b');
  assert.equal(call('Matcher.find()', matcher), true);
  assert.deepEqual([call('Matcher.group(Integer)', matcher, 2), call('Matcher.start(Integer)', matcher, 2), call('Matcher.end()', matcher)], ['1', 1, 2]);
  assert.equal(call('Matcher.find()', matcher), true);
  assert.equal(call('Matcher.group(Integer)', matcher, 2), null);
  assert.equal(call('Matcher.start(Integer)', matcher, 2), -1);
  assert.equal(call('Matcher.find()', matcher), false);
  assert.throws(() => call('Matcher.group()', matcher), { message: 'No match found' });
  assert.equal(call('Matcher.matches()', matcher), false);
  call('Matcher.region(Integer,Integer)', matcher, 3, 4);
  assert.equal(call('Matcher.matches()', matcher), true);
  assert.equal(call('Matcher.start()', matcher), 3);
  assert.equal(call('Matcher.replaceAll(String)', matcher, '[$1]'), '[a] [b]');
  assert.equal(call('Matcher.groupCount()', matcher), 2);
});

test('quoted patterns match themselves', () => {
  for (const word of ['a.b', '\\E(', 'x\\Ey', '$1']) {
    assert.equal(call('Pattern.matches(String,String)', call('Pattern.quote(String)', word), word), true, word);
    assert.equal(call('String.replaceAll(String,String)', 'z', 'z', call('Matcher.quoteReplacement(String)', word)), word);
  }
});

test('exceptions tell their message, type, cause, place and failed rows', () => {
  const cause = new MathException('Divide by 0');
  const error = new DmlException('Insert failed.', cause);
  error.$failures = [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'], row: 3, id: null }];
  const stack = [{ place: 'Class.Stock.take', line: 12, column: 5 }, { place: 'AnonymousBlock', line: 1, column: 1 }];
  inTransaction({ classes: { stack: () => stack } }, () => {
    assert.equal(call('Exception.getMessage()', new MathException()), 'Script-thrown exception');
    assert.equal(call('Exception.getTypeName()', error), 'System.DmlException');
    assert.equal(call('Exception.getCause()', error), cause);
    assert.equal(call('Exception.getLineNumber()', error), 12);
    assert.equal(call('Exception.getStackTraceString()', error), 'Class.Stock.take: line 12, column 5\nAnonymousBlock: line 1, column 1');
    assert.equal(call('Exception.getNumDml()', error), 1);
    assert.equal(call('Exception.getDmlIndex(Integer)', error, 0), 3);
    assert.equal(call('Exception.getDmlStatusCode(Integer)', error, 0), 'REQUIRED_FIELD_MISSING');
    assert.deepEqual((call('Exception.getDmlFieldNames(Integer)', error, 0) as ApexList).items, ['Name']);
    assert.throws(() => call('Exception.getDmlMessage(Integer)', error, 1), { message: 'List index out of bounds: 1' });
    assert.equal(call('Exception.getNumDml()', cause), 0);
  });
});

test('every value has text, equality and hash', () => {
  assert.equal(call('Object.toString()', ApexList.of(OBJECT, [1])), '(1)');
  assert.equal(call('Object.equals(Object)', 'a', 'A'), true);
  assert.equal(call('Object.equals(Object)', 'a', 'b'), false);
  assert.equal(call('Object.hashCode()', 'Hello'), 69609650);
  assert.equal(call('Enum.name()', mode('UP')), 'UP');
  assert.equal(call('Enum.ordinal()', mode('CEILING')), 0);
});
