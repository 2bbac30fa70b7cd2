import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { root } from '../scripts/process.ts';
import { script } from './support/commands.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

let org: RunningOrg;
let token = '';
before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
});
after(() => org.stop());

async function count(soql: string): Promise<number> {
  const response = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent(`SELECT COUNT() FROM ${soql}`)}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200, soql);
  return ((await response.json()) as { readonly totalSize: number }).totalSize;
}
async function until(soql: string): Promise<void> {
  while ((await count(soql)) === 0) await sleep(200);
}

describe('npm start without a day', () => {
  it('tells how to switch it on, beside the address that stands alone', () => {
    assert.match(org.log(), /npm start -- --live/);
    assert.equal(org.output(), `ready ${org.url}\n`);
  });
});

describe('npm run demo', () => {
  it('sells, takes orders and has associates at work until Ctrl-C, and sums up', async () => {
    const child = spawn(process.execPath, ['scripts/run.js', 'demo', '--speed', '60', '--seed', '7', '--data', org.dataFolder], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { log += text; });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await Promise.race([
      ended.then((code) => assert.fail(`The day ended with ${String(code)}:\n${log}`)),
      Promise.all(["Stock_Entry__c WHERE Source__c = 'DEMO' AND Intent__c = 'StockSold'", "Stock_Reservation__c WHERE Request_Key__c LIKE 'DEMO-7-%' AND Purpose__c = 'Pickup'", "Store_Task__c WHERE State__c = 'HandedOver' AND Assignee__r.Username LIKE 'associate%'"].map(until)),
    ]);
    child.kill('SIGINT');
    assert.equal(await ended, 0, log);
    assert.match(log, /demo: the day is on: seed 7, speed 60, 12 stores, 3 associates at work/);
    assert.match(log, /demo: the day is over: \d+ sales,.* \d+ orders,.* \d+ scanned/);
  });

  it('leaves open work for a visitor', async () => {
    assert.ok((await count("Store_Task__c WHERE State__c = 'Open' AND Kind__c = 'Pick' AND Location_Code__c = 'LON-01'")) > 0);
  });

  it('is told wrongly: says how it is told', async () => {
    for (const args of [['--speed', '0'], ['--speed', 'fast'], ['--seed', 'x'], ['now']]) {
      const { exitCode, errors } = await script('demo', args);
      assert.equal(exitCode, 2, errors);
      assert.match(errors, /usage: npm run demo/);
    }
    const { exitCode, errors } = await script('start', ['--live', '500']);
    assert.deepEqual([exitCode, /--live takes a speed from 1 to 120/.test(errors)], [2, true]);
  });
});
