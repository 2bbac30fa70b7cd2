import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordClass, recordShape, schemaTypes } from './shapes.ts';
import { shopSchema } from './test-support/projects.ts';

const schema = shopSchema();

describe('shapes for the compiler', () => {
  const types = schemaTypes(schema);

  it('map field types to Apex types', () => {
    const shape = types.sobject('shelf_line__c');
    const found = ['id', 'shelf__c', 'quantity__c', 'counted_at__c', 'is_open__c', 'name'].map((name) => shape?.fields.get(name)?.type);
    assert.deepEqual(found, ['Id', 'Id', 'Decimal', 'Datetime', 'Boolean', 'String']);
    assert.equal(types.sobject('account')?.fields.get('numberofemployees')?.type, 'Integer');
    assert.deepEqual([shape?.fields.get('quantity__c')?.scale, shape?.fields.get('name')?.scale], [3, undefined]);
  });

  it('know which fields Apex may assign', () => {
    const writeable = (object: string, field: string): boolean | undefined => types.sobject(object)?.fields.get(field)?.isWriteable;
    assert.deepEqual([writeable('shelf__c', 'id'), writeable('shelf__c', 'code__c'), writeable('shelf__c', 'name'), writeable('shelf__c', 'createddate'), writeable('shelf_line__c', 'shelf__c')], [true, true, false, false, true]);
  });

  it('know relationships, events, metadata types and labels', () => {
    assert.deepEqual(types.sobject('shelf_line__c')?.parents.get('shelf__r'), { relationshipName: 'Shelf__r', field: 'Shelf__c', referenceTo: ['Shelf__c'] });
    assert.deepEqual(types.sobject('shelf__c')?.children.get('lines__r'), { relationshipName: 'Lines__r', objectName: 'Shelf_Line__c', field: 'Shelf__c' });
    assert.deepEqual([types.sobject('shelf_moved__e')?.isPlatformEvent, types.sobject('shelf_rule__mdt')?.isCustomMetadata], [true, true]);
    assert.deepEqual([types.hasLabel('shelf_moved'), types.hasLabel('nothing'), types.sobject('nothing')], [true, false, undefined]);
  });
});

describe('record classes', () => {
  it('are one per object and schema, with a slot for every field and relationship', () => {
    const line = recordClass(schema, 'shelf_line__c');
    assert.ok(line !== undefined);
    assert.equal(recordClass(schema, 'shelf_line__c'), line);
    assert.notEqual(recordClass(shopSchema(), 'shelf_line__c'), line);
    const record = new line() as unknown as Record<string, unknown>;
    assert.ok(['$id', '$quantity__c', '$shelf__c', '$shelf__r', '$product__r'].every((slot) => slot in record && record[slot] === undefined));
  });

  it('have slots of different names in every object', () => {
    for (const object of schema.objects.values()) {
      const { slots, byName } = recordShape(object);
      assert.equal(byName.size, slots.length, object.apiName);
    }
  });

  it('carry the key prefix except for events', () => {
    const prefixes = ['account', 'shelf__c', 'shelf_moved__e'].map((name) => recordShape(schema.objects.get(name) as never).keyPrefix);
    assert.deepEqual(prefixes, ['001', 'a00', undefined]);
  });
});
