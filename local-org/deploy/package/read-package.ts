/** A package in metadata format (a zip with `package.xml`) → the components it brings, as files of a project in source format, and those it deletes. */
import { childText, fileOfElement, readElements, withoutElements, type TopElement } from '../metadata/elements.ts';
import { componentAt, keyOf, type ComponentName } from '../metadata/components.ts';
import { bundleTypes, childType, metadataType, typesInDirectory, type ChildType, type MetadataType } from '../metadata/types.ts';
import { membersOf, readManifest, type Manifest } from './manifest.ts';
import { unzip, ZipProblem } from './zip.ts';

type Content = string | Uint8Array;

export interface IncomingComponent extends ComponentName {
  /** Where it lies in the zip; a bundle is named by its folder. */
  readonly fileName: string;
  /** By source path below a package directory: `classes/A.cls`, `objects/X__c/fields/Y__c.field-meta.xml`. Empty for an element of a shared file. */
  readonly files: ReadonlyMap<string, Content>;
  /** Set when it shares its file with others: it replaces or joins them there. */
  readonly element: { readonly name: string; readonly inner: string; readonly parent: ComponentName; readonly sourcePath: string } | undefined;
  /** From a line of its source file to the line in `fileName`. */
  lineOf(sourceLine: number): number;
}

export interface PackageProblem extends ComponentName {
  readonly fileName: string;
  readonly message: string;
}

export interface IncomingPackage {
  readonly components: readonly IncomingComponent[];
  readonly deletedBefore: readonly ComponentName[];
  readonly deletedAfter: readonly ComponentName[];
  readonly problems: readonly PackageProblem[];
}

const MANIFEST = 'package.xml';
/** Deletions happen before everything else unless the file says otherwise. */
const DELETIONS = { before: ['destructiveChanges.xml', 'destructiveChangesPre.xml'], after: ['destructiveChangesPost.xml'] } as const;
const ARCHIVES: ReadonlySet<string> = new Set(['application/zip', 'application/x-zip-compressed', 'application/jar']);
const BINARY = /\.(?:resource|document|asset|crt|zip|jar|png|jpe?g|gif|ico|pdf|woff2?|ttf|eot|mp[34])$/i;

/** @throws ZipProblem when the zip file itself cannot be used */
export async function readPackage(bytes: Uint8Array, options: { readonly allowMissingFiles: boolean }): Promise<IncomingPackage> {
  const contents = await unzip(bytes, (path) => !BINARY.test(path));
  const root = rootOf(contents);
  const text = root === undefined ? undefined : contents.get(`${root}${MANIFEST}`);
  if (root === undefined || typeof text !== 'string') return failed('No package.xml found');
  const manifest = readManifest(text);
  if (typeof manifest === 'string') return failed(manifest, root);
  const problems: PackageProblem[] = [];
  const deletions = (names: readonly string[]) => names.flatMap((name) => readDeletions(contents, `${root}${name}`, problems));
  const deletedBefore = deletions(DELETIONS.before);
  const deletedAfter = deletions(DELETIONS.after);
  const reading = new PackageReading(root, problems);
  for (const [path, content] of contents) if (path.startsWith(root)) await reading.add(path.slice(root.length), content);
  const components = compareWithManifest(reading.components(), manifest, root, options.allowMissingFiles, problems);
  return { components, deletedBefore, deletedAfter, problems };
}

function failed(message: string, root = ''): IncomingPackage {
  return { components: [], deletedBefore: [], deletedAfter: [], problems: [{ type: '', fullName: MANIFEST, fileName: `${root}${MANIFEST}`, message }] };
}

/** `''`, or the one folder that holds everything with its slash. */
function rootOf(contents: ReadonlyMap<string, Content>): string | undefined {
  if (contents.has(MANIFEST)) return '';
  const roots = [...contents.keys()].filter((path) => /^[^/]+\/package\.xml$/.test(path)).map((path) => path.slice(0, -MANIFEST.length));
  return roots.length === 1 ? roots[0] : undefined;
}

