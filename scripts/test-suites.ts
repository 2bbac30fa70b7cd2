/** The suites of `npm test`, in the order they begin: what one core is enough for comes first. */
import { globSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeTests } from './node-tests.ts';
import { installed, isOnPath, root, runCommand, type Finished, type Print } from './process.ts';
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
  /** Uses one core: another such suite may run beside it. */
  readonly isSingle: boolean;
  /** @param print takes what there is to say, in parts */
  run(print: Print): Promise<SuiteResult>;
}

/** A file of the api suite must end with its tests, whatever a client library still waits for (a streaming client goes on calling an org that is gone). */
const FORCE_EXIT = ['--test-force-exit'];

/** A command that only says yes or no counts as one test. */
const saysYes = (program: string, args: readonly string[]) => async (print: Print): Promise<SuiteResult> => oneTest(await runCommand(program, args, { show: true, print }));
const oneTest = (finished: Finished): SuiteResult => (finished.exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const testsOf = (pattern: string, sideBySide: number, flags: readonly string[] = []) => async (print: Print): Promise<SuiteResult> => {
  const { report, ...result } = await nodeTests(pattern, sideBySide, flags);
  print(report);
  return result;
};

function count(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

async function lwcTests(print: Print): Promise<SuiteResult> {
  const report = path.join(tmpdir(), `holdfast-jest-${String(process.pid)}.json`);
  const finished = await runCommand(installed('sfdx-lwc-jest'), ['--', '--json', `--outputFile=${report}`, '--ci'], { show: true, print });
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };
  rmSync(report);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: finished.exitCode !== 0 && failed === 0 ? 1 : failed };
}

/** `npx local-org test force-app --coverage --json`: this repository's Apex tests, run by the local org. */
async function apexTests(print: Print): Promise<SuiteResult> {
  const finished = await runCommand(process.execPath, ['local-org/cli/local-org.js', 'test', 'force-app', '--coverage', '--minimum-coverage', '90'], { show: true, print });
  const result = { passed: count(finished.output, /(\d+) passed, \d+ failed/), failed: count(finished.output, /\d+ passed, (\d+) failed/) };
  return finished.exitCode !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

async function checkContracts(print: Print): Promise<SuiteResult> {
  const contracts = globSync('gateway/contracts/*.{openapi,asyncapi}.yaml', { cwd: root }).sort();
  const rules = await runCommand(installed('spectral'), ['lint', '--fail-severity=warn', '--quiet', '-r', 'gateway/contracts/spectral.yaml', ...contracts], { show: true, print });
  const types = await runCommand(process.execPath, ['scripts/run.js', 'contracts', '--check'], { show: true, print });
  return { passed: [rules, types].filter(({ exitCode }) => exitCode === 0).length, failed: [rules, types].filter(({ exitCode }) => exitCode !== 0).length };
}

/** Those of the gateway use a real PostgreSQL and a real RabbitMQ where they can be had. */
async function unitTests(print: Print): Promise<SuiteResult> {
  const problem = await findOrInstallRealParts();
  if (problem !== undefined) print(`Tests with PostgreSQL and RabbitMQ are skipped. ${problem}\n`);
  return testsOf('{local-org,scripts,bench,e2e/support,gateway}/**/*.test.ts', 3)(print);
}

async function browserTests(print: Print): Promise<SuiteResult> {
  const chromium = await findOrInstallChromium();
  if ('problem' in chromium) {
    print(`${chromium.problem}\n`);
    return { passed: 0, failed: 1 };
  }
  return testsOf('e2e/**/*.e2e.test.ts', 2)(print);
}

const withJava = (run: (print: Print) => Promise<SuiteResult>) => async (print: Print): Promise<SuiteResult> =>
  isOnPath('java') ? run(print) : { passed: 0, failed: 0, notRun: 'Java is not installed (apt-get install openjdk-17-jre-headless)' };

const tsc = (project: string) => saysYes(installed('tsc'), ['-p', project]);

export const suites: readonly Suite[] = [
  { name: 'types', what: 'tsc over the local org and the scripts', isSingle: true, run: tsc('.') },
  { name: 'lint', what: 'ESLint: house rules, arrows between folders, LWC rules', isSingle: true, run: saysYes(installed('eslint'), ['.', '--max-warnings=0']) },
  { name: 'typings', what: 'types/generated says what Apex and metadata say', isSingle: true, run: saysYes(process.execPath, ['scripts/run.js', 'typings', '--check']) },
  { name: 'lwc-types', what: 'tsc over the Lightning web components', isSingle: true, run: tsc('force-app/tsconfig.json') },
  { name: 'contracts', what: 'the contracts of the gateway keep the rules of Spectral, their types are up to date', isSingle: true, run: checkContracts },
  { name: 'apex', what: 'the Apex tests of force-app in the local org, line coverage at least 90 %', isSingle: true, run: apexTests },
  { name: 'apex-types', what: 'apex-ls: would a Salesforce compiler take force-app?', isSingle: true, run: withJava(checkApexTypes) },
  { name: 'apex-rules', what: 'PMD with the AppExchange rules over force-app', isSingle: true, run: withJava(checkApexRules) },
  { name: 'lwc', what: 'Lightning web components with sfdx-lwc-jest and sa11y', isSingle: false, run: lwcTests },
  { name: 'unit', what: 'the local org, the gateway and the scripts', isSingle: false, run: unitTests },
  { name: 'api', what: 'the public surface and jsforce against a running org', isSingle: false, run: testsOf('e2e/**/*.api.test.ts', 3, FORCE_EXIT) },
  { name: 'clients', what: 'the Salesforce CLI in short (all of it: npm run test:clients)', isSingle: false, run: testsOf('e2e/clients/short.clients.test.ts', 1, FORCE_EXIT) },
  { name: 'browser', what: 'the console in Chromium, with axe', isSingle: false, run: browserTests },
];
