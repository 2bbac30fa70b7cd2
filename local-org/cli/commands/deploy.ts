import { setTimeout as wait } from 'node:timers/promises';
import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';
import { TEST_LEVELS, type DeployMessage, type DeployResult, type TestLevel } from '../../deploy/deploy-result.ts';
import { formatProblem } from '../../deploy/problems.ts';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { packageProject, type ProjectPackage } from '../project-package.ts';
import { readProjectFiles, type ProjectFiles } from '../read-project.ts';
import { readServerInfo } from '../server-info.ts';
import { requestToken } from './token.ts';

const ADDRESS = '/services/data/v67.0/metadata/deployRequest';
const POLL_MS = 300;

/** Deploys a project folder to the running org through its public API. */
export const deploy: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['test-level', 'tests', 'user', 'url', 'data'], ['check-only']);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.');
  const options = deployOptions(values['test-level'], values.tests, values['check-only'] === true);
  const files = readProjectFiles(folder);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const url = values.url?.replace(/\/+$/, '') ?? readServerInfo(data)?.url;
  const token = await requestToken({ data, url, username: values.user ?? ADMIN_USERNAME });
  const packaged = await packageProject(files);
  return conclude(await send(url ?? '', token, packaged.zip, options), packaged, files);
};

interface SentOptions {
  readonly checkOnly: boolean;
  readonly testLevel?: TestLevel;
  readonly runTests?: readonly string[];
  readonly rollbackOnError: true;
  readonly singlePackage: true;
}

function deployOptions(level: string | undefined, tests: string | undefined, checkOnly: boolean): SentOptions {
  const testLevel = TEST_LEVELS.find((one) => one === level);
  if (level !== undefined && testLevel === undefined) throw new UsageError(`--test-level must be one of ${TEST_LEVELS.join(', ')}, not ${level}.`);
  const runTests = tests?.split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (runTests !== undefined && testLevel !== undefined && testLevel !== 'RunSpecifiedTests') throw new UsageError(`--tests goes with --test-level RunSpecifiedTests, not ${testLevel}.`);
  if (runTests === undefined && testLevel === 'RunSpecifiedTests') throw new UsageError('--test-level RunSpecifiedTests needs --tests A,B.');
  return { checkOnly, rollbackOnError: true, singlePackage: true, ...(testLevel === undefined ? {} : { testLevel }), ...(runTests === undefined ? {} : { runTests, testLevel: 'RunSpecifiedTests' }) };
}

async function send(url: string, token: string, zip: Uint8Array, options: SentOptions): Promise<DeployResult> {
  const form = new FormData();
  form.append('entity_content', new Blob([JSON.stringify({ deployOptions: options })], { type: 'application/json' }));
  form.append('file', new Blob([zip], { type: 'application/zip' }), 'package.zip');
  const headers = { authorization: `Bearer ${token}` };
  const { id } = await answerOf(await fetch(`${url}${ADDRESS}`, { method: 'POST', headers, body: form })) as { id: string };
  for (;;) {
    const { deployResult } = await answerOf(await fetch(`${url}${ADDRESS}/${id}?includeDetails=true`, { headers })) as { deployResult: DeployResult };
    if (deployResult.done) return deployResult;
    await wait(POLL_MS);
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (response.ok) return body;
  const [error] = body as { errorCode: string; message: string }[];
  throw new CommandFailure(`${error?.errorCode ?? String(response.status)}: ${error?.message ?? ''}`);
}

/** Prints what happened; answers the exit code. */
function conclude(result: DeployResult, packaged: ProjectPackage, files: ProjectFiles): number {
  for (const failure of result.details.componentFailures) {
    const place = packaged.locate(failure);
    process.stdout.write(`${place === undefined ? `${failure.fileName}: ${failure.problem ?? ''}` : formatProblem(place, files)}\n`);
  }
  const { failures, codeCoverageWarnings } = result.details.runTestResult;
  for (const { name, methodName, message, stackTrace } of failures) process.stdout.write(`FAIL  ${name}.${methodName}\n      ${message}\n      ${stackTrace.replaceAll('\n', '\n      ')}\n`);
  for (const { name, message } of codeCoverageWarnings) process.stdout.write(`${name === null ? '' : `${name}: `}${message}\n`);
  if (result.errorMessage !== undefined) process.stdout.write(`${result.errorStatusCode ?? ''}: ${result.errorMessage}\n`);
  const tests = result.runTestsEnabled ? `, ${String(result.numberTestsCompleted)} tests passed, ${String(result.numberTestErrors)} failed` : '';
  const what = result.success ? `${result.checkOnly ? 'would be' : 'is'} deployed: ${countsOf(result.details.componentSuccesses)}` : `failed with ${String(result.numberComponentErrors)} problems; nothing was changed`;
  process.stdout.write(`deploy ${result.id} ${what}${tests}\n`);
  return result.success ? 0 : 1;
}

function countsOf(messages: readonly DeployMessage[]): string {
  const components = messages.filter(({ componentType }) => componentType !== '');
  const created = components.filter((one) => one.created).length;
  const changed = components.filter((one) => one.changed && !one.created).length;
  return `${String(created)} new, ${String(changed)} changed, ${String(components.length - created - changed)} as before`;
}
