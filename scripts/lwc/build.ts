/**
 * Turns the TypeScript of every LWC bundle into the JavaScript that Salesforce takes: `name.ts` beside `name.html` becomes `name.js`.
 *
 * A generated file names the hash of its source in its first line. So "stale" is a fact about contents and not about file times,
 * which checkouts and copies change; and a build with nothing to do loads no compiler at all.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Raise when the emitted JavaScript changes for the same source, so that every bundle is written again. */
const EMITTER_VERSION = 1;
const HEADER = /^\/\/ Generated from \S+ by "npm run lwc:build"; edit that file instead\. source-hash:([0-9a-f]{16})\n/;

export interface BundleProblem {
  /** Path relative to the project, of the JavaScript file. */
  readonly file: string;
  /** missing: never built; stale: the source changed since; orphan: its source is gone; handwritten: a file of the same name that this script did not write. */
  readonly kind: 'missing' | 'stale' | 'orphan' | 'handwritten';
  readonly message: string;
}

export interface BuildResult {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly upToDate: number;
}

/** Says which bundles of a project would deploy something else than their source; empty when all is well. */
export function checkBundles(projectDirectory: string): BundleProblem[] {
  const sources = bundleFiles(projectDirectory, 'ts').filter((file) => !file.endsWith('.d.ts'));
  const problems = sources.map((source) => problemOf(projectDirectory, source)).filter((problem) => problem !== undefined);
  return [...problems, ...orphans(projectDirectory, new Set(sources))];
}

/** Builds what is missing or stale and removes what has lost its source. Throws when a file written by hand stands in the way, or a source does not parse. */
export async function buildBundles(projectDirectory: string): Promise<BuildResult> {
  const problems = checkBundles(projectDirectory);
  const inTheWay = problems.find((problem) => problem.kind === 'handwritten');
  if (inTheWay !== undefined) throw new Error(inTheWay.message);

  const removed = problems.filter((problem) => problem.kind === 'orphan').map((problem) => problem.file);
  for (const file of removed) rmSync(join(projectDirectory, file));

  const written = problems.filter((problem) => problem.kind !== 'orphan').map((problem) => problem.file);
  for (const file of written) await buildFile(projectDirectory, file.replace(/\.js$/, '.ts'));

  const sourceCount = bundleFiles(projectDirectory, 'ts').filter((file) => !file.endsWith('.d.ts')).length;
  return { written, removed, upToDate: sourceCount - written.length };
}

async function buildFile(projectDirectory: string, sourceFile: string): Promise<void> {
  const source = readFileSync(join(projectDirectory, sourceFile), 'utf8');
  // Vite is loaded only here: it takes longer than all the rest of an idle build.
  const { transformWithOxc } = await import('vite');
  const output = await transformWithOxc(source, sourceFile, {
    lang: 'ts',
    // The LWC compiler must still see @api, @track and @wire: any older target lowers decorators, and it then refuses the class (LWC1104).
    target: 'esnext',
    sourcemap: false,
    typescript: { onlyRemoveTypeImports: true },
    decorator: { legacy: false },
  });
  const header = `// Generated from ${basename(sourceFile)} by "npm run lwc:build"; edit that file instead. source-hash:${sourceHash(source)}\n`;
  writeFileSync(join(projectDirectory, sourceFile.replace(/\.ts$/, '.js')), header + output.code);
}

function problemOf(projectDirectory: string, sourceFile: string): BundleProblem | undefined {
  const file = sourceFile.replace(/\.ts$/, '.js');
  const emitted = readIfPresent(join(projectDirectory, file));
  if (emitted === undefined) return { file, kind: 'missing', message: `${file} is missing: ${sourceFile} was never built. Run "npm run lwc:build".` };
  const builtFrom = HEADER.exec(emitted)?.[1];
  if (builtFrom === undefined) {
    return { file, kind: 'handwritten', message: `${file} stands beside ${sourceFile} but was not generated from it. Move one of the two away, then run "npm run lwc:build".` };
  }
  if (builtFrom === sourceHash(readFileSync(join(projectDirectory, sourceFile), 'utf8'))) return undefined;
  return { file, kind: 'stale', message: `${file} is older than ${sourceFile}. Run "npm run lwc:build".` };
}

function orphans(projectDirectory: string, sources: ReadonlySet<string>): BundleProblem[] {
  return bundleFiles(projectDirectory, 'js')
    .filter((file) => !sources.has(file.replace(/\.js$/, '.ts')))
    .filter((file) => HEADER.test(readFileSync(join(projectDirectory, file), 'utf8')))
    .map((file) => ({ file, kind: 'orphan' as const, message: `${file} was generated from a source that no longer exists. Run "npm run lwc:build" to remove it.` }));
}

/** Paths relative to the project, sorted, tests left out. */
function bundleFiles(projectDirectory: string, extension: 'ts' | 'js'): string[] {
  return globSync(`force-app/**/lwc/*/**/*.${extension}`, { cwd: projectDirectory })
    .filter((file) => !/(^|[\\/])(__tests__|__mocks__|__types__)[\\/]/.test(file))
    .sort();
}

function sourceHash(source: string): string {
  return createHash('sha256').update(`${EMITTER_VERSION}\n`).update(source.replaceAll('\r\n', '\n')).digest('hex').slice(0, 16);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the build did, in one line per file and a closing one. */
export function describeBuild(result: BuildResult): string {
  const lines = [
    ...result.written.map((file) => `lwc:build  wrote    ${file}`),
    ...result.removed.map((file) => `lwc:build  removed  ${file} (its .ts is gone)`),
  ];
  return [...lines, `lwc:build  ${result.written.length} written, ${result.upToDate} up to date`].join('\n');
}
