/** Schema.FieldSet, FieldSetMember and SObjectTypeFieldSets. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { FieldDescription, FieldSetDescription, ObjectDescription } from '../ports.ts';
import { caseInsensitiveMap } from '../schema/case-insensitive-map.ts';
import { Described } from '../schema/described.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../schema/tokens.ts';
import { displayType } from './DisplayType.ts';

export class SObjectTypeFieldSets extends ApexObject {
  readonly description: ObjectDescription;

  constructor(description: ObjectDescription) {
    super();
    this.description = description;
  }
}
describePlatformClass(SObjectTypeFieldSets, 'Schema.SObjectTypeFieldSets');

export class FieldSet extends Described {
  readonly object: ObjectDescription;
  readonly fieldSet: FieldSetDescription;

  constructor(object: ObjectDescription, fieldSet: FieldSetDescription) {
    super();
    this.object = object;
    this.fieldSet = fieldSet;
  }

  protected override identity(): string {
    return `${this.object.apiName}.${this.fieldSet.name}`;
  }
}
describePlatformClass(FieldSet, 'Schema.FieldSet');

export class FieldSetMember extends ApexObject {
  readonly path: string;
  readonly isRequired: boolean;
  /** The object and field at the end of the path. */
  readonly object: ObjectDescription;
  readonly field: FieldDescription;

  constructor(object: ObjectDescription, { path, isRequired }: FieldSetDescription['members'][number]) {
    super();
    const end = followPath(object, path);
    this.path = path;
    this.isRequired = isRequired;
    this.object = end.object;
    this.field = end.field;
  }
}
describePlatformClass(FieldSetMember, 'Schema.FieldSetMember');

function followPath(start: ObjectDescription, path: string): { readonly object: ObjectDescription; readonly field: FieldDescription } {
  const names = path.split('.');
  let object = start;
  for (const relationship of names.slice(0, -1)) {
    const reference = object.fields.find((field) => field.reference?.relationshipName?.toLowerCase() === relationship.toLowerCase())?.reference;
    const parent = context().schema.describe(reference?.targets[0]?.toLowerCase() ?? '');
    if (parent === undefined) throw new Error(`A field set of ${start.apiName} names ${path}, which leads nowhere.`);
    object = parent;
  }
  const field = object.fieldsByName.get(names.at(-1)!.toLowerCase());
  if (field === undefined) throw new Error(`A field set of ${start.apiName} names ${path}, which does not exist.`);
  return { object, field };
}

const membersOf = ({ object, fieldSet }: FieldSet): ApexList => ApexList.of(classType('Schema.FieldSetMember'), fieldSet.members.map((member) => new FieldSetMember(object, member)));

export const SOBJECT_TYPE_FIELD_SETS = defineClass('Schema.SObjectTypeFieldSets', {
  'Map<String, Schema.FieldSet> getMap()': ({ description }: SObjectTypeFieldSets) =>
    caseInsensitiveMap(classType('Schema.FieldSet'), (description.fieldSets ?? []).map((fieldSet) => [fieldSet.name, new FieldSet(description, fieldSet)] as const)),
}, { instances: SObjectTypeFieldSets });

export const FIELD_SET = defineClass('Schema.FieldSet', {
  'String getName()': ({ fieldSet }: FieldSet) => fieldSet.name,
  'String getLabel()': ({ fieldSet }: FieldSet) => fieldSet.label,
  'String getDescription()': ({ fieldSet }: FieldSet) => fieldSet.description,
  /** No namespace: packages are not installed here. */
  'String getNameSpace()': () => null,
  'Schema.SObjectType getSObjectType()': ({ object }: FieldSet) => sobjectTypeToken(object.apiName),
  'List<Schema.FieldSetMember> getFields()': membersOf,
}, { instances: FieldSet });

export const FIELD_SET_MEMBER = defineClass('Schema.FieldSetMember', {
  'String getFieldPath()': ({ path }: FieldSetMember) => path,
  'String getLabel()': ({ field }: FieldSetMember) => field.label,
  'Boolean getRequired()': ({ isRequired }: FieldSetMember) => isRequired,
  'Boolean getDbRequired()': ({ field }: FieldSetMember) => !field.isNillable,
  'Schema.DisplayType getType()': ({ field }: FieldSetMember) => displayType(field.type),
  'Schema.SObjectField getSObjectField()': ({ object, field }: FieldSetMember) => sobjectFieldToken(object.apiName, field.apiName),
}, { instances: FieldSetMember });
