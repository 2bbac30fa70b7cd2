import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOfStatements, typedExpression, typedStatements } from '../testing/check.ts';

const queryMessages = (query: string, before = ''): string[] => messagesOfStatements(`${before} Object probe = [${query}];`);
const firstWords = (messages: readonly string[]): string[] => messages.map((message) => message.replace(/\. If you are attempting.*$/, '').replace(/ Please reference.*$/, ''));

test('rows, a count and aggregates are told apart', () => {
  assert.equal(typedExpression('[SELECT Id FROM Account]'), 'soql[rows](Account) : List<Account>');
  assert.equal(typedExpression('[SELECT COUNT() FROM Account]'), 'soql[count](Account) : Integer');
  assert.equal(typedExpression('[SELECT Name, COUNT(Id) total FROM Account GROUP BY Name]'), 'soql[rows](Account) : List<AggregateResult>');
});

test('a query stands for its single row where a record is wanted', () => {
  assert.deepEqual(typedStatements('Account a = [SELECT Id FROM Account LIMIT 1];'), ['Account a = row(soql[rows](Account))']);
  assert.deepEqual(typedStatements('SObject a = [SELECT Id FROM Account LIMIT 1];'), ['SObject a = Upcast<SObject>(row(soql[rows](Account)))']);
  assert.equal(typedExpression('[SELECT Name FROM Account LIMIT 1].Name'), 'row(soql[rows](Account)).Account:Name : String');
  assert.equal(typedExpression('[SELECT Name FROM Account LIMIT 1]?.Name'), 'safe(safe = rowOrNull(soql[rows](Account)); safe.Account:Name) : String');
  assert.equal(typedExpression('[SELECT Id FROM Account] ?? new Account()'), '(rowOrNull(soql[rows](Account)) ?? new Account()) : Account');
  assert.equal(typedExpression('[SELECT Id FROM Account].size()'), 'soql[rows](Account).platform:size$() : Integer');
  assert.equal(typedExpression('[SELECT Id FROM Account][0].Id'), 'soql[rows](Account)[0].Account:Id : Id');
});

test('a dynamic query stands for its single row too', () => {
  assert.deepEqual(typedStatements("Account a = Database.query(text);"), ['Account a = (Account) row(System.Database.platform:query$string(this.text))']);
  assert.deepEqual(messagesOfStatements('List<Account> all; Account a = all;'), ['Illegal assignment from List<Account> to Account']);
});

test('objects, fields, parents and children are checked', () => {
  assert.deepEqual(queryMessages('SELECT Id, Name, Parent.Owner.Name, (SELECT Id, Email FROM Contacts WHERE LastName = \'x\') FROM Account WHERE Parent.Name != null ORDER BY Name'), []);
  assert.deepEqual(firstWords(queryMessages('SELECT Id, Nothing__c, Boss.Name FROM Account WHERE Zip = null ORDER BY Zap')), [
    "No such column 'Nothing__c' on entity 'Account'", "Didn't understand relationship 'Boss' in field path", "No such column 'Zip' on entity 'Account'", "No such column 'Zap' on entity 'Account'",
  ]);
  assert.deepEqual(firstWords(queryMessages('SELECT Id FROM Nowhere__c')), ["sObject type 'Nowhere__c' is not supported"]);
  assert.deepEqual(firstWords(queryMessages('SELECT Id, (SELECT Id FROM Friends) FROM Account')), ["Didn't understand relationship 'Friends' in FROM part of query call"]);
});

test('an alias or the name of the object may stand before a field', () => {
  assert.deepEqual(queryMessages('SELECT a.Name, Account.Id FROM Account a WHERE a.Parent.Name = \'x\''), []);
  assert.deepEqual(queryMessages('SELECT Account.Name FROM Contact'), []);
});

