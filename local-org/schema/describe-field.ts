/** One field as REST describe gives it. */
import type { FieldSchema, FieldType, ObjectSchema } from './schema.ts';

const SOAP_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double', currency: 'xsd:double', percent: 'xsd:double', date: 'xsd:date',
  datetime: 'xsd:dateTime', time: 'xsd:time', base64: 'xsd:base64Binary',
};
const TYPE_NAMES: Readonly<Partial<Record<FieldType, string>>> = { longtextarea: 'textarea', autonumber: 'string' };
const LONG = new Set<FieldType>(['longtextarea', 'base64', 'location']);
const NOT_GROUPABLE = new Set<FieldType>(['longtextarea', 'textarea', 'base64', 'location', 'double', 'currency', 'percent', 'datetime', 'time', 'multipicklist']);
/** A character takes up to three bytes. */
const BYTES_PER_CHARACTER = 3;

export function describeField(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  return { ...identity(object, field), ...abilities(object, field), ...values(field), ...relationship(field), ...computed(field), ...CONSTANTS };
}

function identity(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  const isId = field.type === 'id' || field.type === 'reference';
  return {
    name: field.apiName,
    label: field.label,
    type: TYPE_NAMES[field.type] ?? field.type,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    custom: field.isCustom,
    length: field.length,
    byteLength: isId ? field.length : field.length * BYTES_PER_CHARACTER,
    precision: field.type === 'int' ? 0 : field.precision,
    digits: field.type === 'int' ? field.precision : 0,
    scale: field.scale,
    nameField: field.apiName === object.nameField,
    autoNumber: field.type === 'autonumber',
    inlineHelpText: field.helpText ?? null,
    extraTypeInfo: field.type === 'longtextarea' || field.type === 'textarea' ? 'plaintextarea' : null,
  };
}

function abilities(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  return {
    nillable: field.isNillable,
    createable: field.isCreateable && object.isWriteable,
    updateable: field.isUpdateable && object.isWriteable && object.kind !== 'event',
    defaultedOnCreate: isDefaulted(field),
    unique: field.isUnique,
    caseSensitive: field.isCaseSensitive,
    externalId: field.isExternalId,
    idLookup: field.type === 'id' || field.isExternalId || (object.kind === 'custom' && field.apiName === object.nameField),
    filterable: !LONG.has(field.type),
    sortable: !LONG.has(field.type) && field.type !== 'multipicklist',
    groupable: !NOT_GROUPABLE.has(field.type),
    aggregatable: !LONG.has(field.type) && field.type !== 'boolean',
    permissionable: isPermissionable(object, field),
  };
}

/** May permission sets give and withhold the field? */
export function isPermissionable(object: Pick<ObjectSchema, 'nameField'>, field: FieldSchema): boolean {
  const isRequired = !field.isNillable && field.type !== 'boolean';
  return !field.isSystem && !isRequired && field.reference?.isMasterDetail !== true && field.apiName !== object.nameField;
}

/** Does the platform fill the field when an insert leaves it out? */
function isDefaulted(field: FieldSchema): boolean {
  return (field.isSystem && !field.isNillable) || field.type === 'boolean' || field.type === 'autonumber' || field.apiName === 'OwnerId' || field.defaultValue !== undefined || field.defaultFormula !== undefined;
}

function values(field: FieldSchema): Record<string, unknown> {
  return {
    defaultValue: field.type === 'boolean' ? field.defaultValue ?? false : null,
    defaultValueFormula: defaultFormula(field),
    picklistValues: field.picklistValues.map(({ value, label, isActive, isDefault }) => ({ active: isActive, defaultValue: isDefault, label, validFor: null, value })),
    restrictedPicklist: field.isRestrictedPicklist,
  };
}

function defaultFormula(field: FieldSchema): string | null {
  if (field.defaultFormula !== undefined) return field.defaultFormula;
  if (field.defaultValue === undefined || field.type === 'boolean' || field.type === 'picklist' || field.type === 'multipicklist') return null;
  return typeof field.defaultValue === 'string' ? `"${field.defaultValue}"` : String(field.defaultValue);
}

function relationship(field: FieldSchema): Record<string, unknown> {
  const { reference } = field;
  return {
    referenceTo: reference?.targets ?? [],
    relationshipName: reference?.relationshipName ?? null,
    relationshipOrder: reference?.isMasterDetail === true ? 0 : null,
    cascadeDelete: reference?.onDelete === 'cascade',
    restrictedDelete: reference?.onDelete === 'restrict' && !field.isSystem,
    polymorphicForeignKey: (reference?.targets.length ?? 0) > 1,
    namePointing: (reference?.targets.length ?? 0) > 1,
    writeRequiresMasterRead: false,
  };
}

function computed({ formula, summary }: FieldSchema): Record<string, unknown> {
  return { calculated: formula !== undefined || summary !== undefined, calculatedFormula: formula?.text ?? null, formulaTreatNullNumberAsZero: formula?.blankNumbersAsZero ?? false };
}

/** Features that are refused when metadata asks for them. */
const CONSTANTS = {
  aiPredictionField: false, compoundFieldName: null, controllerName: null, dependentPicklist: false,
  deprecatedAndHidden: false, displayLocationInDecimal: false, encrypted: false, filteredLookupInfo: null, highScaleNumber: false,
  htmlFormatted: false, mask: null, maskType: null, queryByDistance: false, referenceTargetField: null, searchPrefilterable: false,
} as const;
