import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineClass, defineInterface } from './define.ts';
import { erasedTypeName, memberKey, parseClassHeader, parseSignature, propertyKey } from './signature.ts';

const keyOf = (header: string, text: string): string => parseSignature(parseClassHeader(header), text).key;

test('a key has simple erased parameter types and no names', () => {
  assert.equal(keyOf('System.Integer', 'static Integer valueOf(String text)'), 'System.Integer.valueOf(String)');
  assert.equal(keyOf('System.Integer', 'String format()'), 'System.Integer.format()');
  assert.equal(keyOf('System.SObject', 'Object get(Schema.SObjectField field)'), 'System.SObject.get(SObjectField)');
  assert.equal(keyOf('System.Map<K, V>', 'V put(K key, V value)'), 'System.Map.put(Object,Object)');
  assert.equal(keyOf('System.Database', 'static void insert(List<Map<String, SObject>> rows, Boolean[] flags)'), 'System.Database.insert(List,List)');
});

test('constructors and properties have keys of their own', () => {
  assert.equal(keyOf('System.Exception', 'new(String message, Exception cause)'), 'System.Exception.new(String,Exception)');
  assert.equal(keyOf('System.Math', 'static get Double PI'), 'System.Math.get PI');
  assert.equal(propertyKey('System.RestResponse', 'set', 'statusCode'), keyOf('System.RestResponse', 'set Integer statusCode'));
});

test('the parsed signature keeps what symbols need', () => {
  const signature = parseSignature(parseClassHeader('System.List<T>'), 'List<T> deepClone(Boolean preserveId)');
  assert.deepEqual(signature, {
    kind: 'method', isStatic: false, name: 'deepClone', parameters: [{ type: 'Boolean', name: 'preserveId' }], returnType: 'List<T>', key: 'System.List.deepClone(Boolean)',
  });
});

test('keys can be made from generated tables too', () => {
  assert.equal(memberKey('System.Map', 'putAll', ['Map<K,V>'], ['K', 'V']), 'System.Map.putAll(Map)');
  assert.equal(erasedTypeName('T[]', ['T']), 'List');
});

test('a text that is no signature is refused with the text', () => {
  assert.throws(() => keyOf('System.X', 'valueOf(String text)'), /"valueOf\(String text\)" in System\.X is not an Apex signature/);
  assert.throws(() => keyOf('System.X', 'void f(String)'), /needs a type and a name/);
  assert.throws(() => parseClassHeader('Map<'), /not a qualified Apex class name/);
});

test('a class refuses the same member twice and options for members it does not have', () => {
  assert.throws(() => defineClass('System.X', { 'void f(List<Id> a)': () => undefined, 'void f(List<String> b)': () => undefined }), /System\.X\.f\(List\) is defined twice/);
  assert.throws(() => defineClass('System.X', {}, { virtual: ['void f()'] }), /is not one of its members/);
});

test('the methods of an interface are virtual and have no function', () => {
  const comparator = defineInterface('System.Comparator<T>', ['Integer compare(T left, T right)']);
  assert.deepEqual([...comparator.virtual], ['System.Comparator.compare(Object,Object)']);
  assert.equal(comparator.members.size, 0);
});