test('columns of aggregate queries are grouped or aggregated', () => {
  assert.deepEqual(queryMessages('SELECT Name, SUM(AnnualRevenue) FROM Account'), ['Field must be grouped or aggregated: Name']);
  assert.deepEqual(queryMessages('SELECT CALENDAR_YEAR(CreatedDate), MAX(Name) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate) HAVING COUNT(Id) > 1'), []);
  assert.deepEqual(queryMessages('SELECT COUNT(), Name FROM Account'), ['Grouped query cannot use COUNT() together with other select items; use COUNT(Id)', 'Field must be grouped or aggregated: Name']);
  assert.deepEqual(queryMessages('SELECT SUM(Name) FROM Account'), ['Invalid arguments of SOQL function SUM']);
});

test('a selected field is named once', () => {
  assert.deepEqual(queryMessages('SELECT Id, id FROM Account'), ['duplicate field selected: id']);
});

test('literals fit their columns', () => {
  assert.deepEqual(queryMessages("SELECT Id FROM Account WHERE Name = 'a' AND NumberOfEmployees > 5 AND CreatedDate = TODAY AND Parent.Name IN ('a', null)"), []);
  assert.deepEqual(queryMessages("SELECT Id FROM Account WHERE NumberOfEmployees = '5' OR Name = 5 OR CreatedDate > 2026-01-01"), [
    "Value of filter criterion for field 'NumberOfEmployees' must be of type integer", "Value of filter criterion for field 'Name' must be of type string",
    "Value of filter criterion for field 'CreatedDate' must be of type datetime",
  ]);
});

test('bind variables are expressions of the code around the query, converted to the column', () => {
  assert.equal(typedExpression('[SELECT Id FROM Account WHERE AnnualRevenue > :number AND CreatedDate = :Date.today()]'), 'soql[rows](Account, IntegerToDecimal(this.number), DateToDatetime(System.Date.platform:today$())) : List<Account>');
  assert.deepEqual(queryMessages('SELECT Id FROM Account WHERE Name = :nothing'), ['Variable does not exist: nothing']);
  assert.deepEqual(queryMessages('SELECT Id FROM Account WHERE NumberOfEmployees = :text LIMIT :text'), [
    'Invalid bind expression type of String for column of type Integer', 'Invalid bind expression type of String for LIMIT, expected Integer',
  ]);
});

test('IN takes lists and sets, records stand for their Ids', () => {
  const before = 'List<Account> records; Set<Id> ids; Map<Id, Account> byId; ';
  assert.deepEqual(queryMessages('SELECT Id FROM Contact WHERE AccountId IN :ids OR AccountId IN :records OR AccountId IN :byId.keySet() OR AccountId = :records[0]', before), []);
  assert.deepEqual(queryMessages('SELECT Id FROM Contact WHERE AccountId IN :byId', before), ['Invalid bind expression type of Map<Id,Account> for column of type Id']);
  assert.deepEqual(queryMessages('SELECT Id FROM Contact WHERE AccountId = :ids', before), ['Not supported by the local org: comparing AccountId with a Set<Id> by an operator other than IN']);
});

test('LIKE takes a pattern or several', () => {
  assert.deepEqual(queryMessages("SELECT Id FROM Account WHERE Name LIKE :text OR Name LIKE :new List<String>{ 'a%' }"), []);
});

test('a semi-join selects one Id', () => {
  assert.deepEqual(queryMessages("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Email = 'x')"), []);
  assert.deepEqual(queryMessages('SELECT Id FROM Account WHERE Id IN (SELECT Email FROM Contact)'), ['Nesting of semi join sub-selects requires exactly one Id or reference field in its select list']);
});

test('locked rows cannot be ordered', () => {
  assert.deepEqual(queryMessages('SELECT Id FROM Account FOR UPDATE'), []);
  assert.deepEqual(queryMessages('SELECT Id FROM Account ORDER BY Name FOR UPDATE'), ['ORDER BY cannot be used in a query that locks its rows with FOR UPDATE']);
});
