/** What an org would hold after a deploy: the files deployed so far, with components replaced, joined and removed. Nothing is changed in place. */
import type { ProjectFiles } from './compile.ts';
import { componentAt, indexComponents, keyOf, type ComponentName, type SourceComponent } from './metadata/components.ts';
import { mergeFile, withoutGrants } from './metadata/merge-file.ts';
import { readElements, childText, elementOfFile, fileOfElement, withElements, withoutElements } from './metadata/elements.ts';
import { childType, metadataType } from './metadata/types.ts';
import type { IncomingComponent } from './package/read-package.ts';

type Content = string | Uint8Array;

export interface MergedComponent {
  readonly component: IncomingComponent;
  readonly isCreated: boolean;
  readonly isChanged: boolean;
}

export interface Merge {
  readonly files: ProjectFiles;
  readonly merged: readonly MergedComponent[];
  /** Components whose files changed, by source path: where problems in them belong. */
  readonly origins: ReadonlyMap<string, readonly IncomingComponent[]>;
}

/** Where components go that no folder of the project holds yet. */
const DEFAULT_FOLDER = 'force-app/main/default/';

export function mergeComponents(deployed: ProjectFiles, incoming: readonly IncomingComponent[]): Merge {
  const work = new Work(deployed);
  const merged = incoming.map((component) => work.upsert(component));
  return { files: work.files, merged, origins: work.origins };
}

class Work {
  readonly files: Map<string, Content>;
  readonly origins = new Map<string, IncomingComponent[]>();
  readonly #known: ReadonlyMap<string, SourceComponent>;
  readonly #placed = new Map<string, string>();

  constructor(deployed: ProjectFiles) {
    this.files = new Map(deployed);
    this.#known = indexComponents(deployed);
  }

  upsert(component: IncomingComponent): MergedComponent {
    const known = this.#known.get(keyOf(component));
    const isChanged = component.element !== undefined ? this.#joinElement(component, known) : isMergedType(component.type) && known !== undefined ? this.#joinFile(component, known) : this.#replace(component, known);
    return { component, isCreated: known === undefined, isChanged: known === undefined || isChanged };
  }

  #replace(component: IncomingComponent, known: SourceComponent | undefined): boolean {
    const before = new Map((known?.paths ?? []).map((path) => [path, this.files.get(path)!]));
    for (const path of before.keys()) this.files.delete(path);
    const folder = this.#folderOf(component, known);
    let isChanged = before.size !== component.files.size;
    for (const [path, content] of component.files) {
      const target = `${folder}${path}`;
      const previous = before.get(target) ?? singleContent(before, target);
      if (previous === undefined || !isSame(previous, content)) isChanged = true;
      this.#write(target, content, component);
    }
    return isChanged;
  }

  #joinFile(component: IncomingComponent, known: SourceComponent): boolean {
    const [path] = known.paths;
    const [content] = component.files.values();
    const before = path === undefined ? undefined : this.files.get(path);
    if (path === undefined || typeof before !== 'string' || typeof content !== 'string') return this.#replace(component, known);
    const after = mergeFile(before, content);
    this.#write(path, after, component);
    return after !== before;
  }

  #joinElement(component: IncomingComponent, known: SourceComponent | undefined): boolean {
    const { name, inner, parent, sourcePath } = component.element!;
    const path = known?.paths[0] ?? this.#known.get(keyOf(parent))?.paths[0] ?? this.#placed.get(keyOf(parent)) ?? `${DEFAULT_FOLDER}${sourcePath}`;
    this.#placed.set(keyOf(parent), path);
    const before = this.files.get(path);
    const text = typeof before === 'string' ? before : fileOfElement(parent.type, '\n');
    const file = readElements(text);
    const key = childType(component.type)!.child.key;
    const wanted = childText(inner, key)?.toLowerCase();
    const replaced = file?.elements.filter((one) => one.name === name && childText(one.inner, key)?.toLowerCase() === wanted) ?? [];
    const isSameElement = replaced[0]?.inner.trim() === inner.trim();
    if (!isSameElement) this.#write(path, withElements(file === undefined ? text : withoutElements(file, replaced), [elementOfFile(name, fileOfElement(component.type, inner))]), component);
    else this.#note(path, component);
    return !isSameElement;
  }

  #write(path: string, content: Content, component: IncomingComponent): void {
    this.files.set(path, content);
    this.#note(path, component);
  }

  #note(path: string, component: IncomingComponent): void {
    const noted = this.origins.get(path);
    if (noted === undefined) this.origins.set(path, [component]);
    else noted.push(component);
  }

  /** The package folder a component lies in; the folder of its object for a new part of one. */
  #folderOf(component: IncomingComponent, known: SourceComponent | undefined): string {
    const own = known?.paths[0];
    if (own !== undefined) return folderAbove(own, component.type);
    const child = childType(component.type);
    const parent = child === undefined ? undefined : this.#known.get(keyOf({ type: child.parent.name, fullName: component.fullName.split('.')[0]! }));
    return parent?.paths[0] === undefined ? DEFAULT_FOLDER : folderAbove(parent.paths[0], child!.parent.name);
  }
}

