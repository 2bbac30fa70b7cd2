/**
 * An sfdx project in source format (paths and contents, wherever they come from) → its components. Reads no disk.
 * Every `*-meta.xml` is read, listed as inert, or refused by name; code and bundles need their `-meta.xml`.
 */
import { ProblemList, type MetadataProblem } from '../problem.ts';
import { readGroup, readPermissionSetGroup, readQueue, readRole, readSharingReason, readSharingRules } from './access.ts';
import { readEventChannel, readEventChannelMember } from './channels.ts';
import { readCode, type CodeParts } from './code.ts';
import { readField } from './fields.ts';
import { FileSet } from './files.ts';
import { readFieldSet } from './field-sets.ts';
import { readIndex } from './indexes.ts';
import { inertTypes, refusedSettings, refusedTypes, tableOf } from './kinds.ts';
import { kindOf, readObject, type ObjectHead } from './objects.ts';
import { readCustomPermission, readPermissionSet, readProfile } from './permissions.ts';
import { readRecordType, readValidationRule } from './rules.ts';
import type {
  AccessSource, CustomMetadataSource, EventChannelMemberSource, EventChannelSource, EventSubscriberSource, FieldSetSource, FieldSource, IndexSource, InertComponent, MetadataProject, ObjectSource, PermissionSetSource,
  RecordTypeSource, ValidationRuleSource,
} from './project.ts';
import { readCustomMetadata, readEventSubscriber, readLabels } from './records.ts';
import { readMetadata, type Component, type MetadataElement } from './xml.ts';

export interface ProjectReading {
  readonly project: MetadataProject;
  readonly problems: readonly MetadataProblem[];
}

type Growing<T> = { readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : never };

interface Parts {
  readonly access: Growing<AccessSource>;
  readonly heads: ObjectHead[];
  readonly fields: { readonly objectName: string; readonly source: FieldSource }[];
  readonly validationRules: { readonly objectName: string; readonly source: ValidationRuleSource }[];
  readonly recordTypes: { readonly objectName: string; readonly source: RecordTypeSource }[];
  readonly indexes: { readonly objectName: string; readonly source: IndexSource }[];
  readonly customMetadata: CustomMetadataSource[];
  readonly permissionSets: PermissionSetSource[];
  readonly customPermissions: MetadataProject['customPermissions'][number][];
  readonly labels: MetadataProject['labels'][number][];
  readonly eventSubscribers: EventSubscriberSource[];
  readonly fieldSets: FieldSetSource[];
  readonly eventChannels: EventChannelSource[];
  readonly eventChannelMembers: EventChannelMemberSource[];
  readonly inert: InertComponent[];
}

/** @param files path (forward slashes, relative to the project) → text, or bytes for binary content. */
export function readProject(files: ReadonlyMap<string, string | Uint8Array>): ProjectReading {
  const problems = new ProblemList();
  const set = new FileSet(files);
  const parts: Parts = {
    access: { profiles: [], groups: [], queues: [], roles: [], permissionSetGroups: [], sharingRules: [], sharingReasons: [] },
    heads: [], fields: [], validationRules: [], recordTypes: [], indexes: [], customMetadata: [], permissionSets: [], customPermissions: [], labels: [], eventSubscribers: [], eventChannels: [], eventChannelMembers: [], fieldSets: [], inert: [],
  };
  const code = readCode(set, problems);
  for (const path of set.unclaimed((name) => name.endsWith('-meta.xml'))) {
    readMetaFile(path, set.text(path), parts, problems);
    // Some types keep their content in a file of the same name; one verdict speaks for both.
    set.claim(path.slice(0, -'-meta.xml'.length));
  }
  for (const path of set.unclaimed((name) => !isHarmless(name))) {
    problems.add({ type: 'File', fullName: path, path }, 1, 'This file belongs to no metadata component');
  }
  return { project: assemble(parts, code, problems), problems: problems.all };
}

/** Files that may lie anywhere in a project and are never deployed. */
function isHarmless(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('.') || name.endsWith('.md') || /^(?:jsconfig|tsconfig)(?:\..+)?\.json$/.test(name) || name.endsWith('.d.ts') || name === 'package.xml';
}

type Reader = (root: MetadataElement, component: Component, parts: Parts) => void;