function readDeletions(contents: ReadonlyMap<string, Content>, path: string, problems: PackageProblem[]): readonly ComponentName[] {
  const text = contents.get(path);
  if (text === undefined) return [];
  const problem = (message: string): void => { problems.push({ type: '', fullName: path.slice(path.lastIndexOf('/') + 1), fileName: path, message }); };
  const manifest = readManifest(typeof text === 'string' ? text : '');
  if (typeof manifest === 'string') {
    problem(manifest);
    return [];
  }
  return membersOf(manifest).filter(({ type, fullName }) => {
    if (metadataType(type) === undefined && childType(type) === undefined) problem(`Unknown type name '${type}' specified in ${path.slice(path.lastIndexOf('/') + 1)}`);
    else if (fullName === '*') problem(`The wildcard * is not allowed in ${path.slice(path.lastIndexOf('/') + 1)}`);
    else return true;
    return false;
  });
}

class PackageReading {
  readonly #root: string;
  readonly #problems: PackageProblem[];
  readonly #found = new Map<string, IncomingComponent & { readonly files: Map<string, Content> }>();
  /** Packed static resources wait for their metadata, which says what they are. */
  readonly #resources = new Map<string, Uint8Array>();

  constructor(root: string, problems: PackageProblem[]) {
    this.#root = root;
    this.#problems = problems;
  }

  components(): readonly IncomingComponent[] {
    return [...this.#found.values()];
  }

  /** @param path below the root of the package */
  async add(path: string, content: Content): Promise<void> {
    const segments = path.split('/');
    if (segments.length === 1 || segments.some((segment) => segment.startsWith('.'))) return;
    const [directory = '', second = ''] = segments;
    const bundle = bundleTypes.get(directory);
    if (bundle !== undefined) {
      if (segments.length > 2) this.#put({ type: bundle.name, fullName: second }, `${directory}/${second}`, path, content);
      return;
    }
    const candidates = typesInDirectory(directory);
    if (candidates.length === 0) {
      this.#problem({ type: '', fullName: segments.at(-1)! }, path, `The folder ${directory} belongs to no metadata type`);
      return;
    }
    if (directory === 'staticresources') await this.#addResource(path, second, content);
    else this.#addFile(candidates, path, content);
  }

  #addFile(candidates: readonly MetadataType[], path: string, content: Content): void {
    const isMeta = path.endsWith('-meta.xml');
    const named = isMeta ? path.slice(0, -'-meta.xml'.length) : path;
    const type = candidates.find(({ suffix }) => suffix !== undefined && named.endsWith(`.${suffix}`)) ?? (isMeta ? candidates.find(({ folderOf }) => folderOf !== undefined) : undefined) ?? candidates[0]!;
    const sourcePath = sourcePathOf(type, named, isMeta);
    const name = componentAt(sourcePath);
    if (name === undefined) {
      this.#problem({ type: type.name, fullName: named.slice(named.lastIndexOf('/') + 1) }, path, `This file belongs to no component of type ${type.name}`);
      return;
    }
    const elements = type.children.length === 0 || typeof content !== 'string' ? undefined : readElements(content);
    if (elements === undefined) this.#put(name, named, sourcePath, content);
    else this.#addWithChildren(type, name, path, sourcePath, content as string, elements.elements);
  }

