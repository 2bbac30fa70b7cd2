/** What components import of objects and fields: tokens, and the shape of records that Apex answers. */
import { apexTypeOf } from '../../local-org/schema/shapes.ts';
import { fold } from '../../local-org/schema/problem.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../local-org/schema/schema.ts';
import type { PrimitiveName } from '../../local-org/compiler/types.ts';
import { tsDoc } from './doc-comments.ts';
import type { TypingsWorld } from './world.ts';

const PREFIX = '@salesforce/schema/';

/**
 * By API name: the text of an object's modules. Objects of the project, those it adds to, and those that components or Apex answers name.
 * @param specifiers what the components of the project import
 */
export function schemaModules({ schema, project }: TypingsWorld, specifiers: readonly string[], answered: ReadonlySet<string>): ReadonlyMap<string, string> {
  const paths = [...new Set(specifiers.filter((specifier) => specifier.startsWith(PREFIX)).map((specifier) => specifier.slice(PREFIX.length)))].toSorted();
  const wanted = new Set([...project.objects.map(({ apiName }) => apiName), ...paths.map((path) => path.split('.', 1)[0]!), ...answered].map(fold));
  const objects = [...schema.objects.values()].filter(({ apiName, kind }) => wanted.has(fold(apiName)) && kind !== 'customMetadata').toSorted(byApiName);
  const described = new Set(objects.map(({ apiName }) => fold(apiName)));
  return new Map(objects.map((object) => {
    const related = paths.filter((path) => fold(path).startsWith(`${fold(object.apiName)}.`) && path.split('.').length > 2 && leadsToField(schema, object, path.split('.').slice(1)));
    return [object.apiName, [objectModule(object, described), ...fieldPaths(object, related).map((path) => tokenModule(object, path, labelOf(object, path)))].join('\n')];
  }));
}

const byApiName = <T extends { readonly apiName: string }>(left: T, right: T): number => (left.apiName < right.apiName ? -1 : 1);

function fieldPaths(object: ObjectSchema, related: readonly string[]): readonly string[] {
  return [...object.fields.map(({ apiName }) => apiName).toSorted(), ...related.map((path) => path.slice(path.indexOf('.') + 1))];
}

function labelOf(object: ObjectSchema, path: string): string {
  return object.fieldsByName.get(fold(path))?.label ?? path;
}

function leadsToField(schema: OrgSchema, object: ObjectSchema, [name = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return object.fieldsByName.has(fold(name));
  const targets = object.parentsByName.get(fold(name))?.reference?.targets ?? [];
  return targets.some((target) => {
    const parent = schema.objects.get(fold(target));
    return parent !== undefined && leadsToField(schema, parent, rest);
  });
}

function objectModule(object: ObjectSchema, described: ReadonlySet<string>): string {
  const fields = object.fields.toSorted(byApiName).map((field) => `${tsDoc(field.label, '    ')}    readonly ${field.apiName}?: ${valueText(field)} | null;\n`);
  const parents = object.fields.filter((field) => field.reference?.relationshipName !== undefined).toSorted(byApiName).map((field) => `    readonly ${field.reference!.relationshipName!}?: ${parentText(field, described)} | null;\n`);
  const children = object.children.filter(({ objectName }) => described.has(fold(objectName))).map(({ relationshipName, objectName }) => `    readonly ${relationshipName}?: readonly ${recordText(objectName)}[] | null;\n`).toSorted();
  return [
    `declare module '${PREFIX}${object.apiName}' {\n  import type { ObjectId } from '@salesforce/schema';\n`,
    `  /** A record as Apex answers it: fields that are null or were not asked for are not there. */\n  export interface ${object.apiName} {\n`, ...fields, ...parents, ...children, '  }\n',
    `${tsDoc(object.label, '  ')}  const object: ObjectId;\n  export default object;\n}\n`,
  ].join('');
}

const recordText = (apiName: string): string => `import('${PREFIX}${apiName}').${apiName}`;

function parentText(field: FieldSchema, described: ReadonlySet<string>): string {
  const [target, another] = field.reference?.targets ?? [];
  if (target !== undefined && another === undefined && described.has(fold(target))) return recordText(target);
  return '{ readonly Id?: string | null; readonly Name?: string | null }';
}

const VALUES: Readonly<Partial<Record<PrimitiveName, string>>> = { Boolean: 'boolean', Integer: 'number', Long: 'number', Double: 'number', Decimal: 'number', Object: 'unknown' };

function valueText(field: FieldSchema): string {
  if (field.type === 'location') return 'unknown';
  return VALUES[apexTypeOf(field.type)] ?? 'string';
}

function tokenModule({ apiName }: ObjectSchema, path: string, label: string): string {
  return `declare module '${PREFIX}${apiName}.${path}' {\n  import type { FieldId } from '@salesforce/schema';\n${tsDoc(label, '  ')}  const field: FieldId;\n  export default field;\n}\n`;
}
