import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import type { ApexMap } from '../../values/collections/map.ts';
import { type Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { ApexException, AssertException, AuraHandledException, DmlException } from '../../values/exceptions.ts';
import { classType, listOf, mapOf, primitive, sobject, STRING } from '../../values/runtime-type.ts';
import { concatText } from '../../values/text.ts';
import type { EventDelivery, RestExchange, TriggerContext } from '../ports.ts';
import { libraryFunction } from '../registry.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';
import { call } from '../testing/call.ts';
import { fakeOrg, inOrg, record } from '../testing/fake-org.ts';
import { clientMessage } from './exceptions.ts';
import { typeToken } from './Type.ts';
import type { TypeToken } from './Type.ts';
import type { UUID } from './UUID.ts';

const org = fakeOrg();
const ask = (key: string, ...values: unknown[]): unknown => inOrg(org, () => call(key, ...values));
const failure = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof AssertException, String(error));
    return error.$message ?? '';
  }
  assert.fail('The assertion held.');
};

test('now is the injected clock, today the day in the user\'s zone', () => {
  assert.equal((ask('System.System.now()') as Datetime).milliseconds, Date.UTC(2026, 10, 21, 23, 30));
  assert.equal(String(ask('System.System.today()')), '2026-11-22');
  assert.equal(ask('System.System.currentTimeMillis()'), BigInt(Date.UTC(2026, 10, 21, 23, 30)));
});

test('assertions compare numbers across types and text with its case', () => {
  ask('System.Assert.areEqual(Object,Object)', 1, Decimal.parse('1.00'));
  ask('System.System.assertEquals(Object,Object)', 2n, new Double(2));
  ask('System.Assert.areEqual(Object,Object)', ApexList.of(STRING, ['a']), ApexList.of(STRING, ['a']));
  assert.equal(failure(() => ask('System.Assert.areEqual(Object,Object)', 'a', 'A')), 'Assertion Failed: Expected: a, Actual: A');
  assert.equal(failure(() => ask('System.Assert.areEqual(Object,Object,String)', 1, null, 'count')), 'Assertion Failed: count: Expected: 1, Actual: null');
  assert.equal(failure(() => ask('System.Assert.areNotEqual(Object,Object)', 1, 1)), 'Assertion Failed: Same value: 1');
});

test('a condition that is null fails both isTrue and isFalse', () => {
  assert.equal(failure(() => ask('System.System.assert(Boolean)', null)), 'Assertion Failed');
  assert.equal(failure(() => ask('System.Assert.isFalse(Boolean)', null)), 'Assertion Failed');
  assert.equal(failure(() => ask('System.System.assert(Boolean,Object)', false, 'why')), 'Assertion Failed: why');
  assert.equal(failure(() => ask('System.Assert.fail(String)', 'never')), 'Assertion Failed: never');
});

test('types are asserted by their run-time type', () => {
  ask('System.Assert.isInstanceOfType(Object,Type)', record('Account'), typeToken(sobject('SObject')));
  assert.match(failure(() => ask('System.Assert.isInstanceOfType(Object,Type)', 1, typeToken(STRING))), /^Assertion Failed: Expected type: String, Actual type: Integer$/);
  assert.match(failure(() => ask('System.Assert.isNotInstanceOfType(Object,Type)', 'a', typeToken(STRING))), /String/);
});

test('debug writes the text of a value under its level', () => {
  const logging = fakeOrg();
  inOrg(logging, () => {
    call('System.System.debug(Object)', null);
    call('System.System.debug(Object,Object)', platformEnum('System.LoggingLevel', 'WARN'), ApexList.of(STRING, ['a', 'b']));
  });
  assert.deepEqual(logging.asked.log, ['DEBUG null', 'WARN (a, b)']);
});

function platformEnum(name: string, constant: string): unknown {
  return (libraryFunction(`${name}.get ${constant}`))();
}

test('an enum of the platform has its constants, values and valueOf in order', () => {
  const warn = platformEnum('System.LoggingLevel', 'WARN');
  assert.equal((libraryFunction('System.LoggingLevel.valueOf(String)') as (text: string) => unknown)('warn'), warn);
  assert.equal((libraryFunction('System.LoggingLevel.ordinal()') as (self: unknown) => unknown)(warn), 7);
  assert.equal((libraryFunction('System.LoggingLevel.values()') as () => ApexList)().size, 9);
});

