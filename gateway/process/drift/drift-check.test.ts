import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openSqliteStore } from '../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { Count } from '../../health/health-log.ts';
import { TransientFailure } from '../../shared/failures.ts';
import { silentLog } from '../../shared/log.ts';
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import { DriftCheck } from './drift-check.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const PLACE = { sku: 'HF-1001', location: 'LON-01' };
const at = (hoursAgo: number): string => new Date(NOW - hoursAgo * HOUR).toISOString();
const document = (number: string, hoursAgo: number, quantity: number, movementType = '101'): MaterialDocument => ({
  year: '2026', number, createdAt: at(hoursAgo), postingDate: at(hoursAgo).slice(0, 10),
  items: [{ item: '0001', material: 'HF-1001', plant: 'LON1', storageLocation: '0001', movementType, stockType: '01', quantity, baseUnit: 'EA', isAutomatic: false, isCancelled: false }],
});

/** An org that keeps what it is told of one position, and SAP, as far as drift asks them. */
class Surroundings {
  readonly documents: MaterialDocument[] = [];
  readonly entries: { key: string; intent: string; outcome: string; quantity: number; occurredAt: string; appliedAt: string; version: number }[] = [];
  readonly signs: Record<string, 1 | -1 | undefined> = { 101: 1, 201: -1 };
  isOrgAway = false;
  nowMs = NOW;
  readonly counted: Count[] = [];

  tell(source: string, fact: Pick<Fact, 'key' | 'intent' | 'quantity' | 'occurredAt'>, outcome = 'Applied'): void {
    this.entries.unshift({ key: `${source}|${fact.key}|0|0`, intent: fact.intent, outcome, quantity: fact.quantity, occurredAt: fact.occurredAt, appliedAt: fact.occurredAt, version: this.entries.length + 1 });
  }
}

const factOf = (of: MaterialDocument, sign: number): Fact => ({ ...(of.reference === undefined ? {} : { confirms: { reference: of.reference } }), key: `2026/${of.number}/0001`, source: 'SAP', intent: 'StockDocument', ...PLACE, quantity: sign * of.items[0]!.quantity, condition: 'sellable', occurredAt: of.createdAt });

