/** The suites of `npm test`, in the order they run: cheapest first. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installed, isOnPath, root, runCommand, type Finished } from './process.ts';
import { findOrInstallChromium } from './chromium.ts';
import { findOrInstallRealParts } from './real-parts.ts';
import { checkApexTypes, checkApexRules } from './apex-oracles.ts';

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  /** Why the suite did not run, if it did not. */
  readonly notRun?: string;
}

export interface Suite {
  readonly name: string;
  readonly what: string;
  run(): Promise<SuiteResult>;
}

/** A check that only says yes or no counts as one test. */
const oneTest = (finished: Finished): SuiteResult => (finished.exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** A file of the api suite must end with its tests, whatever a client library still waits for (a streaming client goes on calling an org that is gone). */
const FORCE_EXIT = ['--test-force-exit'];

/** Files side by side: one tests while the org of another starts. Each has an org, a port and a data folder of its own. */
const SIDE_BY_SIDE = 2;

/** The same cases every time. */
const ONE_SEED = ['--import', './config/property-seed.js'];

async function nodeTests(pattern: string, flags: readonly string[] = []): Promise<SuiteResult> {
  const files = globSync(pattern, { cwd: root }).filter((file) => !file.includes('node_modules')).sort();
  const shared = mkdtempSync(path.join(tmpdir(), 'holdfast-tests-'));
  const finished = await runCommand(process.execPath, [...ONE_SEED, '--test', ...flags, `--test-concurrency=${String(SIDE_BY_SIDE)}`, '--test-reporter=spec', ...files], { show: false, env: { HOLDFAST_SHARED_TEST_DATA: shared } });
  rmSync(shared, { recursive: true });
  const result = { passed: count(finished.output, /^ℹ pass (\d+)$/m), failed: count(finished.output, /^ℹ fail (\d+)$/m) + count(finished.output, /^ℹ cancelled (\d+)$/m) };
  if (result.failed > 0 || finished.exitCode !== 0) process.stdout.write(finished.output.slice(Math.max(0, finished.output.indexOf('✖ failing tests:'))));
  return finished.exitCode !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

function count(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

async function lwcTests(): Promise<SuiteResult> {
  const report = path.join(tmpdir(), `holdfast-jest-${String(process.pid)}.json`);
  const finished = await runCommand(installed('sfdx-lwc-jest'), ['--', '--json', `--outputFile=${report}`, '--ci'], { show: true });
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };
  rmSync(report);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: finished.exitCode !== 0 && failed === 0 ? 1 : failed };
}

/** `npx local-org test force-app --coverage --json`: this repository's Apex tests, run by the local org. */
async function apexTests(): Promise<SuiteResult> {
  const finished = await runCommand(process.execPath, ['local-org/cli/local-org.js', 'test', 'force-app', '--coverage', '--minimum-coverage', '90'], { show: true });
  const result = { passed: count(finished.output, /(\d+) passed, \d+ failed/), failed: count(finished.output, /\d+ passed, (\d+) failed/) };
  return finished.exitCode !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

async function checkContracts(): Promise<SuiteResult> {
  const contracts = globSync('gateway/contracts/*.{openapi,asyncapi}.yaml', { cwd: root }).sort();
  const rules = await runCommand(installed('spectral'), ['lint', '--fail-severity=warn', '--quiet', '-r', 'gateway/contracts/spectral.yaml', ...contracts], { show: true });
  const types = await runCommand(process.execPath, ['scripts/run.js', 'contracts', '--check'], { show: true });
  return { passed: [rules, types].filter(({ exitCode }) => exitCode === 0).length, failed: [rules, types].filter(({ exitCode }) => exitCode !== 0).length };
}

/** Those of the gateway use a real PostgreSQL and a real RabbitMQ where they can be had. */
async function unitTests(): Promise<SuiteResult> {
  const problem = await findOrInstallRealParts();
  if (problem !== undefined) process.stdout.write(`Tests with PostgreSQL and RabbitMQ are skipped. ${problem}\n`);
  return nodeTests('{local-org,scripts,bench,e2e/support,gateway}/**/*.test.ts');
}

async function browserTests(): Promise<SuiteResult> {
  const chromium = await findOrInstallChromium();
  if ('problem' in chromium) {
    process.stdout.write(`${chromium.problem}\n`);
    return { passed: 0, failed: 1 };
  }
  return nodeTests('e2e/**/*.e2e.test.ts');
}

const withJava = (run: () => Promise<SuiteResult>) => async (): Promise<SuiteResult> =>
  isOnPath('java') ? run() : { passed: 0, failed: 0, notRun: 'Java is not installed (apt-get install openjdk-17-jre-headless)' };

export const suites: readonly Suite[] = [
  { name: 'types', what: 'tsc over the local org and the scripts', run: async () => oneTest(await runCommand(installed('tsc'), ['-p', '.'], { show: true })) },
  { name: 'typings', what: 'types/generated says what Apex and metadata say', run: async () => oneTest(await runCommand(process.execPath, ['scripts/run.js', 'typings', '--check'], { show: true })) },
  { name: 'contracts', what: 'the contracts of the gateway keep the rules of Spectral, their types are up to date', run: checkContracts },
  { name: 'lwc-types', what: 'tsc over the Lightning web components', run: async () => oneTest(await runCommand(installed('tsc'), ['-p', 'force-app/tsconfig.json'], { show: true })) },
  { name: 'lint', what: 'ESLint: house rules, arrows between folders, LWC rules', run: async () => oneTest(await runCommand(installed('eslint'), ['.', '--max-warnings=0'], { show: true })) },
  { name: 'unit', what: 'the local org, the gateway and the scripts', run: unitTests },
  { name: 'lwc', what: 'Lightning web components with sfdx-lwc-jest and sa11y', run: lwcTests },
  { name: 'apex', what: 'the Apex tests of force-app in the local org, line coverage at least 90 %', run: apexTests },
  { name: 'apex-types', what: 'apex-ls: would a Salesforce compiler take force-app?', run: withJava(checkApexTypes) },
  { name: 'apex-rules', what: 'PMD with the AppExchange rules over force-app', run: withJava(checkApexRules) },
  { name: 'api', what: 'the public surface and jsforce against a running org', run: () => nodeTests('e2e/**/*.api.test.ts', FORCE_EXIT) },
  { name: 'clients', what: 'the Salesforce CLI in short (all of it: npm run test:clients)', run: () => nodeTests('e2e/clients/short.clients.test.ts', FORCE_EXIT) },
  { name: 'browser', what: 'the console in Chromium, with axe', run: browserTests },
];
