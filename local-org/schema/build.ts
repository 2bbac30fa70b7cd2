/** The parts of a project, checked against each other and against the platform's own objects → the schema of an org. */
import { createHash } from 'node:crypto';
import { BIG_OBJECT_TYPES, indexOfBigObject, isPlain } from './big-objects.ts';
import { checkAccess } from './access-checks.ts';
import { draftObject, hasMaster, type ObjectDraft } from './custom-objects.ts';
import { allocateKeyPrefixes } from './key-prefixes.ts';
import { checkFormulas } from './formulas.ts';
import { checkCustomMetadata } from './metadata-rows.ts';
import { draftChangeEvents, eventChannels } from './change-events.ts';
import { checkPermissionSets, permissionWorld } from './permission-checks.ts';
import { fold, ProblemList, type MetadataProblem } from './problem.ts';
import { collectChildren, resolveReferences, type FieldOrigin } from './references.ts';
import type { ChildRelationship, FieldSchema, FieldSetSchema, ObjectKind, ObjectSchema, OrgSchema } from './schema.ts';
import { draftShares } from './shares.ts';
import { checkSharingRules } from './sharing-rules.ts';
import { withRecordTypes } from './record-types.ts';
import { resolveSummaries } from './summaries.ts';
import type { FieldSource, MetadataProject, ObjectSource } from './source/project.ts';
import type { StandardObject } from './standard/define.ts';
import { platformEvents } from './standard/events.ts';
import { standardObjects } from './standard/objects.ts';

export interface SchemaBuild {
  /** Complete even when there are problems, so that Apex can be checked in the same run; deploy only without problems. */
  readonly schema: OrgSchema;
  readonly problems: readonly MetadataProblem[];
  /** Every prefix ever given, by folded API name: input of the next build. */
  readonly keyPrefixes: ReadonlyMap<string, string>;
}

export interface PreviousBuild {
  readonly keyPrefixes: ReadonlyMap<string, string>;
}

export const emptyProject: MetadataProject = {
  access: { profiles: [], groups: [], queues: [], roles: [], permissionSetGroups: [], sharingRules: [], sharingReasons: [] },
  objects: [], customMetadata: [], permissionSets: [], customPermissions: [], labels: [], apex: [], bundles: [], staticResources: [], eventSubscribers: [], eventChannels: [], eventChannelMembers: [], inert: [],
};

/** @param previous what an earlier build gave away for good; keep it with the data of the org. */
export function buildSchema(project: MetadataProject, previous?: PreviousBuild): SchemaBuild {
  const problems = new ProblemList();
  const originOf = fieldOrigins(project);
  const drafted = draftObjects(project, problems);
  const shares = draftShares(drafted, (apiName) => project.access.sharingReasons.filter((reason) => fold(reason.objectName) === fold(apiName)));
  const resolved = resolveSummaries(resolveReferences([...drafted, ...shares], originOf, problems), originOf, problems);
  const drafts = [...resolved, ...draftChangeEvents(project, resolved), ...platformEvents];
  const children = collectChildren(drafts, originOf, problems);
  const own = drafts.filter((draft): draft is ObjectDraft & { kind: Exclude<ObjectKind, 'standard'> } => draft.kind !== 'standard' && draft.keyPrefix === undefined);
  const keyPrefixes = allocateKeyPrefixes(own, previous?.keyPrefixes ?? new Map());
  const objects = new Map(drafts.map((draft) => [fold(draft.apiName), finish(draft, keyPrefixes, children, fieldSetsOf(project, draft.apiName))]));
  checkEventSubscribers(project, objects, problems);
  const world = permissionWorld(project, objects, problems);
  const content = {
    objects,
    eventChannels: eventChannels(project, objects, problems),
    permissionSets: checkPermissionSets(project, world),
    access: checkAccess(project, objects, world),
    customPermissions: named('CustomPermission', project.customPermissions, ({ name, label }) => ({ name, label }), problems),
    sharingRules: checkSharingRules(project.access, objects, problems),
    labels: named('CustomLabel', project.labels, ({ value }) => value, problems),
    customMetadata: checkCustomMetadata(project.customMetadata, objects, problems),
  };
  checkFormulas(project, content, problems);
  return { schema: { ...content, fingerprint: fingerprint(content) }, problems: problems.all, keyPrefixes };
}

