/** Schema.SObjectType and Schema.SObjectField: the tokens. */
import { TypeException } from '../../values/exceptions.ts';
import { keyPrefixOf } from '../../values/id.ts';
import { setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { describeField, describeObject } from '../schema/describe.ts';
import { SObjectFieldToken, SObjectTypeToken } from '../schema/tokens.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { randomUUID } from './UUID.ts';

function newRecord(token: SObjectTypeToken): SObjectRecord {
  const recordClass = context().schema.recordClass(token.objectName.toLowerCase());
  if (recordClass === undefined) throw new TypeException(`The object ${token.objectName} is not in the schema of the org any more.`);
  return new recordClass();
}

/** platform-facts: newsobject-foreign-id-message */
function newRecordWithId(token: SObjectTypeToken, id: string | null): SObjectRecord {
  const record = newRecord(token);
  if (id !== null) {
    const { keyPrefix } = record.$shape;
    if (keyPrefix !== undefined && keyPrefixOf(id) !== keyPrefix) throw new TypeException(`Invalid id value for the SObject type: ${id}`);
    setSlot(record, '$id', id);
  }
  return record;
}

/** With default values; an event also gets the EventUuid it will be published with. platform-facts: newsobject-event-uuid */
function newRecordWithDefaults(token: SObjectTypeToken, id: string | null, loadDefaultValues: boolean | null): SObjectRecord {
  const record = newRecordWithId(token, id);
  if (loadDefaultValues !== true) return record;
  const { data } = context();
  if (data.fillDefaults === undefined) throw new UnsupportedFeature('SObjectType.newSObject(Id, Boolean) without an org');
  data.fillDefaults(record);
  if (record.$shape.slots.some(({ slot }) => slot === '$eventuuid')) setSlot(record, '$eventuuid', randomUUID().text);
  return record;
}

export const SOBJECT_TYPE = defineClass('Schema.SObjectType', {
  'Schema.DescribeSObjectResult getDescribe()': (self: SObjectTypeToken) => describeObject(self.objectName),
  /** How much to load now and how much later makes no difference here: descriptions are at hand. */
  'Schema.DescribeSObjectResult getDescribe(Object options)': (self: SObjectTypeToken) => describeObject(self.objectName),
  'SObject newSObject()': newRecord,
  'SObject newSObject(Id recordId)': newRecordWithId,
  'SObject newSObject(Id recordId, Boolean loadDefaultValues)': newRecordWithDefaults,
}, { instances: SObjectTypeToken });

export const SOBJECT_FIELD = defineClass('Schema.SObjectField', {
  'Schema.DescribeFieldResult getDescribe()': (self: SObjectFieldToken) => describeField(self.objectName, self.fieldName),
  'Schema.DescribeFieldResult getDescribe(Object options)': (self: SObjectFieldToken) => describeField(self.objectName, self.fieldName),
}, { instances: SObjectFieldToken });
