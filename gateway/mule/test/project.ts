/** The Mule project as tests look at it: its XML as trees, its DataWeave as text, its placeholders. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { parse } from 'yaml';

export const PROJECT = path.resolve(import.meta.dirname, '..');
export const RESOURCES = path.join(PROJECT, 'src/main/resources');
const FLOWS = path.join(PROJECT, 'src/main/mule');

export interface Element {
  /** With its prefix, as written: `http:listener`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Own text, CDATA included, without that of its children. */
  readonly text: string;
}

export interface MuleFile {
  readonly name: string;
  readonly source: string;
  readonly root: Element;
}

/** Files below a folder of the project with one of these endings, relative to the project. */
export function filesOf(folder: string, ending: string): readonly string[] {
  return readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();
}

export function textOf(file: string): string {
  return readFileSync(path.join(PROJECT, file), 'utf8');
}

export function muleFiles(): readonly MuleFile[] {
  return readdirSync(FLOWS).filter((name) => name.endsWith('.xml')).sort().map((name) => {
    const source = readFileSync(path.join(FLOWS, name), 'utf8');
    return { name, source, root: treeOf(source) };
  });
}

type Ordered = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, cdataPropName: '#cdata' });

/** The root element of a document. */
export function treeOf(source: string): Element {
  const roots = elementsOf(parser.parse(source) as readonly Ordered[]);
  if (roots.length !== 1) throw new Error(`A document has one root, this one has ${String(roots.length)}.`);
  return roots[0]!;
}

function elementsOf(nodes: readonly Ordered[]): readonly Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => !key.startsWith('#') && !key.startsWith('?') && key !== ':@');
    if (name === undefined) return [];
    const inside = node[name] as readonly Ordered[];
    return [{ name, attributes: (node[':@'] ?? {}) as Record<string, string>, children: elementsOf(inside), text: inside.map(ownText).join('') }];
  });
}

function ownText(node: Ordered): string {
  if (typeof node['#text'] === 'string') return node['#text'];
  const cdata = node['#cdata'];
  return Array.isArray(cdata) ? (cdata as readonly Ordered[]).map(ownText).join('') : '';
}

/** An element and everything below it. */
export function everythingIn(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap(everythingIn)];
}

/** Names of everything a YAML file of properties defines, joined by dots. */
export function propertyNames(file: string): readonly string[] {
  const walk = (value: unknown, prefix: readonly string[]): readonly string[] =>
    typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, inner]) => walk(inner, [...prefix, name])) : [prefix.join('.')];
  return walk(parse(textOf(file)), []);
}
