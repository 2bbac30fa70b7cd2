import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTexts, messagesOf, messagesOfStatements, sound, typedStatements } from '../testing/check.ts';
import { printStatement } from '../testing/print.ts';

const method = (head: string, body: string): string[] => messagesOf(`public class A { ${head} {\n${body}\n} }`);

test('a method with a result returns on every way', () => {
  assert.deepEqual(method('Integer m(Boolean b)', 'if (b) { return 1; }'), ['Missing return statement required return type: Integer']);
  assert.deepEqual(method('Integer m(Boolean b)', 'if (b) return 1; else return 2;'), []);
  assert.deepEqual(method('Integer m()', 'try { return 1; } catch (Exception e) { throw e; } finally { System.debug(1); }'), []);
  assert.deepEqual(method('Integer m()', 'try { System.debug(1); } catch (Exception e) { return 1; }'), ['Missing return statement required return type: Integer']);
  assert.deepEqual(method('Integer m(Integer i)', 'switch on i { when 1 { return 1; } when else { return 2; } }'), []);
  assert.deepEqual(method('Integer m(Integer i)', 'switch on i { when 1 { return 1; } }'), ['Missing return statement required return type: Integer']);
  assert.deepEqual(method('Integer m()', 'while (true) { return 1; }'), []);
  assert.deepEqual(method('Integer m(Boolean b)', 'while (true) { if (b) { break; } }'), ['Missing return statement required return type: Integer']);
});

test('a missing return is told at the closing brace', () => {
  const [diagnostic] = checkTexts('public class A {\n  Integer m() {\n  }\n}').diagnostics;
  assert.deepEqual([diagnostic!.pos.line, diagnostic!.pos.column], [3, 3]);
});

test('a statement after return, throw, break or continue is unreachable, told once', () => {
  assert.deepEqual(method('void m()', 'return; System.debug(1); System.debug(2);'), ['Unreachable statement']);
  assert.deepEqual(method('void m()', "throw new DmlException(); Integer i;"), ['Unreachable statement']);
  assert.deepEqual(method('void m()', 'for (Integer i = 0; i < 3; i++) { break; i = 2; }'), ['Unreachable statement']);
  assert.deepEqual(method('Integer m(Boolean b)', 'if (b) { return 1; } else { return 2; } return 3;'), ['Unreachable statement']);
});

test('return fits the method', () => {
  assert.deepEqual(method('void m()', 'return 1;'), ['Void method must not return a value']);
  assert.deepEqual(method('Integer m()', 'return;'), ['Non-void method might not return a value or might have statement after a return statement.']);
  assert.deepEqual(method('Integer m()', "return 'a';"), ['Illegal assignment from String to Integer']);
});

test('break and continue stand in loops', () => {
  assert.deepEqual(messagesOfStatements('break;'), ['Break statement must be in loop']);
  assert.deepEqual(messagesOfStatements('if (true) { continue; }'), ['Continue statement must be in loop']);
});

test('conditions are Boolean', () => {
  assert.deepEqual(messagesOfStatements("if (number) { } while ('x') { } Object o = number ? 1 : 2;"), [
    'Condition expression must be of type Boolean: Integer', 'Condition expression must be of type Boolean: String', 'Condition expression must be of type Boolean: Integer',
  ]);
});

test('a local variable may not be declared twice in nested blocks, but again after its block', () => {
  assert.deepEqual(messagesOfStatements('Integer a; if (true) { String a; }'), ['Duplicate variable: a']);
  assert.deepEqual(messagesOfStatements('if (true) { Integer a; } if (true) { String A; } for (Integer a = 0; a < 1; a++) { }'), []);
  assert.deepEqual(method('void m(Integer a)', 'Integer A;'), ['Duplicate variable: A']);
  assert.deepEqual(messagesOfStatements('for (Integer i : new List<Integer>()) { Integer i; }'), ['Duplicate variable: i']);
});

test('an expression without effect is no statement', () => {
  assert.deepEqual(messagesOfStatements("number + 1;"), ['Expression cannot be a statement.']);
});

