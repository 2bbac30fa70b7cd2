import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeObject } from './describe.ts';
import { built, fieldFile, metadata, objectFile } from './test-support/projects.ts';

const text = (name: string, length: number, isRequired = true): [string, string] => fieldFile('Call__b', name, `<type>Text</type><length>${String(length)}</length><required>${String(isRequired)}</required>`);
const index = (...fields: readonly string[]): [string, string] => indexNamed('Key', ...fields);
const indexNamed = (name: string, ...fields: readonly string[]): [string, string] => [
  `objects/Call__b/indexes/${name}.index-meta.xml`,
  metadata('Index', `<label>${name}</label>${fields.map((field) => `<fields><name>${field}</name><sortDirection>ASC</sortDirection></fields>`).join('')}`),
];
const CALL = objectFile('Call__b', '<deploymentStatus>Deployed</deploymentStatus><pluralLabel>Calls</pluralLabel>');
const problems = (...files: readonly [string, string][]): readonly string[] => built(new Map([CALL, ...files])).messages;

describe('a big object', () => {
  const at = fieldFile('Call__b', 'At__c', '<type>DateTime</type><required>true</required>');
  const account = fieldFile('Call__b', 'Account__c', '<type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Calls</relationshipName><required>true</required>');
  const { schema, messages } = built(new Map([CALL, text('Caller__c', 40), at, account, text('Note__c', 255, false), index('Caller__c', 'At__c', 'Account__c')]));
  const object = schema.objects.get('call__b')!;

  it('is read with its index, in the order of the index', () => {
    assert.deepEqual(messages, []);
    assert.deepEqual([object.kind, object.index], ['bigObject', [{ field: 'Caller__c', isDescending: false }, { field: 'At__c', isDescending: false }, { field: 'Account__c', isDescending: false }]]);
  });

  it('has the few system fields of its kind, and no children or parents', () => {
    assert.deepEqual(object.fields.filter(({ isCustom }) => !isCustom).map(({ apiName }) => apiName), ['Id', 'CreatedDate', 'CreatedById', 'SystemModstamp']);
    assert.deepEqual(schema.objects.get('account')?.children.filter(({ objectName }) => objectName === 'Call__b'), []);
    assert.equal(object.parentsByName.has('account__r'), false);
  });

  it('is described as one that is queried, and neither written nor triggered like others', () => {
    const { queryable, createable, updateable, deletable, triggerable, undeletable } = describeObject(schema, object, '67.0');
    assert.deepEqual({ queryable, createable, updateable, deletable, triggerable, undeletable }, { queryable: true, createable: false, updateable: false, deletable: false, triggerable: false, undeletable: false });
  });
});

describe('refused of big objects', () => {
  it('are one without an index, and a second index', () => {
    assert.deepEqual(problems(text('A__c', 10)), ['CustomObject Call__b:1 The big object Call__b needs an index']);
    assert.deepEqual(problems(text('A__c', 10), index('A__c'), indexNamed('Other', 'A__c')), ['Index Call__b.Other:1 Call__b already has an index: a big object has exactly one']);
  });

  it('are index fields that are missing, optional or long, and more than five or none', () => {
    const long = fieldFile('Call__b', 'Long__c', '<type>LongTextArea</type><length>1000</length><visibleLines>3</visibleLines>');
    assert.deepEqual(problems(text('A__c', 10), long, text('B__c', 10, false), index('A__c', 'Gone__c', 'Long__c', 'B__c')), [
      'Index Call__b.Key:1 In field: name - no CustomField named Call__b.Gone__c found',
      'Index Call__b.Key:1 The field Long__c of type longtextarea cannot be part of an index',
      'Index Call__b.Key:1 The field B__c is part of the index and must be required',
    ]);
    const many = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `${letter}__c`);
    assert.deepEqual(problems(...many.map((name) => text(name, 5)), index(...many)), ['Index Call__b.Key:1 An index has 1 to 5 fields, but Key has 6']);
    assert.deepEqual(problems(text('A__c', 10), index()), ['Index Call__b.Key:1 An index has 1 to 5 fields, but Key has 0']);
  });

  it('are more than 100 characters of text in an index', () => {
    assert.deepEqual(problems(text('A__c', 60), text('B__c', 41), index('A__c', 'B__c')), ['Index Call__b.Key:1 The text fields of index Key have 101 characters together; 100 are allowed']);
    assert.deepEqual(problems(text('A__c', 60), text('B__c', 40), index('A__c', 'B__c')), []);
  });

  it('are field types and features it does not store', () => {
    assert.deepEqual(problems(text('A__c', 10), index('A__c'), fieldFile('Call__b', 'B__c', '<type>Checkbox</type><defaultValue>false</defaultValue>'), fieldFile('Call__b', 'C__c', '<type>Date</type>')), [
      'CustomField Call__b.B__c:1 A field of type boolean is not allowed on Call__b',
      'CustomField Call__b.B__c:1 Fields of big objects cannot be unique, external ids, computed or defaulted, but Call__b.B__c is',
      'CustomField Call__b.C__c:1 A field of type date is not allowed on Call__b',
    ]);
    assert.deepEqual(problems(text('A__c', 10), index('A__c'), fieldFile('Call__b', 'B__c', '<type>Text</type><length>5</length><externalId>true</externalId><unique>true</unique>')), [
      'CustomField Call__b.B__c:1 Fields of big objects cannot be unique, external ids, computed or defaulted, but Call__b.B__c is',
    ]);
  });

  it('are indexes of other objects, and references to big objects', () => {
    assert.deepEqual(built(new Map([objectFile('A__c'), fieldFile('A__c', 'B__c', '<type>Date</type>'), ['objects/A__c/indexes/Key.index-meta.xml', metadata('Index', '<label>Key</label>')]])).messages, [
      'Index A__c.Key:1 A__c is no big object: only big objects have an index of their own',
    ]);
    assert.deepEqual(problems(text('A__c', 10), index('A__c'), objectFile('D__c'), fieldFile('D__c', 'Call__c', '<type>Lookup</type><referenceTo>Call__b</referenceTo><relationshipName>Ds</relationshipName>')), [
      'CustomField D__c.Call__c:1 Call__b cannot be the target of a relationship',
    ]);
  });
});
