/** Reads an sfdx project from disk: what `deploy` gets as paths and contents. Follows sfdx-project.json and leaves out what .forceignore names. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './command.ts';

export type ProjectFiles = ReadonlyMap<string, string | Uint8Array>;

const TEXT = /\.(xml|cls|trigger|html|js|css|svg|json|md|txt|csv|page|component)$/;

/** @param folder a project (with sfdx-project.json) or a package directory of one */
export function readProjectFiles(folder: string): ProjectFiles {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new CommandFailure(`${folder} is not a folder.`);
  const ignored = readIgnore(folder);
  const files = new Map<string, string | Uint8Array>();
  for (const root of packageDirectories(folder)) collect(root, path.relative(folder, root).split(path.sep).join('/'), ignored, files);
  if (files.size === 0) throw new CommandFailure(`${folder} holds no metadata.`);
  return files;
}

function packageDirectories(folder: string): string[] {
  const file = path.join(folder, 'sfdx-project.json');
  if (!existsSync(file)) return [folder];
  try {
    const project = JSON.parse(readFileSync(file, 'utf8')) as { packageDirectories?: { path: string }[] };
    return (project.packageDirectories ?? []).map((one) => path.join(folder, one.path));
  } catch (error) {
    throw new CommandFailure(`${file} is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function collect(folder: string, prefix: string, ignored: readonly IgnoreRule[], files: Map<string, string | Uint8Array>): void {
  if (!existsSync(folder)) throw new CommandFailure(`The package directory ${folder} does not exist.`);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const relative = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (isIgnored(relative, ignored) || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) collect(file, relative, ignored, files);
    else if (entry.isFile()) files.set(relative, TEXT.test(entry.name) ? readFileSync(file, 'utf8') : readFileSync(file));
  }
}

interface IgnoreRule {
  readonly pattern: RegExp;
  /** A line that begins with `!` takes back what earlier ones ignored. */
  readonly isKept: boolean;
}

/** .forceignore follows the rules of .gitignore; the nearest one of the folder and the one above counts. */
function readIgnore(folder: string): readonly IgnoreRule[] {
  for (const start of [folder, path.dirname(path.resolve(folder))]) {
    const file = path.join(start, '.forceignore');
    if (existsSync(file)) return readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).map(ignoreRule);
  }
  return [];
}

function ignoreRule(line: string): IgnoreRule {
  const isKept = line.startsWith('!');
  const glob = isKept ? line.slice(1) : line.replace(/^\\(?=[!#])/, '');
  const isAnchored = glob.startsWith('/') || glob.slice(0, -1).includes('/');
  const body = glob.replace(/^\/|\/$/g, '').replace(/\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|[.+^$()|{}[\]\\]/g, globPart);
  return { pattern: new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}(?:/.*)?$`), isKept };
}

function globPart(part: string): string {
  if (part === '**/') return '(?:.*/)?';
  if (part === '**') return '.*';
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  if (part.length > 2) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
  return `\\${part}`;
}

function isIgnored(relative: string, rules: readonly IgnoreRule[]): boolean {
  return rules.findLast((rule) => rule.pattern.test(relative))?.isKept === false;
}

const APEX_TYPES: readonly (readonly [extension: string, type: string])[] = [['.cls', 'ApexClass'], ['.trigger', 'ApexTrigger']];

/** Like `readProjectFiles`, for compiling only: a class without metadata beside it, as in a bare folder of classes, gets that of the newest API version. */
export function readApexProject(folder: string): ProjectFiles {
  const files = new Map(readProjectFiles(folder));
  for (const file of [...files.keys()]) {
    const type = APEX_TYPES.find(([extension]) => file.endsWith(extension))?.[1];
    if (type !== undefined && !files.has(`${file}-meta.xml`)) {
      files.set(`${file}-meta.xml`, `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></${type}>\n`);
    }
  }
  return files;
}
