/** `CustomField` → FieldSchema: one rule per metadata field type. */
import type { FieldSchema, FieldType, ReferenceSchema, SummaryOperator } from '../schema.ts';
import { tableOf } from './kinds.ts';
import type { FieldSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

/** Labels, help and page behaviour: nothing a program can notice. */
const INERT = [
  'description', 'trackFeedHistory', 'trackHistory', 'trackTrending', 'fieldManageability', 'securityClassification', 'businessStatus', 'businessOwnerUser',
  'complianceGroup', 'visibleLines', 'displayLocationInDecimal', 'relationshipLabel', 'relationshipOrder', 'isFilteringDisabled', 'isNameField', 'isSortingDisabled',
];

/** `undefined` when a problem made the field useless. */
export function readField(root: MetadataElement, component: Component, fieldName: string): readonly FieldSource[] {
  const written = root.requiredText('fullName');
  if (written !== '' && written !== fieldName) root.problem(`fullName ${written} does not match the file name ${fieldName}`);
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*__c$/.test(fieldName)) {
    root.problem(`The field name ${fieldName} must begin with a letter, hold only letters, digits and single underscores, and end with __c; standard fields cannot be changed`);
    return [];
  }
  for (const refused of ['lookupFilter', 'encryptionScheme', 'maskChar', 'maskType']) {
    const element = root.one(refused);
    if (element !== undefined) element.problem(`Element <${refused}> of CustomField ${component.fullName} is not supported`);
  }
  const type = root.requiredText('type');
  const rule = RULES.get(type);
  if (rule === undefined) {
    if (type !== '') (root.one('type') ?? root).problem(`Field type ${type} of CustomField ${component.fullName} is not supported`);
    return [];
  }
  const base = readCommon(root, fieldName);
  const fields = root.one('formula') === undefined ? rule(root, base) : readFormula(root, base, type);
  root.refuseRest(INERT);
  const formulaLine = (root.one('formula') ?? root.one('defaultValue'))?.line;
  return fields.map((field) => ({ origin: { path: component.path, line: root.line }, field, formulaLine }));
}

function readCommon(root: MetadataElement, apiName: string): FieldSchema {
  return {
    apiName,
    label: root.requiredText('label'),
    type: 'string', length: 0, precision: 0, scale: 0,
    isNillable: !root.boolean('required', false),
    isUnique: root.boolean('unique', false),
    isCaseSensitive: root.boolean('caseSensitive', false),
    isExternalId: root.boolean('externalId', false),
    isCustom: true, isCreateable: true, isUpdateable: true,
    defaultValue: undefined,
    picklistValues: [], isRestrictedPicklist: false,
    reference: undefined, isSystem: false, autoNumberFormat: undefined,
    helpText: root.text('inlineHelpText'),
  };
}

/** The types a formula field can have; the text of one is up to 1,300 characters long. */
const FORMULA_TYPES = tableOf<Pick<FieldSchema, 'type'> & Partial<FieldSchema>>({
  Checkbox: { type: 'boolean', isNillable: false }, Currency: { type: 'currency' }, Date: { type: 'date' }, DateTime: { type: 'datetime' }, Number: { type: 'double' },
  Percent: { type: 'percent' }, Text: { type: 'string', length: 1300 }, Time: { type: 'time' },
});
const LARGEST_PRECISION = 18;

function readFormula(root: MetadataElement, base: FieldSchema, type: string): readonly FieldSchema[] {
  const result = FORMULA_TYPES.get(type);
  if (result === undefined) {
    root.one('formula')?.problem(`A field of type ${type} cannot be a formula`);
    return [];
  }
  const isNumber = ['double', 'currency', 'percent'].includes(result.type);
  root.integer('precision');
  const scale = isNumber ? bounded(root, 'scale', 0, LARGEST_PRECISION - 1) : 0;
  const blanks = root.word('formulaTreatBlanksAs', ['BlankAsZero', 'BlankAsBlank']) ?? 'BlankAsZero';
  return [{
    ...base, isNillable: true, ...result, precision: isNumber ? LARGEST_PRECISION : 0, scale, isUnique: false, isCreateable: false, isUpdateable: false,
    formula: { text: root.one('formula')?.value ?? '', blankNumbersAsZero: blanks === 'BlankAsZero' },
  }];
}

type Rule = (root: MetadataElement, base: FieldSchema) => readonly FieldSchema[];

