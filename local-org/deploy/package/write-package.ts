/** Deployed components → a package in metadata format, as a retrieve hands it back. */
import type { ProjectFiles } from '../compile.ts';
import { indexComponents, keyOf, packageFileOf, type ComponentName, type SourceComponent } from '../metadata/components.ts';
import { childText, elementOfFile, fileOfElement, readElements, withElements } from '../metadata/elements.ts';
import { childType, metadataType, type MetadataType } from '../metadata/types.ts';
import { membersOf, writeManifest, type Manifest } from './manifest.ts';
import { zip } from './zip.ts';

type Content = string | Uint8Array;

export interface RetrievedFile {
  readonly component: ComponentName;
  /** Below the root of the package. */
  readonly fileName: string;
}

export interface WrittenPackage {
  readonly contents: ReadonlyMap<string, Content>;
  readonly files: readonly RetrievedFile[];
  /** Members of the manifest that are not there. */
  readonly missing: readonly ComponentName[];
}

/** Types a wildcard does not stand for: it would name everything the platform itself brings. */
const STANDARD_NAMES = /^(?!.*__).*$/;

export async function writePackage(deployed: ProjectFiles, manifest: Manifest): Promise<WrittenPackage> {
  const index = indexComponents(deployed);
  const wanted = new Map<string, ComponentName>();
  const missing: ComponentName[] = [];
  for (const member of membersOf(manifest)) {
    const found = member.fullName === '*' ? allOfType(index, member.type) : [index.get(keyOf(member)) ?? objectOfParts(index, member)].filter((one) => one !== undefined);
    if (found.length === 0 && member.fullName !== '*') missing.push(member);
    for (const { type, fullName } of found) wanted.set(keyOf({ type, fullName }), { type, fullName });
  }
  const contents = new Map<string, Content>();
  const files: RetrievedFile[] = [];
  for (const component of wanted.values()) {
    const child = childType(component.type);
    // A part that comes with the whole needs no file of its own.
    if (child !== undefined && wanted.has(keyOf(parentOf(component)))) continue;
    for (const [path, content] of await writeComponent(deployed, index, component)) contents.set(path, joined(contents.get(path), content));
    files.push({ component, fileName: packageFileOf(component) }, ...(child === undefined ? partsOf(index, component).map((part) => ({ component: part, fileName: packageFileOf(part) })) : []));
  }
  contents.set('package.xml', writeManifest(manifestOf([...wanted.values()], manifest.version)));
  return { contents, files: [...files, { component: { type: 'Package', fullName: 'package.xml' }, fileName: 'package.xml' }], missing };
}

function allOfType(index: ReadonlyMap<string, SourceComponent>, type: string): readonly ComponentName[] {
  const all = [...index.values()].filter((component) => component.type === type);
  if (type !== 'CustomObject') return all;
  const custom = [...index.values()].filter((component) => childType(component.type)?.parent.name === 'CustomObject').map((part) => parentOf(part));
  return [...all, ...custom].filter(({ fullName }) => !STANDARD_NAMES.test(fullName));
}

/** An object that is known by its parts only: a standard object with custom fields. */
function objectOfParts(index: ReadonlyMap<string, SourceComponent>, member: ComponentName): ComponentName | undefined {
  if (metadataType(member.type)?.children.some(({ isAddressable }) => isAddressable) !== true) return undefined;
  const parts = partsOf(index, member);
  return parts.length === 0 ? undefined : parentOf(parts[0]!);
}

function parentOf(component: ComponentName): ComponentName {
  const { parent, child } = childType(component.type)!;
  return { type: parent.name, fullName: child.isNamedAlone ? parent.name : component.fullName.split('.')[0]! };
}

function partsOf(index: ReadonlyMap<string, SourceComponent>, component: ComponentName): readonly SourceComponent[] {
  const types = new Set(metadataType(component.type)?.children.filter(({ isAddressable }) => isAddressable).map(({ name }) => name) ?? []);
  if (types.size === 0) return [];
  return [...index.values()].filter((part) => types.has(part.type) && keyOf(parentOf(part)) === keyOf(component));
}

