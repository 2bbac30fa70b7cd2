import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { JSONException } from '../../values/exceptions.ts';
import type { ApexException } from '../../values/exceptions.ts';
import { classType, listOf, mapOf, OBJECT, primitive, sobject, STRING } from '../../values/runtime-type.ts';
import { QUERIED, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { Time } from '../../values/time.ts';
import type { ClassField, ClassPort } from '../ports.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg, record } from '../testing/fake-org.ts';
import { serialize } from './JSON.ts';
import { typeToken } from './Type.ts';

/** A user class `Line { String sku; Decimal quantity; Line next; transient String note }` as the runtime would hand it in. */
class Line extends ApexObject {
  sku: string | null = null;
  quantity: Decimal | null = null;
  next: Line | null = null;
  note: string | null = null;
}
describePlatformClass(Line, 'Shop.Line');
const LINE = classType('Shop.Line');
const field = (name: keyof Line, declared: string, type: ClassField['type'], isTransient = false): ClassField => ({
  name: declared, type, isTransient, isAuraEnabled: false,
  read: (instance) => (instance as Record<string, unknown>)[name],
  write: (instance, value) => { (instance as Record<string, unknown>)[name] = value; },
});
const classes: ClassPort = {
  ...fakeOrg().context.classes,
  fields: (type) => (type === LINE ? [field('sku', 'Sku', STRING), field('quantity', 'quantity', primitive('Decimal')), field('next', 'next', LINE), field('note', 'note', STRING, true)] : undefined),
  allocate: (type) => (type === LINE ? new Line() : undefined),
};
const org = fakeOrg({ classes });
const write = (value: unknown, pretty = false, suppressNulls = false): string => inOrg(org, () => serialize(value, pretty, suppressNulls));
const read = (text: string, type: ClassField['type'], strict = false): unknown => inOrg(org, () => call(`System.JSON.deserialize${strict ? 'Strict' : ''}(String,Type)`, text, typeToken(type)));
const untyped = (text: string): unknown => inOrg(org, () => call('System.JSON.deserializeUntyped(String)', text));
const message = (expected: string | RegExp) => (error: ApexException): boolean => {
  assert.ok(error instanceof JSONException, String(error));
  if (typeof expected === 'string') assert.equal(error.$message, expected);
  else assert.match(error.$message ?? '', expected);
  return true;
};

test('primitives are written as Salesforce writes them', () => {
  assert.equal(write(null), 'null');
  assert.equal(write('a"\\\n\u0001é'), '"a\\"\\\\\\n\\u0001é"');
  assert.equal(write('\u001f'), '"\\u001F"');
  assert.equal(write(Decimal.parse('1.50')), '1.50');
  assert.equal(write(new Double(10_000_000)), '1.0E7');
  assert.equal(write(9_007_199_254_740_993n), '9007199254740993');
  assert.equal(write(ApexDate.of(2026, 11, 22)), '"2026-11-22"');
  assert.equal(write(new Datetime(Date.UTC(2026, 10, 22, 9, 5))), '"2026-11-22T09:05:00.000Z"');
  assert.equal(write(Time.of(9, 5, 0, 7)), '"09:05:00.007Z"');
  assert.equal(write(Blob.fromText('hi')), '"aGk="');
});

test('an object keeps its null fields and declared spelling, and leaves transient fields out', () => {
  const line = new Line();
  line.sku = 'A';
  line.note = 'not written';
  assert.equal(write(line), '{"Sku":"A","quantity":null,"next":null}');
  assert.equal(write(line, false, true), '{"Sku":"A"}');
});

test('suppressing the nulls of objects leaves those of maps', () => {
  assert.equal(write(ApexMap.of(STRING, OBJECT, [['a', null]]), false, true), '{"a":null}');
});

test('pretty text has spaces around colons, one line per field and arrays on one line', () => {
  const map = ApexMap.of<string, unknown>(STRING, OBJECT, [['k', 'v'], ['list', ApexList.of(OBJECT, [1, 2])], ['empty', ApexList.of(OBJECT)], ['inner', ApexMap.of(STRING, OBJECT, [['x', true]])], ['none', ApexMap.of(STRING, OBJECT)]]);
  assert.equal(write(map, true), '{\n  "k" : "v",\n  "list" : [ 1, 2 ],\n  "empty" : [ ],\n  "inner" : {\n    "x" : true\n  },\n  "none" : { }\n}');
  assert.equal(write(ApexList.of(OBJECT, [ApexMap.of(STRING, OBJECT, [['a', 1]]), ApexMap.of(STRING, OBJECT, [['b', 2]])]), true), '[ {\n  "a" : 1\n}, {\n  "b" : 2\n} ]');
});

test('a record begins with its attributes; only populated fields follow', () => {
  const account = record('Account', { Id: '001Hf0000000001AAA', Name: 'One', AnnualRevenue: null });
  assert.equal(write(account), '{"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/001Hf0000000001AAA"},"Id":"001Hf0000000001AAA","Name":"One","AnnualRevenue":null}');
  account.$stateBits = QUERIED;
  assert.equal(write(account), '{"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/001Hf0000000001AAA"},"Id":"001Hf0000000001AAA","Name":"One"}');
  assert.equal(write(record('Account', { Name: 'New' })), '{"attributes":{"type":"Account"},"Name":"New"}');
});

test('child lists are written as query results', () => {
  const account = record('Account', { Positions__r: ApexList.of(sobject('Stock_Position__c'), [record('Stock_Position__c', { Name: 'P' })]) });
  assert.equal(write(account), '{"attributes":{"type":"Account"},"Positions__r":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Stock_Position__c"},"Name":"P"}]}}');
});

test('what has no JSON form is refused by its type', () => {
  assert.throws(() => write(typeToken(STRING)), message('Apex Type unsupported in JSON: System.Type'));
});

test('untyped whole numbers are Integers, larger ones Longs, the rest Decimals with their digits', () => {
  const list = untyped('[1, -2147483648, 2147483648, 1.50, 1e3, "1", true, null]') as ApexList;
  assert.deepEqual(list.items.slice(0, 3), [1, -2147483648, 2147483648n]);
  assert.equal(String(list.items[3]), '1.50');
  assert.ok(list.items[4] instanceof Decimal);
  assert.deepEqual(list.items.slice(5), ['1', true, null]);
  assert.equal(list.type, listOf(OBJECT));
});

test('untyped objects are maps in the order of their keys', () => {
  const map = untyped('{"b": {"c": []}, "a": 1}') as ApexMap<string, unknown>;
  assert.equal(map.type, mapOf(STRING, OBJECT));
  assert.deepEqual(map.keys(), ['b', 'a']);
});

test('a class is filled by its fields whatever the case of the keys; unknown keys are skipped, refused when strict', () => {
  const line = read('{"SKU":"A","quantity":1.50,"next":{"sku":"B"},"note":"x","other":[1,{}]}', LINE) as Line;
  assert.deepEqual([line.sku, String(line.quantity), line.next?.sku, line.note], ['A', '1.50', 'B', null]);
  assert.throws(() => read('{"other":1}', LINE, true), message('Unknown field: Shop.Line.other'));
  assert.throws(() => read('{"sku":"A","SKU":"B"}', LINE), message('Duplicate field: Shop.Line.Sku'));
});

test('collections come out with the type they were asked for', () => {
  const lines = read('[{"sku":"A"},null]', listOf(LINE)) as ApexList<Line | null>;
  assert.equal(lines.type, listOf(LINE));
  assert.deepEqual(lines.items.map((line) => line?.sku), ['A', undefined]);
  const sums = read('{"a":1}', mapOf(STRING, primitive('Integer'))) as ApexMap<string, number>;
  assert.deepEqual([sums.get('a'), sums.type], [1, mapOf(STRING, primitive('Integer'))]);
});

test('dates, moments and bytes are read back as their types', () => {
  assert.equal((read('"2026-11-22T10:05:00.000+0100"', primitive('Datetime')) as Datetime).milliseconds, Date.UTC(2026, 10, 22, 9, 5));
  assert.equal(String(read('"2026-02-28"', primitive('Date'))), '2026-02-28');
  assert.throws(() => read('"2026-02-30"', primitive('Date')), message('Invalid format: "2026-02-30"'));
  assert.equal(String(read('"09:05:00.007Z"', primitive('Time'))), '09:05:00.007Z');
  assert.equal((read('"aGk="', primitive('Blob')) as Blob).decoded(), 'hi');
});

test('a value of the wrong kind is refused', () => {
  assert.throws(() => read('"abc"', primitive('Integer')), message('For input string: "abc"'));
  assert.throws(() => read('2147483648', primitive('Integer')), message('For input string: "2147483648"'));
  assert.throws(() => read('{}', primitive('String')), message('Illegal value for primitive'));
  assert.throws(() => read('{}', listOf(STRING)), message("Malformed JSON: Expected '[' at the beginning of List/Set"));
  assert.throws(() => read('[]', LINE), message("Malformed JSON: Expected '{' at the beginning of object"));
  assert.throws(() => read('{"a":1}', mapOf(STRING, OBJECT)), message('Apex Type unsupported in JSON: Object'));
});

test('records are read with parents and children; unknown fields are refused even when not strict', () => {
  const position = read('{"attributes":{"type":"Stock_Position__c"},"on_hand__c":1.5,"Account__r":{"Name":"One"}}', sobject('Stock_Position__c')) as SObjectRecord;
  assert.equal(String(slotOf(position, '$on_hand__c')), '1.5');
  assert.equal(slotOf(slotOf(position, '$account__r') as SObjectRecord, '$name'), 'One');
  assert.throws(() => read('{"Colour__c":"red"}', sobject('Account')), message("No such column 'Colour__c' on sobject of type Account"));
  const account = read('{"attributes":{"type":"Account"},"Positions__r":{"records":[{"Name":"P"}]}}', sobject('SObject')) as SObjectRecord;
  assert.equal((slotOf(account, '$positions__r') as ApexList<SObjectRecord>).get(0).$shape.apiName, 'Stock_Position__c');
});

test('malformed text is refused with the place and what was expected there', () => {
  assert.throws(() => untyped(''), message('No content to map to Object due to end of input'));
  assert.throws(() => untyped('<html>'), message("Unexpected character ('<' (code 60)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:1, column:2]"));
  assert.throws(() => untyped('{"a" 1}'), message(/was expecting a colon to separate field name and value at \[line:1, column:7\]/));
  assert.throws(() => untyped('{"a":1 "b":2}'), message(/was expecting comma to separate OBJECT entries/));
  assert.throws(() => untyped('{"a":1'), message('Unexpected end-of-input: expected close marker for OBJECT (from [line:1, column:1]) at [line:1, column:7]'));
  assert.throws(() => untyped('[1,\n  x]'), message(/\[line:2, column:4\]/));
});

test('whatever is serialized reads back as what was written, compact and pretty', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.integer({ min: -2147483648, max: 2147483647 }), tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 4 }).map((items) => ApexList.of(OBJECT, items)),
    map: fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), tie('value')), { maxLength: 4, selector: ([key]) => key }).map((entries) => ApexMap.of(STRING, OBJECT, entries)),
  })).value;
  fc.assert(fc.property(json, fc.boolean(), (value, pretty) => {
    const text = write(value, pretty);
    assert.equal(write(untyped(text), pretty), text);
    assert.deepEqual(JSON.parse(text), JSON.parse(write(value)));
  }));
});

