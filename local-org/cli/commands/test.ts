import { mkdirSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import path from 'node:path';
import { formatProblem } from '../../deploy/problems.ts';
import { ProjectProblems } from '../../deploy/testing/in-thread.ts';
import type { TestSelection } from '../../deploy/testing/selection.ts';
import { summaryOf } from '../../deploy/testing/test-run.ts';
import { CommandFailure, readOptions, UsageError, type Command, type StringOptions } from '../command.ts';
import { readApexProject } from '../read-project.ts';
import { coverageLines, coveragePercent, jsonReport, junitReport, resultLines } from '../testing/report.ts';
import { environmentTrace, isInspected } from '../debugging.ts';
import { runProjectTests, type TestOutcome, type TestRequest } from '../testing/run-tests.ts';

const WITH_VALUE = ['class', 'method', 'minimum-coverage', 'junit', 'workers'] as const;
const SWITCHES = ['coverage', 'inspect', 'json'] as const;

type Options = StringOptions<(typeof WITH_VALUE)[number], (typeof SWITCHES)[number]>['values'];

/** Runs the Apex tests of a project in an org of their own, in memory. With `--json` stdout holds one document and nothing else. */
export const test: Command = async (args) => {
  const { values, positionals } = readOptions(args, WITH_VALUE, SWITCHES);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.');
  const minimum = minimumOf(values);
  const tell = (text: string): void => { (values.json === true ? process.stderr : process.stdout).write(text); };
  const files = readApexProject(folder);
  const outcome = await runProjectTests({
    files, coverage: values.coverage === true || minimum !== undefined, workers: workersOf(values), ...debugging(values, folder), trace: environmentTrace(),
    selection: { ...listed('classes', values.class), ...listed('methods', values.method) },
    tell: (line) => { process.stderr.write(`${line}\n`); },
    onResult: (result) => { tell(resultLines(result)); },
  }).catch((error: unknown): never => {
    if (!(error instanceof ProjectProblems)) throw error;
    const mistakes = error.problems.filter((problem) => problem.kind === 'error');
    throw new CommandFailure(`${mistakes.map((problem) => formatProblem(problem, files)).join('\n')}\n${String(mistakes.length)} problems: no test was run`);
  });
  if (values.json === true) process.stdout.write(jsonReport(outcome.run, outcome.refusals));
  if (values.junit !== undefined) writeReport(values.junit, junitReport(outcome.run));
  return conclude(outcome, minimum, tell);
};

/** `--inspect` lets a debugger come in when everything is compiled, so that it finds every class, and waits for it. */
function debugging({ inspect }: Options, folder: string): Pick<TestRequest, 'inlineSourceMaps' | 'sourceFolder' | 'onCompiled'> {
  const maps = { inlineSourceMaps: inspect === true || isInspected(), sourceFolder: path.resolve(folder) };
  if (inspect !== true) return maps;
  return {
    ...maps,
    onCompiled: () => {
      if (inspector.url() === undefined) inspector.open(0, '127.0.0.1');
      inspector.waitForDebugger();
    },
  };
}

/** `A, B` as a member of the selection; nothing when the option is not given. */
function listed(name: keyof TestSelection, value: string | undefined): TestSelection {
  return value === undefined ? {} : { [name]: value.split(',').map((each) => each.trim()).filter((each) => each !== '') };
}

function minimumOf({ 'minimum-coverage': text }: Options): number | undefined {
  const minimum = text === undefined ? undefined : Number(text);
  if (minimum !== undefined && !(minimum >= 0 && minimum <= 100)) throw new UsageError(`--minimum-coverage must be a percentage, not ${text ?? ''}.`);
  return minimum;
}

function workersOf({ workers = '1' }: Options): number {
  if (!/^[1-9]\d?$/.test(workers)) throw new UsageError(`--workers must be a number from 1 to 99, not ${workers}.`);
  return Number(workers);
}

function writeReport(file: string, content: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, content);
}

/** Prints coverage and the closing line; answers the exit code. */
function conclude({ run, refusals }: TestOutcome, minimum: number | undefined, tell: (text: string) => void): number {
  const { passed, failed, notRunnable, total } = summaryOf(run.results);
  const percent = coveragePercent(run.coverage);
  const isTooLow = minimum !== undefined && (percent ?? 0) < minimum;
  tell(coverageLines(run.coverage));
  if (isTooLow) tell(`line coverage ${(percent ?? 0).toFixed(1)} % is below ${String(minimum)} %\n`);
  if (refusals.length > 0) tell(`${String(refusals.length)} uses of what the local org does not support: npx local-org check lists them\n`);
  if (total === 0) tell('No test matches.\n');
  tell(`${String(passed)} passed, ${String(failed)} failed${notRunnable === 0 ? '' : `, ${String(notRunnable)} not runnable`}\n`);
  return failed > 0 || isTooLow || passed + failed === 0 ? 1 : 0;
}
