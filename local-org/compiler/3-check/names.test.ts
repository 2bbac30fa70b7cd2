import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, checkTexts, messagesOf, messagesOfStatements, sound, typedExpression, typedStatements } from './testing/check.ts';
import { printStatement } from './testing/print.ts';

const body = (typeName: string, method: string, ...texts: readonly string[]): string[] => bodyOf(sound(checkTexts(...texts)), typeName, method).map(printStatement);

test('names ignore case', () => {
  assert.deepEqual(typedStatements('INTEGER x = NUMBER; SYSTEM.DEBUG(X);'), ['Integer x = this.number', 'System.System.platform:debug$object(Upcast<Object>(x))']);
});

test('a local variable hides a field and a type of its name', () => {
  assert.deepEqual(typedStatements("Account account = new Account(Name = 'a'); String n = account.Name;").slice(1), ['String n = account.Account:Name']);
  assert.deepEqual(typedStatements('Integer number = 1; number = 2;').slice(1), ['number := 2']);
});

test('a field is found in the class, then in superclasses, then among the statics of the outer class', () => {
  const texts = [
    'public virtual class Base { protected Integer inherited; }',
    'public class Outer { static Integer shared; Integer own; class Inner extends Base { Integer get() { return inherited + shared; } } }',
  ];
  assert.deepEqual(body('Outer.Inner', 'get', ...texts), ['return (this.inherited +Integer Outer.shared)']);
});

test('an instance field of the outer class is out of reach for an inner class', () => {
  assert.deepEqual(messagesOf('public class Outer { Integer own; class Inner { Integer get() { return own; } } }'), ['Variable does not exist: own']);
});

test('a type of the project hides a platform type of its name, its namespace still reaches the platform', () => {
  const texts = ["public class Math { public static Integer max(Integer a, Integer b) { return 0; } }", 'public class User1 { Object own() { return Math.max(1, 2); } Object platform() { return System.Math.max(1, 2); } }'];
  assert.deepEqual(body('User1', 'own', ...texts), ['return Upcast<Object>(Math.static:max$integer$integer(1, 2))']);
  assert.deepEqual(body('User1', 'platform', ...texts), ['return Upcast<Object>(System.Math.platform:max$integer$integer(1, 2))']);
});

test('a class named like an sObject hides it, Schema reaches the sObject', () => {
  const texts = ['public class Account { public Integer size; }', 'public class Reader { Integer a(Account x) { return x.size; } String b(Schema.Account y) { return y.Name; } }'];
  assert.deepEqual(body('Reader', 'a', ...texts), ['return x.size']);
  assert.deepEqual(body('Reader', 'b', ...texts), ['return y.Account:Name']);
});

test('inner types are inherited', () => {
  const texts = ['public virtual class Base { public class Part { public Integer n; } }', 'public class Derived extends Base { Integer get(Part p) { return p.n; } }'];
  assert.deepEqual(body('Derived', 'get', ...texts), ['return p.n']);
});

test('an inner type goes before a top-level type of the same name', () => {
  const texts = ['public class Part { }', 'public class Whole { public class Part { public Integer n; } Integer get(Part p) { return p.n; } }'];
  assert.deepEqual(body('Whole', 'get', ...texts), ['return p.n']);
});

test('unknown names are told by name, once', () => {
  assert.deepEqual(messagesOfStatements('Object o = nothing; o = nothing.more.still(); o = text.zap(); Nowhere x; x.foo(); o = Nobody.foo();'), [
    'Variable does not exist: nothing', 'Variable does not exist: nothing', 'Method does not exist or incorrect signature: void zap() from the type String', 'Invalid type: Nowhere',
    'Variable does not exist: Nobody',
  ]);
});

test('a wrong argument is one mistake, not two', () => {
  assert.deepEqual(messagesOfStatements('twice(nothing); twice(text); twice();'), [
    'Variable does not exist: nothing',
    'Method does not exist or incorrect signature: void twice(String) from the type Host',
    'Method does not exist or incorrect signature: void twice() from the type Host',
  ]);
});

