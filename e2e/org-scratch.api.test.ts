/**
 * `npm run org:scratch` with a stand-in for the Salesforce CLI: no Dev Hub can be reached from here. It records what it was called with, and says of the
 * new alias that it is a local org; what the seed then writes there is real.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { script } from './support/commands.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-scratch-'));
const calls = path.join(folder, 'calls');
let org: RunningOrg;
let token = '';
before(async () => {
  org = await startOrg({ seed: false });
  token = await org.token();
  const program = path.join(folder, 'sf');
  writeFileSync(program, `#!/bin/sh
echo "$*" >> '${calls}'
case "$*" in
  *"$FAIL_AT"*) test -n "$FAIL_AT" && exit 3;;
esac
case "$*" in
  "org display"*) echo '{"status":0,"result":{"instanceUrl":"${org.url}","accessToken":"[REDACTED]"}}';;
  "org auth show-access-token"*) echo '{"status":0,"result":{"accessToken":"${token}"}}';;
esac
`);
  chmodSync(program, 0o755);
});
after(async () => {
  await org.stop();
  rmSync(folder, { recursive: true });
});

async function make(args: readonly string[], failAt = ''): Promise<{ readonly exitCode: number; readonly output: string; readonly errors: string; readonly called: readonly string[] }> {
  rmSync(calls, { force: true });
  const ended = await script('org-scratch', args, { env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, FAIL_AT: failAt } });
  return { ...ended, called: readFileSync(calls, 'utf8').trim().split('\n') };
}

describe('npm run org:scratch', () => {
  it('creates, deploys, permits and seeds through sf', async () => {
    const { exitCode, output, errors, called } = await make(['--alias', 'trial', '--profile', 'store']);
    assert.equal(exitCode, 0, errors);
    assert.deepEqual(called.map((line) => line.split(' ').slice(0, 3).join(' ')), ['org create scratch', 'project deploy start', 'org assign permset', 'org display --target-org', 'org auth show-access-token']);
    assert.match(output, /ready trial: sf org open --target-org trial\n$/);
    const response = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent('SELECT COUNT() FROM Product2')}`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(((await response.json()) as { totalSize: number }).totalSize, 500);
  });

  it('stops at the step that fails, and says which and what to do', async () => {
    const { exitCode, errors, called } = await make([], 'project deploy');
    assert.equal(exitCode, 1);
    assert.match(errors, /"sf project deploy start .*" ended with exit code 3\. The org is there: repeat this step/);
    assert.equal(called.length, 2);
  });
});
