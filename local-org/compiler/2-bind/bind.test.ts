import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFiles, checkTexts, messagesOf, methodNamed, sound, typeNamed } from '../3-check/testing/check.ts';

const bridgesOf = (typeName: string, ...texts: readonly string[]): string[] => {
  const type = typeNamed(sound(checkTexts(...texts)), typeName);
  return (type.bridges ?? []).map(({ slot, method }) => `${slot} -> ${method.owner.qualifiedName}.${method.slot}`);
};
const slotOf = (typeName: string, method: string, ...texts: readonly string[]): string => methodNamed(sound(checkTexts(...texts)), typeName, method).symbol.slot;

// ---- names and inheritance

test('types are known by their declared spelling and found in any', () => {
  const { symbols } = sound(checkTexts('public class Outer { class Inner { } OUTER.inner field; }'));
  assert.deepEqual([...symbols.values()].map((symbol) => symbol.qualifiedName), ['Outer', 'Outer.Inner']);
  assert.equal(symbols.get('outer.inner')?.name, 'Inner');
});

test('supertypes may be declared in any order and be inner types of other classes', () => {
  const texts = ['public class C extends B { }', 'public abstract class B extends A.Base { }', 'public class A { public virtual class Base { public Integer n; } }'];
  const type = typeNamed(sound(checkTexts(...texts)), 'C');
  assert.equal(type.symbol.superType?.kind === 'class' && type.symbol.superType.symbol.qualifiedName, 'B');
});

test('inheritance in a circle is told and cut', () => {
  assert.deepEqual(messagesOf('public virtual class A extends B { }', 'public virtual class B extends A { }'), ['Circular definition: A']);
  assert.deepEqual(messagesOf('public interface I extends J { }', 'public interface J extends I { void m(); }'), ['Circular definition: I']);
});

test('only virtual and abstract classes are extended, only interfaces implemented', () => {
  assert.deepEqual(messagesOf('public class Closed { }', 'public class A extends Closed { }', 'public class B implements Closed { }', 'public class C extends Comparable { }', 'public class D extends Account { }'), [
    'Non-virtual and non-abstract type cannot be extended: Closed', 'Class must implement an interface: Closed', 'Class must extend another class: System.Comparable', 'Class must extend another class: Account',
  ]);
});

test('the name of an exception says so', () => {
  assert.deepEqual(messagesOf('public class Failure extends Exception { }'), ["Classes that extend Exception must have a name that ends with 'Exception': Failure"]);
});

test('duplicates are told by name', () => {
  assert.deepEqual(messagesOf('public class A { Integer n; String N; void m(Integer a) { } Integer M(Integer b) { return 1; } A() { } A() { } class X { } class x { } enum E { P, p } }', 'public class a { }'), [
    'Duplicate field: N', 'Method already defined: Integer M(Integer) from the type A', 'Constructor already defined: <Constructor>() from the type A', 'Duplicate type: x', 'Duplicate enum value: p',
    'Duplicate type: a',
  ]);
});

test('fields, methods and inner types have names of their own kinds', () => {
  sound(checkTexts('public class A { Integer item; Integer item() { return item; } class Item { } }'));
});

test('inner types go one level deep and have no statics', () => {
  assert.deepEqual(messagesOf('public class A { class B { class C { } static Integer n; static void m() { } } }'), [
    'Inner types are not allowed to have inner types: C', 'Static can only be used on fields of a top level type', 'Static can only be used on methods of a top level type',
  ]);
});

test('a private inner type is for its outermost type', () => {
  assert.deepEqual(messagesOf('public class A { class Hidden { } public class Open { } @TestVisible class Half { } }', 'public class B { A.Hidden h; A.Open o; A.Half f; }', '@IsTest class T { A.Half f; }'), [
    'Type is not visible: A.Hidden', 'Type is not visible: A.Half',
  ]);
});

test('type arguments are counted', () => {
  assert.deepEqual(messagesOf('public class A { List l; Map<Id> m; Iterator<Integer, Integer> i; Account<Id> a; }'), [
    'Wrong number of type arguments for List, expected: 1', 'Wrong number of type arguments for Map, expected: 2', 'Wrong number of type arguments for Iterator, expected: 1',
    'Wrong number of type arguments for Account, expected: 0',
  ]);
});

// ---- overriding

test('an override takes the slot of its root through all generations', () => {
  const texts = [
    'public virtual class A { public virtual void run(Integer n) { } }',
    'public virtual class B extends A { public override void run(Integer n) { } }',
    'public class C extends B { public override void run(Integer n) { } }',
  ];
  const method = methodNamed(sound(checkTexts(...texts)), 'C', 'run').symbol;
  assert.equal(method.slot, 'run$integer');
  assert.deepEqual(method.overrides.map((each) => each.owner.name), ['B']);
});

