/** Schema.DescribeFieldResult and Schema.PicklistEntry. Formulas, dependent picklists and encrypted fields are not supported. */
import { describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { parseDecimal } from '../../values/decimal.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { FieldDescription } from '../ports.ts';
import { DescribeFieldResult } from '../schema/describe.ts';
import { Described } from '../schema/described.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../schema/tokens.ts';
import { displayType } from './DisplayType.ts';
import { soapType } from './SoapType.ts';

export class PicklistEntry extends Described {
  readonly entry: FieldDescription['picklistValues'][number];

  constructor(entry: FieldDescription['picklistValues'][number]) {
    super();
    this.entry = entry;
  }

  protected override identity(): string {
    return JSON.stringify([this.entry.value, this.entry.label, this.entry.isActive, this.entry.isDefault]);
  }
}
describePlatformClass(PicklistEntry, 'Schema.PicklistEntry');

/** Types that only ever hold a number; their default is a Decimal in Apex. */
const NUMBERS = new Set(['double', 'currency', 'percent']);

function defaultValue({ field }: DescribeFieldResult): unknown {
  if (field.defaultValue === undefined) return null;
  return typeof field.defaultValue === 'number' && NUMBERS.has(field.type) ? parseDecimal(String(field.defaultValue)) : field.defaultValue;
}

const TEXTS = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'autonumber', 'id', 'reference']);
const isLong = (field: FieldDescription): boolean => field.type === 'longtextarea' || field.type === 'location' || field.type === 'base64';

/** Master-detail fields of an object count from 0; others have no order. */
function masterOrder({ object, field }: DescribeFieldResult): number | null {
  const masters = object.fields.filter((each) => each.reference?.isMasterDetail === true);
  const order = masters.indexOf(field);
  return order < 0 ? null : order;
}

/** Field permissions exist for fields that are neither required nor the system's own. */
function isPermissionable(field: FieldDescription): boolean {
  return field.isNillable && (field.isCustom || field.isCreateable || field.isUpdateable) && field.type !== 'id';
}

