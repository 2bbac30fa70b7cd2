/** The schema as the compiler and the run time want it: static shapes of sObjects, and one record class per object. Both are made once per schema. */
import type { PrimitiveName } from '../values/runtime-type.ts';
import { makeRecordClass, type RecordClass, type RecordField, type RecordShape } from '../values/sobject.ts';
import { isShareObject } from './controlling-parents.ts';
import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from './schema.ts';

const APEX_TYPES: Readonly<Partial<Record<FieldType, PrimitiveName>>> = {
  id: 'Id', reference: 'Id', boolean: 'Boolean', int: 'Integer', double: 'Decimal', currency: 'Decimal', percent: 'Decimal', date: 'Date', datetime: 'Datetime', time: 'Time',
  base64: 'Blob', changeEventHeader: 'Object',
};

/** The Apex type of a field's values. */
export function apexTypeOf(type: FieldType): PrimitiveName {
  return APEX_TYPES[type] ?? 'String';
}

function scaleOf(field: FieldSchema): number | undefined {
  return apexTypeOf(field.type) === 'Decimal' ? field.scale : undefined;
}

/** Same structure as the compiler's SObjectShape; `schema/` may not import the compiler. */
export interface ObjectShape {
  readonly apiName: string;
  readonly fields: ReadonlyMap<string, { readonly apiName: string; readonly type: PrimitiveName; readonly scale: number | undefined; readonly referenceTo: readonly string[]; readonly isWriteable: boolean; readonly className?: string | undefined; readonly constants?: ReadonlyMap<string, string> }>;
  readonly parents: ReadonlyMap<string, { readonly relationshipName: string; readonly field: string; readonly referenceTo: readonly string[] }>;
  readonly children: ReadonlyMap<string, { readonly relationshipName: string; readonly objectName: string; readonly field: string }>;
  readonly isPlatformEvent: boolean;
  readonly isCustomMetadata: boolean;
  readonly isCustomSetting: boolean;
  readonly isBigObject?: boolean | undefined;
}

/** The schema's part of a TypeUniverse. Names are folded. */
export interface SchemaTypes {
  sobject(foldedName: string): ObjectShape | undefined;
  hasLabel(foldedName: string): boolean;
}

export function schemaTypes(schema: OrgSchema): SchemaTypes {
  const shapes = new Map<string, ObjectShape>();
  return {
    sobject(foldedName) {
      const known = shapes.get(foldedName);
      if (known !== undefined) return known;
      const object = schema.objects.get(foldedName);
      if (object === undefined) return undefined;
      const shape = objectShape(object);
      shapes.set(foldedName, shape);
      return shape;
    },
    hasLabel: (foldedName) => schema.labels.has(foldedName),
  };
}

export function objectShape(object: ObjectSchema): ObjectShape {
  return {
    apiName: object.apiName,
    fields: new Map(object.fields.map((field) => [field.apiName.toLowerCase(), {
      apiName: field.apiName, type: apexTypeOf(field.type), scale: scaleOf(field), referenceTo: field.reference?.targets ?? [], isWriteable: isAssignable(object, field), className: field.type === 'changeEventHeader' ? 'eventbus.ChangeEventHeader' : undefined,
      ...(isRowCause(object, field) ? { constants: new Map(field.picklistValues.map(({ value }) => [value.toLowerCase(), value])) } : {}),
    }])),
    parents: new Map([...object.parentsByName].map(([folded, field]) => [folded, {
      relationshipName: field.reference?.relationshipName as string, field: field.apiName, referenceTo: field.reference?.targets ?? [],
    }])),
    children: new Map(object.children.map((child) => [child.relationshipName.toLowerCase(), {
      relationshipName: child.relationshipName, objectName: child.objectName, field: child.fieldName,
    }])),
    isPlatformEvent: object.kind === 'event',
    isCustomMetadata: object.kind === 'customMetadata',
    isCustomSetting: object.kind === 'customSetting',
    isBigObject: object.kind === 'bigObject',
  };
}

/** The causes of shares have names in Apex. */
function isRowCause(object: ObjectSchema, field: FieldSchema): boolean {
  return field.apiName === 'RowCause' && isShareObject(object);
}

/**
 * May Apex assign the field? Ids may be set on records in memory, and records of metadata types and change events may be built in memory.
 * platform-facts: custom-metadata-fields-assignable
 */
function isAssignable(object: ObjectSchema, field: FieldSchema): boolean {
  return field.type === 'id' || object.kind === 'customMetadata' || object.changesOf !== undefined || field.isCreateable || field.isUpdateable;
}

export function recordShape(object: ObjectSchema): RecordShape {
  const slots: RecordField[] = [
    ...object.fields.map((field) => slot(field.apiName, 'field', apexTypeOf(field.type), scaleOf(field), field.reference?.targets ?? [])),
    ...[...object.parentsByName.values()].map((field) => slot(field.reference?.relationshipName as string, 'parent', 'Object', undefined, field.reference?.targets ?? [])),
    ...object.children.map((child) => slot(child.relationshipName, 'children', 'Object', undefined, [child.objectName])),
  ];
  return {
    apiName: object.apiName,
    keyPrefix: object.kind === 'event' || object.keyPrefix === '' ? undefined : object.keyPrefix,
    slots,
    byName: new Map(slots.map((field) => [field.folded, field])),
  };
}

function slot(apiName: string, kind: RecordField['kind'], type: PrimitiveName, scale: number | undefined, referenceTo: readonly string[]): RecordField {
  const folded = apiName.toLowerCase();
  return { apiName, folded, slot: `$${folded}`, kind, type, scale, referenceTo };
}

const classesOf = new WeakMap<OrgSchema, Map<string, RecordClass>>();

/** The record class of an object by folded API name; always the same one for the same schema. */
export function recordClass(schema: OrgSchema, foldedName: string): RecordClass | undefined {
  const classes = classesOf.get(schema) ?? new Map<string, RecordClass>();
  classesOf.set(schema, classes);
  const known = classes.get(foldedName);
  if (known !== undefined) return known;
  const object = schema.objects.get(foldedName);
  if (object === undefined) return undefined;
  const made = makeRecordClass(recordShape(object));
  classes.set(foldedName, made);
  return made;
}
