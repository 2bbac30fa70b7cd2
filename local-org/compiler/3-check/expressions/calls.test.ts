import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, checkTexts, messagesOf, messagesOfStatements, sound, typedExpression } from '../testing/check.ts';
import { printStatement } from '../testing/print.ts';

const body = (typeName: string, method: string, ...texts: readonly string[]): string[] => bodyOf(sound(checkTexts(...texts)), typeName, method).map(printStatement);

test('the nearest numeric overload is taken', () => {
  assert.equal(typedExpression('Math.max(1, 2)'), 'System.Math.platform:max$integer$integer(1, 2) : Integer');
  assert.equal(typedExpression('Math.max(1, 2L)'), 'System.Math.platform:max$long$long(IntegerToLong(1), 2L) : Long');
  assert.equal(typedExpression('Math.max(1.5, 2)'), 'System.Math.platform:max$decimal$decimal(1.5m, IntegerToDecimal(2)) : Decimal');
  assert.equal(typedExpression('Math.pow(2, 0.5)'), 'System.Math.platform:pow$double$double(IntegerToDouble(2), DecimalToDouble(0.5m)) : Double');
});

test('an exact parameter goes before Object', () => {
  assert.equal(typedExpression('String.valueOf(1)'), 'System.String.platform:valueof$integer(1) : String');
  assert.equal(typedExpression('String.valueOf(true)'), 'System.String.platform:valueof$object(Upcast<Object>(true)) : String');
});

test('a list of texts goes to a list of Object before Object, a list of Id last', () => {
  const call = 'void call() { m(new List<String>()); } }';
  assert.deepEqual(body('A', 'call', `public class A { void m(Object o) { } void m(List<Object> o) { } ${call}`), ['this.direct:m$list_of_object(Upcast<List<Object>>(List<String>{}))']);
  assert.deepEqual(body('A', 'call', `public class A { void m(Object o) { } void m(List<Id> o) { } ${call}`), ['this.direct:m$object(Upcast<Object>(List<String>{}))']);
});

test('a null argument goes to the most special parameter, or is ambiguous', () => {
  const overloads = 'public class A { String m(Object o) { return null; } String m(SObject s) { return null; } String m(Account a) { return null; } ';
  assert.deepEqual(body('A', 'call', `${overloads} Object call() { return m(null); } }`), ['return Upcast<Object>(this.direct:m$account(null))']);
  assert.deepEqual(messagesOf(`${overloads} String m(Contact c) { return null; } Object call() { return m(null); } }`).map((message) => message.slice(0, 20)), ['Method is ambiguous:']);
});

test('overloads that differ only inside a collection stay apart', () => {
  const text = "public class A { public void m(List<Integer> a) { } public void m(List<String> b) { } void call() { m(new List<Integer>()); m(new List<String>()); } }";
  assert.deepEqual(body('A', 'call', text), ['this.virtual:m$list_of_integer(List<Integer>{})', 'this.virtual:m$list_of_string(List<String>{})']);
});

test('public methods are called through their slot, private ones directly, static ones on the class', () => {
  const text = 'public virtual class A { public void open() { } private void hidden() { } static void fixed() { } void call(A other) { open(); this.open(); hidden(); other.hidden(); fixed(); A.fixed(); } }';
  assert.deepEqual(body('A', 'call', text), ['this.virtual:open$()', 'this.virtual:open$()', 'this.direct:hidden$()', 'other.virtual:hidden$()', 'A.static:fixed$()', 'A.static:fixed$()']);
});

test('super calls the inherited method, an inner class the statics of its outer class', () => {
  const texts = [
    'public virtual class Base { public virtual String name() { return null; } }',
    "public class Outer { static void log() { } class Inner extends Base { public override String name() { log(); return super.name() + super.toString(); } } }",
  ];
  assert.deepEqual(body('Outer.Inner', 'name', ...texts), ['Outer.static:log$()', 'return concat(this.direct:name$(), this.platform:tostring$())']);
});

test('every object has the methods of Object', () => {
  assert.equal(typedExpression('this.toString() + o.hashCode()', 'Object o;'), 'concat(this.platform:tostring$(), o.platform:hashcode$()) : String');
});

test('enums have values, valueOf, name and ordinal', () => {
  const texts = ["public enum Color { RED, GREEN }", "public class A { void m() { List<Color> all = Color.values(); Color c = Color.valueOf('RED'); String n = c.name(); Integer o = Color.green.ordinal(); } }"];
  assert.deepEqual(body('A', 'm', ...texts), ['List<Color> all = Color.static:values$()', "Color c = Color.static:valueof$string('RED')", 'String n = c.platform:name$()', 'Integer o = Color.GREEN.platform:ordinal$()']);
});

test('methods of collections take and give their elements', () => {
  assert.equal(typedExpression('byName.get(text).size()', 'Map<String, List<Account>> byName;'), 'byName.platform:get$object(this.text).platform:size$() : Integer');
  assert.deepEqual(messagesOfStatements('List<Integer> xs; xs.add(text);'), ['Method does not exist or incorrect signature: void add(String) from the type List<Integer>']);
});

test('a call through an interface uses the slot of the interface', () => {
  const texts = ['public interface Shape { Decimal area(); }', 'public class A { Decimal m(Shape s, Comparable c) { c.compareTo(s); return s.area(); } }'];
  assert.deepEqual(body('A', 'm', ...texts), ['c.platform:compareto$object(Upcast<Object>(s))', 'return s.virtual:area$()']);
});

test('constructors are chosen like methods, with their own words', () => {
  const text = 'public class A { A(Integer n) { } A(Decimal d) { } static Object m() { return new A(1L); } }';
  assert.deepEqual(body('A', 'm', text), ['return Upcast<Object>(new A.new$decimal(LongToDecimal(1L)))']);
  assert.deepEqual(messagesOf("public abstract class B { } ", "public class C { Object m() { Object o = new B(); o = new C('x'); return new LoggingLevel(); } }"), [
    'Abstract classes cannot be constructed: B', 'Constructor not defined: [C].<Constructor>(String)', 'Type cannot be constructed: System.LoggingLevel',
  ]);
});

test('an exception of the project has the four constructors of Exception', () => {
  const texts = ['public class BadException extends Exception { }', "public class A { void m(Exception e) { throw new BadException('x', new BadException()); } }"];
  sound(checkTexts(...texts));
  assert.deepEqual(messagesOf('public class BadException extends Exception { }', 'public class A { Object m() { return new BadException(1); } }'), ['Constructor not defined: [BadException].<Constructor>(Integer)']);
});

test('this(…) and super(…) come first and only in constructors', () => {
  const texts = ['public virtual class Base { public Base(Integer n) { } }', 'public class Sub extends Base { Sub() { super(1); } Sub(String s) { this(); } void m() { super(1); } Sub(Long l) { } }'];
  assert.deepEqual(messagesOf(...texts), ["Call to 'this()' or 'super()' must be the first statement in a constructor method", 'Constructor not defined: [Base].<Constructor>()'].toReversed());
});
