/** Examined bundles by their content, in memory and, where there is a folder, on disk. The compiler takes a second to load and this answers without it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { LightningBundle } from '../../schema/source/project.ts';
import { examineBundle, type ExaminedBundle, type ExamineBundle } from './examine.ts';

/**
 * @param folder where answers are kept; created when absent; `undefined`: in memory only
 * @param onFailure told when an answer cannot be read or kept (disk full, no access); examining goes on without it
 */
export function cachingExaminer(folder: string | undefined, onFailure: (error: Error) => void): ExamineBundle {
  const known = new Map<string, ExaminedBundle>();
  return (bundle) => {
    const name = digestOf(bundle);
    const path = folder === undefined ? undefined : join(folder, `${name}.json`);
    const examined = known.get(name) ?? (path === undefined ? undefined : read(path, onFailure)) ?? examineAndKeep(bundle, path, onFailure);
    known.set(name, examined);
    return examined;
  };
}

/** For orgs that nobody gave another: one memory for the process, for what a bundle says by itself depends on nothing else. */
export const examineOnce: ExamineBundle = cachingExaminer(undefined, () => undefined);

function examineAndKeep(bundle: LightningBundle, path: string | undefined, onFailure: (error: Error) => void): ExaminedBundle {
  const examined = examineBundle(bundle);
  if (path === undefined) return examined;
  const draft = `${path}.${String(process.pid)}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const json = JSON.stringify(examined);
    writeFileSync(draft, `${digest(json)}\n${json}`);
    renameSync(draft, path);
  } catch (error) {
    onFailure(error as Error);
  }
  return examined;
}

/** A torn or altered entry is no entry. */
function read(path: string, onFailure: (error: Error) => void): ExaminedBundle | undefined {
  try {
    const [sum, json = ''] = readFileSync(path, 'utf8').split('\n');
    return digest(json) === sum ? (JSON.parse(json) as ExaminedBundle) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onFailure(error as Error);
    return undefined;
  }
}

const digest = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

function digestOf({ name, files }: LightningBundle): string {
  const parts = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([file, content]) => `${file} ${digest(content)}`);
  return digest([codeVersion(), name, ...parts].join('\n'));
}

let knownVersion: string | undefined;

/** Changes with the compiler and with every file that takes part in examining. */
function codeVersion(): string {
  if (knownVersion !== undefined) return knownVersion;
  const own = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).sort();
  const compiler = findPackageJSON('lwc', import.meta.url);
  if (compiler === undefined) throw new Error('The package lwc is not installed: run npm ci.');
  knownVersion = digest([compiler, ...own.map((file) => join(import.meta.dirname, file))].map((path) => readFileSync(path, 'utf8')).join('\n'));
  return knownVersion;
}