  /** A file whose elements are components of their own. */
  #addWithChildren(type: MetadataType, name: ComponentName, path: string, sourcePath: string, text: string, elements: readonly TopElement[]): void {
    const taken: TopElement[] = [];
    for (const element of elements) {
      const child = type.children.find((one) => one.element === element.name && one.isAddressable);
      const key = child === undefined ? undefined : childText(element.inner, child.key);
      if (child === undefined || key === undefined) continue;
      taken.push(element);
      this.#putChild(child, key, name, element, path, sourcePath);
    }
    if (taken.length > 0 && taken.length === elements.length) return;
    const isShared = type.children.some(({ ownFile, isAddressable }) => ownFile === undefined && isAddressable);
    if (isShared || taken.length === 0) {
      this.#put(name, path, decomposedPath(type, name, sourcePath), withoutElements({ rootName: type.name, text, elements }, taken));
      return;
    }
    const { rest: own, lines } = withoutLines(text, taken);
    this.#put(name, path, decomposedPath(type, name, sourcePath), own, (line) => lines[line - 1] ?? line);
  }

  #putChild(child: ChildType, key: string, parent: ComponentName, element: TopElement, path: string, sourcePath: string): void {
    const name = { type: child.name, fullName: child.isNamedAlone ? key : `${parent.fullName}.${key}` };
    if (this.#found.has(keyOf(name))) {
      this.#problem(name, path, `Element ${child.element} is duplicated at this location in type ${parent.type}: ${key}`);
      return;
    }
    const { ownFile } = child;
    const files = ownFile === undefined ? new Map<string, Content>() : new Map<string, Content>([[`objects/${parent.fullName}/${ownFile.folder}/${key}.${ownFile.suffix}-meta.xml`, fileOfElement(child.name, element.inner)]]);
    this.#found.set(keyOf(name), {
      ...name, fileName: `${this.#root}${path}`, files, lineOf: (line) => Math.max(element.line, element.line + line - 2), element: ownFile === undefined ? { name: child.element, inner: element.inner, parent, sourcePath } : undefined,
    });
  }

  async #addResource(path: string, file: string, content: Content): Promise<void> {
    const name = { type: 'StaticResource', fullName: file.replace(/\.resource(?:-meta\.xml)?$/, '') };
    const fileName = `staticresources/${name.fullName}.resource`;
    if (path.endsWith('-meta.xml')) {
      this.#put(name, fileName, path, content);
      const packed = this.#resources.get(name.fullName);
      if (packed !== undefined) await this.#putResource(name, packed);
    } else {
      this.#resources.set(name.fullName, typeof content === 'string' ? Buffer.from(content) : content);
      if (this.#found.has(keyOf(name))) await this.#putResource(name, this.#resources.get(name.fullName)!);
    }
  }

  async #putResource(name: ComponentName, packed: Uint8Array): Promise<void> {
    const fileName = `staticresources/${name.fullName}.resource`;
    const meta = this.#found.get(keyOf(name))?.files.get(`${fileName}-meta.xml`);
    const contentType = typeof meta === 'string' ? childText(meta, 'contentType') ?? '' : '';
    if (!ARCHIVES.has(contentType)) {
      this.#put(name, fileName, fileName, packed);
      return;
    }
    try {
      for (const [inner, content] of await unzip(packed, () => false)) this.#put(name, fileName, `staticresources/${name.fullName}/${inner}`, content);
    } catch (error) {
      if (!(error instanceof ZipProblem)) throw error;
      this.#problem(name, fileName, error.message);
    }
  }

  #put(name: ComponentName, fileName: string, sourcePath: string, content: Content, lineOf = (line: number): number => line): void {
    const known = this.#found.get(keyOf(name));
    if (known === undefined) this.#found.set(keyOf(name), { ...name, fileName: `${this.#root}${fileName}`, files: new Map([[sourcePath, content]]), element: undefined, lineOf });
    else known.files.set(sourcePath, content);
  }

  #problem(name: ComponentName, path: string, message: string): void {
    this.#problems.push({ ...name, fileName: `${this.#root}${path}`, message });
  }
}

function sourcePathOf(type: MetadataType, named: string, isMeta: boolean): string {
  if (isMeta && type.folderOf !== undefined && !named.endsWith(`.${type.suffix ?? ''}`)) return `${named}.${type.suffix ?? ''}-meta.xml`;
  if (isMeta || type.layout === 'file') return `${named}-meta.xml`;
  return named;
}

