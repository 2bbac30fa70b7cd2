/** Custom metadata records: every value is checked against its field and becomes a value of the field's type. */
import { fold, type ProblemList } from './problem.ts';
import type { CustomMetadataRow, FieldSchema, ObjectSchema } from './schema.ts';
import type { CustomMetadataSource } from './source/project.ts';

type Value = string | number | boolean | null;

/** Values are keyed by folded field name; a field the record leaves out is null, a checkbox false. */
export function checkCustomMetadata(sources: readonly CustomMetadataSource[], objects: ReadonlyMap<string, ObjectSchema>, problems: ProblemList): readonly CustomMetadataRow[] {
  const seen = new Set<string>();
  const taken = new Set<string>();
  const names = new Map(sources.map(({ objectName, developerName }) => [recordKey(objectName, developerName), developerName]));
  return sources.flatMap((source) => {
    const fullName = `${source.objectName.replace(/__mdt$/, '')}.${source.developerName}`;
    const report = (line: number, message: string): void => problems.add({ type: 'CustomMetadata', fullName, path: source.origin.path }, line, message);
    const object = objects.get(fold(source.objectName));
    if (object?.kind !== 'customMetadata') {
      report(source.origin.line, `Custom metadata type ${source.objectName} is not available in this organization`);
      return [];
    }
    if (seen.has(fold(fullName))) report(source.origin.line, `The record ${fullName} is defined twice`);
    seen.add(fold(fullName));
    const values = rowValues(source, object, names, report);
    const repeated = repeatedValue(object, values, taken);
    if (repeated !== undefined) {
      report(source.origin.line, `duplicate value found: ${repeated.apiName} duplicates value on another record of ${object.apiName}`);
      return [];
    }
    return [{ objectName: object.apiName, developerName: source.developerName, label: source.label, values }];
  });
}

/** The first unique field whose value an earlier record has; `taken` learns the values of this one otherwise. */
function repeatedValue(object: ObjectSchema, values: ReadonlyMap<string, Value>, taken: Set<string>): FieldSchema | undefined {
  const keys = object.fields.filter(({ isUnique }) => isUnique).flatMap((field) => {
    const value = values.get(fold(field.apiName)) ?? null;
    const text = field.isCaseSensitive ? String(value) : String(value).toLowerCase();
    return value === null ? [] : [{ field, key: `${object.apiName}.${field.apiName}=${text}` }];
  });
  const repeated = keys.find(({ key }) => taken.has(key));
  if (repeated === undefined) for (const { key } of keys) taken.add(key);
  return repeated?.field;
}

function recordKey(objectName: string, developerName: string): string {
  return fold(`${objectName}.${developerName}`);
}

/** `names`: developer name of every record there will be, by its key. */
function rowValues(
  source: CustomMetadataSource, object: ObjectSchema, names: ReadonlyMap<string, string>, report: (line: number, message: string) => void,
): ReadonlyMap<string, Value> {
  const given = new Map<string, CustomMetadataSource['values'][number]>();
  for (const entry of source.values) {
    if (object.fieldsByName.get(fold(entry.field))?.isCustom !== true) report(entry.line, `The field ${entry.field} does not exist on ${object.apiName}`);
    given.set(fold(entry.field), entry);
  }
  const values = new Map<string, Value>();
  for (const field of object.fields.filter(({ isCustom }) => isCustom)) {
    const entry = given.get(fold(field.apiName));
    const value = entry?.value === undefined || entry.value === null ? null : typedValue(field, entry.value, names);
    if (value === undefined) report(entry?.line ?? source.origin.line, `The value '${entry?.value ?? ''}' is not valid for field ${object.apiName}.${field.apiName} of type ${field.type}`);
    if (value === null && !field.isNillable && field.type !== 'boolean') report(entry?.line ?? source.origin.line, `Required field is missing: ${field.apiName}`);
    values.set(fold(field.apiName), value ?? (field.type === 'boolean' ? false : null));
  }
  return values;
}

/** `undefined`: not a value of the field. platform-facts: metadata-relationship-by-name */
function typedValue(field: FieldSchema, text: string, names: ReadonlyMap<string, string>): Value | undefined {
  const trimmed = text.trim();
  switch (field.type) {
    case 'boolean': return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
    case 'double':
    case 'currency':
    case 'percent': return /^-?\d+(?:\.\d+)?$/.test(trimmed) && fits(field, trimmed) ? Number(trimmed) : undefined;
    case 'date': return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : undefined;
    case 'datetime': return Number.isNaN(Date.parse(trimmed)) ? undefined : trimmed;
    case 'picklist': return field.isRestrictedPicklist && !field.picklistValues.some(({ value }) => value === text) ? undefined : text;
    case 'reference': return trimmed === '' ? null : names.get(recordKey(field.reference?.targets[0] ?? '', trimmed));
    default: return text.length <= field.length ? text : undefined;
  }
}

/** Digits before the point must fit; surplus digits after it are rounded on the platform and refused here. */
function fits(field: FieldSchema, digits: string): boolean {
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  return whole.replace(/^0+/, '').length <= field.precision - field.scale && fraction.replace(/0+$/, '').length <= field.scale;
}
