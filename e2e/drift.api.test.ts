/** Drift between a simulated SAP and a real org, one kind after the other: injected at SAP, found and named by what a gateway can know, closed when it is explained. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Dispatcher } from '../gateway/delivery/dispatcher.ts';
import { openSqliteStore } from '../gateway/delivery/store-sqlite.ts';
import type { GatewayStore } from '../gateway/delivery/store.ts';
import { noHealthLog } from '../gateway/health/health-log.ts';
import type { DriftCase } from '../gateway/process/drift/cases.ts';
import { DriftCheck } from '../gateway/process/drift/drift-check.ts';
import { documentMapper } from '../gateway/process/intent/document-mapper.ts';
import { IntentRules } from '../gateway/process/intent/intent-rules.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import { silentLog } from '../gateway/shared/log.ts';
import { NO_FAULTS } from '../gateway/simulator/sap/faults.ts';
import { serveSap, type SapServer } from '../gateway/simulator/sap/server.ts';
import { SapSimulator } from '../gateway/simulator/sap/simulator.ts';
import { listeningWire } from '../gateway/simulator/sap/wires.ts';
import { factHandler } from '../gateway/system/salesforce/fact-handler.ts';
import type { Snapshot } from '../gateway/system/salesforce/org-api.ts';
import { OrgClient } from '../gateway/system/salesforce/org-client.ts';
import { snapshotHandler } from '../gateway/system/salesforce/snapshot-handler.ts';
import { documentHandler } from '../gateway/system/sap/document-handler.ts';
import { DoorbellInlet, readDoorbell } from '../gateway/system/sap/doorbell.ts';
import { sapOverOData } from '../gateway/system/sap/odata-client.ts';
import type { SapApi } from '../gateway/system/sap/sap-api.ts';
import { root } from '../scripts/process.ts';
import { create } from './support/ledger-check.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const LOCATION = 'LON-01';
const [PLANT, STORAGE] = ['LON1', '0001'];
const SKUS = ['LOST', 'LATE', 'TWICE', 'ORDER', 'UNMAPPED', 'GONE'] as const;
/** Doorbells that take longer are late. */
const PATIENCE_MS = 2_500;