/** By the word before `-meta.xml`. */
const READERS = tableOf<{ readonly type: string; readonly root: string; readonly read: Reader }>({
  object: { type: 'CustomObject', root: 'CustomObject', read: (root, component, parts) => push(parts.heads, readObject(root, component)) },
  field: { type: 'CustomField', root: 'CustomField', read: addFields },
  validationRule: { type: 'ValidationRule', root: 'ValidationRule', read: addValidationRule },
  recordType: { type: 'RecordType', root: 'RecordType', read: addRecordType },
  index: { type: 'Index', root: 'Index', read: addIndex },
  md: { type: 'CustomMetadata', root: 'CustomMetadata', read: (root, component, parts) => push(parts.customMetadata, readCustomMetadata(root, component)) },
  permissionset: { type: 'PermissionSet', root: 'PermissionSet', read: (root, component, parts) => push(parts.permissionSets, readPermissionSet(root, component)) },
  profile: { type: 'Profile', root: 'Profile', read: (root, component, { access }) => push(access.profiles, readProfile(root, component)) },
  group: { type: 'Group', root: 'Group', read: (root, component, { access }) => push(access.groups, readGroup(root, component)) },
  queue: { type: 'Queue', root: 'Queue', read: (root, component, { access }) => push(access.queues, readQueue(root, component)) },
  role: { type: 'Role', root: 'Role', read: (root, component, { access }) => push(access.roles, readRole(root, component)) },
  permissionsetgroup: { type: 'PermissionSetGroup', root: 'PermissionSetGroup', read: (root, component, { access }) => push(access.permissionSetGroups, readPermissionSetGroup(root, component)) },
  sharingRules: { type: 'SharingRules', root: 'SharingRules', read: (root, component, { access }) => push(access.sharingRules, readSharingRules(root, component)) },
  sharingReason: { type: 'SharingReason', root: 'SharingReason', read: (root, component, { access }) => push(access.sharingReasons, readSharingReason(root, component)) },
  customPermission: { type: 'CustomPermission', root: 'CustomPermission', read: (root, component, parts) => push(parts.customPermissions, readCustomPermission(root, component)) },
  fieldSet: { type: 'FieldSet', root: 'FieldSet', read: (root, component, parts) => push(parts.fieldSets, readFieldSet(root, component)) },
  labels: { type: 'CustomLabels', root: 'CustomLabels', read: (root, component, parts) => parts.labels.push(...readLabels(root, component)) },
  platformEventChannel: { type: 'PlatformEventChannel', root: 'PlatformEventChannel', read: (root, component, parts) => push(parts.eventChannels, readEventChannel(root, component)) },
  platformEventChannelMember: {
    type: 'PlatformEventChannelMember', root: 'PlatformEventChannelMember', read: (root, component, parts) => push(parts.eventChannelMembers, readEventChannelMember(root, component)),
  },
  platformEventSubscriberConfig: {
    type: 'PlatformEventSubscriberConfig', root: 'PlatformEventSubscriberConfig',
    read: (root, component, parts) => push(parts.eventSubscribers, readEventSubscriber(root, component)),
  },
});

/** Types whose components mean something here or are kept and handed back; all others are refused by name. */
export const readableTypes: ReadonlySet<string> = new Set([
  'ApexClass', 'ApexTrigger', 'LightningComponentBundle', 'StaticResource', ...[...READERS.values()].map(({ type }) => type), ...inertTypes.values(),
]);