describe('the look at positions that differ', () => {
  let folder: string;
  let store: GatewayStore;
  let around: Surroundings;
  let check: DriftCheck;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-drift-'));
    around = new Surroundings();
    const clock = { now: () => around.nowMs, sleep: async () => undefined };
    store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock });
    check = new DriftCheck({
      store, clock, log: silentLog, health: { hop: () => undefined, count: (_, what) => { around.counted.push(what); } },
      sources: {
        erp: 'SAP', store, sap: { documentsCreated: async (from, to) => around.documents.filter(({ createdAt }) => createdAt >= from && createdAt < to) }, plants: async () => ['LON1'], placeOf: async () => PLACE,
        map: async (of) => {
          const sign = around.signs[of.items[0]!.movementType];
          return sign === undefined ? { reason: 'GW-UNMAPPED', message: `Movement type ${of.items[0]!.movementType} is not in the movement map.` } : { facts: [factOf(of, sign)] };
        },
        org: {
          query: async () => [{ Source__c: 'Default', Mode__c: 'Final', Expected_Hours__c: null }, { Source__c: 'TILL', Mode__c: 'ByReference', Expected_Hours__c: 24 }],
          call: async () => {
            if (around.isOrgAway) throw new TransientFailure('The org does not answer.');
            return { status: 200, body: { items: [{ ...PLACE, entries: around.entries }] } };
          },
        },
      },
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const append = (...work: readonly NewWork[]) => store.transaction((transaction) => transaction.append(work));
  const documentWork = (of: MaterialDocument, hoursAgo: number): NewWork => ({ kind: 'document', source: 'SAP', key: `2026/${of.number}`, lane: `2026/${of.number}`, body: { year: '2026', number: of.number }, occurredAtMs: Date.parse(of.createdAt), receivedAtMs: NOW - hoursAgo * HOUR });
  const factWork = (fact: Fact, hoursAgo: number): NewWork => ({ kind: 'fact', source: fact.source, key: fact.key, lane: `${fact.sku}|${fact.location}`, body: fact, occurredAtMs: Date.parse(fact.occurredAt), receivedAtMs: NOW - hoursAgo * HOUR });
  const finish = async (key: string, state: 'Done' | 'Dead', reason?: string) => {
    const items = await store.find({ key, most: 10 });
    await store.transaction((transaction) => transaction.finish(items.map((item) => ({ item, outcome: state === 'Done' ? { state, effect: 'Applied' } : { state, reason: reason!, message: 'no' } }))));
  };
  /** Announced, read, told and applied in time. */
  const settle = async (of: MaterialDocument, sign = 1) => {
    const fact = factOf(of, sign);
    around.documents.push(of);
    const hoursAgo = (NOW - Date.parse(of.createdAt)) / HOUR;
    await append(documentWork(of, hoursAgo), factWork(fact, hoursAgo));
    await finish(`2026/${of.number}`, 'Done');
    await finish(fact.key, 'Done');
    around.tell('SAP', fact);
  };
  const snapshot = async (key: string, hoursAgo: number, sellable: number, documents: readonly MaterialDocument[]) => {
    const body: Snapshot = { key, ...PLACE, asOf: at(hoursAgo), from: at(hoursAgo + 24), sellable, documents: documents.map((one) => ({ key: `2026/${one.number}/0001`, quantity: one.items[0]!.quantity, condition: 'sellable', occurredAt: one.createdAt })) };
    await append({ kind: 'snapshot', source: 'SAP', key, lane: `${PLACE.sku}|${PLACE.location}`, body, occurredAtMs: NOW - hoursAgo * HOUR, receivedAtMs: NOW - hoursAgo * HOUR });
    await finish(key, 'Done');
  };
  const seen = async () => (await check.look([PLACE])).map(({ driftClass, quantity, firstDiverging, explained }) => [driftClass, quantity, firstDiverging.key, explained]);

  it('finds nothing where everything was told', async () => {
    await settle(document('1', 5, 7));
    assert.deepEqual(await seen(), []);
  });

  it('tells the org a document that was never announced, and closes the case when the org knows it', async () => {
    around.documents.push(document('1', 5, 7));
    assert.deepEqual(await seen(), [['Lost', 7, '2026/1/0001', false]]);
    const [work] = await store.find({ kind: 'document', key: '2026/1', most: 1 });
    assert.deepEqual([work?.state, work?.body], ['Waiting', { year: '2026', number: '1' }]);
    await append(factWork(factOf(around.documents[0]!, 1), 0));
    await finish('2026/1', 'Done');
    await finish('2026/1/0001', 'Done');
    around.tell('SAP', factOf(around.documents[0]!, 1));
    around.nowMs += HOUR;
    const [closed] = await check.again();
    assert.deepEqual([closed?.driftClass, closed?.explained, closed?.explainedAtMs], ['Lost', true, around.nowMs]);
    assert.match(closed!.explanation, /was never announced.* It was read and told to the org by 2026-11-20T13:00:00Z\.$/);
    assert.deepEqual(around.counted, ['drift', 'drift-explained']);
    assert.deepEqual(await check.again(), [], 'nothing is looked at twice that is explained');
  });

  it('waits for what was announced late, and closes the case by itself', async () => {
    const late = document('1', 5, 7);
    around.documents.push(late);
    await append(documentWork(late, 3));
    assert.deepEqual(await seen(), [['Late', 7, '2026/1/0001', false]]);
    await finish('2026/1', 'Done');
    await append(factWork(factOf(late, 1), 3));
    await finish('2026/1/0001', 'Done');
    around.tell('SAP', factOf(late, 1));
    assert.deepEqual(await seen(), [['Late', 7, '2026/1/0001', true]]);
  });

  it('names a row of the map that was wrong when the document was told, and mends nothing', async () => {
    await settle(document('1', 5, 3, '201'), 1);
    assert.deepEqual(await seen(), [['WrongMapping', -6, '2026/1/0001', false]]);
    assert.equal((await store.find({ state: 'Waiting', most: 1 })).length, 0);
  });

  it('names a document that waits because its movement is not in the map', async () => {
    around.documents.push(document('1', 5, 3, '951'));
    await append(documentWork(around.documents[0]!, 5));
    await finish('2026/1', 'Dead', 'GW-UNMAPPED');
    assert.deepEqual(await seen(), [['WrongMapping', 0, '2026/1/0001', false]]);
  });

  for (const words of ['of the org', 'of a till'] as const) it(`finds a receipt in the words ${words} that SAP posted twice`, async () => {
    around.signs['251'] = -1;
    const receipt = { key: 'LON-01-1-20261119-7-1', intent: 'StockSold', quantity: 2, occurredAt: at(20) };
    const fields = { ...receipt, source: 'TILL', register: 'LON-01-1', sequence: 7, reference: 'LON-01-1-7', businessDay: '2026-11-19' };
    const named = factWork({ ...fields, ...PLACE }, 20);
    await append(words === 'of the org' ? named : { ...named, body: { ...fields, told: { store: 'LON', gtin: '4006381333931' } } });
    around.tell('TILL', receipt);
    for (const number of ['1', '2']) {
      const posted: MaterialDocument = { ...document(number, 10 - Number(number), 2, '251'), reference: 'LON-01-1-7' };
      const fact = factOf(posted, -1);
      around.documents.push(posted);
      await append(documentWork(posted, 10 - Number(number)), factWork(fact, 10 - Number(number)));
      await finish(`2026/${number}`, 'Done');
      await finish(fact.key, 'Done');
      around.tell('SAP', fact);
    }
    assert.deepEqual(await seen(), [['Duplicate', 2, '2026/2/0001', false]]);
  });

  it('calls what nobody told a true loss, at the reading or the count that shows it', async () => {
    const received = document('1', 30, 7);
    await settle(received);
    await snapshot('A', 48, 10, []);
    await snapshot('B', 24, 15, [received]);
    around.tell('COUNT', { key: 'C-1', intent: 'StockCounted', quantity: 14, occurredAt: at(2) });
    assert.deepEqual(await seen(), [['TrueLoss', -2, 'B', false], ['TrueLoss', -3, 'C-1', false]]);
  });

  it('keeps its cases as they were when the org cannot be asked', async () => {
    around.documents.push(document('1', 5, 7));
    await check.look([PLACE]);
    around.isOrgAway = true;
    await assert.rejects(check.look([PLACE]), TransientFailure);
    assert.equal((await check.cases()).length, 1);
  });

  it('forgets explained cases when the window has passed', async () => {
    around.documents.push(document('1', 5, 7));
    around.tell('SAP', factOf(around.documents[0]!, 1), 'InAnchor');
    assert.deepEqual(await seen(), [['Lost', 7, '2026/1/0001', true]]);
    around.documents.pop();
    around.nowMs += 8 * 24 * HOUR;
    assert.deepEqual(await seen(), []);
  });
});