test('the same type is the same Type, named as Apex names it', () => {
  assert.equal(typeToken(classType('Outer.Inner')).name, 'Outer.Inner');
  assert.equal(concatText(typeToken(listOf(STRING))), 'List<String>');
  assert.equal(typeToken(classType('System.Math')).name, 'Math');
  assert.equal(typeToken(STRING), typeToken(primitive('String')));
});

test('Type.forName finds primitives, collections, sObjects, platform and user classes, and gives null for the rest', () => {
  const named = fakeOrg({ classes: { ...org.context.classes, type: (folded) => (folded === 'orderservice.line' ? classType('OrderService.Line') : undefined) } });
  const find = (name: string | null): string | undefined => (inOrg(named, () => call('System.Type.forName(String)', name)) as TypeToken | null)?.type.name;
  assert.equal(find('list< String >'), 'List<String>');
  assert.equal(find('Map<Id, account>'), 'Map<Id,Account>');
  assert.equal(find('schema.Account'), 'Account');
  assert.equal(find('System.Integer'), 'Integer');
  assert.equal(find('orderService.line'), 'OrderService.Line');
  assert.equal(find('Database.SaveResult'), 'Database.SaveResult');
  assert.equal(find('Queueable'), 'System.Queueable');
  assert.deepEqual([find('Nothing'), find('List<Nothing>'), find(null), find('no type!')], [undefined, undefined, undefined, undefined]);
  assert.equal((inOrg(named, () => call('System.Type.forName(String,String)', '', 'OrderService.Line')) as TypeToken).name, 'OrderService.Line');
});

test('newInstance makes records and collections; what cannot be made is a TypeException', () => {
  assert.equal((ask('System.Type.newInstance()', typeToken(mapOf(STRING, STRING))) as ApexMap).size, 0);
  assert.equal(ask('System.Type.newInstance()', typeToken(sobject('Account'))) instanceof Object, true);
  assert.throws(() => ask('System.Type.newInstance()', typeToken(STRING)), (error: ApexException) => error.$typeName === 'System.TypeException');
});

test('isAssignableFrom follows platform supertypes and the elements of collections', () => {
  const assignable = (to: Parameters<typeof typeToken>[0], from: Parameters<typeof typeToken>[0]): unknown => ask('System.Type.isAssignableFrom(Type)', typeToken(to), typeToken(from));
  assert.equal(assignable(classType('System.Exception'), classType('System.DmlException')), true);
  assert.equal(assignable(listOf(sobject('SObject')), listOf(sobject('Account'))), true);
  assert.equal(assignable(sobject('Account'), sobject('SObject')), false);
});

test('limits answer what the transaction used and may use', () => {
  assert.deepEqual([ask('System.Limits.getQueries()'), ask('System.Limits.getLimitQueries()')], [3, 100]);
});

test('the user is the running one; custom permissions are asked without case', () => {
  assert.equal(ask('System.UserInfo.getUserId()'), '005Hf0000000001AAA');
  assert.equal(ask('System.FeatureManagement.checkPermission(String)', 'Reserve_Stock'), true);
  assert.equal(ask('System.FeatureManagement.checkPermission(String)', 'Other'), false);
});

test('digests and codes are those of their algorithms, random numbers come from the org\'s source', () => {
  const digest = ask('System.Crypto.generateDigest(String,Blob)', 'SHA-256', Blob.fromText('abc')) as Blob;
  assert.equal(Buffer.from(digest.bytes).toString('hex'), createHash('sha256').update('abc').digest('hex'));
  const mac = ask('System.Crypto.generateMac(String,Blob,Blob)', 'hmacSHA256', Blob.fromText('abc'), Blob.fromText('key')) as Blob;
  assert.equal(ask('System.Crypto.verifyHmac(String,Blob,Blob,Blob)', 'HmacSHA256', Blob.fromText('abc'), Blob.fromText('key'), mac), true);
  assert.equal(ask('System.Crypto.getRandomInteger()'), 0x01020304);
  for (const [name, other] of [['SHA1', 'SHA-1'], ['SHA256', 'SHA-256'], ['SHA512', 'SHA-512']] as const) {
    const [first, second] = [name, other].map((each) => ask('System.Crypto.generateDigest(String,Blob)', each, Blob.fromText('abc')) as Blob);
    assert.ok(first!.equals(second!), name);
  }
  assert.throws(() => ask('System.Crypto.generateDigest(String,Blob)', 'SHA-257', Blob.fromText('abc')), /SHA-257/);
});