async function writeComponent(deployed: ProjectFiles, index: ReadonlyMap<string, SourceComponent>, component: ComponentName): Promise<ReadonlyMap<string, Content>> {
  const source = index.get(keyOf(component));
  const child = childType(component.type);
  if (child !== undefined) return new Map([[packageFileOf(component), withParts(fileOfElement(child.parent.name, '\n'), [source!], deployed)]]);
  const type = metadataType(component.type)!;
  const parts = partsOf(index, component);
  if (parts.length > 0 || type.children.length > 0) return new Map([[packageFileOf(component), wholeFile(type, source, parts, deployed)]]);
  if (type.layout === 'resource') return writeResource(source!, deployed);
  // Folders inside a project are its own affair unless the type has folders.
  const isFlat = (type.layout === 'file' || type.layout === 'content') && !type.isInFolder && type.folderOf === undefined;
  const above = (path: string): string => (isFlat ? `${type.directory}/${path.slice(path.lastIndexOf('/') + 1)}` : path.slice(`/${path}`.lastIndexOf(`/${type.directory}/`)));
  return new Map(source!.paths.map((path) => [packagePath(type, above(path)), deployed.get(path)!]));
}

/** In packages only content and bundles have `-meta.xml` files. */
function packagePath(type: MetadataType, path: string): string {
  if (type.layout === 'file' && path.endsWith('-meta.xml')) return type.folderOf === undefined ? path.slice(0, -'-meta.xml'.length) : path.replace(/\.\w+-meta\.xml$/, '-meta.xml');
  return path;
}

function wholeFile(type: MetadataType, source: SourceComponent | undefined, parts: readonly SourceComponent[], deployed: ProjectFiles): string {
  const texts = (source?.paths ?? []).map((path) => ({ path, text: deployed.get(path) })).filter((one): one is { path: string; text: string } => typeof one.text === 'string');
  const main = texts.find(({ path }) => path.endsWith(`.${type.suffix ?? ''}-meta.xml`))?.text ?? fileOfElement(type.name, '\n');
  // Parts that lie in the file already come with it; those of further files of the type join it.
  const mainPath = texts.find(({ text }) => text === main)?.path;
  const unaddressable = texts.filter(({ path }) => path !== mainPath).flatMap(({ path, text }) => {
    const child = type.children.find(({ ownFile }) => ownFile !== undefined && path.endsWith(`.${ownFile.suffix}-meta.xml`));
    return child === undefined ? [] : [elementOfFile(child.element, text)];
  });
  return withElements(withParts(main, parts.filter((part) => !part.isElement || part.paths[0] !== mainPath), deployed), unaddressable);
}

function withParts(text: string, parts: readonly SourceComponent[], deployed: ProjectFiles): string {
  return withElements(text, parts.map((part) => {
    const { child } = childType(part.type)!;
    if (part.text !== undefined) return `    <${child.element}>${part.text}</${child.element}>\n`;
    return elementOfFile(child.element, String(deployed.get(part.paths[0]!)));
  }));
}

/** A resource unpacked in the project is packed again. */
async function writeResource(source: SourceComponent, deployed: ProjectFiles): Promise<ReadonlyMap<string, Content>> {
  const target = `staticresources/${source.fullName}.resource`;
  const meta = source.paths.find((path) => path.endsWith('.resource-meta.xml'));
  const contents = source.paths.filter((path) => path !== meta);
  const folder = `/staticresources/${source.fullName}/`;
  const inner = contents.filter((path) => `/${path}`.includes(folder));
  const content = inner.length > 0 ? await zip(new Map(inner.map((path) => [path.slice(`/${path}`.indexOf(folder) + folder.length - 1), deployed.get(path)!]))) : deployed.get(contents[0] ?? '');
  return new Map<string, Content>([...(meta === undefined ? [] : [[`${target}-meta.xml`, deployed.get(meta)!] as const]), ...(content === undefined ? [] : [[target, content] as const])]);
}

/** Two parts of one object asked for by name come in one file. */
function joined(before: Content | undefined, after: Content): Content {
  const file = typeof before === 'string' && typeof after === 'string' ? readElements(after) : undefined;
  if (file === undefined || typeof before !== 'string') return after;
  const known = new Set(readElements(before)?.elements.map(({ name, inner }) => `${name}:${childText(inner, 'fullName') ?? inner}`));
  return withElements(before, file.elements.filter(({ name, inner }) => !known.has(`${name}:${childText(inner, 'fullName') ?? inner}`)).map(({ start, end }) => `    ${file.text.slice(start, end)}\n`));
}

function manifestOf(components: readonly ComponentName[], version: string): Manifest {
  const byType = Map.groupBy(components, ({ type }) => type);
  return { version, types: [...byType].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, members]) => ({ name, members: members.map(({ fullName }) => fullName).sort() })) };
}
