/** System.SObject: generic access to records. */
import { ApexException } from '../../values/exceptions.ts';
import { slotOf, SObjectRecord } from '../../values/sobject.ts';
import {
  addRecordError, clearFields, getChildren, getField, getParent, isFieldSet, populatedFields, putField, putParent,
} from '../../values/sobject-access.ts';
import { SObjectException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';
import type { SObjectFieldToken } from '../schema/tokens.ts';
import { given } from './arguments.ts';
import { copyRecord, preserved } from './record-cloning.ts';

type Flag = boolean | null;
type Text = string | null;
type Token = SObjectFieldToken | null;

/** The field a token names. Throws SObjectException when it is a field of another object. */
function nameOf(self: SObjectRecord, token: Token): string {
  const { objectName, fieldName } = given(token);
  if (objectName !== self.$shape.apiName) throw new SObjectException(`SObject ${self.$shape.apiName} does not have the field ${objectName}.${fieldName}`);
  return fieldName;
}

/** platform-facts: add-error-escape. Texts are kept as they are; escaping is a matter of the page that shows them. */
function addError(self: SObjectRecord, error: string | ApexException | null): void {
  const source = given(error);
  addRecordError(self, undefined, source instanceof ApexException ? (source.$message ?? 'Script-thrown exception') : source);
}

function clone(self: SObjectRecord, id: Flag, isDeep: Flag, timestamps: Flag, autonumbers: Flag): SObjectRecord {
  const copy = copyRecord(self, isDeep === true, preserved(id, timestamps, autonumbers));
  cloneSources.set(copy, (slotOf(self, '$id') ?? null) as string | null);
  return copy;
}

/** Id of the record a clone was made from. */
const cloneSources = new WeakMap<SObjectRecord, string | null>();

export const sobjectClass = defineClass('System.SObject', {
  'Object get(String field)': (self: SObjectRecord, field: Text) => getField(self, given(field)),
  'Object get(Schema.SObjectField field)': (self: SObjectRecord, field: Token) => getField(self, nameOf(self, field)),
  'Object put(String field, Object value)': (self: SObjectRecord, field: Text, value: unknown) => putField(self, given(field), value),
  'Object put(Schema.SObjectField field, Object value)': (self: SObjectRecord, field: Token, value: unknown) => putField(self, nameOf(self, field), value),
  'SObject getSObject(String relationship)': (self: SObjectRecord, relationship: Text) => getParent(self, given(relationship)),
  'SObject getSObject(Schema.SObjectField field)': (self: SObjectRecord, field: Token) => getParent(self, nameOf(self, field)),
  'SObject putSObject(String relationship, SObject parent)': (self: SObjectRecord, relationship: Text, parent: SObjectRecord | null) => putParent(self, given(relationship), parent),
  'SObject putSObject(Schema.SObjectField field, SObject parent)': (self: SObjectRecord, field: Token, parent: SObjectRecord | null) => putParent(self, nameOf(self, field), parent),
  'List<SObject> getSObjects(String relationship)': (self: SObjectRecord, relationship: Text) => getChildren(self, given(relationship)),
  'Schema.SObjectType getSObjectType()': (self: SObjectRecord) => sobjectTypeToken(self.$shape.apiName),
  'Boolean isSet(String field)': (self: SObjectRecord, field: Text) => isFieldSet(self, given(field)),
  'Boolean isSet(Schema.SObjectField field)': (self: SObjectRecord, field: Token) => isFieldSet(self, nameOf(self, field)),
  'Map<String, Object> getPopulatedFieldsAsMap()': populatedFields,
  'void clear()': clearFields,
  'SObject clone()': (self: SObjectRecord) => clone(self, null, null, null, null),
  'SObject clone(Boolean preserveId)': (self: SObjectRecord, id: Flag) => clone(self, id, null, null, null),
  'SObject clone(Boolean preserveId, Boolean isDeepClone)': (self: SObjectRecord, id: Flag, isDeep: Flag) => clone(self, id, isDeep, null, null),
  'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveTimestamps)': (self: SObjectRecord, id: Flag, isDeep: Flag, timestamps: Flag) =>
    clone(self, id, isDeep, timestamps, null),
  'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveTimestamps, Boolean preserveAutonumbers)': clone,
  'Boolean isClone()': (self: SObjectRecord) => cloneSources.has(self),
  'Id getCloneSourceId()': (self: SObjectRecord) => cloneSources.get(self) ?? null,
  'void addError(String message)': addError,
  'void addError(String message, Boolean escape)': addError,
  'void addError(System.Exception error)': addError,
  'void addError(System.Exception error, Boolean escape)': addError,
  'void addError(String field, String message)': (self: SObjectRecord, field: Text, message: Text) => addRecordError(self, canonicalName(self, given(field)), given(message)),
  'void addError(String field, String message, Boolean escape)': (self: SObjectRecord, field: Text, message: Text) => addRecordError(self, canonicalName(self, given(field)), given(message)),
  'void addError(Schema.SObjectField field, String message)': (self: SObjectRecord, field: Token, message: Text) => addRecordError(self, nameOf(self, field), given(message)),
  'void addError(Schema.SObjectField field, String message, Boolean escape)': (self: SObjectRecord, field: Token, message: Text) => addRecordError(self, nameOf(self, field), given(message)),
  'Boolean hasErrors()': (self: SObjectRecord) => self.$errors !== undefined && self.$errors.length > 0,
}, { instances: SObjectRecord });

function canonicalName(self: SObjectRecord, field: string): string {
  const found = self.$shape.byName.get(field.toLowerCase());
  if (found === undefined) throw new SObjectException(`Invalid field ${field} for ${self.$shape.apiName}`);
  return found.apiName;
}
