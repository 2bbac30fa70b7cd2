/** The time of a running org: moved on, never back, and nobody's login suffers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root, runCommand } from '../scripts/process.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the clock of a running org', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'holdfast-clock-'));
  let org: RunningOrg;

  before(async () => { org = await startOrg({ seed: false, dataFolder }); });
  after(async () => {
    await org.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  async function clock(...args: readonly string[]): Promise<{ exitCode: number; output: string }> {
    return runCommand(process.execPath, ['local-org/cli/local-org.js', 'clock', '--data', dataFolder, ...args], { show: false, cwd: root });
  }
  async function aheadMs(): Promise<number> {
    const { output } = await clock();
    return Date.parse(output.split(',')[0]!.trim()) - Date.now();
  }

  it('moves on by what is asked, for Apex as well, and tokens stay good', async () => {
    const token = await org.token();
    const moved = await clock('--advance', '2d');
    assert.equal(moved.exitCode, 0, moved.output);
    assert.match(moved.output, /2880 minutes ahead of this machine/);
    const answer = await fetch(`${org.url}/services/data/v67.0/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(`Assert.isTrue(System.now().getTime() > ${String(Date.now() + DAY_MS)}L);`)}`, { headers: { authorization: `Bearer ${token}` } });
    assert.deepEqual(((await answer.json()) as { success: boolean }).success, true);
    assert.notEqual(await org.token('agent@holdfast.local'), '', 'a new login is not told that its assertion is too old');
  });

  it('does not go back when the org is started again', async () => {
    await org.stop();
    org = await startOrg({ seed: false, dataFolder });
    assert.ok((await aheadMs()) > DAY_MS);
  });

  it('is moved by administrators only, and forward only', async () => {
    const refused = await clock('--advance', '1h', '--user', 'associate@holdfast.local');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.output, /INSUFFICIENT_ACCESS/);
    for (const advanceMinutes of [0, -5, 1.5, '10', 10_000_000]) {
      const answer = await fetch(`${org.url}/services/local-org/clock`, { method: 'POST', headers: { authorization: `Bearer ${await org.token()}`, 'content-type': 'application/json' }, body: JSON.stringify({ advanceMinutes }) });
      assert.equal(answer.status, 400, JSON.stringify(advanceMinutes));
    }
    assert.equal((await clock('--advance', 'soon')).exitCode, 2);
  });
});
