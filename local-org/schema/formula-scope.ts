/** Which names a formula of an object may use, and what type they have. */
import type { FormulaField, FormulaScope, FormulaType } from '../formula/types.ts';
import { fold } from './problem.ts';
import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from './schema.ts';

export type FormulaSchemaView = Pick<OrgSchema, 'objects' | 'labels' | 'customPermissions' | 'customMetadata'>;

const TYPES: Readonly<Partial<Record<FieldType, FormulaType>>> = {
  boolean: 'boolean', int: 'number', double: 'number', currency: 'number', percent: 'number', date: 'date', datetime: 'datetime', time: 'time', picklist: 'picklist',
  multipicklist: 'multipicklist',
};
const UNSUPPORTED: Readonly<Partial<Record<FieldType, string>>> = { longtextarea: 'Long Text Area', base64: 'Base64', location: 'Geolocation' };

/** Relationships one formula may reach over. */
const MOST_RELATIONSHIPS = 10;

export function formulaTypeOf(field: FieldSchema): FormulaType {
  return TYPES[field.type] ?? 'text';
}

/** A default is computed before there is a record: it reads globals only. */
export function defaultScope(schema: FormulaSchemaView, object: ObjectSchema): FormulaScope {
  const scope = formulaScope(schema, object);
  return { field: (names) => (names[0]?.startsWith('$') === true && fold(names[0]) !== '$recordtype' ? scope.field(names) : undefined) };
}

/** Validation rules may read long text, formula fields may not. platform-facts: long-text-in-rules */
export function formulaScope(schema: FormulaSchemaView, object: ObjectSchema, use: 'field' | 'rule' = 'field'): FormulaScope {
  const globals = globalsOf(schema, object);
  return {
    field(names) {
      const first = names[0] ?? '';
      if (!first.startsWith('$')) return pathField(schema, object, names, use);
      const global = globals.get(fold(first));
      return global === undefined ? undefined : global(names.slice(1));
    },
  };
}

type Resolved = FormulaField | string | undefined;
type Global = (names: readonly string[]) => Resolved;

/** A field of the object, or over its relationships of another. `Owner:User.Name` chooses among several possible parents. */
function pathField(schema: FormulaSchemaView, start: ObjectSchema, names: readonly string[], use: 'field' | 'rule'): Resolved {
  let object = start;
  const path: string[] = [];
  for (const name of names.slice(0, -1)) {
    const [relationship = '', wanted] = name.split(':');
    const reference = object.parentsByName.get(fold(relationship))?.reference;
    if (reference?.relationshipName === undefined) return undefined;
    const target = targetOf(reference.targets, wanted);
    const next = target === undefined ? undefined : schema.objects.get(fold(target));
    if (next === undefined) return wanted === undefined ? undefined : `${wanted} is an invalid object type for the ${relationship} field. Check spelling.`;
    path.push(reference.targets.length > 1 ? `${reference.relationshipName}:${next.apiName}` : reference.relationshipName);
    object = next;
  }
  if (path.length > MOST_RELATIONSHIPS) return `You must remove at least ${path.length - MOST_RELATIONSHIPS} relationship(s) in order to save this formula.`;
  const last = names.at(-1) ?? '';
  const field = object.fieldsByName.get(fold(last));
  return field === undefined ? undefined : fieldOf(field, [...path, field.apiName], names.join('.'), use);
}

/** Queues are groups. */
function targetOf(targets: readonly string[], wanted: string | undefined): string | undefined {
  if (wanted === undefined) return targets.length === 1 ? targets[0] : undefined;
  const name = fold(wanted) === 'queue' ? 'group' : fold(wanted);
  return targets.find((target) => fold(target) === name);
}

function fieldOf(field: FieldSchema, path: readonly string[], written: string, use: 'field' | 'rule' = 'field'): Resolved {
  const unsupported = use === 'rule' && field.type === 'longtextarea' ? undefined : UNSUPPORTED[field.type];
  if (unsupported !== undefined) return `You referenced an unsupported field type called "${unsupported}" using the following field: ${written}`;
  return { type: formulaTypeOf(field), path, values: field.picklistValues.map(({ value }) => value) };
}

function globalsOf(schema: FormulaSchemaView, object: ObjectSchema): ReadonlyMap<string, Global> {
  /** One row of an object: the user, the profile, the organization. */
  const row = (global: string, objectName: string): Global => (names) => {
    const target = schema.objects.get(objectName);
    const field = names.length === 1 ? target?.fieldsByName.get(fold(names[0] ?? '')) : undefined;
    return field === undefined ? undefined : fieldOf(field, [global, field.apiName], [global, ...names].join('.'));
  };
  const text = (path: readonly string[]): FormulaField => ({ type: 'text', path });
  return new Map<string, Global>([
    ['$user', row('$User', 'user')],
    ['$profile', row('$Profile', 'profile')],
    ['$userrole', row('$UserRole', 'userrole')],
    ['$organization', row('$Organization', 'organization')],
    ['$recordtype', (names) => (names.length === 1 ? pathField(schema, object, ['RecordType', ...names], 'field') : undefined)],
    ['$label', ([name = '', ...rest]) => (rest.length === 0 && schema.labels.has(fold(name)) ? text(['$Label', name]) : undefined)],
    ['$permission', ([name = '', ...rest]) => (rest.length === 0 && schema.customPermissions.has(fold(name)) ? { type: 'boolean', path: ['$Permission', name] } : undefined)],
    ['$custommetadata', (names) => metadataField(schema, names)],
    ['$setup', (names) => settingField(schema, names)],
    ['$system', ([name = '']) => (fold(name) === 'origindatetime' ? { type: 'datetime', path: ['$System', 'OriginDateTime'] } : undefined)],
  ]);
}

/** `$CustomMetadata.Type__mdt.Record.Field__c` */
function metadataField(schema: FormulaSchemaView, [typeName = '', record = '', fieldName = '']: readonly string[]): Resolved {
  const type = schema.objects.get(fold(typeName));
  const field = type?.fieldsByName.get(fold(fieldName));
  const isKnown = schema.customMetadata.some((row) => fold(row.objectName) === fold(typeName) && fold(row.developerName) === fold(record));
  if (type?.kind !== 'customMetadata' || field === undefined || !isKnown) return undefined;
  return fieldOf(field, ['$CustomMetadata', type.apiName, record, field.apiName], `$CustomMetadata.${typeName}.${record}.${fieldName}`);
}

/** `$Setup.Setting__c.Field__c`: the hierarchy setting as the running user has it. */
function settingField(schema: FormulaSchemaView, [settingName = '', fieldName = '']: readonly string[]): Resolved {
  const setting = schema.objects.get(fold(settingName));
  const field = setting?.fieldsByName.get(fold(fieldName));
  if (setting?.kind !== 'customSetting' || field === undefined) return undefined;
  return fieldOf(field, ['$Setup', setting.apiName, field.apiName], `$Setup.${settingName}.${fieldName}`);
}
