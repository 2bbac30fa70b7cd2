/** How fast this repository's own Apex is compiled and tested, in processes of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSyntaxCache } from '../../local-org/compiler/1-parse/cache.ts';
import { readProjectFiles } from '../../local-org/cli/read-project.ts';
import { compileProject } from '../../local-org/deploy/compile.ts';
import { root, runCommand } from '../../scripts/process.ts';

const PROJECT = path.join(root, 'force-app');

export interface CompileRates {
  readonly kiloLines: number;
  /** Nothing parsed before. */
  readonly coldPerSecond: number;
  /** The syntax trees come from the cache on disk, as in a second start. */
  readonly cachedPerSecond: number;
}

/** Thousands of lines a second from source to linked code. The first figure includes the parser's own warm-up, as a newcomer meets it. */
export function measureCompile(): CompileRates {
  const files = readProjectFiles(PROJECT);
  const lines = [...files].reduce((sum, [name, text]) => sum + (/\.(cls|trigger)$/.test(name) ? String(text).split('\n').length : 0), 0);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-bench-trees-'));
  try {
    const kiloLines = lines / 1000;
    const cold = seconds(() => compile(files, folder));
    const cached = Math.min(...Array.from({ length: 5 }, () => seconds(() => compile(files, folder))));
    return { kiloLines, coldPerSecond: kiloLines / cold, cachedPerSecond: kiloLines / cached };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(files: ReturnType<typeof readProjectFiles>, treeFolder: string): void {
  const cache = openSyntaxCache(treeFolder, (error) => { throw error; });
  const { problems } = compileProject({ files, keyPrefixes: new Map(), coverage: false, parse: (file) => cache.parse(file) });
  if (problems !== undefined) throw new Error(`force-app does not compile: ${problems[0]?.message ?? ''}`);
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** `npx local-org test force-app` as a developer runs it, start of the process included. */
export async function measureTests(): Promise<{ readonly tests: number; readonly seconds: number }> {
  const started = performance.now();
  const { output, exitCode } = await runCommand(process.execPath, ['local-org/cli/local-org.js', 'test', 'force-app'], { show: false });
  const passed = /(\d+) passed, 0 failed/.exec(output);
  if (exitCode !== 0 || passed === null) throw new Error(`The Apex tests of force-app fail:\n${output.slice(-2_000)}`);
  return { tests: Number(passed[1]), seconds: (performance.now() - started) / 1000 };
}
