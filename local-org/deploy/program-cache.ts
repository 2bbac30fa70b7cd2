/**
 * Emitted programs on disk: a project that was found right once is not parsed, checked and emitted again. An entry is found by every byte of
 * the project and of the code that made it, so that nothing ever has to be invalidated; projects with problems are never kept.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { EmittedProgram } from '../compiler/4-emit/emitted.ts';

export interface ProgramCache {
  /** `undefined`: it was never emitted, or what is on disk is torn. */
  find(key: string): EmittedProgram | undefined;
  keep(key: string, program: EmittedProgram): void;
}

/** About seven megabytes each; several orgs of a test run share one. */
const KEPT_PROGRAMS = 12;
const DIGEST_BYTES = 32;

/**
 * @param folder created when absent; several processes may share it
 * @param onFailure told when an entry cannot be read or written (disk full, no access); compiling goes on without it
 */
export function openProgramCache(folder: string, onFailure: (error: Error) => void): ProgramCache {
  return {
    find(key) {
      try {
        const file = path.join(folder, key);
        const entry = readFileSync(file);
        const content = entry.subarray(DIGEST_BYTES);
        if (!digest(content).equals(entry.subarray(0, DIGEST_BYTES))) return undefined;
        utimesSync(file, new Date(), new Date());
        return deserialize(content) as EmittedProgram;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onFailure(error as Error);
        return undefined;
      }
    },
    keep(key, program) {
      try {
        mkdirSync(folder, { recursive: true });
        const content = serialize(program);
        // Written beside its place and moved there, so that a reader never sees half an entry.
        const draft = path.join(folder, `${key}.${String(process.pid)}`);
        writeFileSync(draft, Buffer.concat([digest(content), content]));
        renameSync(draft, path.join(folder, key));
        forgetOldest(folder);
      } catch (error) {
        onFailure(error as Error);
      }
    },
  };
}

/** What a program depends on: paths and contents of the project, what was asked of the emitter, the code of the compiler and of what it is checked against. */
export function programKey(files: ReadonlyMap<string, string | Uint8Array>, options: { readonly coverage: boolean }): string {
  const hash = createHash('sha256').update(codeVersion()).update(String(options.coverage));
  for (const [name, content] of [...files].toSorted(([one], [other]) => (one < other ? -1 : 1))) hash.update(`\n${name} ${String(content.length)}\n`).update(content);
  return hash.digest('hex');
}

function forgetOldest(folder: string): void {
  const ages = readdirSync(folder).map((name) => ({ name, usedAtMs: statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { name } of ages.toSorted((one, other) => other.usedAtMs - one.usedAtMs).slice(KEPT_PROGRAMS)) rmSync(path.join(folder, name), { force: true });
}

function digest(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

/** Folders of the local org that decide whether a project is right and what it becomes. */
const DECISIVE = ['compiler', 'deploy', 'formula', 'library', 'schema', 'soql', 'values'];
let knownVersion: string | undefined;

function codeVersion(): string {
  if (knownVersion !== undefined) return knownVersion;
  const root = path.resolve(import.meta.dirname, '..');
  const hash = createHash('sha256').update(process.version);
  for (const folder of DECISIVE) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(ts|json)$/.test(name) && !name.endsWith('.test.ts')) hash.update(name).update(readFileSync(path.join(root, folder, name)));
    }
  }
  return (knownVersion = hash.digest('hex'));
}
