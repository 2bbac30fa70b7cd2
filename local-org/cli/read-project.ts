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

function collect(folder: string, prefix: string, ignored: readonly RegExp[], files: Map<string, string | Uint8Array>): void {
  if (!existsSync(folder)) throw new CommandFailure(`The package directory ${folder} does not exist.`);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const relative = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (ignored.some((pattern) => pattern.test(relative)) || entry.name.startsWith('.')) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) collect(file, relative, ignored, files);
    else if (entry.isFile()) files.set(relative, TEXT.test(entry.name) ? readFileSync(file, 'utf8') : readFileSync(file));
  }
}

/** The lines of .forceignore that are simple globs: `*`, `**`, a leading or trailing slash. Others are refused by name. */
function readIgnore(folder: string): RegExp[] {
  for (const start of [folder, path.dirname(path.resolve(folder))]) {
    const file = path.join(start, '.forceignore');
    if (existsSync(file)) return readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).map((line) => globPattern(line, file));
  }
  return [];
}

function globPattern(glob: string, file: string): RegExp {
  if (/[!?[\]{}\\]/.test(glob)) throw new CommandFailure(`${file}: the pattern ${glob} is not supported by the local org.`);
  const isAnchored = glob.startsWith('/') || glob.slice(0, -1).includes('/');
  const body = glob.replace(/^\/|\/$/g, '').replace(/[.+^$()|]/g, '\\$&').replace(/\*\*\/|\*\*|\*/g, (star) => (star === '**/' ? '(?:.*/)?' : star === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}(?:/.*)?$`);
}
