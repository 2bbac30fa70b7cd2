/** Schema.SObjectType and Schema.SObjectField: the tokens. */
import { TypeException } from '../../values/exceptions.ts';
import { keyPrefixOf } from '../../values/id.ts';
import { setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { describeField, describeObject } from '../schema/describe.ts';
import { SObjectFieldToken, SObjectTypeToken } from '../schema/tokens.ts';

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

export const SOBJECT_TYPE = defineClass('Schema.SObjectType', {
  'Schema.DescribeSObjectResult getDescribe()': (self: SObjectTypeToken) => describeObject(self.objectName),
  /** How much to load now and how much later makes no difference here: descriptions are at hand. */
  'Schema.DescribeSObjectResult getDescribe(Object options)': (self: SObjectTypeToken) => describeObject(self.objectName),
  'SObject newSObject()': newRecord,
  'SObject newSObject(Id recordId)': newRecordWithId,
}, { instances: SObjectTypeToken });

export const SOBJECT_FIELD = defineClass('Schema.SObjectField', {
  'Schema.DescribeFieldResult getDescribe()': (self: SObjectFieldToken) => describeField(self.objectName, self.fieldName),
  'Schema.DescribeFieldResult getDescribe(Object options)': (self: SObjectFieldToken) => describeField(self.objectName, self.fieldName),
}, { instances: SObjectFieldToken });
