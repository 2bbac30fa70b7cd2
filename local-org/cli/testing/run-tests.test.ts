import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { XMLParser } from 'fast-xml-parser';

const CLI = path.resolve(import.meta.dirname, '../local-org.js');

interface Report {
  readonly summary: { readonly passed: number; readonly failed: number; readonly notRunnable: number; readonly total: number; readonly lineCoverage?: number };
  readonly results: readonly { readonly className: string; readonly methodName: string; readonly outcome: string; readonly message: string | null; readonly stackTrace: string | null }[];
  readonly coverage?: unknown;
  readonly unsupported: readonly { readonly path: string; readonly line: number; readonly column: number; readonly message: string }[];
}

const CORE = 'public class Core {\n  public static Integer twice(Integer n) {\n    if (n == null) {\n      return 0;\n    }\n    return n * 2;\n  }\n  public static Object robot() {\n    return new AIApplication(DeveloperName = \'r\');\n  }\n}\n';
const TESTS: Readonly<Record<string, string>> = {
  FirstTest: '@IsTest\nprivate class FirstTest {\n  @IsTest static void works() { System.assertEquals(4, Core.twice(2)); }\n  @IsTest static void breaks() {\n    System.assertEquals(5, Core.twice(2));\n  }\n}\n',
  SecondTest: '@IsTest private class SecondTest { @IsTest static void needsRobot() { Core.robot(); } @IsTest static void works() { System.assertEquals(0, Core.twice(null)); } }',
};

describe('local-org test', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'local-org-test-'));
    const write = (file: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    };
    write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'core' }, { path: 'tests' }] }));
    write('core/classes/Core.cls', CORE);
    for (const name of ['FirstTest', 'SecondTest']) write(`tests/${name}.cls`, TESTS[name]!);
  });
  after(() => { rmSync(folder, { recursive: true, force: true }); });

  function run(...args: readonly string[]): { readonly exitCode: number; readonly stdout: string; readonly stderr: string } {
    try {
      return { exitCode: 0, stdout: execFileSync(process.execPath, [CLI, 'test', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }), stderr: '' };
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      return { exitCode: status, stdout, stderr };
    }
  }
  const report = (...args: readonly string[]): Report => JSON.parse(run(folder, '--json', ...args).stdout) as Report;

  it('runs every package directory as one project and prints one JSON document', () => {
    const { summary, results, unsupported } = report();
    assert.deepEqual(summary, { passed: 2, failed: 1, notRunnable: 1, total: 4 });
    assert.deepEqual(results.map(({ className, methodName, outcome }) => `${className}.${methodName} ${outcome}`), [
      'FirstTest.works passed', 'FirstTest.breaks failed', 'SecondTest.needsRobot notRunnable', 'SecondTest.works passed',
    ]);
    assert.equal(results[1]!.message, 'System.AssertException: Assertion Failed: Expected: 5, Actual: 4');
    assert.equal(results[1]!.stackTrace, 'Class.FirstTest.breaks: line 5, column 1');
    assert.equal(results[2]!.message, 'Not supported by the local org: the standard object AIApplication');
    assert.deepEqual(unsupported, [{ path: 'core/classes/Core.cls', line: 9, column: 16, message: 'Not supported by the local org: the standard object AIApplication' }]);
  });

  it('gives the same results from several workers', () => {
    const untimed = ({ summary, results, coverage }: Report): unknown => ({ summary, coverage, results: results.map((result) => ({ ...result, milliseconds: 0 })) });
    assert.deepEqual(untimed(report('--workers', '2', '--coverage')), untimed(report('--coverage')));
  });

  it('selects classes and methods, and fails when nothing matches', () => {
    assert.equal(run(folder, '--class', 'firsttest', '--method', 'works').exitCode, 0);
    assert.equal(run(folder, '--class', 'FirstTest,SecondTest', '--method', 'works').stdout.match(/^pass/gm)?.length, 2);
    assert.equal(run(folder, '--class', 'Nobody').exitCode, 1);
    assert.equal(run(folder, '--workers', '0').exitCode, 2);
  });

  it('writes JUnit that says what failed and what could not run', () => {
    const file = path.join(folder, 'out', 'junit.xml');
    assert.equal(run(folder, '--junit', file).exitCode, 1);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(file, 'utf8')) as { testsuites: Record<string, unknown> };
    assert.deepEqual([testsuites['@_tests'], testsuites['@_failures'], testsuites['@_skipped']], ['4', '1', '1']);
  });

  it('takes a bare folder of classes, and shows mistakes with their place instead of running anything', () => {
    assert.match(run(path.join(folder, 'tests'), '--class', 'FirstTest').stderr, /FirstTest\.cls:3:\d+: Variable does not exist: Core\n {2}.*\n {2} +\^/);
    writeFileSync(path.join(folder, 'tests', 'Alone.cls'), '@IsTest private class Alone { @IsTest static void t() { } }');
    rmSync(path.join(folder, 'tests', 'FirstTest.cls'));
    rmSync(path.join(folder, 'tests', 'SecondTest.cls'));
    assert.match(run(path.join(folder, 'tests')).stdout, /1 passed, 0 failed/);
  });
});
