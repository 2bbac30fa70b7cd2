/** The short form that `npm test` runs: one of each kind of what the Salesforce CLI does with an org. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { loginWithJwt, makeCli, resultOf, type Cli } from './support/cli.ts';
import { makeLibraryProject } from './support/library-project.ts';

const project = makeLibraryProject();
let org: RunningOrg;
let sf: Cli;

before(async () => {
  sf = makeCli();
  org = await startOrg({ seed: false, project: project.path });
});
after(async () => {
  await org.stop();
  sf.remove();
  project.remove();
});

describe('sf, in short', () => {
  it('org login jwt', async () => {
    const { json } = await loginWithJwt(sf, org);
    const { username, instanceUrl } = json.result as { username: string; instanceUrl: string };
    assert.deepEqual([username, instanceUrl], ['admin@holdfast.local', org.url]);
  });
  it('data query', async () => {
    const { records } = await resultOf<{ records: { Username: string }[] }>(sf(['data', 'query', '-q', "SELECT Username FROM User WHERE Username = 'admin@holdfast.local'", '--json']));
    assert.deepEqual(records.map((record) => record.Username), ['admin@holdfast.local']);
  });
  it('project deploy start --dry-run', async () => {
    const { status, numberComponentErrors } = await resultOf<{ status: string; numberComponentErrors: number }>(sf(['project', 'deploy', 'start', '--dry-run', '--source-dir', 'force-app', '--test-level', 'NoTestRun', '--json'], { cwd: project.path }));
    assert.deepEqual([status, numberComponentErrors], ['Succeeded', 0]);
  });
  it('apex run test', async () => {
    const { summary } = await resultOf<{ summary: { outcome: string; testsRan: number } }>(sf(['apex', 'run', 'test', '--class-names', 'BookServiceTest', '--wait', '2', '--json'], { cwd: project.path }));
    assert.deepEqual([summary.outcome, summary.testsRan], ['Passed', 1]);
  });
  it('org assign permset', async () => {
    const { successes } = await resultOf<{ successes: { value: string }[] }>(sf(['org', 'assign', 'permset', '-n', 'Librarian', '--json']));
    assert.deepEqual(successes.map((one) => one.value), ['Librarian']);
  });
});
