/** Projects for tests: the shop of the fixtures, and single files in the shape a deploy has them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type PreviousBuild, type SchemaBuild } from '../build.ts';
import type { MetadataProblem } from '../problem.ts';
import type { OrgSchema } from '../schema.ts';
import { readProject } from '../source/read.ts';

export type Files = Map<string, string | Uint8Array>;

export function shopFiles(): Files {
  const folder = join(import.meta.dirname, '..', 'fixtures', 'shop');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

export function shopSchema(): OrgSchema {
  return built(shopFiles()).schema;
}

export interface Built extends SchemaBuild {
  /** Of reading and building. */
  readonly messages: readonly string[];
}

export function built(files: Files, previous?: PreviousBuild): Built {
  const reading = readProject(files);
  const build = buildSchema(reading.project, previous);
  return { ...build, messages: [...reading.problems, ...build.problems].map(problemText) };
}

export function problemText({ componentType, fullName, line, message }: MetadataProblem): string {
  return `${componentType} ${fullName}:${line} ${message}`;
}

export function objectFile(apiName: string, body = '<nameField><type>Text</type></nameField>'): [string, string] {
  return [`objects/${apiName}/${apiName}.object-meta.xml`, metadata('CustomObject', `<label>${apiName}</label>${body}`)];
}

/** The body begins on line 2. */
export function fieldFile(objectName: string, fieldName: string, body: string): [string, string] {
  return [`objects/${objectName}/fields/${fieldName}.field-meta.xml`, metadata('CustomField', `\n<fullName>${fieldName}</fullName><label>Label</label>${body}`)];
}

export function metadata(root: string, body: string): string {
  return `<${root} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${body}</${root}>`;
}
