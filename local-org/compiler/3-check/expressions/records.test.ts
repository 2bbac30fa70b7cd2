import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTexts, messagesOf, messagesOfStatements, sound, typedExpression, typedStatements } from '../testing/check.ts';
import { printStatement } from '../testing/print.ts';

test('a record is made with field values, each converted to its field', () => {
  assert.equal(typedExpression("new Stock__c(name = 'a', Quantity__c = 5, Account__r = new Account())"), "new Stock__c(Name='a', Quantity__c=IntegerToDecimal(5), Account__r=new Account()) : Stock__c");
  assert.deepEqual(messagesOfStatements("Object o = new Account(Nothing__c = 1, Name = 5, Name = 'x', CreatedDate = null); o = new SObject(); o = new Account('x');"), [
    'Field does not exist: Nothing__c on Account', 'Illegal assignment from Integer to String', 'Duplicate field initialization: Name', 'Field is not writeable: Account.CreatedDate',
    'Type cannot be constructed: SObject', 'SObject constructor must use name = value pairs: Account',
  ]);
});

test('fields, parents and children of a record are typed', () => {
  assert.equal(typedExpression('s.Account__r.Parent.Name', 'Stock__c s;'), 's.Stock__c:parent:Account__r.Account:parent:Parent.Account:Name : String');
  assert.equal(typedExpression('a.contacts[0].Email', 'Account a;'), 'a.children:Contacts[0].Contact:Email : String');
  assert.equal(typedExpression('a.Owner.Name', 'Account a;'), 'a.Account:parent:Owner.Name:Name : String');
  assert.deepEqual(messagesOfStatements('Account a; Object o = a.Nothing__c; a.CreatedDate = null; SObject s; o = s.Id; o = s.Name;'), [
    'Variable does not exist: Nothing__c', 'Field is not writeable: Account.CreatedDate', 'Initial term of field expression must be a concrete SObject: SObject',
  ]);
});

test('an Integer assigned to a Decimal field becomes a Decimal', () => {
  assert.deepEqual(typedStatements('Stock__c s; s.Quantity__c = 5; s.Quantity__c += 1;').slice(1), [
    's.Stock__c:Quantity__c := IntegerToDecimal(5)', 'update[new] s.Stock__c:Quantity__c := (current +Decimal IntegerToDecimal(1))',
  ]);
});

test('object and field tokens have canonical names', () => {
  assert.equal(typedExpression('account.sobjecttype'), 'token:Account : Schema.SObjectType');
  assert.equal(typedExpression('Schema.Account.name'), 'token:Account.Name : Schema.SObjectField');
  assert.equal(typedExpression('Account.fields.Name'), 'token:Account.Name : Schema.SObjectField');
  assert.equal(typedExpression('Account.SObjectType.fields.Name'), 'token:Account.Name : Schema.SObjectField');
  assert.equal(typedExpression('Contact.Account.Name'), 'token:Account.Name : Schema.SObjectField');
  assert.equal(typedExpression('SObjectType.Account.getName()'), 'describe:Account.platform:getname$() : String');
  assert.equal(typedExpression('Schema.SObjectType.Account.fields.Name.getName()'), 'describe:Account.Name.platform:getname$() : String');
  assert.deepEqual(messagesOfStatements('Object o = Account.Nothing__c; o = SObjectType.Nothing__c;'), ['Variable does not exist: Nothing__c', 'Variable does not exist: Nothing__c']);
});

test('an error on a field is an error on the record with the token', () => {
  assert.deepEqual(typedStatements("Account a; a.Name.addError('no');").at(-1), "a.platform:adderror$sobjectfield$string(token:Account.Name, 'no')");
});

test('a copy of a record has its type', () => {
  assert.equal(typedExpression('a.clone()', 'Account a;'), 'a.platform:clone$() : Account');
});

test('custom metadata is read by static methods of its type', () => {
  assert.equal(typedExpression("Policy__mdt.getInstance('x').Label"), "System.CustomMetadata.platform:getinstance$string('x').Policy__mdt:Label : String");
  assert.deepEqual(messagesOfStatements("Object o = Policy__mdt.getAll(); o = Account.getInstance('x');"), [
    'Not supported by the local org: Policy__mdt.getAll()', 'Method does not exist or incorrect signature: void getInstance(String) from the type Account',
  ]);
});

test('trigger variables have the type of the trigger, elsewhere they hold SObjects', () => {
  const result = sound(checkTexts('trigger OnStock on Stock__c (before insert, after update) { for (Stock__c s : Trigger.new) { s.Key__c = Trigger.oldMap.get(s.Id).Key__c; } }'));
  const [trigger] = result.program.triggers;
  assert.equal(trigger!.objectName, 'Stock__c');
  assert.deepEqual(trigger!.body.map(printStatement), ['for list (Stock__c s = item of Upcast<List<Stock__c>>(System.Trigger.New))'.replace('New', 'new')]);
  assert.deepEqual(typedStatements('List<SObject> all = Trigger.new;'), ['List<SObject> all = System.Trigger.new']);
  assert.deepEqual(messagesOf('trigger T on Nowhere__c (before insert) { }'), ['Invalid type: Nowhere__c']);
});
