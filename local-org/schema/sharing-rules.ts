/** Sharing rules of a project; their criteria become the conditions of a query. */
import { parseSoql } from '../soql/parse.ts';
import type { Condition } from '../soql/syntax.ts';
import { checkChildAccess } from './child-access.ts';
import { fold, type ProblemList } from './problem.ts';
import type { FieldSchema, GroupReference, ObjectSchema, SharingRule } from './schema.ts';
import type { AccessSource, SharingRuleSource } from './source/project.ts';

type Report = (line: number, message: string) => void;

/** By folded name of the object. */
export function checkSharingRules(access: AccessSource, objects: ReadonlyMap<string, ObjectSchema>, problems: ProblemList): ReadonlyMap<string, readonly SharingRule[]> {
  const byType: Readonly<Record<GroupReference['type'], readonly { readonly name: string }[] | undefined>> = {
    Regular: access.groups, Queue: access.queues, Role: access.roles, RoleAndSubordinates: access.roles, Organization: undefined,
  };
  const exists = ({ type, name }: GroupReference): boolean => byType[type]?.some((source) => fold(source.name) === fold(name)) ?? true;
  const rules = new Map<string, SharingRule[]>();
  for (const { objectName, origin, rules: sources } of access.sharingRules) {
    const report: Report = (line, message) => problems.add({ type: 'SharingRules', fullName: objectName, path: origin.path }, line, message);
    const object = objects.get(fold(objectName));
    if (object === undefined) report(origin.line, `no CustomObject named ${objectName} found`);
    else rules.set(fold(objectName), sources.flatMap((source) => ruleOf(source, object, objects, exists, report) ?? []));
  }
  return rules;
}

function ruleOf(source: SharingRuleSource, object: ObjectSchema, objects: ReadonlyMap<string, ObjectSchema>, exists: (reference: GroupReference) => boolean, report: Report): SharingRule | undefined {
  const { name, line, accessLevel, sharedTo } = source;
  for (const reference of [sharedTo, ...(source.kind === 'owner' ? [source.ownedBy] : [])]) {
    if (!exists(reference)) report(line, `no ${reference.type === 'Regular' ? 'Group' : reference.type} named ${reference.name} found`);
  }
  checkChildAccess(source.childAccess, objects, report);
  const isUseless = object.sharing === 'ReadWrite' || object.sharing === 'ControlledByParent' || (object.sharing === 'Read' && accessLevel === 'Read');
  if (isUseless) report(line, `The rule ${name} gives ${accessLevel} on ${object.apiName}, whose sharingModel ${object.sharing} leaves nothing to give`);
  if (source.kind === 'owner') return { kind: 'owner', name, accessLevel, sharedTo, ownedBy: source.ownedBy };
  const criteria = criteriaOf(source, object, report);
  return criteria === undefined ? undefined : { kind: 'criteria', name, accessLevel, sharedTo, criteria };
}

function criteriaOf(source: SharingRuleSource & { kind: 'criteria' }, object: ObjectSchema, report: Report): Condition | undefined {
  const tests = source.items.map((item) => {
    const field = object.fieldsByName.get(fold(item.field)) ?? object.fieldsByName.get(`${fold(item.field)}id`);
    if (field === undefined) {
      report(item.line, `In field: field - no CustomField named ${object.apiName}.${item.field} found`);
      return undefined;
    }
    const test = OPERATIONS.get(item.operation)?.(field, valuesOf(field, item.value));
    if (test === undefined) report(item.line, `The operation '${item.operation}' on ${object.apiName}.${field.apiName} is not supported`);
    return test;
  });
  if (tests.some((test) => test === undefined)) return undefined;
  const filter = source.filter ?? tests.map((_test, index) => index + 1).join(' AND ');
  try {
    return parseSoql(`SELECT Id FROM ${object.apiName} WHERE ${filter.replace(/\d+/g, (number) => `(${tests[Number(number) - 1] ?? ''})`)}`).where;
  } catch (error) {
    report(source.line, `The criteria of ${source.name} cannot be read: ${(error as Error).message}`);
    return undefined;
  }
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Values are separated by commas; text is compared as text, an empty value is null. */
function valuesOf(field: FieldSchema, value: string): string[] {
  const isBare = ['boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime'].includes(field.type);
  if (value === '') return ['null'];
  return value.split(',').map((part) => (isBare ? part.trim() : quoted(part.trim())));
}

type Operation = (field: FieldSchema, values: readonly string[]) => string;

const each = (test: (name: string, value: string) => string, joint: 'AND' | 'OR'): Operation => ({ apiName }, values) => values.map((value) => test(apiName, value)).join(` ${joint} `);
const compared = (operator: string, joint: 'AND' | 'OR' = 'OR'): Operation => each((name, value) => `${name} ${operator} ${value}`, joint);
const like = (before: string, after: string): ((name: string, value: string) => string) => (name, value) => `${name} LIKE '${before}${value.slice(1, -1).replace(/[%_]/g, '\\$&')}${after}'`;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['equals', compared('=')], ['notEqual', compared('!=', 'AND')], ['lessThan', compared('<')], ['greaterThan', compared('>')], ['lessOrEqual', compared('<=')], ['greaterOrEqual', compared('>=')],
  ['contains', each(like('%', '%'), 'OR')], ['notContain', each((name, value) => `(NOT ${like('%', '%')(name, value)})`, 'AND')], ['startsWith', each(like('', '%'), 'OR')],
  ['includes', ({ apiName }, values) => `${apiName} INCLUDES (${values.join(', ')})`], ['excludes', ({ apiName }, values) => `${apiName} EXCLUDES (${values.join(', ')})`],
]);