function isMergedType(typeName: string): boolean {
  return typeName === 'Profile' || metadataType(typeName)?.children.some(({ ownFile, isAddressable }) => ownFile === undefined && isAddressable) === true;
}

/** `force-app/main/stock/` of `force-app/main/stock/classes/A.cls` */
function folderAbove(path: string, typeName: string): string {
  const directory = childType(typeName)?.parent.directory ?? metadataType(typeName)?.directory ?? '';
  const at = `/${path}`.lastIndexOf(`/${directory}/`);
  return at < 0 ? path.slice(0, path.lastIndexOf('/') + 1) : path.slice(0, at);
}

/** A static resource's one file keeps its bytes under another ending. */
function singleContent(before: ReadonlyMap<string, Content>, target: string): Content | undefined {
  if (!target.endsWith('.resource')) return undefined;
  return [...before].find(([path]) => !path.endsWith('-meta.xml') && path.startsWith(target.slice(0, -'resource'.length)))?.[1];
}

/** Clients write metadata anew; how it is indented is no change. */
function isSame(left: Content, right: Content): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return Buffer.from(left).equals(Buffer.from(right));
  return left === right || (left.startsWith('<?xml') && right.startsWith('<?xml') && withoutIndentation(left) === withoutIndentation(right));
}

const withoutIndentation = (text: string): string => text.replace(/^<\?xml[^>]*\?>/, '').replace(/>\s+(?=<)/g, '>').trim();

/** What goes with a component on the platform: the parts of an object, its records, layouts and tab. */
function goesWith(component: ComponentName, deleted: ComponentName): boolean {
  if (keyOf(component) === keyOf(deleted)) return true;
  if (deleted.type !== 'CustomObject') return false;
  const name = deleted.fullName.toLowerCase();
  const own = component.fullName.toLowerCase();
  if (childType(component.type)?.parent.name === 'CustomObject') return own.startsWith(`${name}.`);
  if (component.type === 'CustomTab') return own === name;
  if (component.type === 'Layout' || component.type === 'CustomObjectTranslation') return own.startsWith(`${name}-`);
  return component.type === 'CustomMetadata' && name.endsWith('__mdt') && own.startsWith(`${name.slice(0, -'__mdt'.length)}.`);
}

/** Files without the deleted components, what goes with them, and what permission sets and profiles grant on them. */
export function deleteComponents(deployed: ProjectFiles, deleted: readonly ComponentName[]): { readonly files: ProjectFiles; readonly missing: readonly ComponentName[] } {
  if (deleted.length === 0) return { files: deployed, missing: [] };
  const files = new Map(deployed);
  const index = indexComponents(deployed);
  const missing = deleted.filter((one) => !index.has(keyOf(one)));
  const going = [...index.values()].filter((component) => deleted.some((one) => goesWith(component, one)));
  for (const component of going) {
    for (const path of component.paths) {
      if (!component.isElement) files.delete(path);
      else if (files.has(path)) files.set(path, withoutChild(files.get(path)!, component));
    }
  }
  for (const [path, content] of files) {
    const type = componentAt(path)?.type;
    if ((type === 'PermissionSet' || type === 'Profile') && typeof content === 'string') files.set(path, withoutGrants(content, going));
  }
  return { files, missing };
}

function withoutChild(content: Content, component: ComponentName): Content {
  const file = typeof content === 'string' ? readElements(content) : undefined;
  const { child } = childType(component.type)!;
  const name = (child.isNamedAlone ? component.fullName : component.fullName.slice(component.fullName.indexOf('.') + 1)).toLowerCase();
  return file === undefined ? content : withoutElements(file, file.elements.filter((one) => one.name === child.element && childText(one.inner, child.key)?.toLowerCase() === name));
}
