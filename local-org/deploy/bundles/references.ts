/** What components import of the org must be there: Apex methods, objects and fields, labels, permissions, channels, resources and other components. */
import type { TypeSymbol } from '../../compiler/types.ts';
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import type { MetadataProject } from '../../schema/source/project.ts';

export interface BundleWorld {
  readonly project: MetadataProject;
  readonly schema: OrgSchema;
  /** Types of the project by folded qualified name. */
  readonly types: ReadonlyMap<string, TypeSymbol>;
}

/** Answers what is wrong with the reference, in the platform's words. */
type Check = (name: string, world: BundleWorld, place: ReferencePlace) => string | undefined;
export interface ReferencePlace {
  readonly file: string;
  readonly bundle: string;
}

/** By the word after `@salesforce/`. Others say nothing about the project. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['apex', apexMethod],
  ['apexContinuation', apexMethod],
  ['schema', schemaReference],
  ['label', (name, { schema }, place) => known(isLabel(name, schema), name, 'label', place)],
  ['customPermission', (name, { schema }, place) => known(schema.customPermissions.has(fold(name)), name, 'customPermission', place)],
  // Every installed package and edition has user permissions of its own: only what can be no name is refused. platform-facts: bundle-references
  ['userPermission', (name, _world, place) => known(/^[A-Z]\w*$/.test(name), name, 'userPermission', place)],
  ['messageChannel', (name, { project }, place) => known(project.inert.some((one) => one.type === 'LightningMessageChannel' && fold(`${one.name}__c`) === fold(name)), name, 'messageChannel', place)],
  ['resourceUrl', (name, { project }, place) => known(project.staticResources.some((resource) => fold(resource.name) === fold(name)), name, 'resourceUrl', place)],
]);

/** What is wrong with an import; `undefined` for one that is right or says nothing about the org. */
export function referenceProblem(specifier: string, world: BundleWorld, place: ReferencePlace): string | undefined {
  const [, scope, name] = /^@salesforce\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (scope !== undefined && name !== undefined) return CHECKS.get(scope)?.(name, world, place);
  const [, component] = /^c\/(.+)$/.exec(specifier) ?? [];
  if (component === undefined || world.project.bundles.some(({ name: bundle }) => bundle === component)) return undefined;
  return `No MODULE named markup://c:${component} found : [markup://c:${place.bundle}]`;
}

const known = (exists: boolean, name: string, type: string, { file }: ReferencePlace): string | undefined => (exists ? undefined : `Invalid reference ${name} of type ${type} in file ${file}`);

const isLabel = (name: string, schema: OrgSchema): boolean => /^c\.\w+$/i.test(name) && schema.labels.has(fold(name.slice('c.'.length)));

function apexMethod(name: string, { types }: BundleWorld): string | undefined {
  const dot = name.lastIndexOf('.');
  const type = types.get(fold(name.slice(0, Math.max(dot, 0))));
  if (type === undefined) return `Unable to find Apex action class referenced as '${dot < 0 ? name : name.slice(0, dot)}'.`;
  const methods = type.methods.get(fold(name.slice(dot + 1))) ?? [];
  return methods.some(({ isStatic, annotations }) => isStatic && annotations.has('auraenabled')) ? undefined : `Unable to find Apex action method referenced as '${name}'.`;
}

/** `Account`, `Account.Name`, `Contact.Account.Owner.Name` */
function schemaReference(name: string, { schema }: BundleWorld, place: ReferencePlace): string | undefined {
  const [objectName = '', ...path] = name.split('.').map(fold);
  const object = schema.objects.get(objectName);
  if (object === undefined || path.length === 0) return known(object !== undefined, name, path.length === 0 ? 'sobjectClass' : 'sobjectField', place);
  return known(hasField([object], path, schema), name, 'sobjectField', place);
}

function hasField(objects: readonly ObjectSchema[], [name = '', ...rest]: readonly string[], schema: OrgSchema): boolean {
  if (rest.length === 0) return objects.some((object) => object.fieldsByName.has(name));
  const targets = objects.flatMap((object) => object.parentsByName.get(name)?.reference?.targets ?? []);
  return hasField(targets.flatMap((target) => schema.objects.get(fold(target)) ?? []), rest, schema);
}