test('a random UUID is of version 4 and equal to itself read back', () => {
  const made = ask('System.UUID.randomUUID()') as UUID;
  assert.match(made.text, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const readBack = ask('System.UUID.fromString(String)', made.text.toUpperCase()) as UUID;
  assert.ok(made.equals$object(readBack) && made.hashcode$() === readBack.hashcode$());
});

test('outside a trigger its statics are null or false', () => {
  assert.deepEqual(['isExecuting', 'isInsert', 'New', 'newMap', 'operationType', 'size'].map((name) => ask(`System.Trigger.get ${name}`)), [false, false, null, null, null, null]);
});

test('an update trigger sees new and old records, as lists and as read-only maps', () => {
  const ids = ['001Hf0000000001AAA', '001Hf0000000002AAA'];
  const trigger: TriggerContext = {
    operation: 'BEFORE_UPDATE', objectName: 'Account', newRecords: ids.map((Id) => record('Account', { Id, Name: 'new' })), oldRecords: ids.map((Id) => record('Account', { Id, Name: 'old' })),
  };
  inOrg(fakeOrg({ trigger }), () => {
    const newMap = call('System.Trigger.get newMap') as ApexMap;
    assert.deepEqual([call('System.Trigger.get isBefore'), call('System.Trigger.get isUpdate'), call('System.Trigger.get isInsert'), call('System.Trigger.get size')], [true, true, false, 2]);
    assert.equal(call('System.Trigger.get New'), call('System.Trigger.get New'));
    assert.equal((call('System.Trigger.get New') as ApexList).type, listOf(sobject('Account')));
    assert.equal(newMap.get(ids[1]), trigger.newRecords![1]);
    assert.throws(() => newMap.put('x', null), (error: ApexException) => error.$typeName === 'System.FinalException');
    assert.equal(String(call('System.Trigger.get operationType')), 'BEFORE_UPDATE');
  });
});

test('before an insert there is no map of the new records, after a delete no new list', () => {
  const inserting: TriggerContext = { operation: 'BEFORE_INSERT', objectName: 'Account', newRecords: [record('Account')], oldRecords: null };
  const deleted: TriggerContext = { operation: 'AFTER_DELETE', objectName: 'Account', newRecords: null, oldRecords: [record('Account', { Id: '001Hf0000000001AAA' })] };
  assert.equal(inOrg(fakeOrg({ trigger: inserting }), () => call('System.Trigger.get newMap')), null);
  assert.deepEqual(inOrg(fakeOrg({ trigger: deleted }), () => [call('System.Trigger.get New'), (call('System.Trigger.get oldMap') as ApexMap).size]), [null, 1]);
});

test('publishing an event answers one result, publishing a list a list', () => {
  const publishing = fakeOrg();
  inOrg(publishing, () => {
    assert.equal(call('Database.SaveResult.isSuccess()', call('System.EventBus.publish(SObject)', record('Stock_Fact__e', { Key__c: 'a' }))), true);
    assert.equal((call('System.EventBus.publish(List)', ApexList.of(sobject('Stock_Fact__e'), [record('Stock_Fact__e')])) as ApexList).size, 1);
  });
  assert.equal(publishing.asked.published.length, 2);
});

test('an event trigger asks how often its batch came and sets where to resume; elsewhere there is no context', () => {
  let checkpoint: string | null = null;
  const delivery: EventDelivery = { retries: 2, lastError: 'locked', get resumeCheckpoint() { return checkpoint; }, setResumeCheckpoint: (replayId) => { checkpoint = replayId; } };
  inOrg(fakeOrg({ delivery }), () => {
    const current = call('eventbus.TriggerContext.currentContext()');
    assert.deepEqual([call('eventbus.TriggerContext.get retries', current), call('eventbus.TriggerContext.get lastError', current)], [2, 'locked']);
    call('eventbus.TriggerContext.setResumeCheckpoint(String)', current, '42');
  });
  assert.equal(delivery.resumeCheckpoint, '42');
  assert.equal(ask('eventbus.TriggerContext.currentContext()'), null);
});

test('a test starts and stops its measured part and delivers events', () => {
  const running = fakeOrg();
  inOrg(running, () => {
    call('System.Test.startTest()');
    call('eventbus.TestBroker.deliver()', call('System.Test.getEventBus()'));
    call('System.Test.stopTest()');
    assert.equal(call('System.Test.isRunningTest()'), true);
  });
  assert.deepEqual(running.asked.log, ['start', 'deliver', 'stop']);
});

const exchange = (): RestExchange => ({
  method: 'POST', requestUri: '/holdfast/v1/reservations', resourcePath: '/services/apexrest/holdfast/v1/*', parameters: new Map([['sku', 'A']]), headers: new Map([['Content-Type', 'application/json']]),
  body: new TextEncoder().encode('{}'), remoteAddress: '127.0.0.1', response: { statusCode: null, headers: new Map(), body: null },
});

test('a REST method reads its request and what it writes to the response is sent', () => {
  const rest = exchange();
  inOrg(fakeOrg({ rest }), () => {
    const request = call('System.RestContext.get request');
    assert.equal((call('System.RestRequest.get requestBody', request) as Blob).decoded(), '{}');
    assert.equal((call('System.RestRequest.get params', request) as ApexMap).get('sku'), 'A');
    const response = call('System.RestContext.get response');
    call('System.RestResponse.set statusCode', response, 409);
    call('System.RestResponse.set responseBody', response, Blob.fromText('no'));
    call('System.RestResponse.addHeader(String,String)', response, 'Retry-After', '1');
  });
  assert.deepEqual([rest.response.statusCode, Buffer.from(rest.response.body!).toString(), rest.response.headers.get('Retry-After')], [409, 'no', '1']);
});

test('a response put into the context replaces the one that is sent', () => {
  const rest = exchange();
  inOrg(fakeOrg({ rest }), () => {
    const response = call('System.RestResponse.new()');
    call('System.RestResponse.set statusCode', response, 201);
    call('System.RestContext.set response', response);
    assert.equal(call('System.RestContext.get response'), response);
  });
  assert.equal(rest.response.statusCode, 201);
});

test('a test puts its own request into the context, and the next transaction does not see it', () => {
  const first = fakeOrg();
  inOrg(first, () => {
    call('System.RestContext.set request', call('System.RestRequest.new()'));
    assert.notEqual(call('System.RestContext.get request'), null);
  });
  assert.equal(inOrg(fakeOrg(), () => call('System.RestContext.get request')), null);
});

test('a failed row tells its status code; a missing one is out of bounds', () => {
  const error = new DmlException('Insert failed.');
  error.$failures = [{ row: 0, id: null, statusCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access', fields: [] }];
  assert.equal(String(ask('System.Exception.getDmlType(Integer)', error, 0)), 'UNABLE_TO_LOCK_ROW');
  assert.throws(() => ask('System.Exception.getDmlType(Integer)', error, 1), (thrown: ApexException) => thrown.$message === 'List index out of bounds: 1');
});

test('exceptions of the platform are made with message and cause', () => {
  const cause = ask('System.QueryException.new(String)', 'inner') as ApexException;
  const made = ask('System.DmlException.new(String,Exception)', 'outer', cause) as ApexException;
  assert.deepEqual([made.$typeName, made.$message, made.$cause], ['System.DmlException', 'outer', cause]);
  assert.equal((ask('eventbus.RetryableException.new(String)', 'again') as ApexException).$typeName, 'eventbus.RetryableException');
});

test('the methods of Exception are slots that a subclass shadows', () => {
  const slots = (error: ApexException): { getmessage$(): string; gettypename$(): string } => error as unknown as { getmessage$(): string; gettypename$(): string };
  assert.equal(slots(new ApexException(null)).getmessage$(), 'Script-thrown exception');
  class Custom extends ApexException {
    getmessage$(): string {
      return 'own text';
    }
  }
  assert.equal(slots(new Custom('given')).getmessage$(), 'own text');
  assert.equal(slots(new Custom('given')).gettypename$(), 'System.Exception');
});

test('an AuraHandledException shows its text to the component and keeps getMessage for setMessage', () => {
  const made = ask('System.AuraHandledException.new(String)', 'Not enough stock') as ApexException;
  assert.ok(made instanceof AuraHandledException);
  assert.deepEqual([made.$message, clientMessage(made)], [null, 'Not enough stock']);
});

test('tokens print their names', () => {
  assert.equal(concatText(ApexList.of(classType('Schema.SObjectType'), [sobjectTypeToken('Account')])), '(Account)');
});