function readMetaFile(path: string, text: string, parts: Parts, problems: ProblemList): void {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const [, name = fileName, word = ''] = /^(.*)\.([A-Za-z]+)-meta\.xml$/.exec(fileName) ?? [];
  const reader = READERS.get(word);
  if (reader !== undefined) {
    const component: Component = { type: reader.type, fullName: fullNameOf(path, name, word), path };
    const root = readMetadata(text, reader.root, component, problems);
    if (root !== undefined) reader.read(root, component, parts);
    return;
  }
  const inert = inertTypes.get(word);
  if (inert !== undefined) {
    if (word === 'settings') refuseSettings(text, { type: inert, fullName: name, path }, problems);
    parts.inert.push({ type: inert, name: fullNameOf(path, name, word), path, text });
    return;
  }
  const type = refusedTypes.get(word) ?? (word === '' ? 'Unknown' : `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  problems.add({ type, fullName: fullNameOf(path, name, word), path }, 1, `Metadata of type ${type} is not supported`);
}

function refuseSettings(text: string, component: Component, problems: ProblemList): void {
  for (const [, element = '', offset] of Array.from(text.matchAll(/<(\w+)>\s*true\s*<\/\1>/g), (match) => [match[0], match[1], match.index] as const)) {
    const what = refusedSettings.get(element);
    if (what !== undefined) problems.add(component, text.slice(0, offset).split('\n').length, `The setting ${element} (${what}) is not supported`);
  }
}

/** Children of objects are named `Object.Child`. */
function fullNameOf(path: string, name: string, word: string): string {
  const parent = /(?:^|\/)objects\/([^/]+)\/[^/]+\/[^/]+$/.exec(path)?.[1];
  return parent === undefined || word === 'object' ? name : `${parent}.${name}`;
}

function addFields(root: MetadataElement, component: Component, parts: Parts): void {
  const [objectName, fieldName] = component.fullName.split('.');
  if (objectName === undefined || fieldName === undefined) {
    root.problem('A field file lies in objects/<object>/fields/');
    return;
  }
  parts.fields.push(...readField(root, component, fieldName).map((source) => ({ objectName, source })));
}

function addValidationRule(root: MetadataElement, component: Component, parts: Parts): void {
  const [objectName, name] = component.fullName.split('.');
  if (objectName === undefined || name === undefined) {
    root.problem('A validation rule lies in objects/<object>/validationRules/');
    return;
  }
  const source = readValidationRule(root, component, name);
  if (source !== undefined) parts.validationRules.push({ objectName, source });
}

function addRecordType(root: MetadataElement, component: Component, parts: Parts): void {
  const [objectName, name] = component.fullName.split('.');
  if (objectName === undefined || name === undefined) {
    root.problem('A record type lies in objects/<object>/recordTypes/');
    return;
  }
  parts.recordTypes.push({ objectName, source: readRecordType(root, component, name) });
}

function addIndex(root: MetadataElement, component: Component, parts: Parts): void {
  const [objectName, name] = component.fullName.split('.');
  if (objectName === undefined || name === undefined) {
    root.problem('An index lies in objects/<object>/indexes/');
    return;
  }
  parts.indexes.push({ objectName, source: readIndex(root, component, name) });
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

type GrowingObject = ObjectSource & { readonly fields: FieldSource[]; readonly validationRules: ValidationRuleSource[]; readonly recordTypes: RecordTypeSource[]; readonly indexes: IndexSource[] };
type GrowingObjects = Map<string, GrowingObject>;

function assemble(parts: Parts, code: CodeParts, problems: ProblemList): MetadataProject {
  const objects: GrowingObjects = new Map();
  for (const head of parts.heads) {
    if (objects.has(head.apiName)) problems.add({ type: 'CustomObject', fullName: head.apiName, path: head.origin.path }, head.origin.line, `The object ${head.apiName} is defined twice`);
    objects.set(head.apiName, { ...head, fields: [], validationRules: [], recordTypes: [], indexes: [] });
  }
  for (const { objectName, source } of parts.fields) {
    const object = objects.get(objectName) ?? standardExtension(objectName, source.origin);
    if (object === undefined) {
      const fullName = `${objectName}.${source.field.apiName}`;
      problems.add({ type: 'CustomField', fullName, path: source.origin.path }, 1, `The object ${objectName} of field ${fullName} has no ${objectName}.object-meta.xml`);
      continue;
    }
    objects.set(objectName, object);
    object.fields.push(source);
  }
  addRules(objects, parts, problems);
  return {
    objects: [...objects.values()], customMetadata: parts.customMetadata, permissionSets: parts.permissionSets, customPermissions: parts.customPermissions,
    access: parts.access, labels: parts.labels, eventSubscribers: parts.eventSubscribers, eventChannels: parts.eventChannels, eventChannelMembers: parts.eventChannelMembers, fieldSets: parts.fieldSets, inert: parts.inert, ...code,
  };
}

function addRules(objects: GrowingObjects, parts: Parts, problems: ProblemList): void {
  for (const { objectName, source } of parts.validationRules) holderOf(objects, objectName, 'ValidationRule', source.rule.name, source.origin, problems)?.validationRules.push(source);
  for (const { objectName, source } of parts.recordTypes) holderOf(objects, objectName, 'RecordType', source.recordType.developerName, source.origin, problems)?.recordTypes.push(source);
  for (const { objectName, source } of parts.indexes) holderOf(objects, objectName, 'Index', source.name, source.origin, problems)?.indexes.push(source);
}

function holderOf(objects: GrowingObjects, objectName: string, type: string, name: string, origin: ObjectSource['origin'], problems: ProblemList): GrowingObject | undefined {
  const object = objects.get(objectName) ?? standardExtension(objectName, origin);
  if (object === undefined) {
    const fullName = `${objectName}.${name}`;
    problems.add({ type, fullName, path: origin.path }, 1, `The object ${objectName} of ${fullName} has no ${objectName}.object-meta.xml`);
    return undefined;
  }
  objects.set(objectName, object);
  return object;
}

/** Fields and rules of a standard object need no object file. */
function standardExtension(objectName: string, origin: ObjectSource['origin']): GrowingObject | undefined {
  if (kindOf(objectName) !== 'standard') return undefined;
  return {
    origin, apiName: objectName, kind: 'standard', label: undefined, pluralLabel: undefined, sharing: undefined, nameField: undefined,
    publishBehavior: undefined, fields: [], validationRules: [], recordTypes: [], indexes: [],
  };
}