test('a generator writes fields, values and nested structures', () => {
  const generator = call('System.JSON.createGenerator(Boolean)', false);
  const step = (key: string, ...values: unknown[]): unknown => inOrg(org, () => call(`System.JSONGenerator.${key}`, generator, ...values));
  step('writeStartObject()');
  step('writeStringField(String,String)', 'a', 'x');
  step('writeFieldName(String)', 'list');
  step('writeStartArray()');
  step('writeNumber(Integer)', 1);
  step('writeNull()');
  step('writeEndArray()');
  step('writeObjectField(String,Object)', 'line', new Line());
  assert.throws(() => step('writeNumber(Integer)', 2), message('Can not write number, expecting field name'));
  step('writeEndObject()');
  assert.equal(step('getAsString()'), '{"a":"x","list":[1,null],"line":{"Sku":null,"quantity":null,"next":null}}');
});

test('a parser steps through tokens and reads values in place', () => {
  const parser = inOrg(org, () => call('System.JSON.createParser(String)', '{"n":1.5,"skip":{"deep":[1]},"line":{"sku":"A"},"end":true}'));
  const step = (key: string, ...values: unknown[]): unknown => inOrg(org, () => call(`System.JSONParser.${key}`, parser, ...values));
  assert.equal(String(step('nextToken()')), 'START_OBJECT');
  assert.equal(String(step('nextToken()')), 'FIELD_NAME');
  assert.equal(step('getText()'), 'n');
  assert.equal(String(step('nextValue()')), 'VALUE_NUMBER_FLOAT');
  assert.equal(step('getCurrentName()'), 'n');
  assert.equal(String(step('getDecimalValue()')), '1.5');
  step('nextToken()');
  step('nextToken()');
  step('skipChildren()');
  assert.equal(String(step('getCurrentToken()')), 'END_OBJECT');
  step('nextToken()');
  step('nextToken()');
  assert.equal((step('readValueAs(Type)', typeToken(LINE)) as Line).sku, 'A');
  assert.equal(String(step('nextValue()')), 'VALUE_TRUE');
  assert.equal(step('getBooleanValue()'), true);
  assert.equal(String(step('nextToken()')), 'END_OBJECT');
  assert.equal(step('nextToken()'), null);
});
