import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOfStatements, typedExpression, typedStatements } from '../testing/check.ts';

test('a chain of + around text is one concatenation, numbers in front of it are added first', () => {
  assert.equal(typedExpression("1 + 2 + 'a' + 3 + null"), "concat((1 +Integer 2), 'a', 3, null) : String");
  assert.equal(typedExpression("'a' + (1 + 2)"), "concat('a', (1 +Integer 2)) : String");
  assert.equal(typedExpression("'' + Date.today()"), "concat('', System.Date.platform:today$()) : String");
});

test('+= on text takes any value', () => {
  assert.deepEqual(typedStatements('text += 5;'), ['update[new] this.text := concat(current, 5)']);
});

test('text is compared without regard to case, Ids by their 15 characters', () => {
  assert.equal(typedExpression("text == 'A'"), "(this.text ==text 'A') : Boolean");
  assert.equal(typedExpression("a.Id != 'x'", 'Account a;'), "(a.Account:Id !==id 'x') : Boolean");
  assert.equal(typedExpression("text < 'b'"), "(this.text <text 'b') : Boolean");
});

test('numbers are compared in the wider type, enums by identity, records and collections by value', () => {
  assert.equal(typedExpression('1 == 1.0'), '(IntegerToDecimal(1) ==numericDecimal 1.0m) : Boolean');
  assert.equal(typedExpression('LoggingLevel.INFO == l', 'LoggingLevel l;'), '(System.LoggingLevel.INFO ==reference l) : Boolean');
  assert.equal(typedExpression('a == b', 'Account a; Account b;'), '(a ==value b) : Boolean');
  assert.equal(typedExpression('text != null'), '(this.text !==null null) : Boolean');
  assert.equal(typedExpression('a === b', 'Account a; SObject b;'), '(a === b) : Boolean');
});

test('a Date is compared with a Datetime as its midnight', () => {
  assert.equal(typedExpression('Date.today() < Datetime.now()'), '(DateToDatetime(System.Date.platform:today$()) <temporal System.Datetime.platform:now$()) : Boolean');
});

test('values that can never be equal are not compared', () => {
  assert.deepEqual(messagesOfStatements("Object o = 'a' == 1; o = true < false; o = new List<Integer>() == 'a'; o = new Account() == new Contact();"), [
    'Comparison arguments must be compatible types: String, Integer',
    'Inequality operator can only be applied to Integer, Long, Double, Decimal, String, Id, Date, Time and Datetime expressions: Boolean, Boolean',
    'Comparison arguments must be compatible types: List<Integer>, String',
    'Comparison arguments must be compatible types: Account, Contact',
  ]);
});

test('AND, OR and NOT want Booleans', () => {
  assert.equal(typedExpression('!true && false || true'), '((!true && false) || true) : Boolean');
  assert.deepEqual(messagesOfStatements('Object o = 1 && true; o = true || text; o = !1;'), [
    'AND operator can only be applied to Boolean expressions', 'OR operator can only be applied to Boolean expressions', 'NOT operator can only be applied to Boolean expressions',
  ]);
});

test('text becomes an Id by a checked conversion, an Id becomes text freely', () => {
  assert.deepEqual(typedStatements("Id i = '001000000000001'; String s = i;"), ["Id i = StringToId('001000000000001')", 'String s = IdToString(i)']);
});

test('safe navigation holds the whole rest of the chain', () => {
  assert.equal(
    typedExpression('a?.Parent.Name.length()', 'Account a;'),
    'safe(safe = a; safe.Account:parent:Parent.Account:Name.platform:length$()) : Integer',
  );
  assert.equal(
    typedExpression('a?.Parent?.Name', 'Account a;'),
    'safe(safe = a; safe(safe = safe.Account:parent:Parent; safe.Account:Name)) : String',
  );
  assert.equal(typedExpression('(a?.Parent).Name', 'Account a;'), 'safe(safe = a; safe.Account:parent:Parent).Account:Name : String');
});

test('a safe navigation cannot be assigned to', () => {
  assert.deepEqual(messagesOfStatements("Account a; a?.Name = 'x';"), ['Expression cannot be assigned']);
});

test('a Datetime takes a Date', () => {
  assert.deepEqual(typedStatements('Datetime d = Date.today();'), ['Datetime d = DateToDatetime(System.Date.platform:today$())']);
});

test('collections are covariant, but their numbers do not widen', () => {
  assert.deepEqual(messagesOfStatements('List<Object> l = new List<String>(); Set<Object> s = new Set<Id>(); Map<Object, Object> m = new Map<String, List<Id>>(); Map<String, List<Account>> n = new Map<Id, List<SObject>>();'), []);
  assert.deepEqual(messagesOfStatements('List<String> l = new List<Object>(); Set<Decimal> s = new Set<Integer>(); Map<Id, Account> m = new Map<Id, SObject>();'), [
    'Illegal assignment from List<Object> to List<String>', 'Illegal assignment from Set<Integer> to Set<Decimal>', 'Illegal assignment from Map<Id,SObject> to Map<Id,Account>',
  ]);
});

test('lists of records go both ways between SObject and a concrete type, single records need a cast', () => {
  assert.deepEqual(messagesOfStatements('List<Account> a = new List<SObject>(); List<SObject> s = a; SObject one = a[0]; Account back = one;'), ['Illegal assignment from SObject to Account']);
  assert.deepEqual(messagesOfStatements('List<Account> a = new List<Contact>(); Account x = (Account) (SObject) null;'), ['Illegal assignment from List<Contact> to List<Account>']);
});

test('instanceof is refused where its answer is known', () => {
  assert.deepEqual(messagesOfStatements("Object o = text instanceof String; o = text instanceof Integer; o = o instanceof Account;"), [
    'Operation instanceof is always true since an instance of String is always an instance of String',
    'Operation instanceof is always false since an instance of String is never an instance of Integer',
  ]);
});

test('index, size and literals of collections are typed', () => {
  assert.equal(typedExpression("new Map<String, Decimal>{ 'a' => 1 }.get('a')"), "Map<String,Decimal>{'a' => IntegerToDecimal(1)}.platform:get$object('a') : Decimal");
  assert.equal(typedExpression('new Integer[5]'), 'List<Integer>[5] : List<Integer>');
  assert.equal(typedExpression('new Set<Id>{ a.Id }.size()', 'Account a;'), 'Set<Id>{a.Account:Id}.platform:size$() : Integer');
  assert.equal(typedExpression('new Map<Id, Account>([SELECT Id FROM Account])'), 'Map<Id,Account>(copy soql[rows](Account)) : Map<Id,Account>');
  assert.deepEqual(messagesOfStatements('Object o = text[0]; o = new List<Integer>{ 1, text };'), ['Expression must be a list type: String', 'Illegal assignment from String to Integer']);
});