export const DESCRIBE_FIELD_RESULT = defineClass('Schema.DescribeFieldResult', {
  'String getName()': ({ field }: DescribeFieldResult) => field.apiName,
  'String getLocalName()': ({ field }: DescribeFieldResult) => field.apiName,
  'String getLabel()': ({ field }: DescribeFieldResult) => field.label,
  'String getInlineHelpText()': ({ field }: DescribeFieldResult) => field.helpText ?? null,
  'Integer getLength()': ({ field }: DescribeFieldResult) => field.length,
  /** Three bytes a character, as UTF-8 needs at most for the characters of one UTF-16 unit. */
  'Integer getByteLength()': ({ field }: DescribeFieldResult) => field.length * 3,
  'Integer getPrecision()': ({ field }: DescribeFieldResult) => (field.type === 'int' ? 0 : field.precision),
  'Integer getScale()': ({ field }: DescribeFieldResult) => field.scale,
  'Integer getDigits()': ({ field }: DescribeFieldResult) => (field.type === 'int' ? field.precision : 0),
  'Schema.DisplayType getType()': ({ field }: DescribeFieldResult) => displayType(field.type),
  'Object getDefaultValue()': defaultValue,
  'Schema.SObjectField getSobjectField()': ({ object, field }: DescribeFieldResult) => sobjectFieldToken(object.apiName, field.apiName),
  'Schema.SObjectType getSObjectType()': ({ object }: DescribeFieldResult) => sobjectTypeToken(object.apiName),
  'List<Schema.SObjectType> getReferenceTo()': ({ field }: DescribeFieldResult) =>
    ApexList.of(classType('Schema.SObjectType'), (field.reference?.targets ?? []).map(sobjectTypeToken)),
  'String getRelationshipName()': ({ field }: DescribeFieldResult) => field.reference?.relationshipName ?? null,
  'List<Schema.PicklistEntry> getPicklistValues()': ({ field }: DescribeFieldResult) =>
    ApexList.of(classType('Schema.PicklistEntry'), field.picklistValues.map((entry) => new PicklistEntry(entry))),
  'Boolean isAccessible()': (self: DescribeFieldResult) => self.access().read,
  'Boolean isCreateable()': (self: DescribeFieldResult) => self.field.isCreateable && self.access().edit,
  'Boolean isUpdateable()': (self: DescribeFieldResult) => self.field.isUpdateable && self.access().edit,
  'Boolean isAutoNumber()': ({ field }: DescribeFieldResult) => field.autoNumberFormat !== undefined,
  'Boolean isCascadeDelete()': ({ field }: DescribeFieldResult) => field.reference?.onDelete === 'cascade',
  'Boolean isRestrictedDelete()': ({ field }: DescribeFieldResult) => field.reference?.onDelete === 'restrict',
  'Boolean isCaseSensitive()': ({ field }: DescribeFieldResult) => field.isCaseSensitive,
  'Boolean isCustom()': ({ field }: DescribeFieldResult) => field.isCustom,
  'Boolean isDefaultedOnCreate()': ({ field }: DescribeFieldResult) => field.defaultValue !== undefined || field.type === 'boolean' || field.autoNumberFormat !== undefined,
  'Boolean isExternalId()': ({ field }: DescribeFieldResult) => field.isExternalId,
  'Boolean isFilterable()': ({ field }: DescribeFieldResult) => !isLong(field),
  'Boolean isSortable()': ({ field }: DescribeFieldResult) => !isLong(field) && field.type !== 'multipicklist',
  'Boolean isGroupable()': ({ field }: DescribeFieldResult) => TEXTS.has(field.type) || field.type === 'boolean' || field.type === 'date' || field.type === 'int',
  'Boolean isIdLookup()': ({ field }: DescribeFieldResult) => field.type === 'id' || field.isExternalId,
  'Boolean isNameField()': ({ object, field }: DescribeFieldResult) => object.nameField === field.apiName,
  'Boolean isNillable()': ({ field }: DescribeFieldResult) => field.isNillable,
  'Boolean isRestrictedPicklist()': ({ field }: DescribeFieldResult) => field.isRestrictedPicklist,
  'Schema.SoapType getSoapType()': ({ field }: DescribeFieldResult) => soapType(field.type),
  'String getReferenceTargetField()': () => null,
  'String getCompoundFieldName()': () => null,
  'String getDefaultValueFormula()': () => null,
  'String getMask()': () => null,
  'String getMaskType()': () => null,
  'Schema.SObjectField getController()': () => null,
  'Integer getRelationshipOrder()': masterOrder,
  'Boolean isAggregatable()': ({ field }: DescribeFieldResult) => !isLong(field) && field.type !== 'boolean' && field.type !== 'multipicklist',
  'Boolean isAiPredictionField()': () => false,
  'Boolean isDependentPicklist()': () => false,
  'Boolean isDeprecatedAndHidden()': () => false,
  'Boolean isDisplayLocationInDecimal()': () => false,
  'Boolean isEncrypted()': () => false,
  'Boolean isHighScaleNumber()': () => false,
  'Boolean isHtmlFormatted()': () => false,
  'Boolean isNamePointing()': ({ field }: DescribeFieldResult) => (field.reference?.targets.length ?? 0) > 1,
  'Boolean isPermissionable()': ({ field }: DescribeFieldResult) => isPermissionable(field),
  'Boolean isQueryByDistance()': ({ field }: DescribeFieldResult) => field.type === 'location',
  'Boolean isSearchPrefilterable()': ({ field }: DescribeFieldResult) => field.type === 'reference',
  'Boolean isWriteRequiresMasterRead()': () => false,
  'Boolean isUnique()': ({ field }: DescribeFieldResult) => field.isUnique,
}, { instances: DescribeFieldResult });

export const PICKLIST_ENTRY = defineClass('Schema.PicklistEntry', {
  'String getValue()': ({ entry }: PicklistEntry) => entry.value,
  'String getLabel()': ({ entry }: PicklistEntry) => entry.label,
  'Boolean isActive()': ({ entry }: PicklistEntry) => entry.isActive,
  'Boolean isDefaultValue()': ({ entry }: PicklistEntry) => entry.isDefault,
}, { instances: PicklistEntry });
