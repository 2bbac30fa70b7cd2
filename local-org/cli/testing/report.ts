/** A test run for people (lines) and for machines (one JSON document, JUnit XML). */
import path from 'node:path';
import type { DeployProblem } from '../../deploy/problems.ts';
import { summaryOf } from '../../deploy/testing/test-run.ts';
import type { FileCoverage, TestMethodResult, TestRun } from '../../runtime/test-runner.ts';

const WORD: Readonly<Record<TestMethodResult['outcome'], string>> = { Pass: 'pass', Fail: 'FAIL', NotRunnable: 'not runnable' };

export function resultLines(result: TestMethodResult): string {
  const head = `${WORD[result.outcome]}  ${result.className}.${result.methodName} (${result.milliseconds.toFixed(0)} ms)\n`;
  if (result.outcome === 'Pass') return head;
  const stack = result.stackTrace === null || result.stackTrace === '' ? '' : `      ${result.stackTrace.replaceAll('\n', '\n      ')}\n`;
  return `${head}      ${(result.message ?? '').replaceAll('\n', '\n      ')}\n${stack}`;
}

const JSON_OUTCOME: Readonly<Record<TestMethodResult['outcome'], string>> = { Pass: 'passed', Fail: 'failed', NotRunnable: 'notRunnable' };

/** The document `--json` prints. `unsupported` lists what the project needs and the local org lacks, reached or not. */
export function jsonReport(run: TestRun, refusals: readonly DeployProblem[]): string {
  const percent = coveragePercent(run.coverage);
  const document = {
    summary: { ...summaryOf(run.results), ...(percent === undefined ? {} : { lineCoverage: Number(percent.toFixed(2)) }) },
    results: run.results.map((result) => ({ ...result, outcome: JSON_OUTCOME[result.outcome], milliseconds: Number(result.milliseconds.toFixed(3)) })),
    ...(percent === undefined ? {} : { coverage: run.coverage }),
    unsupported: refusals.map(({ path: file, line, column, message }) => ({ path: file, line, column, message })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One suite a class. Not runnable is JUnit's "skipped". */
export function junitReport({ results }: TestRun): string {
  const suites = [...Map.groupBy(results, (result) => result.className)].map(([className, cases]) => {
    const { total, failed, notRunnable } = summaryOf(cases);
    return [`  <testsuite name="${xml(className)}" tests="${String(total)}" failures="${String(failed)}" errors="0" skipped="${String(notRunnable)}" time="${seconds(cases)}">`, ...cases.map(testCase), '  </testsuite>'].join('\n');
  });
  const { total, failed, notRunnable } = summaryOf(results);
  const head = `<testsuites name="local-org" tests="${String(total)}" failures="${String(failed)}" errors="0" skipped="${String(notRunnable)}" time="${seconds(results)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>', ''].join('\n');
}

function testCase(result: TestMethodResult): string {
  const head = `    <testcase classname="${xml(result.className)}" name="${xml(result.methodName)}" time="${seconds([result])}"`;
  if (result.outcome === 'Pass') return `${head}/>`;
  const message = xml(result.message ?? '');
  if (result.outcome === 'NotRunnable') return `${head}><skipped message="${message}"/></testcase>`;
  return `${head}><failure message="${message}">${xml(result.stackTrace ?? '')}</failure></testcase>`;
}

const seconds = (results: readonly TestMethodResult[]): string => (results.reduce((sum, result) => sum + result.milliseconds, 0) / 1000).toFixed(3);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** Text and attribute values; characters XML has no way to write are left out. */
function xml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"\n]/g, (character) => ENTITIES[character]!);
}

/** Of all lines; `undefined` when nothing was counted. */
export function coveragePercent(files: readonly FileCoverage[]): number | undefined {
  const covered = files.reduce((sum, file) => sum + file.covered.length, 0);
  const lines = files.reduce((sum, file) => sum + file.covered.length + file.uncovered.length, 0);
  return lines === 0 ? undefined : (100 * covered) / lines;
}

/** Files with uncovered lines, worst first, and the total. */
export function coverageLines(files: readonly FileCoverage[]): string {
  const percent = coveragePercent(files);
  if (percent === undefined) return '';
  const share = (file: FileCoverage): number => file.covered.length / Math.max(1, file.covered.length + file.uncovered.length);
  const listed = files.filter((file) => file.uncovered.length > 0).toSorted((left, right) => share(left) - share(right))
    .map((file) => `${(100 * share(file)).toFixed(0).padStart(4)} %  ${path.basename(file.path)}, not covered: ${file.uncovered.join(', ')}\n`);
  const total = files.reduce((sum, file) => sum + file.covered.length + file.uncovered.length, 0);
  return `${listed.join('')}line coverage ${percent.toFixed(1)} % of ${String(total)} lines\n`;
}