function fieldOrigins(project: MetadataProject): FieldOrigin {
  const origins = new Map(project.objects.flatMap((object) => object.fields.map(({ field, origin }) => [fold(`${object.apiName}.${field.apiName}`), origin] as const)));
  return (objectName, fieldName) => origins.get(fold(`${objectName}.${fieldName}`));
}

function draftObjects(project: MetadataProject, problems: ProblemList): readonly ObjectDraft[] {
  const drafts = new Map<string, ObjectDraft>(standardObjects.map((object) => [fold(object.apiName), standardDraft(object)]));
  for (const source of project.objects) {
    const plain = source.kind === 'standard' ? extendStandard(source, problems) : { ...draftObject(source), validationRules: rulesOf(source), index: indexOf(source, problems) };
    if (plain === undefined) continue;
    const draft = withRecordTypes(plain, source, problems);
    if (source.kind !== 'standard' && drafts.has(fold(source.apiName))) report(problems, source, `The object name ${source.apiName} is already in use`);
    checkFields(source, draft, problems);
    checkSharing(source, draft, problems);
    drafts.set(fold(source.apiName), draft);
  }
  return [...drafts.values()];
}

function extendStandard(source: ObjectSource, problems: ProblemList): ObjectDraft | undefined {
  const standard = standardObjects.find((object) => fold(object.apiName) === fold(source.apiName));
  if (standard === undefined || (!standard.isExtensible && source.fields.length > 0)) {
    report(problems, source, standard === undefined ? `The standard object ${source.apiName} is not supported` : `Fields cannot be added to ${standard.apiName}`);
    return undefined;
  }
  const draft = standardDraft(standard);
  return {
    ...draft,
    label: source.label ?? draft.label, pluralLabel: source.pluralLabel ?? draft.pluralLabel, sharing: source.sharing ?? draft.sharing,
    fields: [...draft.fields, ...source.fields.map(({ field }) => field)],
    validationRules: rulesOf(source),
  };
}

function indexOf(source: ObjectSource, problems: ProblemList): ObjectDraft['index'] {
  if (source.kind === 'bigObject') return indexOfBigObject(source, problems);
  for (const { origin, name } of source.indexes ?? []) {
    problems.add({ type: 'Index', fullName: `${source.apiName}.${name}`, path: origin.path }, origin.line, `${source.apiName} is no big object: only big objects have an index of their own`);
  }
  return undefined;
}

function rulesOf(source: ObjectSource): ObjectDraft['validationRules'] {
  return source.validationRules === undefined || source.validationRules.length === 0 ? undefined : source.validationRules.map(({ rule }) => rule);
}

function standardDraft({ apiName, label, pluralLabel, nameField, sharing, isWriteable, isQueryable, isDeletable = true, fields }: StandardObject): ObjectDraft {
  return { apiName, label, pluralLabel, kind: 'standard', nameField, sharing, isWriteable, isQueryable, isDeletable, publishBehavior: undefined, fields };
}

function report(problems: ProblemList, source: ObjectSource, message: string): void {
  problems.add({ type: 'CustomObject', fullName: source.apiName, path: source.origin.path }, source.origin.line, message);
}

/** What the platform allows as field types of its own kinds of objects. */
const EVENT_TYPES = new Set(['string', 'longtextarea', 'double', 'boolean', 'date', 'datetime']);
const METADATA_TYPES = new Set(['string', 'textarea', 'longtextarea', 'double', 'percent', 'boolean', 'date', 'datetime', 'email', 'phone', 'url', 'picklist']);
const ALLOWED_TYPES: Partial<Readonly<Record<ObjectKind, ReadonlySet<string>>>> = { event: EVENT_TYPES, customMetadata: METADATA_TYPES, bigObject: BIG_OBJECT_TYPES };
const LONGEST_API_NAME = 40;

function checkFields(source: ObjectSource, draft: ObjectDraft, problems: ProblemList): void {
  const names = new Map<string, number>();
  for (const field of draft.fields) names.set(fold(field.apiName), (names.get(fold(field.apiName)) ?? 0) + 1);
  const allowed = ALLOWED_TYPES[source.kind];
  for (const { field, origin } of source.fields) {
    const fullName = `${source.apiName}.${field.apiName}`;
    const say = (message: string): void => problems.add({ type: 'CustomField', fullName, path: origin.path }, origin.line, message);
    if ((names.get(fold(field.apiName)) ?? 0) > 1) say(`There is already a field named ${field.apiName} on ${source.apiName}.`);
    if (allowed !== undefined && field.reference === undefined && !allowed.has(field.type)) say(`A field of type ${field.type} is not allowed on ${source.apiName}`);
    if (source.kind === 'bigObject' && !isPlain(field)) say(`Fields of big objects cannot be unique, external ids, computed or defaulted, but ${fullName} is`);
    if (field.apiName.replace(/__[cs]$/, '').length > LONGEST_API_NAME) say(`The name ${field.apiName} has more than ${LONGEST_API_NAME} characters`);
  }
  const masters = source.fields.filter(isMaster);
  if (masters.length > 2) report(problems, source, `${source.apiName} has ${masters.length} master-detail fields; at most 2 are allowed`);
}

