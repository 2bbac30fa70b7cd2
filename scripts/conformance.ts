/**
 * Runs the Apex tests of public projects in the local org, each project in a process of its own, and prints how many of their methods pass:
 *
 *   git clone https://github.com/apex-enterprise-patterns/fflib-apex-mocks suites/fflib-apex-mocks     (any of the names below, or a project of your own)
 *   npm run test:conformance -- --source suites [--only NAME,NAME] [--json FILE] [--minimum PERCENT]
 *
 * `--source` holds one folder per project: a checkout, or a bare git directory whose newest commit is taken.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CommandFailure, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { root, runCommand } from './process.ts';

const USAGE = `npm run test:conformance -- --source DIR [--only NAME,NAME] [--json FILE] [--minimum PERCENT]
DIR holds one folder per project, each a git checkout or a bare git directory. Public projects whose tests this was tried with:
  kevinohara80/sfdc-trigger-framework  ipavlic/apex-fp  open-force/jsonparse  salesforce/apex-mockery  PropicSignifi/R.apex
  apex-enterprise-patterns/fflib-apex-mocks  apex-enterprise-patterns/fflib-apex-common  mitchspano/trigger-actions-framework
  trailheadapps/apex-recipes  jongpie/NebulaLogger`;

/** Pictures are no metadata, and partial copies of a repository often lack them. */
const LEFT_OUT = ['png', 'gif', 'jpg', 'jpeg', 'svg', 'mp4', 'pdf'].map((ending) => `:!*.${ending}`);

const LAST_CHARACTERS = 2000;

interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly notRunnable: number;
  readonly total: number;
}

interface SuiteResult {
  readonly name: string;
  readonly summary: Summary | undefined;
  /** Why there is no summary. */
  readonly problem: string | undefined;
  readonly seconds: number;
}

await runScript('conformance', USAGE, async (args) => {
  const { source, only, json, minimum } = options(args);
  const suites = suitesIn(source).filter((name) => only === undefined || only.includes(name));
  if (suites.length === 0) throw new CommandFailure(`${source} holds no project${only === undefined ? '' : ` named ${only.join(' or ')}`}.`);
  const results: SuiteResult[] = [];
  for (const name of suites) {
    const result = await runSuite(name, path.join(source, name));
    results.push(result);
    process.stdout.write(`${row(result)}\n`);
  }
  process.stdout.write(`${row({ name: 'all', summary: sum(results), problem: undefined, seconds: results.reduce((total, { seconds }) => total + seconds, 0) })}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
  return results.every(({ summary }) => percentOf(summary) >= minimum) ? 0 : 1;
});

function options(args: readonly string[]): { source: string; only: readonly string[] | undefined; json: string | undefined; minimum: number } {
  const { values } = parseArgs({
    args: [...args], options: { source: { type: 'string' }, only: { type: 'string' }, json: { type: 'string' }, minimum: { type: 'string' } },
  });
  const minimum = Number(values.minimum ?? 0);
  if (values.source === undefined) throw new UsageError('Name the folder of the projects with --source.');
  if (!(minimum >= 0 && minimum <= 100)) throw new UsageError(`--minimum must be a percentage, not ${values.minimum ?? ''}.`);
  return { source: values.source, only: values.only?.split(',').map((name) => name.trim()), json: values.json, minimum };
}

function suitesIn(source: string): string[] {
  if (!existsSync(source)) throw new CommandFailure(`${source} does not exist.`);
  return readdirSync(source).filter((name) => !name.startsWith('.') && statSync(path.join(source, name)).isDirectory()).sort();
}

/** The git directory of a folder that has no work tree: the folder itself or one inside it. */
function bareRepository(folder: string): string | undefined {
  return [folder, path.join(folder, 'repo')].find((each) => existsSync(path.join(each, 'HEAD')) && existsSync(path.join(each, 'objects')));
}

async function runSuite(name: string, folder: string): Promise<SuiteResult> {
  const repository = bareRepository(folder);
  const checkout = repository === undefined ? undefined : mkdtempSync(path.join(tmpdir(), 'conformance-'));
  const started = performance.now();
  try {
    if (repository !== undefined && checkout !== undefined) await checkOut(repository, checkout);
    const outcome = await testProject(checkout ?? folder);
    return { name, ...outcome, seconds: (performance.now() - started) / 1000 };
  } finally {
    if (checkout !== undefined) rmSync(checkout, { recursive: true, force: true });
  }
}

async function checkOut(repository: string, folder: string): Promise<void> {
  const git = ['--git-dir', repository, '--work-tree', folder, '-c', 'core.bare=false', 'checkout', '-f', 'HEAD', '--', '.', ...LEFT_OUT];
  const { exitCode, output } = await runCommand('git', git, { show: false, env: { ...process.env, GIT_INDEX_FILE: path.join(folder, '.git-index') } });
  if (exitCode !== 0) throw new CommandFailure(`${repository} could not be checked out:\n${output}`);
}

/** `local-org test --json` in a process of its own: a project that ends the process ends only its own. */
function testProject(folder: string): Promise<Pick<SuiteResult, 'summary' | 'problem'>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'local-org/cli/local-org.js'), 'test', path.resolve(folder), '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { errors = (errors + text).slice(-LAST_CHARACTERS); });
    child.on('close', () => { resolve(readReport(output, errors)); });
  });
}

function readReport(output: string, errors: string): Pick<SuiteResult, 'summary' | 'problem'> {
  try {
    return { summary: (JSON.parse(output) as { summary: Summary }).summary, problem: undefined };
  } catch {
    // No report: the project did not compile, and the end of the other stream says why.
    return { summary: undefined, problem: errors.trim().split('\n').slice(-3).join(' ') };
  }
}

function sum(results: readonly SuiteResult[]): Summary {
  const total = { passed: 0, failed: 0, notRunnable: 0, total: 0 };
  for (const { summary } of results) for (const key of Object.keys(total) as (keyof Summary)[]) total[key] += summary?.[key] ?? 0;
  return total;
}

function percentOf(summary: Summary | undefined): number {
  return summary === undefined || summary.total === 0 ? 0 : (100 * summary.passed) / summary.total;
}

function row({ name, summary, problem, seconds }: SuiteResult): string {
  if (summary === undefined) return `${name.padEnd(50)} not run: ${problem ?? ''}`;
  const { passed, failed, notRunnable, total } = summary;
  const cells = [`${passed} passed`, `${failed} failed`, `${notRunnable} not runnable`, `${total} total`, `${percentOf(summary).toFixed(1)} %`, `${seconds.toFixed(1)} s`];
  return [name.padEnd(50), ...cells.map((cell) => cell.padStart(16))].join(' ');
}