test('a method that implements a generic platform interface takes the erased slot', () => {
  const text = 'public class ByName implements Comparator<Account> { public Integer compare(Account a, Account b) { return 0; } }';
  assert.equal(slotOf('ByName', 'compare', text), 'compare$object$object');
  assert.equal(slotOf('Job', 'execute', 'public class Job implements Queueable { public void execute(QueueableContext context) { } }'), 'execute$queueablecontext');
});

test('an inherited method that implements an interface is bridged', () => {
  const texts = ['public virtual class Base { public Integer compare(Account a, Account b) { return 0; } }', 'public class ByName extends Base implements Comparator<Account> { }'];
  assert.deepEqual(bridgesOf('ByName', ...texts), ['compare$object$object -> Base.compare$account$account']);
});

test('one method may answer to several roots', () => {
  const texts = [
    'public interface Ranked { Integer compare(Account a, Account b); }',
    'public class ByName implements Ranked, Comparator<Account> { public Integer compare(Account a, Account b) { return 0; } }',
  ];
  assert.equal(slotOf('ByName', 'compare', ...texts), 'compare$account$account');
  assert.deepEqual(bridgesOf('ByName', ...texts), ['compare$object$object -> ByName.compare$account$account']);
});

test('equals, hashCode and toString need no override', () => {
  const text = "public class P { public Boolean equals(Object o) { return true; } public Integer hashCode() { return 1; } public override String toString() { return 'p'; } }";
  assert.equal(slotOf('P', 'equals', text), 'equals$object');
  assert.equal(slotOf('P', 'toString', text), 'tostring$');
});

test('a class implements all methods of its interfaces and abstract superclasses', () => {
  assert.deepEqual(messagesOf('public interface Shape { Decimal area(Integer n); }', 'public class Circle implements Shape { }'), ['Class Circle must implement the method: Decimal Shape.area(Integer)']);
  assert.deepEqual(messagesOf('public abstract class Base { public abstract void go(); }', 'public class Sub extends Base { }'), ['Class Sub must implement the method: void Base.go()']);
  assert.deepEqual(messagesOf('public class S implements Comparator<Account> { public Integer compare(SObject a, SObject b) { return 0; } }'), [
    'Class S must implement the method: Integer System.Comparator<Account>.compare(Account, Account)',
  ]);
  sound(checkTexts('public interface Shape { Decimal area(); }', 'public abstract class Base implements Shape { }', 'public class Square extends Base { public Decimal area() { return 1; } }'));
});

test('a batch class may start with an Iterable', () => {
  const body = 'public void execute(Database.BatchableContext c, List<Account> rows) { } public void finish(Database.BatchableContext c) { }';
  sound(checkTexts(`public class B implements Database.Batchable<Account> { public Iterable<Account> start(Database.BatchableContext c) { return null; } ${body} }`));
  sound(checkTexts(`public class B implements Database.Batchable<Account> { public Database.QueryLocator start(Database.BatchableContext c) { return null; } ${body} }`));
});

test('a batch of SObjects may execute a list of one record type', () => {
  const text = 'public class B implements Database.Batchable<SObject> { public Database.QueryLocator start(Database.BatchableContext c) { return null; } public void execute(Database.BatchableContext c, List<Account> rows) { } public void finish(Database.BatchableContext c) { } }';
  assert.equal(slotOf('B', 'execute', text), 'execute$batchablecontext$list');
});

test('a method with the parameters of equals and another result is no override of it', () => {
  assert.equal(slotOf('Matcher', 'equals', 'public class Matcher { public Matcher equals(Object value) { return this; } }'), 'equals$object$own');
});

test('the header of a class sees its own inner types', () => {
  sound(checkTexts('public class Pages implements Iterable<Page> { public class Page { } public Iterator<Page> iterator() { return null; } }'));
});

test('a method may answer to an interface with a subtype of its result', () => {
  const texts = ['public interface Shape { Shape copy(); Object area(); }', 'public class Area { }'];
  sound(checkTexts(...texts, 'public class Circle implements Shape { public Circle copy() { return this; } public Area area() { return null; } }'));
  assert.deepEqual(messagesOf(...texts, 'public class Square implements Shape { public Area copy() { return null; } public Area area() { return null; } }'), [
    'Return type of overriding method does not match overridden method: Area copy()',
  ]);
});

test('a method may answer to an interface with a record for an SObject and a String for an Id, but not with another number', () => {
  const texts = ['public interface Source { SObject record(); Id key(); Long count(); }'];
  sound(checkTexts(...texts, 'public class Good implements Source { public Account record() { return null; } public String key() { return null; } public Long count() { return 1; } }'));
  assert.deepEqual(messagesOf(...texts, 'public class Bad implements Source { public String record() { return null; } public Id key() { return null; } public Integer count() { return 1; } }'), [
    'Return type of overriding method does not match overridden method: String record()', 'Return type of overriding method does not match overridden method: Integer count()',
  ]);
});

test('an override of a class method returns just what the class declares', () => {
  const texts = ['public abstract class Base { public abstract SObject record(); public virtual Base copy() { return this; } }'];
  assert.deepEqual(messagesOf(...texts, 'public class Sub extends Base { public override Account record() { return null; } public override Sub copy() { return this; } }'), [
    'Return type of overriding method does not match overridden method: Account record()', 'Return type of overriding method does not match overridden method: Sub copy()',
  ]);
});

