/** `deployed.json` in the data folder: the project that serves, so that a later one that does not compile can leave it in place. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledOrg, ProjectFiles } from '../deploy/compile.ts';
import type { PendingWrite } from '../deploy/local-org.ts';
import { CommandFailure } from './command.ts';

export interface DeployedFiles {
  readonly files: ProjectFiles;
  /** Key prefixes given to objects; they stay theirs for good. */
  readonly keyPrefixes: ReadonlyMap<string, string>;
  /** Paths that came with the project the org was started with; the others were deployed through an API. */
  readonly started: ReadonlySet<string>;
}

interface Stored {
  readonly files: readonly (readonly [path: string, content: string | { readonly base64: string }])[];
  readonly keyPrefixes: readonly (readonly [objectName: string, keyPrefix: string])[];
  /** Absent in files of earlier versions: everything came with the project then. */
  readonly started?: readonly string[];
}

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'deployed.json');

export function readDeployed(dataFolder: string): DeployedFiles | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(dataFolder), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const stored = JSON.parse(text) as Stored;
    const files = stored.files.map(([name, content]) => [name, typeof content === 'string' ? content : Buffer.from(content.base64, 'base64')] as const);
    return { files: new Map(files), keyPrefixes: new Map(stored.keyPrefixes), started: new Set(stored.started ?? files.map(([name]) => name)) };
  } catch {
    throw new CommandFailure(`${fileOf(dataFolder)} is broken. Restore a copy of it, or start with another folder (--data DIR); without it object ids could change.`);
  }
}

/** Writes a file beside the one that counts; `commit` puts it in its place. */
export function writeDeployed(dataFolder: string, compiled: CompiledOrg, started: ReadonlySet<string>): PendingWrite {
  const stored: Stored = {
    files: Array.from(compiled.files, ([name, content]) => [name, typeof content === 'string' ? content : { base64: Buffer.from(content).toString('base64') }]),
    keyPrefixes: [...compiled.keyPrefixes],
    started: [...started].filter((path) => compiled.files.has(path)),
  };
  const file = fileOf(dataFolder);
  const waiting = `${file}.new`;
  const descriptor = openSync(waiting, 'w');
  try {
    writeFileSync(descriptor, JSON.stringify(stored));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return { commit: () => { renameSync(waiting, file); }, abort: () => { rmSync(waiting, { force: true }); } };
}