describe('drift between SAP and the org', () => {
  let org: RunningOrg;
  let folder: string;
  let store: GatewayStore;
  let simulator: SapSimulator;
  let server: SapServer;
  let sap: SapApi;
  let dispatcher: Dispatcher;
  let check: DriftCheck;
  let orgApi: OrgClient;
  let mapper: ReturnType<typeof documentMapper>;
  let readings = 0;

  before(async () => {
    org = await startOrg({ seed: false, project: path.join(root, 'force-app') });
    const token = await org.token();
    await create(org, token, 'Stock_Location__c', { Name: LOCATION, Code__c: LOCATION, Type__c: 'Store', ERP_Plant__c: PLANT, ERP_Storage_Location__c: STORAGE });
    for (const sku of SKUS) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-drift-'));
    const parts = { store: (store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock, isDurable: false })), clock: systemClock, log: silentLog, health: noHealthLog, source: 'SAP' };
    const inlet = new DoorbellInlet(parts);
    simulator = new SapSimulator({ wires: [listeningWire(async (event) => { await inlet.take([readDoorbell(event)]); })] });
    server = await serveSap(simulator, { user: 'gateway', password: 'secret', controlToken: 'control' });
    simulator.keepRinging();
    sap = sapOverOData({ baseUrl: server.url, login: { kind: 'basic', user: 'gateway', password: 'secret' }, clock: systemClock });
    orgApi = new OrgClient({ login: { url: org.url, token }, clock: systemClock });
    const rules = new IntentRules({ source: 'SAP' }, { org: orgApi, store, clock: systemClock, log: silentLog });
    mapper = documentMapper({ rules, store, sap });
    dispatcher = new Dispatcher({ ...parts, handlers: [documentHandler({ ...parts, sap, mapper }), factHandler({ org: orgApi, health: noHealthLog }), snapshotHandler({ org: orgApi, health: noHealthLog })] }, { owner: 'test' });
    dispatcher.start();
    check = new DriftCheck({
      ...parts,
      sources: {
        erp: 'SAP', sap, org: orgApi, store, map: (document) => mapper.map(document), plants: async () => [PLANT],
        placeOf: async ({ material, plant, storageLocation }) => (plant === PLANT && storageLocation === STORAGE ? { sku: material, location: LOCATION } : undefined),
      },
    }, { doorbellMinutes: PATIENCE_MS / 60_000 });
    for (const sku of SKUS) receive(sku, 20);
    await everythingIsKnown();
    for (const sku of SKUS) await snapshot(sku);
  });
  after(async () => {
    await dispatcher.stop();
    await simulator.close();
    await server.close();
    await store.close();
    await org.stop();
    rmSync(folder, { recursive: true });
  });

  const receive = (material: string, pieces: number) => simulator.post({ movementType: '101', items: [{ material, plant: PLANT, storageLocation: STORAGE, quantityThousandths: pieces * 1_000 }] });
  const until = async (isSo: () => Promise<boolean>): Promise<void> => { while (!(await isSo())) await wait(50); };
  const nothingWaits = () => until(async () => (await store.find({ state: 'Waiting', most: 1 })).length === 0);
  /** Every doorbell has rung and everything was delivered. */
  const everythingIsKnown = async () => {
    await until(async () => simulator.doorbells.figures.waiting === 0);
    await nothingWaits();
  };
  const onHand = async (sku: string) => ((await orgApi.call('GET', `/positions?sku=${sku}&location=${LOCATION}`)).body as { items: { onHand: number }[] }).items[0]?.onHand;

  /** Documents, stock, documents again: nothing moves meanwhile. What is part of it is what SAP lists since the one before. */
  async function snapshot(sku: string): Promise<void> {
    const from = (await store.find({ kind: 'snapshot', most: 100 })).map(({ body }) => body as Snapshot).filter((one) => one.sku === sku).at(-1)?.asOf ?? new Date(Date.now() - 3_600_000).toISOString();
    const asOf = new Date();
    const documents = (await sap.documentsCreated(from, new Date(asOf.getTime() + 1_000).toISOString(), [PLANT])).filter(({ createdAt }) => createdAt >= from);
    const facts = (await Promise.all(documents.map((document) => mapper.map(document)))).flatMap((mapped) => ('facts' in mapped ? mapped.facts : [])).filter((fact) => fact.sku === sku);
    const stock = (await sap.stock(PLANT, STORAGE, [sku])).filter(({ stockType }) => stockType === '01').reduce((sum, { quantity }) => sum + quantity, 0);
    readings += 1;
    const body: Snapshot = { key: `READING-${String(readings)}`, sku, location: LOCATION, asOf: asOf.toISOString(), from, sellable: stock, documents: facts.map(({ key, quantity, occurredAt, condition }) => ({ key, quantity, occurredAt, ...(condition === undefined ? {} : { condition }) })) };
    await store.transaction((transaction) => transaction.append([{ kind: 'snapshot', source: 'SAP', key: body.key, lane: `${sku}|${LOCATION}`, body, occurredAtMs: asOf.getTime() }]));
    await until(async () => (await store.find({ kind: 'snapshot', key: body.key, state: 'Waiting', most: 1 })).length === 0);
  }
  const look = async (sku: string): Promise<readonly DriftCase[]> => check.look([{ sku, location: LOCATION }]);
  const said = (cases: readonly DriftCase[]) => cases.map(({ driftClass, quantity, firstDiverging: { key }, explained }) => [driftClass, quantity, key, explained]);
  const keyOf = ({ year, number }: { readonly year: string; readonly number: string }, item = '0001') => `${year}/${number}/${item}`;

  it('is nothing while everything was told', async () => {
    assert.deepEqual(said(await check.look(SKUS.map((sku) => ({ sku, location: LOCATION })))), []);
    assert.equal(await onHand('LOST'), 20);
  });

  it('is Lost when a doorbell never rings: the document is found, told, and the case closes itself', async () => {
    simulator.setFaults({ doorbellLostShare: 1 });
    const document = receive('LOST', 5);
    simulator.setFaults(NO_FAULTS);
    await wait(PATIENCE_MS + 1_500);
    assert.deepEqual(said(await look('LOST')), [['Lost', 5, keyOf(document), false]]);
    await nothingWaits();
    assert.equal(await onHand('LOST'), 25);
    const [closed] = await look('LOST');
    assert.deepEqual(said([closed!]), [['Lost', 5, keyOf(document), true]]);
    assert.match(closed!.explanation, /was never announced.*It was read and told to the org/);
  });

  it('is Late when a doorbell rings long after: it explains itself', async () => {
    simulator.setFaults({ doorbellLateShare: 1, doorbellLateMs: PATIENCE_MS + 2_000 });
    const document = receive('LATE', 5);
    simulator.setFaults(NO_FAULTS);
    await everythingIsKnown();
    assert.deepEqual(said(await look('LATE')), [['Late', 5, keyOf(document), true]]);
    assert.equal(await onHand('LATE'), 25);
  });

  it('is a Duplicate when two sources tell one receipt', async () => {
    const fact = { intent: 'StockSold', sku: 'TWICE', location: LOCATION, quantity: 2, occurredAt: new Date().toISOString(), register: 'LON-1', sequence: 7, reference: 'LON-1-20261122-7', businessDay: new Date().toISOString().slice(0, 10) };
    for (const [source, key] of [['TILL', 'LON-1-20261122-7-1'], ['STORE-APP', 'APP-7']] as const) {
      await store.transaction((transaction) => transaction.append([{ kind: 'fact', source, key, lane: `TWICE|${LOCATION}`, body: { ...fact, source, key }, occurredAtMs: Date.parse(fact.occurredAt) }]));
      await nothingWaits();
    }
    assert.deepEqual(said(await look('TWICE')), [['Duplicate', 2, 'APP-7', false]]);
  });

  it('is OutOfOrder when a document gets into the stock after a reading that is past it, and over with the next reading', async () => {
    simulator.setFaults({ commitLateShare: 1, commitLateMs: 8_000 });
    const document = receive('ORDER', 5);
    simulator.setFaults(NO_FAULTS);
    await wait(1_500);
    await snapshot('ORDER');
    await wait(1_500);
    await snapshot('ORDER');
    await wait(5_500);
    await everythingIsKnown();
    assert.equal(await onHand('ORDER'), 20, 'the org takes it as part of the reading before');
    await snapshot('ORDER');
    assert.equal(await onHand('ORDER'), 25);
    assert.deepEqual(said(await look('ORDER')).filter(([driftClass]) => driftClass === 'OutOfOrder'), [['OutOfOrder', 5, keyOf(document), true]]);
  });

  it('is WrongMapping when a movement is not in the map: named, and nothing is guessed', async () => {
    simulator.setFaults({ unmappedShare: 1 });
    const document = receive('UNMAPPED', 5);
    simulator.setFaults(NO_FAULTS);
    await everythingIsKnown();
    const [found] = await look('UNMAPPED');
    assert.deepEqual(said([found!]), [['WrongMapping', 0, keyOf(document), false]]);
    assert.match(found!.explanation, /movement type 901 .* does not know/);
    assert.equal(await onHand('UNMAPPED'), 20);
  });

  it('is a TrueLoss when goods are gone that everybody agreed on', async () => {
    const countedAt = new Date().toISOString();
    await orgApi.postFacts([{ key: 'COUNT-GONE', source: 'COUNT', intent: 'StockCounted', sku: 'GONE', location: LOCATION, quantity: 17, occurredAt: countedAt }]);
    assert.equal(await onHand('GONE'), 17);
    assert.deepEqual(said(await look('GONE')), [['TrueLoss', -3, 'COUNT-GONE', false]]);
  });
});