function isMaster({ field }: FieldSource): boolean {
  return field.reference?.isMasterDetail === true;
}

function checkSharing(source: ObjectSource, draft: ObjectDraft, problems: ProblemList): void {
  if (source.kind !== 'custom') return;
  if (hasMaster(source) && draft.sharing !== 'ControlledByParent') {
    report(problems, source, `Cannot set sharingModel to ${draft.sharing} on a CustomObject with a MasterDetail relationship field`);
  }
  if (!hasMaster(source) && draft.sharing === 'ControlledByParent') report(problems, source, `sharingModel ControlledByParent needs a MasterDetail relationship field on ${source.apiName}`);
}

function fieldSetsOf(project: MetadataProject, objectName: string): readonly FieldSetSchema[] {
  return (project.fieldSets ?? []).filter((source) => fold(source.objectName) === fold(objectName)).map(({ fieldSet }) => fieldSet);
}

function finish(draft: ObjectDraft, keyPrefixes: ReadonlyMap<string, string>, children: ReadonlyMap<string, readonly ChildRelationship[]>, fieldSets: readonly FieldSetSchema[]): ObjectSchema {
  const folded = fold(draft.apiName);
  const standard = standardObjects.find((object) => fold(object.apiName) === folded);
  const parents = draft.fields.filter((field) => field.reference?.relationshipName !== undefined);
  return {
    ...draft,
    keyPrefix: draft.keyPrefix ?? standard?.keyPrefix ?? keyPrefixes.get(folded) as string,
    fieldsByName: byName(draft.fields, (field) => field.apiName),
    parentsByName: byName(parents, (field) => field.reference?.relationshipName as string),
    children: children.get(folded) ?? [],
    fieldSets,
  };
}

function byName(fields: readonly FieldSchema[], nameOf: (field: FieldSchema) => string): ReadonlyMap<string, FieldSchema> {
  return new Map(fields.map((field) => [fold(nameOf(field)), field]));
}

function checkEventSubscribers(project: MetadataProject, objects: ReadonlyMap<string, ObjectSchema>, problems: ProblemList): void {
  const triggers = new Set(project.apex.filter(({ kind }) => kind === 'trigger').map(({ name }) => fold(name)));
  for (const { name, origin, consumer, partitionKey } of project.eventSubscribers) {
    const component = { type: 'PlatformEventSubscriberConfig', fullName: name, path: origin.path };
    if (!triggers.has(fold(consumer))) problems.add(component, origin.line, `In field: platformEventConsumer - no ApexTrigger named ${consumer} found`);
    if (partitionKey === undefined) continue;
    const [objectName = '', fieldName = ''] = partitionKey.split('.');
    const isKnown = fold(fieldName) === 'eventuuid' || objects.get(fold(objectName))?.fieldsByName.has(fold(fieldName)) === true;
    if (!isKnown) problems.add(component, origin.line, `In field: partitionKey - no CustomField named ${partitionKey} found`);
  }
}

function named<S extends { readonly name: string; readonly origin: { readonly path: string; readonly line: number } }, V>(
  type: string, sources: readonly S[], valueOf: (source: S) => V, problems: ProblemList,
): ReadonlyMap<string, V> {
  const values = new Map<string, V>();
  for (const source of sources) {
    if (values.has(fold(source.name))) problems.add({ type, fullName: source.name, path: source.origin.path }, source.origin.line, `${type} ${source.name} is defined twice`);
    values.set(fold(source.name), valueOf(source));
  }
  return values;
}

/** Maps and sets are written out as lists: the same content always gives the same text. */
function fingerprint(content: Omit<OrgSchema, 'fingerprint'>): string {
  const text = JSON.stringify({ ...content, objects: [...content.objects.values()] }, (key, value: unknown) => {
    if (key === 'fieldsByName' || key === 'parentsByName') return undefined;
    if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
    return value;
  });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
