/** `package.xml` and the lists of what is to be deleted. */
import { readElements, unescapeXml } from '../metadata/elements.ts';
import type { ComponentName } from '../metadata/components.ts';

export interface Manifest {
  /** `67.0` */
  readonly version: string;
  /** Members in the order of the file; `*` stands for all of a type. */
  readonly types: readonly { readonly name: string; readonly members: readonly string[] }[];
}

/** Answers the manifest, or what is wrong with it. */
export function readManifest(text: string): Manifest | string {
  const file = readElements(text);
  if (file === undefined || file.rootName.replace(/^.*:/, '') !== 'Package') return `Error parsing package.xml: ${file === undefined ? 'the file is not well-formed XML' : `Expected root element <Package> but found <${file.rootName}>`}`;
  const types = file.elements.filter(({ name }) => name === 'types').map(({ inner }) => ({ name: textsOf(inner, 'name')[0] ?? '', members: textsOf(inner, 'members') }));
  const nameless = types.find(({ name }) => name === '');
  if (nameless !== undefined) return 'Error parsing package.xml: Required field is missing: name';
  return { version: file.elements.find(({ name }) => name === 'version')?.inner.trim() ?? '', types };
}

function textsOf(inner: string, name: string): string[] {
  return [...inner.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => unescapeXml(match[1]!.trim()));
}

export function membersOf(manifest: Manifest): readonly ComponentName[] {
  return manifest.types.flatMap(({ name, members }) => members.map((fullName) => ({ type: name, fullName })));
}

export function writeManifest(manifest: Manifest): string {
  const types = manifest.types.map(({ name, members }) => `    <types>\n${members.map((member) => `        <members>${escaped(member)}</members>\n`).join('')}        <name>${escaped(name)}</name>\n    </types>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n${types.join('')}    <version>${manifest.version}</version>\n</Package>\n`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