const RULES = tableOf<Rule>({
  Text: text('string', 1, 255),
  TextArea: fixedText('textarea', 255),
  LongTextArea: text('longtextarea', 256, 131_072),
  Email: fixedText('email', 80),
  Phone: fixedText('phone', 40),
  Url: fixedText('url', 255),
  Number: number('double'),
  Currency: number('currency'),
  Percent: number('percent'),
  Checkbox: (root, base) => [{ ...base, type: 'boolean', isNillable: false, ...readDefault(root), defaultValue: readDefault(root).defaultValue ?? false }],
  Date: plain('date'),
  DateTime: plain('datetime'),
  Time: plain('time'),
  Picklist: (root, base) => [picklist(root, { ...base, type: 'picklist', length: 255 })],
  MultiselectPicklist: (root, base) => [picklist(root, { ...base, type: 'multipicklist', length: 4099 })],
  AutoNumber: autoNumber,
  Lookup: lookup,
  MasterDetail: masterDetail,
  MetadataRelationship: metadataRelationship,
  Location: location,
  Summary: summary,
});

function plain(type: FieldType): Rule {
  return (root, base) => {
    refuseUnique(root, base, type);
    return [{ ...base, type, ...readDefault(root) }];
  };
}

function fixedText(type: FieldType, length: number): Rule {
  return (root, base) => {
    if (type !== 'email') refuseUnique(root, base, type);
    return [{ ...base, type, length, ...readDefault(root) }];
  };
}

function text(type: FieldType, shortest: number, longest: number): Rule {
  return (root, base) => {
    const length = bounded(root, 'length', shortest, longest);
    if (type === 'longtextarea') refuseUnique(root, base, type);
    if (base.isCaseSensitive && !base.isUnique && !base.isExternalId) root.problem('caseSensitive can only be specified for a unique or external id text field');
    return [{ ...base, type, length, ...readDefault(root) }];
  };
}

function number(type: FieldType): Rule {
  return (root, base) => {
    const precision = bounded(root, 'precision', 1, 18);
    const scale = bounded(root, 'scale', 0, 17);
    if (scale > precision) root.problem(`The scale ${scale} of a number cannot be larger than its precision ${precision}`);
    if (type !== 'double') refuseUnique(root, base, type);
    return [{ ...base, type, precision, scale, ...readDefault(root, type) }];
  };
}

function autoNumber(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  root.integer('startingNumber');
  return [{ ...base, type: 'autonumber', length: 30, isNillable: false, isCreateable: false, isUpdateable: false, autoNumberFormat: root.text('displayFormat') ?? '{0}' }];
}

function lookup(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  const constraint = root.word('deleteConstraint', ['SetNull', 'Restrict', 'Cascade']) ?? (base.isNillable ? 'SetNull' : 'Restrict');
  if (constraint === 'SetNull' && !base.isNillable) root.problem('A required lookup field must have the deleteConstraint Restrict or Cascade');
  const onDelete = ({ SetNull: 'setNull', Restrict: 'restrict', Cascade: 'cascade' } as const)[constraint];
  refuseUnique(root, base, 'reference');
  return [{ ...base, type: 'reference', length: 18, reference: { ...relationship(root, base.apiName), onDelete, isMasterDetail: false } }];
}

function masterDetail(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  const isReparentable = root.boolean('reparentableMasterDetail', false);
  return [{
    ...base, type: 'reference', length: 18, isNillable: false, isUpdateable: isReparentable,
    reference: { ...relationship(root, base.apiName), onDelete: 'cascade', isMasterDetail: true, ...(root.boolean('writeRequiresMasterRead', false) ? { writeRequiresMasterRead: true } : {}) },
  }];
}

/** Neither end can be deleted by a user, so there is nothing to say about deletion. */
function metadataRelationship(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  refuseUnique(root, base, 'reference');
  return [{
    ...base, type: 'reference', length: 18,
    reference: { ...relationship(root, base.apiName), onDelete: 'restrict', isMasterDetail: false, isMetadataRelationship: true },
  }];
}

function relationship(root: MetadataElement, apiName: string): Pick<ReferenceSchema, 'targets' | 'relationshipName' | 'childRelationshipName'> {
  const childName = root.text('relationshipName');
  if (childName !== undefined && !/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(childName)) root.one('relationshipName')?.problem(`The relationship name ${childName} is not a valid name`);
  return {
    targets: [root.requiredText('referenceTo')],
    relationshipName: apiName.replace(/__c$/, '__r'),
    childRelationshipName: childName === undefined ? undefined : `${childName}__r`,
  };
}

