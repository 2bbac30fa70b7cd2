/** A gateway's reporter against a running org: what it could not deliver is seen there, what people ask there is done here. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Operations } from '../gateway/delivery/operations.ts';
import { openSqliteStore } from '../gateway/delivery/store-sqlite.ts';
import type { GatewayStore } from '../gateway/delivery/store.ts';
import { Figures } from '../gateway/health/figures.ts';
import type { SequenceGap } from '../gateway/health/ports.ts';
import { Reporter } from '../gateway/health/reporter.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import type { Log } from '../gateway/shared/log.ts';
import { OrgClient } from '../gateway/system/salesforce/org-client.ts';
import { root } from '../scripts/process.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

describe('reports to a running org', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-reports-'));
  const complaints: string[] = [];
  const log: Log = { write: (level, event, fields) => { if (level !== 'info') complaints.push(`${event} ${JSON.stringify(fields)}`); } };
  const figures = new Figures(systemClock);
  let gaps: readonly SequenceGap[] = [];
  let org: RunningOrg;
  let client: OrgClient;
  let store: GatewayStore;
  let reporter: Reporter;

  before(async () => {
    org = await startOrg({ seed: false, dataFolder: path.join(folder, 'org'), project: path.join(root, 'force-app') });
    const privateKey = readFileSync(path.join(folder, 'org', 'server.key'), 'utf8');
    client = new OrgClient({ login: { loginUrl: org.url, clientId: 'holdfast-local-org', username: 'integration@holdfast.local', privateKey }, clock: systemClock });
    store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock });
    const operations = new Operations({ store, health: figures, clock: systemClock });
    reporter = new Reporter({
      gateway: 'gateway-1', group: 'north', figures, clock: systemClock, log,
      callOrg: (method, address, body, signal) => client.call(method, address, body, signal),
      work: { figures: () => store.figures(), dead: (question) => store.find({ ...question, state: 'Dead' }) },
      changes: { redrive: (ids) => operations.redrive({ workIds: ids }), discard: (ids) => operations.discard({ workIds: ids }), replay: (span) => operations.replay(span) },
      gaps: async () => gaps,
    });
  });
  after(async () => {
    await store.close();
    await org.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Stores documents and gives them up. */
  async function die(...keys: string[]): Promise<void> {
    await store.transaction((transaction) => transaction.append(keys.map((key) => ({ kind: 'document', source: 'SAP', key, lane: key, body: {}, occurredAtMs: Date.now() }))));
    const items = (await Promise.all(keys.map((key) => store.find({ key, most: 1 })))).flat();
    await store.transaction((transaction) => transaction.finish(items.map((item) => ({ item, outcome: { state: 'Dead', reason: 'GW-UNMAPPED', message: 'Movement type 991 | stock type 01 is not mapped.\u0000' } }))));
  }

  const openDead = async (): Promise<unknown[]> => (await client.query("SELECT Event_Key__c FROM Stock_Exception__c WHERE Type__c = 'DeadLetter' AND State__c = 'Open' ORDER BY Event_Key__c")).map((row) => row['Event_Key__c']);
  async function anonymous(text: string): Promise<void> {
    const response = await fetch(`${org.url}/services/data/v67.0/tooling/executeAnonymous?${new URLSearchParams({ anonymousBody: text }).toString()}`, { headers: { authorization: `Bearer ${await org.token()}` } });
    const answer = (await response.json()) as { success?: boolean };
    assert.equal(answer.success, true, JSON.stringify(answer));
  }

  it('show what was seen, what is dead and what is missing', async () => {
    figures.count('SAP', 'doorbell', 3);
    figures.hop('SAP', 'source-to-org', 1200);
    gaps = [{ source: 'TILL', register: 'LYON-1', businessDay: '2026-11-21', from: 4, to: 6, sinceMs: Date.now() }];
    await die('2026/1', '2026/2', '2026/3');
    await reporter.reportOnce();
    assert.deepEqual(complaints, []);
    assert.deepEqual(await openDead(), ['2026/1', '2026/2', '2026/3']);
    const [source] = await client.query("SELECT Received__c, Dead__c, Gateway_Group__c FROM Integration_Figure__c WHERE Kind__c = 'Source' AND Source__c = 'SAP'");
    assert.deepEqual([source?.['Received__c'], source?.['Dead__c'], source?.['Gateway_Group__c']], [3, 3, 'north']);
    const [gap] = await client.query("SELECT First_Missing__c, Last_Missing__c FROM Stock_Exception__c WHERE Type__c = 'SequenceGap' AND State__c = 'Open'");
    assert.deepEqual([gap?.['First_Missing__c'], gap?.['Last_Missing__c']], [4, 6]);
  });

  it('bring back what people ask, and tell what came of it', async () => {
    await anonymous("List<Id> ids = new List<Id>(); for (Stock_Exception__c one : [SELECT Id FROM Stock_Exception__c WHERE Event_Key__c IN ('2026/1', '2026/3')]) { ids.add(one.Id); } IntegrationHealthController.redrive(ids);");
    gaps = [];
    await reporter.reportOnce();
    await reporter.commandsEnded();
    assert.deepEqual((await store.find({ state: 'Dead', most: 9 })).map(({ key }) => key), ['2026/2']);
    assert.deepEqual((await store.find({ state: 'Waiting', most: 9 })).map(({ key }) => key), ['2026/1', '2026/3']);
    await reporter.reportOnce();
    assert.deepEqual(await openDead(), ['2026/2']);
    const [command] = await client.query('SELECT State__c, Outcome__c, Taken_By__c FROM Integration_Command__c');
    assert.deepEqual([command?.['State__c'], command?.['Outcome__c'], command?.['Taken_By__c']], ['Done', '2 items waiting again', 'gateway-1']);
    assert.equal((await client.query("SELECT Id FROM Stock_Exception__c WHERE Type__c = 'SequenceGap' AND State__c = 'Open'")).length, 0);
    assert.deepEqual(complaints, []);
  });

  it('are taken up again when the org was gone', async () => {
    await die('2026/4');
    org = await restarted();
    await reporter.reportOnce();
    assert.deepEqual(await openDead(), ['2026/2', '2026/4']);
  });

  /** The same org, killed and started again at its address. */
  async function restarted(): Promise<RunningOrg> {
    const port = new URL(org.url).port;
    await org.kill();
    await reporter.reportOnce();
    assert.equal(complaints.length, 1);
    return startOrg({ seed: false, dataFolder: path.join(folder, 'org'), project: path.join(root, 'force-app'), args: ['--port', port] });
  }
});
