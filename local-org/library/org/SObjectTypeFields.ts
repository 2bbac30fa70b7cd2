/** Schema.SObjectTypeFields: `describe.fields`. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { ObjectDescription } from '../ports.ts';
import { caseInsensitiveMap } from '../schema/case-insensitive-map.ts';
import { sobjectFieldToken } from '../schema/tokens.ts';

export class SObjectTypeFields extends ApexObject {
  readonly description: ObjectDescription;

  constructor(description: ObjectDescription) {
    super();
    this.description = description;
  }
}
describePlatformClass(SObjectTypeFields, 'Schema.SObjectTypeFields');

export const SOBJECT_TYPE_FIELDS = defineClass('Schema.SObjectTypeFields', {
  'Map<String, Schema.SObjectField> getMap()': ({ description }: SObjectTypeFields) =>
    caseInsensitiveMap(classType('Schema.SObjectField'), description.fields.map(({ apiName }) => [apiName, sobjectFieldToken(description.apiName, apiName)])),
}, { instances: SObjectTypeFields });