test('a method that takes a map of Object answers to an interface method that takes a map of a class', () => {
  const texts = ['public interface Matcher { void match(Map<String, Object> values); void match(Map<String, Account> values); }'];
  const bridges = bridgesOf('Recorder', ...texts, 'public class Recorder implements Matcher { public void match(Map<String, Object> values) { } }');
  assert.equal(bridges.length, 1);
  assert.deepEqual(messagesOf(...texts, 'public class Recorder implements Matcher { public void match(Map<String, Account> values) { } }'), [
    'Class Recorder must implement the method: void Matcher.match(Map<String,Object>)',
  ]);
});

test('an inner class overrides an abstract method without access modifier of another inner class', () => {
  sound(checkTexts('public class Kit { public abstract class Base { abstract void go(); } public class Sub extends Base { public override void go() { } } }'));
  assert.deepEqual(messagesOf('public abstract class Base { abstract void go(); }', 'public class Sub extends Base { public override void go() { } }'), [
    '@Override specified for non-overriding method: void go()',
  ]);
});

test('a static method in place of an interface method is taken', () => {
  sound(checkTexts('public class Job implements Queueable { public static void execute(QueueableContext c) { } }'));
});

test('the rules of overriding', () => {
  const base = 'public virtual class Base { public virtual void a() { } public void b() { } public virtual Integer c() { return 1; } private void d() { } }';
  assert.deepEqual(messagesOf(base, 'public class Sub extends Base { public void a() { } public override void b() { } public override String c() { return null; } public void d() { } public override void e() { } }'), [
    'Method must use the override keyword: void a()', 'Non-virtual, non-abstract methods cannot be overridden: void b()',
    'Return type of overriding method does not match overridden method: String c()', '@Override specified for non-overriding method: void e()',
  ]);
  assert.deepEqual(messagesOf(base, 'public class Sub extends Base { protected override void a() { } }'), ['Cannot reduce the visibility of the overridden method: void a()']);
  assert.deepEqual(messagesOf('public interface I { void m(); }', 'public class A implements I { void m() { } }'), ['Overriding implementations of global or public interface methods must be global or public: void m()']);
});

test('abstract methods have no body and live in abstract classes', () => {
  assert.deepEqual(messagesOf('public class A { public abstract void a(); public void b(); }', 'public abstract class B { public abstract void a() { } }'), [
    'Abstract methods must be declared in an abstract class: a', 'Method must define a body: b', 'Abstract methods cannot have a body: a',
  ]);
});

// ---- what else a declaration says

test('the sharing of a class is what it states', () => {
  const result = sound(checkTexts('public with sharing class A { class Inner { } }', 'public inherited sharing class B { }', 'public class C { }'));
  assert.deepEqual(result.program.types.map((type) => type.sharing), ['with sharing', 'inherited sharing', undefined]);
  assert.equal(result.program.types[0]!.inner[0]!.sharing, undefined);
});

test('annotations keep their parameters under folded names', () => {
  const type = typeNamed(sound(checkTexts("@RestResource(urlMapping='/x/*') global class A { @HttpGet global static String read() { return null; } @IsTest(SeeAllData=true) static void t() { } }")), 'A');
  assert.equal(type.annotations.get('restresource')?.['urlMapping'], '/x/*');
  assert.deepEqual([...type.methods[0]!.annotations.keys()], ['httpget']);
});

test('initialisers keep the order of the source, statics apart', () => {
  const type = typeNamed(sound(checkTexts('public class A { Integer a = 1; static Integer s = 2; { a = 3; } static { s = 4; } Integer b = a; }')), 'A');
  assert.deepEqual(type.instanceInitializers.map((each) => (each.kind === 'field' ? each.field.name : 'block')), ['a', 'block', 'b']);
  assert.deepEqual(type.staticInitializers.map((each) => (each.kind === 'field' ? each.field.name : 'block')), ['s', 'block']);
});

test('anonymous Apex is a class of its own with its statements in a static method', () => {
  const result = sound(checkFiles({ path: 'anonymous', kind: 'anonymous', text: 'Integer n = twice(2); System.debug(n); Integer twice(Integer v) { return v * 2; } class Part { }' }));
  const type = typeNamed(result, 'AnonymousBlock');
  assert.deepEqual(type.methods.map((method) => `${method.symbol.isStatic ? 'static ' : ''}${method.symbol.name}`), ['static twice', 'static execute']);
});

test('mistakes are told in document order with file and place', () => {
  const [first, second] = checkTexts('public class A {\n  Integer m() {\n    Nowhere n;\n    return nothing;\n  }\n}').diagnostics;
  assert.deepEqual([first!.path, first!.pos.line, first!.code], ['file0', 3, 'APX3001']);
  assert.deepEqual([second!.pos.line, second!.pos.column, second!.kind], [4, 12, 'error']);
});
