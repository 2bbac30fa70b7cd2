/** The gateway's store, dispatcher and org client against a running org, which is killed and started again in the middle. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Dispatcher } from '../gateway/delivery/dispatcher.ts';
import { openSqliteStore } from '../gateway/delivery/store-sqlite.ts';
import type { GatewayStore } from '../gateway/delivery/store.ts';
import type { NewWork } from '../gateway/delivery/work.ts';
import { noHealthLog } from '../gateway/health/health-log.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import { silentLog } from '../gateway/shared/log.ts';
import { factHandler } from '../gateway/system/salesforce/fact-handler.ts';
import { CommandCoalescer, type ReservationRequest } from '../gateway/system/salesforce/coalescer.ts';
import type { Fact, OrgApi } from '../gateway/system/salesforce/org-api.ts';
import { OrgClient } from '../gateway/system/salesforce/org-client.ts';
import { releaseHandler } from '../gateway/system/salesforce/release-handler.ts';
import { snapshotHandler } from '../gateway/system/salesforce/snapshot-handler.ts';
import { root } from '../scripts/process.ts';
import { create, ledgerDifferences, query } from './support/ledger-check.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const SKUS = ['LAMP-1', 'CHAIR-7', 'DESK-3', 'SOFA-9'];
const OPENING = 1_000;

describe('delivery to a running org', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-delivery-'));
  const dataFolder = path.join(folder, 'org');
  let org: RunningOrg;
  let client: OrgClient;
  let store: GatewayStore;
  let dispatcher: Dispatcher;

  const start = (port: string): Promise<RunningOrg> => startOrg({ seed: false, dataFolder, project: path.join(root, 'force-app'), args: ['--port', port] });
  const fact = (named: Partial<Fact> & { readonly key: string }): NewWork => {
    const body: Fact = { intent: 'StockSold', sku: SKUS[0]!, location: 'LYON', quantity: 1, occurredAt: new Date().toISOString(), source: 'TILL', ...named };
    return { kind: 'fact', source: body.source, key: body.key, lane: `${body.sku}|${body.location}`, body, occurredAtMs: Date.parse(body.occurredAt) };
  };
  const append = (...work: NewWork[]): Promise<readonly boolean[]> => store.transaction((transaction) => transaction.append(work));
  const delivered = async (): Promise<void> => {
    while ((await store.find({ state: 'Waiting', most: 1 })).length > 0) await systemClock.sleep(50);
  };

  before(async () => {
    org = await start('0');
    const token = await org.token();
    await create(org, token, 'Stock_Location__c', { Name: 'LYON', Code__c: 'LYON', Type__c: 'Store' });
    for (const sku of SKUS) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
    // As a gateway of a real org is configured.
    const login = { loginUrl: org.url, clientId: 'holdfast-local-org', username: 'integration@holdfast.local', privateKey: readFileSync(path.join(dataFolder, 'server.key'), 'utf8') };
    client = new OrgClient({ login, clock: systemClock, timeoutMs: 15_000 });
    store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock });
    dispatcher = new Dispatcher({
      store, clock: systemClock, log: silentLog, health: noHealthLog,
      handlers: [factHandler({ org: client, health: noHealthLog }), snapshotHandler({ org: client, health: noHealthLog }), releaseHandler({ org: client })],
    }, { owner: 'test' });
    dispatcher.start();
    await append(...SKUS.map((sku) => fact({ key: `OPEN|${sku}|LYON`, intent: 'StockReceived', sku, quantity: OPENING })));
    await delivered();
  });
  after(async () => {
    await dispatcher.stop();
    await store.close();
    await org.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function onHand(sku: string): Promise<unknown> {
    const { status, body } = await client.call('GET', `/availability?sku=${sku}&location=LYON`);
    assert.equal(status, 200, JSON.stringify(body));
    return (body as { items: { onHand: number }[] }).items[0]!.onHand;
  }

  it('brings every fact once, though the org is killed under it and comes back', async () => {
    const sold = Array.from({ length: 800 }, (_, index) => fact({ key: `sale-${String(index)}`, sku: SKUS[index % SKUS.length]! }));
    const killing = systemClock.sleep(250).then(() => org.kill());
    for (let from = 0; from < sold.length; from += 10) {
      await append(...sold.slice(from, from + 10));
      await systemClock.sleep(10);
    }
    await killing;
    assert.ok((await store.find({ state: 'Waiting', most: 1 })).length > 0, 'the org was away while facts came');
    org = await start(new URL(org.url).port);
    await delivered();
    for (const sku of SKUS) assert.equal(await onHand(sku), OPENING - sold.length / SKUS.length, sku);
    const items = await store.find({ kind: 'fact', most: 10_000 });
    assert.deepEqual(new Set(items.map(({ effect }) => effect)).difference(new Set(['Applied', 'Duplicate'])), new Set());
    const token = await org.token();
    assert.deepEqual(await ledgerDifferences(org, token), []);
    const [row] = await query(org, token, "SELECT COUNT(Id) number FROM Stock_Entry__c WHERE Entry_Key__c LIKE 'TILL|sale-%'");
    assert.equal(row!['number'], sold.length);
  });

  it('buries the one fact the org refuses and brings those around it', async () => {
    const before = Number(await onHand('SOFA-9'));
    await append(...['a', 'b', 'c', 'd', 'e'].map((key) => fact({ key: `around-${key}`, sku: 'SOFA-9', quantity: key === 'c' ? -1 : 1 })));
    await delivered();
    const [dead] = await store.find({ state: 'Dead', most: 10 });
    assert.deepEqual([dead!.key, dead!.reason], ['around-c', 'HF-QUANTITY-RANGE']);
    assert.match(dead!.message!, /quantity/);
    assert.equal(await onHand('SOFA-9'), before - 4);
  });

  it('lets the org keep what it cannot apply', async () => {
    await append(fact({ key: 'unknown', sku: 'NO-SUCH-THING' }));
    await delivered();
    const [item] = await store.find({ key: 'unknown', most: 1 });
    assert.deepEqual([item!.state, item!.effect, item!.reason], ['Done', 'Quarantined', 'HF-UNKNOWN-SKU']);
  });

  it('promises what there is of a hot product to many who ask at once, in few calls', async () => {
    const available = Number(await onHand('CHAIR-7'));
    let calls = 0;
    const counted: OrgApi = {
      postFacts: client.postFacts.bind(client), postSnapshots: client.postSnapshots.bind(client), query: client.query.bind(client), session: client.session.bind(client), forgetSession: client.forgetSession.bind(client),
      call: (...call) => {
        calls += 1;
        return client.call(...call);
      },
    };
    const coalescer = new CommandCoalescer({ org: counted, clock: systemClock, health: noHealthLog, patienceMs: 60_000 });
    const quantity = available / 40;
    const results = await Promise.all(Array.from({ length: 60 }, (_, index) => coalescer.reserve({
      requestKey: `hot-${String(index)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku: 'CHAIR-7', location: 'LYON', quantity }],
    } as ReservationRequest)));
    assert.deepEqual(results.map(({ requestKey }) => requestKey), Array.from({ length: 60 }, (_, index) => `hot-${String(index)}`));
    assert.deepEqual([results.filter(({ status }) => status === 'Reserved').length, results.filter(({ status }) => status === 'Refused').length], [40, 20]);
    assert.equal(calls, 2);
    assert.deepEqual(await ledgerDifferences(org, await org.token()), []);
  });

  it('brings snapshots and releases', async () => {
    const now = Date.now();
    const snapshot = { key: 'SNAP-1', sku: 'DESK-3', location: 'LYON', asOf: new Date(now).toISOString(), from: new Date(now - 60_000).toISOString(), sellable: 500, documents: [] };
    await append(
      { kind: 'snapshot', source: 'SAP', key: snapshot.key, lane: 'DESK-3|LYON', body: snapshot, occurredAtMs: now },
      { kind: 'release', source: 'WEB', key: 'web-1', lane: 'web-1', body: { requestKey: 'web-1' }, occurredAtMs: now },
    );
    await delivered();
    const items = [...await store.find({ kind: 'snapshot', most: 1 }), ...await store.find({ kind: 'release', most: 1 })];
    assert.deepEqual(items.map(({ state, effect }) => [state, effect]), [['Done', 'Applied'], ['Done', 'Released']]);
  });
});
