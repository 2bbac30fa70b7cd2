/** Anonymous Apex, test runs and debug logs through the unmodified Salesforce CLI. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { loginWithJwt, makeCli, resultOf, type Cli } from './support/cli.ts';
import { apexClass, makeProject } from './support/project.ts';

const project = makeProject({
  ...apexClass('Sums', 'public class Sums {\n    public static Integer add(Integer a, Integer b) {\n        if (a == null) {\n            return b;\n        }\n        return a + b;\n    }\n}\n'),
  ...apexClass('SumsTest', '@IsTest\nprivate class SumsTest {\n    @IsTest static void adds() {\n        System.assertEquals(3, Sums.add(1, 2));\n    }\n    @IsTest static void keepsAccounts() {\n        insert new Account(Name = \'only here\');\n        System.assertEquals(1, [SELECT COUNT() FROM Account]);\n    }\n}\n'),
  ...apexClass('BrokenTest', '@IsTest\nprivate class BrokenTest {\n    @IsTest static void fails() {\n        System.assertEquals(4, Sums.add(1, 2), \'sum\');\n    }\n}\n'),
});

interface RunAnswer {
  readonly summary: { readonly outcome: string; readonly testsRan: number; readonly passing: number; readonly failing: number; readonly testRunId: string; readonly orgWideCoverage?: string; readonly testRunCoverage?: string };
  readonly tests: readonly { readonly FullName: string; readonly Outcome: string; readonly Message: string | null; readonly StackTrace: string | null }[];
  readonly coverage?: { readonly coverage: readonly { readonly name: string; readonly coveredPercent: number; readonly lines: Readonly<Record<string, number>> }[] };
}

let org: RunningOrg;
let sf: Cli;

before(async () => {
  sf = makeCli();
  org = await startOrg({ seed: false, project: project.path });
  await loginWithJwt(sf, org);
});
after(async () => {
  await org.stop();
  sf.remove();
  project.remove();
});

function anonymousFile(text: string): string {
  const file = path.join(sf.home, 'block.apex');
  writeFileSync(file, text);
  return file;
}

describe('sf apex run', () => {
  it('runs a block and shows its log', async () => {
    const { success, compiled, logs } = await resultOf<{ success: boolean; compiled: boolean; logs: string }>(sf(['apex', 'run', '-f', anonymousFile("System.debug('sum ' + Sums.add(20, 22));"), '--json']));
    assert.deepEqual([success, compiled], [true, true]);
    assert.match(logs, /^67\.0 APEX_CODE,DEBUG;APEX_PROFILING,INFO\n/);
    assert.match(logs, /\|USER_DEBUG\|\[1\]\|DEBUG\|sum 42\n/);
    assert.match(logs, /\|EXECUTION_FINISHED/);
  });

  it('shows the line and column of a mistake', async () => {
    const ended = await sf(['apex', 'run', '-f', anonymousFile('Integer one = 1;\nInteger two = Sums.nothing();')]);
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stdout + ended.stderr, /Line 2 column \d+/);
    assert.match(ended.stdout + ended.stderr, /Method does not exist or incorrect signature: void nothing\(\) from the type Sums/);
  });

  it('shows an exception and where it came from', async () => {
    const ended = await sf(['apex', 'run', '-f', anonymousFile('Account a;\nString name = a.Name;'), '--json']);
    assert.equal(ended.exitCode, 1);
    const { exceptionMessage, exceptionStackTrace, line } = ended.json['data'] as { exceptionMessage: string; exceptionStackTrace: string; line: number };
    assert.equal(exceptionMessage, 'System.NullPointerException: Attempt to de-reference a null object');
    assert.deepEqual([exceptionStackTrace, Number(line)], ['AnonymousBlock: line 2, column 1', 2]);
  });
});

describe('sf apex run test', () => {
  let runId = '';

  it('runs the tests of the org with coverage, and its data stays as it is', async () => {
    const answer = await resultOf<RunAnswer>(sf(['apex', 'run', 'test', '--class-names', 'SumsTest', '--code-coverage', '--synchronous', '--json']));
    assert.deepEqual(answer.tests.map(({ FullName, Outcome }) => `${FullName} ${Outcome}`).sort(), ['SumsTest.adds Pass', 'SumsTest.keepsAccounts Pass']);
    const { records } = await resultOf<{ records: unknown[] }>(sf(['data', 'query', '-q', 'SELECT Id FROM Account', '--json']));
    assert.deepEqual(records, []);
  });

  it('waits for an asynchronous run, ends with 100 when a test fails and shows why', async () => {
    const ended = await sf(['apex', 'run', 'test', '--test-level', 'RunLocalTests', '--code-coverage', '--wait', '5', '--json']);
    assert.equal(ended.exitCode, 100);
    const { summary, tests, coverage } = ended.json.result as RunAnswer;
    runId = summary.testRunId;
    assert.deepEqual([summary.outcome, summary.testsRan, summary.passing, summary.failing], ['Failed', 3, 2, 1]);
    const failed = tests.find(({ Outcome }) => Outcome === 'Fail');
    assert.equal(failed?.FullName, 'BrokenTest.fails');
    assert.equal(failed.Message, 'System.AssertException: Assertion Failed: sum: Expected: 4, Actual: 3');
    assert.equal(failed.StackTrace, 'Class.BrokenTest.fails: line 4, column 1');
    assert.deepEqual(coverage?.coverage.find(({ name }) => name === 'Sums')?.lines, { 3: 1, 4: 0, 6: 1 });
    assert.equal(summary.orgWideCoverage, '66%');
  });

  it('prints JUnit and TAP', async () => {
    const junit = await sf(['apex', 'run', 'test', '--tests', 'SumsTest.adds', '--wait', '5', '--result-format', 'junit']);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(junit.stdout.slice(junit.stdout.indexOf('<?xml'))) as { testsuites: { testsuite: Record<string, unknown> } };
    assert.deepEqual([junit.exitCode, testsuites.testsuite['@_tests'], testsuites.testsuite['@_failures']], [0, '1', '0']);
    const tap = await sf(['apex', 'run', 'test', '--class-names', 'BrokenTest', '--wait', '5', '--result-format', 'tap']);
    assert.equal(tap.exitCode, 100);
    assert.match(tap.stdout, /not ok 1 BrokenTest\.fails/);
  });

  it('apex get test shows a finished run for people, and writes its files', async () => {
    const folder = path.join(sf.home, 'results');
    const ended = await sf(['apex', 'get', 'test', '--test-run-id', runId, '--code-coverage', '--output-dir', folder]);
    assert.equal(ended.exitCode, 100);
    assert.match(ended.stdout, /Tests Ran +3/);
    assert.match(readFileSync(path.join(folder, 'test-run-id.txt'), 'utf8'), new RegExp(runId.slice(0, 15)));
  });

  it('refuses a class that does not exist', async () => {
    const ended = await sf(['apex', 'run', 'test', '--class-names', 'Nobody', '--wait', '1', '--json']);
    assert.notEqual(ended.exitCode, 0);
    assert.match(ended.json.message ?? '', /Nobody/);
  });
});

describe('sf apex log', () => {
  it('lists and gets the logs of a traced user', async () => {
    const { records } = await resultOf<{ records: { Id: string }[] }>(sf(['data', 'query', '-q', "SELECT Id FROM User WHERE Username = 'admin@holdfast.local'", '--json']));
    const level = await resultOf<{ id: string }>(sf(['data', 'create', 'record', '--use-tooling-api', '-s', 'DebugLevel', '-v', 'DeveloperName=Everything MasterLabel=Everything ApexCode=FINEST Database=INFO', '--json']));
    await resultOf(sf(['data', 'create', 'record', '--use-tooling-api', '-s', 'TraceFlag', '-v', `TracedEntityId=${records[0]!.Id} DebugLevelId=${level.id} LogType=DEVELOPER_LOG`, '--json']));
    await resultOf(sf(['apex', 'run', '-f', anonymousFile("System.debug('kept');"), '--json']));
    const [log] = await resultOf<{ Id: string; Status: string; LogUser: { Name: string } }[]>(sf(['apex', 'list', 'log', '--json']));
    assert.deepEqual([log?.Status, log?.LogUser.Name], ['Success', 'Ada Admin']);
    const [text] = await resultOf<{ log: string }[]>(sf(['apex', 'get', 'log', '--log-id', log!.Id, '--json']));
    assert.match(typeof text === 'string' ? text : text!.log, /\|USER_DEBUG\|\[1\]\|DEBUG\|kept/);
  });

  it('sf data query --use-tooling-api reads code', async () => {
    const { records } = await resultOf<{ records: { Name: string; Status: string }[] }>(sf(['data', 'query', '--use-tooling-api', '-q', "SELECT Name, Status FROM ApexClass WHERE Name = 'Sums'", '--json']));
    assert.deepEqual(records.map(({ Name, Status }) => [Name, Status]), [['Sums', 'Active']]);
  });
});
