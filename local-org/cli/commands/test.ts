import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Store } from '../../data/store/store.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from '../../deploy/demo-users.ts';
import { LocalOrg } from '../../deploy/local-org.ts';
import { formatProblem } from '../../deploy/problems.ts';
import { runTests, type FileCoverage, type TestMethodResult, type TestRun } from '../../runtime/test-runner.ts';
import { CommandFailure, readOptions, UsageError, type Command } from '../command.ts';
import { readProjectFiles } from '../read-project.ts';
import { openProjectCache } from '../syntax-cache.ts';

/** Runs the Apex tests of a project in an org of their own, in memory. */
export const test: Command = (args) => {
  const { values, positionals } = readOptions(args, ['class', 'method', 'minimum-coverage', 'json'], ['coverage']);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.');
  const minimum = values['minimum-coverage'] === undefined ? undefined : Number(values['minimum-coverage']);
  if (minimum !== undefined && !(minimum >= 0 && minimum <= 100)) throw new UsageError(`--minimum-coverage must be a percentage, not ${values['minimum-coverage'] ?? ''}.`);
  const localOrg = deployForTests(folder, values.coverage === true || minimum !== undefined);
  const run = runTests(localOrg.org.installed, testHost(localOrg), {
    user: requireUser(localOrg, ADMIN_USERNAME),
    filter: (className, methodName) => matches(values.class, className) && matches(values.method, methodName),
    onResult: printResult,
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ summary: summaryOf(run), ...run }, null, 2)}\n`);
  return Promise.resolve(conclude(run, minimum));
};

const NOW = { now: (): number => Date.now() };

function deployForTests(folder: string, coverage: boolean): LocalOrg {
  const files = readProjectFiles(folder);
  const cache = openProjectCache((line) => { process.stderr.write(`${line}\n`); });
  const localOrg = new LocalOrg({ store: Store.inMemory(), clock: NOW, coverage, parse: (file) => cache.parse(file), report: (line) => { process.stderr.write(`${line}\n`); } });
  const problems = localOrg.deploy(files);
  if (problems.length > 0) throw new CommandFailure(`${problems.map((problem) => formatProblem(problem, files)).join('\n')}\n${String(problems.length)} problems: no test was run`);
  return localOrg;
}

function testHost(localOrg: LocalOrg): Parameters<typeof runTests>[1] {
  return { services: { clock: NOW, random: (bytes) => randomBytes(bytes), events: { store: (pending) => pending, announce: () => undefined } }, eventUser: () => requireUser(localOrg, AUTOMATED_PROCESS_USERNAME) };
}

function requireUser(localOrg: LocalOrg, username: string) {
  const user = localOrg.users.byUsername(username);
  if (user === undefined) throw new Error(`The org has no user ${username}.`);
  return user;
}

const matches = (wanted: string | undefined, name: string): boolean => wanted === undefined || wanted.toLowerCase() === name.toLowerCase();

function printResult(result: TestMethodResult): void {
  const passed = result.outcome === 'Pass';
  process.stdout.write(`${passed ? 'pass' : 'FAIL'}  ${result.className}.${result.methodName} (${result.milliseconds.toFixed(0)} ms)\n`);
  if (!passed) process.stdout.write(`      ${result.message ?? ''}\n      ${(result.stackTrace ?? '').replaceAll('\n', '\n      ')}\n`);
}

function summaryOf({ results }: TestRun): { passed: number; failed: number; notRunnable: number; total: number } {
  const passed = results.filter((result) => result.outcome === 'Pass').length;
  return { passed, failed: results.length - passed, notRunnable: 0, total: results.length };
}

/** Prints coverage and the closing line; answers the exit code. */
function conclude(run: TestRun, minimum: number | undefined): number {
  const { passed, failed } = summaryOf(run);
  const percent = printCoverage(run.coverage);
  const isTooLow = minimum !== undefined && (percent ?? 0) < minimum;
  if (isTooLow) process.stdout.write(`line coverage ${(percent ?? 0).toFixed(1)} % is below ${String(minimum)} %\n`);
  process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
  return failed > 0 || isTooLow || run.results.length === 0 ? 1 : 0;
}

/** Files with uncovered lines, worst first, and the total in per cent; `undefined` without coverage. */
function printCoverage(files: readonly FileCoverage[]): number | undefined {
  const covered = files.reduce((sum, file) => sum + file.covered.length, 0);
  const lines = files.reduce((sum, file) => sum + file.covered.length + file.uncovered.length, 0);
  if (lines === 0) return undefined;
  const share = (file: FileCoverage): number => file.covered.length / Math.max(1, file.covered.length + file.uncovered.length);
  for (const file of files.filter((one) => one.uncovered.length > 0).sort((a, b) => share(a) - share(b))) {
    process.stdout.write(`${(100 * share(file)).toFixed(0).padStart(4)} %  ${path.basename(file.path)}, not covered: ${file.uncovered.join(', ')}\n`);
  }
  process.stdout.write(`line coverage ${((100 * covered) / lines).toFixed(1)} % of ${String(lines)} lines\n`);
  return (100 * covered) / lines;
}
