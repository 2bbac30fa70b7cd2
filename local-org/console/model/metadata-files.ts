/** Deployed metadata files as plain trees, for what only pages read. The deploy has checked that they are well-formed. */
import { XMLParser } from 'fast-xml-parser';

export type MetadataNode = Readonly<Record<string, unknown>>;

export interface MetadataFile {
  /** Name of the component: the file's name without its ending. */
  readonly name: string;
  readonly path: string;
  readonly content: MetadataNode;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true, htmlEntities: true });

/** The files in a folder of their type, ordered by name. A later file of the same name, from another package directory, wins. */
export function metadataFiles(files: ReadonlyMap<string, string>, folder: string, ending: string, root: string): MetadataFile[] {
  const pattern = new RegExp(`(?:^|/)${folder}/(?:[^/]+/)*([^/]+)\\.${ending}-meta\\.xml$`);
  const found = new Map<string, MetadataFile>();
  for (const [path, text] of files) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined) found.set(name, { name: decodeURIComponent(name), path, content: nodeOf((parser.parse(text) as MetadataNode)[root]) });
  }
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** An element that stands once or not at all. */
export function textOf(node: MetadataNode, element: string): string | undefined {
  const value = node[element];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isTrue(node: MetadataNode, element: string): boolean {
  return textOf(node, element) === 'true';
}

/** An element that may stand any number of times. */
export function nodesOf(node: MetadataNode, element: string): MetadataNode[] {
  return listOf(node[element]).map(nodeOf);
}

export function textsOf(node: MetadataNode, element: string): string[] {
  return listOf(node[element]).filter((value) => typeof value === 'string');
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** An empty element is parsed as an empty text. */
export function nodeOf(value: unknown): MetadataNode {
  return typeof value === 'object' && value !== null ? (value as MetadataNode) : {};
}
