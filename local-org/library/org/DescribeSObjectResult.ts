/** Schema.DescribeSObjectResult. */
import { describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { ObjectDescription } from '../ports.ts';
import { DescribeSObjectResult } from '../schema/describe.ts';
import { Described } from '../schema/described.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../schema/tokens.ts';
import { SObjectTypeFieldSets } from './FieldSet.ts';
import { MERGEABLE } from './mergeable.ts';
import { recordTypeInfoList, recordTypeInfoMap } from './RecordTypeInfo.ts';
import { SObjectTypeFields } from './SObjectTypeFields.ts';

export class ChildRelationship extends Described {
  readonly child: ObjectDescription['children'][number];

  constructor(child: ObjectDescription['children'][number]) {
    super();
    this.child = child;
  }

  protected override identity(): string {
    return `${this.child.objectName}.${this.child.fieldName}`;
  }
}
describePlatformClass(ChildRelationship, 'Schema.ChildRelationship');

const isCustom = ({ kind }: ObjectDescription): boolean => kind !== 'standard';

export const DESCRIBE_SOBJECT_RESULT = defineClass('Schema.DescribeSObjectResult', {
  'String getName()': (self: DescribeSObjectResult) => self.description.apiName,
  /** No namespace: the local name is the name. */
  'String getLocalName()': (self: DescribeSObjectResult) => self.description.apiName,
  'String getLabel()': (self: DescribeSObjectResult) => self.description.label,
  'String getLabelPlural()': (self: DescribeSObjectResult) => self.description.pluralLabel,
  'String getKeyPrefix()': (self: DescribeSObjectResult) => (self.description.keyPrefix === '' ? null : self.description.keyPrefix),
  'Schema.SObjectType getSObjectType()': (self: DescribeSObjectResult) => sobjectTypeToken(self.description.apiName),
  'get Schema.SObjectTypeFields Fields': (self: DescribeSObjectResult) => new SObjectTypeFields(self.description),
  'Schema.SObjectTypeFields getFields()': (self: DescribeSObjectResult) => new SObjectTypeFields(self.description),
  'get Schema.SObjectTypeFieldSets FieldSets': (self: DescribeSObjectResult) => new SObjectTypeFieldSets(self.description),
  'Schema.SObjectTypeFieldSets getFieldSets()': (self: DescribeSObjectResult) => new SObjectTypeFieldSets(self.description),
  'Boolean isAccessible()': (self: DescribeSObjectResult) => self.access().read,
  'Boolean isCreateable()': (self: DescribeSObjectResult) => self.description.isWriteable && self.access().create,
  'Boolean isUpdateable()': (self: DescribeSObjectResult) => self.description.isWriteable && self.access().edit,
  'Boolean isDeletable()': (self: DescribeSObjectResult) => self.description.isWriteable && self.description.isDeletable !== false && self.access().delete,
  'Boolean isUndeletable()': (self: DescribeSObjectResult) => self.description.isWriteable && self.description.isDeletable !== false && self.access().delete,
  'Boolean isQueryable()': (self: DescribeSObjectResult) => self.description.isQueryable,
  'Boolean isSearchable()': ({ description }: DescribeSObjectResult) => description.isQueryable && (description.kind === 'standard' || description.kind === 'custom'),
  'Boolean isMergeable()': ({ description }: DescribeSObjectResult) => MERGEABLE.has(description.apiName),
  'Boolean isMruEnabled()': ({ description }: DescribeSObjectResult) => description.kind === 'custom' || description.fieldsByName.has('lastvieweddate'),
  'Boolean isFeedEnabled()': () => false,
  'Boolean isDeprecatedAndHidden()': () => false,
  'Boolean getHasSubtypes()': () => false,
  'Boolean isCustom()': (self: DescribeSObjectResult) => isCustom(self.description),
  'Boolean isCustomSetting()': (self: DescribeSObjectResult) => self.description.kind === 'customSetting',
  'List<Schema.RecordTypeInfo> getRecordTypeInfos()': ({ description }: DescribeSObjectResult) => recordTypeInfoList(description),
  'Map<String, Schema.RecordTypeInfo> getRecordTypeInfosByName()': ({ description }: DescribeSObjectResult) => recordTypeInfoMap(description, 'label'),
  'Map<String, Schema.RecordTypeInfo> getRecordTypeInfosByDeveloperName()': ({ description }: DescribeSObjectResult) => recordTypeInfoMap(description, 'developerName'),
  'Map<Id, Schema.RecordTypeInfo> getRecordTypeInfosById()': ({ description }: DescribeSObjectResult) => recordTypeInfoMap(description, 'id'),
  'List<Schema.ChildRelationship> getChildRelationships()': (self: DescribeSObjectResult) =>
    ApexList.of(classType('Schema.ChildRelationship'), self.description.children.map((child) => new ChildRelationship(child))),
}, { instances: DescribeSObjectResult });

export const CHILD_RELATIONSHIP = defineClass('Schema.ChildRelationship', {
  'Schema.SObjectType getChildSObject()': (self: ChildRelationship) => sobjectTypeToken(self.child.objectName),
  'Schema.SObjectField getField()': (self: ChildRelationship) => sobjectFieldToken(self.child.objectName, self.child.fieldName),
  'String getRelationshipName()': (self: ChildRelationship) => self.child.relationshipName,
}, { instances: ChildRelationship });
