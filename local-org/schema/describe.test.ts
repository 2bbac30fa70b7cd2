import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeGlobal, describeObject } from './describe.ts';
import type { ObjectSchema } from './schema.ts';
import { shopSchema } from './test-support/projects.ts';

const schema = shopSchema();
type Json = Record<string, unknown>;
const described = (name: string): Json => describeObject(schema, schema.objects.get(name) as ObjectSchema, '66.0');
const fieldOf = (object: string, name: string): Json => (described(object)['fields'] as Json[]).find((field) => field['name'] === name) as Json;
const pick = (json: Json, ...keys: string[]): unknown[] => keys.map((key) => json[key]);

describe('describing all objects', () => {
  it('lists them by name with their URLs', () => {
    const { encoding, maxBatchSize, sobjects } = describeGlobal(schema, '66.0') as { encoding: string; maxBatchSize: number; sobjects: Json[] };
    assert.deepEqual([encoding, maxBatchSize], ['UTF-8', 200]);
    const names = sobjects.map((object) => object['name'] as string);
    assert.deepEqual(names, [...names].sort());
    assert.ok(names.includes('Shelf__c') && names.includes('Account') && !names.includes('Name'));
    assert.deepEqual(sobjects.find((object) => object['name'] === 'Shelf__c')?.['urls'], {
      rowTemplate: '/services/data/v66.0/sobjects/Shelf__c/{ID}', describe: '/services/data/v66.0/sobjects/Shelf__c/describe', sobject: '/services/data/v66.0/sobjects/Shelf__c',
    });
  });
});

describe('describing one object', () => {
  it('says what may be done with it', () => {
    const abilities = ['custom', 'createable', 'updateable', 'deletable', 'undeletable', 'queryable', 'keyPrefix'];
    assert.deepEqual(pick(described('shelf__c'), ...abilities), [true, true, true, true, true, true, 'a00']);
    assert.deepEqual(pick(described('shelf_moved__e'), ...abilities), [true, true, false, false, false, false, 'e00']);
    assert.deepEqual(pick(described('shelf_rule__mdt'), ...abilities), [true, false, false, false, false, true, 'm00']);
  });

  it('lists children, also those without a name for the way down', () => {
    const children = described('user')['childRelationships'] as Json[];
    assert.ok(children.some((child) => child['childSObject'] === 'Shelf__c' && child['field'] === 'CreatedById' && child['relationshipName'] === null));
    const lines = (described('shelf__c')['childRelationships'] as Json[])[0] as Json;
    assert.deepEqual(pick(lines, 'childSObject', 'field', 'relationshipName', 'cascadeDelete'), ['Shelf_Line__c', 'Shelf__c', 'Lines__r', true]);
  });

  it('gives every field the same properties', () => {
    const keys = new Set((described('shelf_line__c')['fields'] as Json[]).map((field) => Object.keys(field).sort().join()));
    assert.equal(keys.size, 1);
  });
});

describe('describing a field', () => {
  const type = (object: string, name: string): unknown[] => pick(fieldOf(object, name), 'type', 'soapType', 'length', 'byteLength', 'precision', 'scale', 'digits');

  it('gives types, lengths and digits as the platform does', () => {
    assert.deepEqual(type('shelf__c', 'Id'), ['id', 'tns:ID', 18, 18, 0, 0, 0]);
    assert.deepEqual(type('shelf__c', 'Code__c'), ['string', 'xsd:string', 40, 120, 0, 0, 0]);
    assert.deepEqual(type('shelf_line__c', 'Quantity__c'), ['double', 'xsd:double', 0, 0, 16, 3, 0]);
    assert.deepEqual(type('account', 'NumberOfEmployees'), ['int', 'xsd:int', 0, 0, 0, 0, 8]);
    assert.deepEqual(type('account', 'Description').slice(0, 3), ['textarea', 'xsd:string', 32_000]);
  });

  it('tells what may be written and what the platform fills', () => {
    const keys = ['nillable', 'createable', 'updateable', 'defaultedOnCreate', 'unique', 'externalId', 'autoNumber', 'nameField'];
    assert.deepEqual(pick(fieldOf('shelf__c', 'Name'), ...keys), [false, false, false, true, false, false, true, true]);
    assert.deepEqual(pick(fieldOf('shelf__c', 'Code__c'), ...keys), [false, true, true, false, true, true, false, false]);
    assert.deepEqual(pick(fieldOf('shelf__c', 'OwnerId'), ...keys), [false, true, true, true, false, false, false, false]);
    assert.deepEqual(pick(fieldOf('shelf__c', 'CreatedDate'), ...keys), [false, false, false, true, false, false, false, false]);
  });

  it('gives pick list values and references', () => {
    assert.deepEqual((fieldOf('shelf__c', 'Kind__c')['picklistValues'] as Json[]).map((value) => pick(value, 'value', 'label', 'active', 'defaultValue')), [['COLD', 'Cold store', true, false], ['DRY', 'Dry store', true, true]]);
    assert.deepEqual(pick(fieldOf('shelf_line__c', 'Product__c'), 'referenceTo', 'relationshipName', 'restrictedDelete', 'cascadeDelete'), [['Product2'], 'Product__r', true, false]);
    assert.deepEqual(pick(fieldOf('shelf__c', 'OwnerId'), 'referenceTo', 'polymorphicForeignKey'), [['Group', 'User'], true]);
  });
});
