/** Which component a file of a project in source format belongs to, and where a component lies in a package. */
import type { ProjectFiles } from '../compile.ts';
import { childText, readElements } from './elements.ts';
import { bundleTypes, childType, metadataType, typeOfSuffix, type ChildType, type MetadataType } from './types.ts';

export interface ComponentName {
  /** `CustomField` */
  readonly type: string;
  /** `Stock_Position__c.On_Hand__c` */
  readonly fullName: string;
}

export interface SourceComponent extends ComponentName {
  readonly paths: readonly string[];
  /** It is an element of its file and shares the file with others. */
  readonly isElement: boolean;
  /** What is inside the element; `undefined` for a component with files of its own. */
  readonly text: string | undefined;
}

/** Names compare without case. */
export const keyOf = ({ type, fullName }: ComponentName): string => `${type}:${fullName.toLowerCase()}`;

/** `undefined` for files that no type claims: notes, settings of tools, tests of bundles. */
export function componentAt(path: string): ComponentName | undefined {
  const segments = path.split('/');
  return inBundle(segments) ?? asStaticResource(segments) ?? asMetadataFile(segments) ?? asContent(segments);
}

function inBundle(segments: readonly string[]): ComponentName | undefined {
  for (let index = segments.length - 3; index >= 0; index -= 1) {
    const type = bundleTypes.get(segments[index]!);
    if (type !== undefined) return segments.slice(index + 2).some((segment) => /^__\w+__$/.test(segment)) ? undefined : { type: type.name, fullName: segments[index + 1]! };
  }
  return undefined;
}

function asStaticResource(segments: readonly string[]): ComponentName | undefined {
  const index = segments.lastIndexOf('staticresources');
  const name = index < 0 ? undefined : segments[index + 1];
  return name === undefined ? undefined : { type: 'StaticResource', fullName: name.replace(/\..*$/, '') };
}

function asMetadataFile(segments: readonly string[]): ComponentName | undefined {
  const [, name, suffix] = /^(.*)\.([A-Za-z0-9]+)-meta\.xml$/.exec(segments.at(-1)!) ?? [];
  if (name === undefined || suffix === undefined) return undefined;
  const child = decomposedChild(segments, suffix);
  if (child !== undefined) return child.type.isAddressable ? { type: child.type.name, fullName: `${child.parent}.${name}` } : { type: child.parentType.name, fullName: child.parent };
  const type = typeOfSuffix(suffix, segments);
  return type === undefined ? undefined : { type: type.name, fullName: nameInDirectory(type, segments, name) };
}

/** `objects/X/fields/Y.field-meta.xml`, `objectTranslations/X-de/Y.fieldTranslation-meta.xml` */
function decomposedChild(segments: readonly string[], suffix: string): { readonly type: ChildType; readonly parentType: MetadataType; readonly parent: string } | undefined {
  for (const parentType of [metadataType('CustomObject')!, metadataType('CustomObjectTranslation')!]) {
    const index = segments.lastIndexOf(parentType.directory);
    const type = parentType.children.find((one) => one.ownFile?.suffix === suffix);
    if (index >= 0 && type !== undefined && segments.length > index + 2) return { type, parentType, parent: segments[index + 1]! };
  }
  return undefined;
}

function nameInDirectory(type: MetadataType, segments: readonly string[], name: string): string {
  const index = segments.lastIndexOf(type.directory);
  if (!type.isInFolder && type.folderOf === undefined) return type.name === 'CustomLabels' ? 'CustomLabels' : name;
  return index < 0 ? name : [...segments.slice(index + 1, -1), name].join('/');
}

function asContent(segments: readonly string[]): ComponentName | undefined {
  const [, name, suffix] = /^(.+)\.([A-Za-z0-9]+)$/.exec(segments.at(-1)!) ?? [];
  const type = suffix === undefined ? undefined : typeOfSuffix(suffix, segments);
  return name === undefined || type?.layout !== 'content' ? undefined : { type: type.name, fullName: nameInDirectory(type, segments, name) };
}

/** All components of a project by {@link keyOf}; elements of shared files (labels, sharing rules) among them. */
export function indexComponents(files: ProjectFiles): Map<string, SourceComponent> {
  const found = new Map<string, SourceComponent & { readonly paths: string[] }>();
  const add = (name: ComponentName, path: string, text: string | undefined): void => {
    const known = found.get(keyOf(name));
    if (known === undefined) found.set(keyOf(name), { ...name, paths: [path], isElement: text !== undefined, text });
    else if (!known.paths.includes(path)) known.paths.push(path);
  };
  for (const [path, content] of files) {
    const name = componentAt(path);
    if (name === undefined) continue;
    add(name, path, undefined);
    const elements = metadataType(name.type)?.children.filter(({ ownFile }) => ownFile === undefined) ?? [];
    if (elements.length === 0 || typeof content !== 'string') continue;
    for (const element of readElements(content)?.elements ?? []) {
      const child = elements.find((one) => one.element === element.name);
      const childName = child === undefined ? undefined : childText(element.inner, child.key);
      if (child !== undefined && childName !== undefined) add({ type: child.name, fullName: child.isNamedAlone ? childName : `${name.fullName}.${childName}` }, path, element.inner);
    }
  }
  return found;
}

/** Where a component lies in a package: `objects/X__c.object` for a field. A bundle is named by its folder. */
export function packageFileOf({ type: typeName, fullName }: ComponentName): string {
  const child = childType(typeName);
  if (child !== undefined) return packageFileOf({ type: child.parent.name, fullName: child.child.isNamedAlone ? child.parent.name : fullName.split('.')[0]! });
  const type = metadataType(typeName);
  if (type === undefined) return fullName;
  if (type.suffix === undefined) return `${type.directory}/${fullName}`;
  return type.folderOf === undefined ? `${type.directory}/${fullName}.${type.suffix}` : `${type.directory}/${fullName}`;
}