test('loops run over lists, sets, iterables and query rows', () => {
  assert.deepEqual(typedStatements('List<Integer> xs; for (Decimal x : xs) { }').at(-1), 'for list (Decimal x = IntegerToDecimal(item) of xs)');
  assert.deepEqual(typedStatements('for (String s : new Set<String>{ text }) { }'), ['for set (String s = item of Set<String>{this.text})']);
  assert.deepEqual(typedStatements('Iterable<Account> source; for (SObject r : source) { }').at(-1), 'for iterable (SObject r = Upcast<SObject>(item) of source)');
  assert.deepEqual(typedStatements('for (Account a : [SELECT Id FROM Account]) { }'), ['for soqlRows (Account a = item of soql[rows](Account))']);
  assert.deepEqual(typedStatements('for (List<Account> chunk : [SELECT Id FROM Account]) { }'), ['for soqlChunks (List<Account> chunk = item of soql[rows](Account))']);
  assert.deepEqual(typedStatements('for (Account a : new List<SObject>()) { }'), ['for list (Account a = (Account) item of List<SObject>{})']);
  assert.deepEqual(messagesOfStatements('for (Integer i : text) { } for (Account a : new List<Contact>()) { }'), ['Loop must iterate over a collection: String', 'Loop variable must be of type Contact']);
});

test('a class that implements Iterable can be iterated', () => {
  const text = 'public class Numbers implements Iterable<Integer> { public Iterator<Integer> iterator() { return null; } void all() { for (Integer i : this) { } } }';
  assert.deepEqual(sound(checkTexts(text)).program.types[0]!.methods[1]!.body.map(printStatement), ['for iterable (Integer i = item of this)']);
});

test('switch takes values of the subject and unqualified enum constants', () => {
  assert.deepEqual(typedStatements("LoggingLevel l; switch on l { when INFO, debug { } when null { } when else { } }").at(-1), 'switch l {System.LoggingLevel.INFO, System.LoggingLevel.DEBUG | null}');
  assert.deepEqual(typedStatements('Long l; switch on l { when 1, -2L { } }').at(-1), 'switch l {IntegerToLong(1), -2L}');
  assert.deepEqual(messagesOfStatements("switch on number { when 1, 1 { } when 'a' { } } switch on 1.5 { when 1 { } } LoggingLevel l; switch on l { when LOUD { } }"), [
    'Duplicate when value: 1', 'When value must be of type Integer: String', 'Switch expression must be of type Integer, Long, String, SObject or enum: Decimal', 'When value must be of type Decimal: Integer',
    'Variable does not exist: LOUD',
  ].filter((message) => !message.includes('Decimal: Integer')));
});

test('switch on a record tells its type', () => {
  assert.deepEqual(typedStatements('SObject r; switch on r { when Account a { a.Name = text; } when Contact c { } when null { } when else { } }').at(-1), 'switch r {Account | Contact | null}');
});

test('only exceptions are thrown and caught, special ones before general ones', () => {
  assert.deepEqual(messagesOfStatements("throw text;"), ['Throw expression must be of type exception: String']);
  assert.deepEqual(messagesOfStatements('try { ping(); } catch (Account a) { }'), ['Catch type must be an exception: Account']);
  assert.deepEqual(messagesOfStatements('try { ping(); } catch (Exception e) { } catch (DmlException e) { }'), ['Catch clause is already covered by an earlier clause: System.DmlException']);
});

test('DML takes a record or a list of records', () => {
  assert.deepEqual(typedStatements('List<Account> all; insert as user all; upsert all Name; delete [SELECT Id FROM Account];').slice(1), ['insert as user all', 'upsert all by Name', 'delete soql[rows](Account)']);
  assert.deepEqual(messagesOfStatements('insert text; update new Set<Account>(); insert new Fact__e(); upsert new Account() Nothing__c;'), [
    'DML requires SObject or SObject list type: String', 'DML requires SObject or SObject list type: Set<Account>', 'DML not allowed on Fact__e',
    'Invalid field for upsert, must be an External Id custom or standard indexed field: Nothing__c on Account',
  ]);
});

test('System.runAs takes a user', () => {
  assert.deepEqual(messagesOfStatements('User u; System.runAs(u) { ping(); } System.runAs(text) { }'), ['System.runAs requires a User: String']);
});
