/** The random tests of the repository, with seeds nobody has tried: `npm test` draws from one seed, so that it says the same twice. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installed, root, runCommand, type Finished } from '../../process.ts';

export interface FailedProperty {
  /** Relative to the root. */
  readonly file: string;
  readonly seed: number;
  /** From the first failing test on, as the runner prints it. */
  readonly report: string;
}

const TESTS = '{force-app,local-org,scripts,bench,gateway,e2e}/**/*.test.ts';
/** Of a test file, or of one that makes cases for it. */
const IS_RANDOM = /from 'fast-check'|stock-schedules|calendar-cases|store\.contract/;

/** Files whose tests draw at random. */
export function propertyFiles(): readonly string[] {
  return globSync(TESTS, { cwd: root }).filter((file) => !file.includes('node_modules') && IS_RANDOM.test(readFileSync(path.join(root, file), 'utf8'))).sort();
}

/** Runs all of them once with each seed. @param tell a line for each seed */
export async function proveProperties(seeds: readonly number[], tell: (line: string) => void): Promise<readonly FailedProperty[]> {
  const failed: FailedProperty[] = [];
  for (const seed of seeds) {
    const found = [];
    for (const file of propertyFiles()) {
      const { exitCode, output } = await runFile(file, seed);
      if (exitCode !== 0) found.push({ file, seed, report: output.slice(Math.max(0, output.indexOf('✖ failing tests:'))) });
    }
    failed.push(...found);
    tell(`seed ${String(seed)}: ${found.length === 0 ? 'nothing found' : found.map(({ file }) => file).join(', ')}`);
  }
  return failed;
}

function runFile(file: string, seed: number): Promise<Finished> {
  const options = { show: false, env: { PROPERTY_SEED: String(seed) } };
  return file.startsWith('force-app/') ? runCommand(installed('sfdx-lwc-jest'), ['--', file, '--ci'], options) : runCommand(process.execPath, ['--import', './config/property-seed.js', '--test', '--test-force-exit', file], options);
}