/** `objects/X__c.object-meta.xml` → `objects/X__c/X__c.object-meta.xml` */
function decomposedPath(type: MetadataType, name: ComponentName, sourcePath: string): string {
  return type.children.some(({ ownFile }) => ownFile !== undefined) ? `${type.directory}/${name.fullName}/${name.fullName}.${type.suffix ?? ''}-meta.xml` : sourcePath;
}

/** A file without the lines of elements that became files of their own, and for each line that is left its number before. */
function withoutLines(text: string, taken: readonly TopElement[]): { readonly rest: string; readonly lines: readonly number[] } {
  const blanked = taken.reduce((rest, { start, end }) => `${rest.slice(0, start)}${rest.slice(start, end).replace(/[^\r\n]/g, ' ')}${rest.slice(end)}`, text);
  const before = text.split('\n');
  const kept = blanked.split('\n').flatMap((line, index) => (line.trim() === '' && before[index]!.trim() !== '' ? [] : [{ line, number: index + 1 }]));
  return { rest: kept.map(({ line }) => line).join('\n'), lines: kept.map(({ number }) => number) };
}

/** What the manifest does not name is refused; what it names must be there. */
function compareWithManifest(found: readonly IncomingComponent[], manifest: Manifest, root: string, allowMissingFiles: boolean, problems: PackageProblem[]): readonly IncomingComponent[] {
  const named = new Set(membersOf(manifest).map(keyOf));
  const parentOf = (component: ComponentName): ComponentName | undefined => {
    const child = childType(component.type);
    return child === undefined ? undefined : { type: child.parent.name, fullName: child.child.isNamedAlone ? child.parent.name : component.fullName.split('.')[0]! };
  };
  const isNamed = (component: ComponentName): boolean => {
    if (named.has(keyOf(component)) || named.has(`${component.type}:*`)) return true;
    const folder = metadataType(component.type)?.folderOf;
    if (folder !== undefined && named.has(keyOf({ type: folder, fullName: component.fullName }))) return true;
    const parent = parentOf(component);
    return parent !== undefined && (named.has(keyOf(parent)) || named.has(`${parent.type}:*`));
  };
  const present = new Set(found.flatMap((component) => [keyOf(component), ...[parentOf(component)].flatMap((parent) => (parent === undefined ? [] : [keyOf(parent)]))]));
  for (const member of membersOf(manifest)) {
    const say = (message: string): void => { problems.push({ ...member, fileName: `${root}${MANIFEST}`, message }); };
    if (metadataType(member.type) === undefined && childType(member.type) === undefined) say(`Unknown type name '${member.type}' specified in package.xml`);
    else if (member.fullName !== '*' && !allowMissingFiles && !present.has(keyOf(member)) && !isFolderNamed(member, present)) say(`An object '${member.fullName}' of type ${member.type} was named in package.xml, but was not found in zipped directory`);
  }
  return found.filter((component) => {
    if (isNamed(component)) return true;
    // Of an object whose fields alone are deployed, the rest of the file is not looked at.
    const hasNamedChild = metadataType(component.type)?.children.some((child) => found.some((one) => one.type === child.name && one.fileName === component.fileName && isNamed(one))) === true;
    if (!hasNamedChild) problems.push({ type: component.type, fullName: component.fullName, fileName: component.fileName, message: 'Not in package.xml' });
    return false;
  });
}

/** Folders of reports, dashboards, documents and templates are named as members of the type they hold. */
function isFolderNamed(member: ComponentName, present: ReadonlySet<string>): boolean {
  const type = metadataType(member.type);
  if (type?.isInFolder !== true) return false;
  return [...present].some((key) => key.endsWith(`:${member.fullName.toLowerCase()}`) && metadataType(key.split(':')[0]!)?.folderOf === type.name);
}
