import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slotName } from '../compiler/types.ts';
import type { MethodSymbol, TypeSymbol } from '../compiler/types.ts';
import { libraryClasses, libraryFunction } from '../library/registry.ts';
import { platformTypeNames } from '../library/symbols/declarations.ts';
import { makeUniverse } from './universe.ts';

const universe = makeUniverse({ sobject: () => undefined, hasLabel: (name) => name === 'greeting' });

function platform(name: string): TypeSymbol {
  const symbol = universe.platformType(name);
  assert.ok(symbol !== undefined, name);
  return symbol;
}

function method(typeName: string, name: string, parameterCount: number): MethodSymbol {
  const found = platform(typeName).methods.get(name)?.find(({ parameters }) => parameters.length === parameterCount);
  assert.ok(found !== undefined, `${typeName}.${name}`);
  return found;
}

test('the prefixes System and Schema are optional, and a symbol is one object however it is asked for', () => {
  assert.equal(platform('math'), platform('system.math'));
  assert.equal(platform('sobjecttype'), platform('schema.sobjecttype'));
  assert.equal(platform('database').qualifiedName, 'System.Database');
  assert.equal(platform('database.saveresult').qualifiedName, 'Database.SaveResult');
  assert.equal(platform('eventbus.triggercontext').qualifiedName, 'eventbus.TriggerContext');
  assert.equal(universe.platformType('nobody'), undefined);
});

test('namespaces are known, the schema part answers for labels', () => {
  assert.ok(universe.isNamespace('connectapi'));
  assert.ok(!universe.isNamespace('holdfast'));
  assert.ok(universe.hasLabel('greeting'));
});

test('types inside types know their outer type and are found through it', () => {
  const header = platform('database.dmloptions.emailheader');
  assert.equal(header.outer, platform('database.dmloptions'));
  assert.equal(platform('database.dmloptions').innerTypes.get('emailheader'), header);
  assert.equal(platform('database.dmloptions').outer, undefined);
});

test('a supported member carries its key, an unsupported one is known but has no implementation', () => {
  assert.deepEqual(method('database', 'insert', 2).implementation?.key.startsWith('System.Database.insert('), true);
  assert.equal(method('database', 'convertlead', 1).implementation, undefined);
  assert.equal(method('connectapi.chatterfeeds', 'deletecomment', 2).implementation, undefined);
});

test('Database methods ask for the access of the calling class, those with an AccessLevel for its system access', () => {
  const byLevel = platform('database').methods.get('query')!.map(({ parameters, implementation }) => [parameters.length, implementation?.needsAccess, implementation?.needsSystemAccess]);
  assert.deepEqual(byLevel, [[1, true, false], [2, false, true]]);
});

test('interface methods and the methods of Exception are called through their slots', () => {
  const compare = method('comparable', 'compareto', 1);
  assert.deepEqual([compare.slot, compare.implementation?.dispatch, compare.isAbstract], ['compareto$object', 'virtual', true]);
  assert.deepEqual([method('exception', 'getmessage', 0).slot, method('exception', 'getmessage', 0).implementation?.dispatch], ['getmessage$', 'virtual']);
  assert.equal(method('queueable', 'execute', 1).slot, 'execute$queueablecontext');
});

test('generic types carry their parameter through collections and supertypes', () => {
  const list = platform('list');
  assert.deepEqual(list.typeParameters, ['T']);
  assert.deepEqual(method('list', 'get', 1).returnType, { kind: 'parameter', name: 'T' });
  assert.deepEqual(list.interfaces, [{ kind: 'class', symbol: platform('iterable'), arguments: [{ kind: 'parameter', name: 'T' }] }]);
  assert.deepEqual(method('map', 'keyset', 0).returnType, { kind: 'set', element: { kind: 'parameter', name: 'K' } });
});

test('exceptions extend Exception and have the constructors the platform declares', () => {
  const dml = platform('dmlexception');
  assert.deepEqual(dml.superType, { kind: 'class', symbol: platform('exception'), arguments: [] });
  assert.deepEqual(dml.constructors.map(({ implementation }) => implementation?.key),
    ['System.DmlException.new()', 'System.DmlException.new(Exception)', 'System.DmlException.new(String)', 'System.DmlException.new(String,Exception)']);
});

test('an enum has its constants in the order of their ordinals and the methods of every enum', () => {
  const operation = platform('triggeroperation');
  assert.deepEqual(operation.constants.slice(0, 4), ['BEFORE_INSERT', 'BEFORE_UPDATE', 'BEFORE_DELETE', 'AFTER_INSERT']);
  assert.equal(operation.fields.get('before_insert')?.isEnumConstant, true);
  assert.equal(method('triggeroperation', 'valueof', 1).implementation?.key, 'System.TriggerOperation.valueOf(String)');
  assert.equal(platform('connectapi.feedsortorder').fields.get('createddateasc')?.implementation?.key, 'ConnectApi.FeedSortOrder.get CreatedDateAsc');
});

test('a property can be assigned where the library implements its setter', () => {
  const response = platform('restresponse').fields;
  assert.deepEqual([response.get('statuscode')?.implementation?.key, response.get('statuscode')?.setterImplementation?.key],
    ['System.RestResponse.get statusCode', 'System.RestResponse.set statusCode']);
  assert.equal(response.get('headers')?.setterImplementation, undefined);
});

test('every type of the platform can be built, with all its members and supertypes', () => {
  let members = 0;
  for (const name of platformTypeNames()) {
    const symbol = platform(name);
    members += symbol.constructors.length + symbol.fields.size + [...symbol.methods.values()].flat().length + symbol.interfaces.length + (symbol.superType === undefined ? 0 : 1);
    for (const each of [...symbol.methods.values()].flat()) assert.equal(each.slot, slotName(each.name, each.parameters.map(({ type }) => type)));
  }
  assert.ok(members > 10_000);
});

test('every member the library implements is reached from a symbol, and its key gives a function', () => {
  const reached = new Set<string>();
  for (const name of platformTypeNames()) {
    const symbol = platform(name);
    const implementations = [
      ...symbol.constructors.map(({ implementation }) => implementation), ...[...symbol.methods.values()].flat().map(({ implementation }) => implementation),
      ...[...symbol.fields.values()].flatMap((field) => [field.implementation, field.setterImplementation]),
    ];
    for (const implementation of implementations) {
      if (implementation === undefined) continue;
      reached.add(implementation.key);
      if (symbol.kind !== 'interface') assert.equal(typeof libraryFunction(implementation.key), 'function');
    }
  }
  assert.deepEqual([...libraryClasses()].flatMap(({ signatures }) => [...signatures.keys()]).filter((key) => !reached.has(key)), []);
});