/**
 * A geolocation is stored in its two parts; the compound field only groups them. The compound itself has no value in queries and Apex here: whoever names it
 * is told that there is no such field.
 */
function location(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  const scale = bounded(root, 'scale', 0, 15);
  const part = (suffix: string): FieldSchema => ({
    ...base, apiName: base.apiName.replace(/__c$/, `__${suffix}__s`), label: `${base.label} (${suffix})`, type: 'double', precision: 3 + scale, scale,
  });
  return [part('Latitude'), part('Longitude')];
}

const OPERATORS: readonly SummaryOperator[] = ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual', 'contains', 'notContain', 'startsWith', 'includes', 'excludes'];

/** The type follows from what is summarized; build.ts knows it. */
function summary(root: MetadataElement, base: FieldSchema): readonly FieldSchema[] {
  refuseUnique(root, base, 'summary');
  const operation = root.word('summaryOperation', ['count', 'sum', 'min', 'max']);
  const [childObject = '', reference = ''] = root.requiredText('summaryForeignKey').split('.');
  const summarized = operation === 'count' ? root.text('summarizedField') : root.requiredText('summarizedField');
  const filters = root.all('summaryFilterItems').flatMap((item) => {
    const comparator = item.word('operation', OPERATORS);
    const filter = { field: item.requiredText('field').split('.').at(-1) ?? '', operation: comparator ?? 'equals', value: item.text('value') ?? '' };
    item.refuseRest();
    return [filter];
  });
  if (operation === undefined) return [];
  const field = operation === 'count' ? undefined : summarized?.split('.').at(-1);
  return [{ ...base, type: 'double', precision: 18, isNillable: true, isCreateable: false, isUpdateable: false, summary: { operation, childObject, reference, field, filters } }];
}

function picklist(root: MetadataElement, base: FieldSchema): FieldSchema {
  refuseUnique(root, base, base.type);
  const valueSet = root.one('valueSet');
  if (valueSet === undefined) {
    root.problem('Required field is missing: valueSet');
    return base;
  }
  const definition = valueSet.one('valueSetDefinition');
  const picklistValues = (definition?.all('value') ?? []).map((value) => {
    const name = value.requiredText('fullName');
    const read = { value: name, label: value.text('label') ?? name, isActive: value.boolean('isActive', true), isDefault: value.boolean('default', false) };
    value.refuseRest(['color', 'description']);
    return read;
  });
  definition?.refuseRest(['sorted']);
  const isRestrictedPicklist = valueSet.boolean('restricted', false);
  valueSet.refuseRest();
  const { defaultFormula } = readDefault(root);
  return { ...base, picklistValues, isRestrictedPicklist, defaultValue: picklistValues.find((value) => value.isDefault)?.value, defaultFormula };
}

function bounded(root: MetadataElement, name: string, lowest: number, highest: number): number {
  const value = root.integer(name);
  if (value === undefined) root.problem(`Required field is missing: ${name}`);
  else if (value < lowest || value > highest) root.one(name)?.problem(`${name} must be between ${lowest} and ${highest}, but is ${value}`);
  return value ?? lowest;
}

function refuseUnique(root: MetadataElement, base: FieldSchema, type: string): void {
  if (base.isUnique) root.one('unique')?.problem(`A field of type ${type} cannot be unique`);
  if (base.isExternalId) root.one('externalId')?.problem(`A field of type ${type} cannot be an external id`);
}

/** Defaults are formulas; the constants among them (`0`, `true`, `"text"`, `'text'`) need no computing. A percentage is written as a fraction, so it is computed. */
function readDefault(root: MetadataElement, type?: FieldType): Pick<FieldSchema, 'defaultValue' | 'defaultFormula'> {
  const formula = root.text('defaultValue');
  if (formula === undefined) return { defaultValue: undefined };
  if (type === 'percent') return { defaultValue: undefined, defaultFormula: formula };
  if (formula === 'true' || formula === 'false') return { defaultValue: formula === 'true' };
  if (/^-?\d+(?:\.\d+)?$/.test(formula)) return { defaultValue: Number(formula) };
  const quoted = /^"([^"\\]*)"$|^'([^'\\]*)'$/.exec(formula);
  if (quoted !== null) return { defaultValue: quoted[1] ?? quoted[2] };
  return { defaultValue: undefined, defaultFormula: formula };
}