test('instance members cannot be used from a static context', () => {
  assert.deepEqual(messagesOf('public class A { Integer n; void m() { } static void s() { n = 1; m(); A.m(); Object o = this; } }'), [
    'Non static variable cannot be referenced from a static context: n',
    'Non static method cannot be referenced from a static context: void m()',
    'Non static method cannot be referenced from a static context: void m()',
    'this cannot be referenced in a static context',
  ]);
});

test('static members cannot be used through an instance', () => {
  assert.deepEqual(messagesOf('public class A { public static Integer n; public static void s() { } void m(A other) { other.s(); Object o = other.n; } }'), [
    'Static method cannot be referenced from a non static context: void s()', 'Static variable cannot be referenced from a non static context: n',
  ]);
});

test('private members are for the outermost class, protected ones for subclasses too', () => {
  const owner = 'public virtual class Owner { private Integer a; protected Integer b; @TestVisible private Integer c; private void m() { } private Owner(Integer n) { } public Owner() { } class Inner { Integer get(Owner o) { o.m(); return o.a; } } }';
  assert.deepEqual(messagesOf(owner, 'public class Sub extends Owner { Integer get() { return b; } Integer no() { return a; } }'), ['Variable is not visible: a']);
  assert.deepEqual(messagesOf(owner, 'public class Other { Object get(Owner o) { o.m(); o = new Owner(1); return o.b + o.c; } }'), [
    'Method is not visible: void m()', 'Constructor is not visible: [Owner].<Constructor>(Integer)', 'Variable is not visible: b', 'Variable is not visible: c',
  ]);
  assert.deepEqual(messagesOf(owner, '@IsTest class OwnerTest { Object get(Owner o) { return o.c; } }'), []);
});

test('a private setter is for the class itself', () => {
  assert.deepEqual(messagesOf('public class A { public Integer n { get; private set; } public Integer r { get { return 1; } } void m() { n = 1; r = 2; } }', 'public class B { Object m(A a) { a.n = 2; return a.n; } }'), [
    'Field is not writeable: r', 'Variable is not visible: n',
  ]);
});

test('in its own accessor a property means the backing field', () => {
  const result = sound(checkTexts("public class A { public String p { get { if (p == null) { p = 'x'; } return p; } set { p = value; } } }"));
  const [field] = result.program.types[0]!.fields;
  assert.deepEqual(field!.setter!.body.map(printStatement), ['this.@p := value']);
  assert.equal(field!.getter!.body.map(printStatement).at(-1), 'return this.@p');
});

test('final members are set in their declaration, initialisers and constructors only', () => {
  assert.deepEqual(messagesOf('public class A { final Integer a = 1; final Integer b; static final Integer C; static { C = 2; } { a = 1; } A() { b = 2; } void m() { b = 3; C = 4; final Integer l = 1; l = 2; final Integer k; k = 1; } }'), [
    'Final members can only be assigned in their declaration, init blocks, or constructors: b',
    'Final members can only be assigned in their declaration, init blocks, or constructors: C',
    'Cannot assign to final variable: l',
  ]);
});

test('labels are known by name', () => {
  assert.equal(typedExpression('Label.Greeting'), 'label:Greeting : String');
  assert.equal(typedExpression('System.Label.greeting'), 'label:greeting : String');
  assert.deepEqual(messagesOfStatements('Object o = Label.Nothing;'), ['External string does not exist: Nothing']);
});

test('enum constants, class literals and namespaced types are values and types', () => {
  assert.equal(typedExpression('System.LoggingLevel.DEBUG'), 'System.LoggingLevel.DEBUG : System.LoggingLevel');
  assert.equal(typedExpression('Account.class'), 'Account.class : System.Type');
  assert.equal(typedExpression("Database.query('x').size()"), "System.Database.platform:query$string('x').platform:size$() : Integer");
  assert.deepEqual(messagesOfStatements('Object o = Account; o = LoggingLevel;'), ['Variable does not exist: Account', 'Variable does not exist: LoggingLevel']);
});

