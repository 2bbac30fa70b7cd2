import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { classTypes, methodTypes } from './java-signature.ts';
import { OBJECT_TABLE_PATH, standardObjectsTable } from './object-table.ts';
import { platformTypesTable, TABLE_PATH } from './table.ts';

test('the committed tables are what the installed type jars give', () => {
  assert.ok(platformTypesTable() === readFileSync(TABLE_PATH, 'utf8'), 'Run node scripts/generate-platform-symbols.ts and commit the table.');
  assert.ok(standardObjectsTable() === readFileSync(OBJECT_TABLE_PATH, 'utf8'), 'Run node scripts/generate-platform-symbols.ts and commit the table.');
});

const simpleName = (javaName: string, typeArguments: readonly string[]): string => {
  const name = javaName.slice(javaName.lastIndexOf('/') + 1);
  return typeArguments.length === 0 ? name : `${name}<${typeArguments.join(',')}>`;
};

test('generic signatures keep nested arguments, type parameters and arrays', () => {
  assert.deepEqual(methodTypes('(LMap<TK;LList<LString;>;>;[LId;Z)TV;', simpleName), { parameters: ['Map<K,List<String>>', 'List<Id>', 'Boolean'], result: 'V' });
  assert.deepEqual(methodTypes('(LList<+LString;>;LList<*>;)V', simpleName), { parameters: ['List<String>', 'List<Object>'], result: 'void' });
});

test('the bounds of type parameters are dropped, their names kept', () => {
  assert.deepEqual(classTypes('<K:Ljava/lang/Object;V::LComparable;>Ljava/lang/Object;LIterable<TK;>;', simpleName), { typeParameters: ['K', 'V'], superType: 'Object', interfaces: ['Iterable<K>'] });
});