test('what the local org does not implement is refused by name', () => {
  const result = checkTexts('public class A { void m(XmlStreamReader r) { r.next(); HttpRequest q = new HttpRequest(); q.body = q.method; q.method = q.body; Object o = [FIND \'x\' RETURNING Account]; } }');
  assert.deepEqual(result.diagnostics.map(({ kind, message }) => `${kind}: ${message}`), [
    'unsupported: Not supported by the local org: System.XmlStreamReader.next()',
    'unsupported: Not supported by the local org: assigning System.HttpRequest.method',
    'unsupported: Not supported by the local org: SOSL (FIND …)',
  ]);
});

test('a final property fills its own backing field', () => {
  assert.deepEqual(messagesOf('public class A { static final Integer CACHED { get { if (CACHED == null) { CACHED = 1; } return CACHED; } set; } void m() { CACHED = 2; } }'), [
    'Final members can only be assigned in their declaration, init blocks, or constructors: CACHED',
  ]);
});

test('an unknown type inside a collection is one mistake', () => {
  assert.deepEqual(messagesOfStatements('List<Nowhere> all = new List<Account>(); insert all; Object o = new Nowhere(Name = text);'), ['Invalid type: Nowhere', 'Invalid type: Nowhere']);
});

test('pages and flows are refused by name', () => {
  assert.deepEqual(messagesOfStatements('Flow.Interview.Welcome f;'), ['Not supported by the local org: flows as Apex types (Flow.Interview.Welcome)']);
  assert.deepEqual(messagesOfStatements('Object o = Page.Receipt;'), ['Not supported by the local org: Visualforce pages (Page.…)']);
});

test('right of a type, an inner type is not hidden by an instance field of its name', () => {
  const texts = ['public virtual class Group { public enum Kind { ALL, ANY } public Kind kind; public Group(Kind kind) { this.kind = kind; } }'];
  sound(checkTexts(...texts, 'public class All extends Group { public All() { super(Group.Kind.ALL); } static Object first() { return Group.Kind.ALL; } }'));
  assert.deepEqual(messagesOf('public class A { public Integer size; static Integer f() { return A.size; } }'), ['Non static variable cannot be referenced from a static context: size']);
});

test('a constructor sets final fields it inherits; methods, and initializers of the subclass, do not', () => {
  const base = 'public virtual class Base { protected final Integer size; private final Integer own; }';
  sound(checkTexts(base, 'public class Sub extends Base { public Sub() { this.size = 1; } }'));
  const message = 'Final members can only be assigned in their declaration, init blocks, or constructors: size';
  assert.deepEqual(messagesOf(base, 'public class Sub extends Base { { size = 1; } void f() { size = 2; } public Sub(Sub other) { other.size = 3; } }'), [message, message, message]);
  assert.deepEqual(messagesOf(base, 'public class Sub extends Base { public Sub() { this.own = 1; } }'), ['Variable is not visible: own']);
});

test('an Iterable of Object may stand for an Iterable of Strings', () => {
  const text = 'public class A { String join(Iterable<String> values) { return null; } String all(Iterable<Object> values) { return join(values); } }';
  assert.deepEqual(body('A', 'all', text), ['return this.direct:join$iterable(Upcast<System.Iterable<String>>(values))']);
  assert.equal(messagesOf('public class A { void join(Iterable<String> values) { } void all(Iterable<Integer> values) { join(values); } }').length, 1);
});

test('a collection of an unknown type gives one message', () => {
  assert.deepEqual(messagesOf('public class A { Object f(List<Account> rows) { return new Map<Id, Unknown>(rows); } }'), ['Invalid type: Unknown']);
});
