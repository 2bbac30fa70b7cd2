import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { openSqliteStore } from '../../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../../delivery/store.ts';
import { noHealthLog } from '../../../health/health-log.ts';
import { systemClock } from '../../../shared/clock.ts';
import { AvailabilityHandler, FEED_CURSOR_NAME } from './availability-handler.ts';
import type { Fulfilment } from './fulfilments.ts';
import type { OrgEvent } from './org-event.ts';
import type { PositionChange } from './positions.ts';
import { ReservationHandler } from './reservation-handler.ts';

const signal = new AbortController().signal;
const ID = 'a0B000000000001AAA';
let folder: string;
let store: GatewayStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'holdfast-handlers-'));
  store = openSqliteStore({ file: path.join(folder, 'gateway.sqlite'), clock: systemClock, isDurable: false });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const platformEvent = (values: Readonly<Record<string, unknown>>): OrgEvent => ({ replayId: '0', id: 'e', type: 'Availability_Changed__e', values, happenedAtMs: 7, change: undefined });
const availability = (sku: string, version: number, available = 5): OrgEvent => platformEvent({ SKU__c: sku, Location_Code__c: 'LYON', Available__c: available, On_Hand__c: 9, Reserved__c: 4, Version__c: version });
const changeOf = (type: string, recordIds: readonly string[] = [ID]): OrgEvent => ({
  replayId: '0', id: 'e', type: 'Stock_Reservation__ChangeEvent', values: {}, happenedAtMs: 7, change: { entityName: 'Stock_Reservation__c', type, recordIds, changedFields: [], transactionKey: 't', commitNumber: 1 },
});

describe('what is heard of positions', () => {
  const item = (sku: string, version: number) => ({ sku, location: 'LYON', onHand: 9, reserved: 4, available: -1, version, changedAt: '2026-11-22T09:00:00Z' });
  let pages: { items: ReturnType<typeof item>[]; nextCursor: string; hasMore: boolean }[];
  let asked: string[];
  let told: PositionChange[];
  const makeHandler = (): AvailabilityHandler => {
    const handler = new AvailabilityHandler({
      health: noHealthLog, source: 'ORG', feedCursor: () => store.transaction(async (transaction) => (await transaction.cursor(FEED_CURSOR_NAME)) as string | undefined),
      org: { call: (_method, address) => { asked.push(address); return Promise.resolve({ status: 200, body: pages.shift() }); } },
    });
    handler.onAvailability({ changed: (changes) => { told.push(...changes); return Promise.resolve(); } });
    return handler;
  };
  beforeEach(() => { pages = []; asked = []; told = []; });

  it('is told once per version, never an older one after a newer, from events and feed alike', async () => {
    const handler = makeHandler();
    for (const events of [[availability('A', 3), availability('A', 2)], [availability('A', 3)], [availability('B', 1)]]) await store.transaction(await handler.handle(events));
    pages = [{ items: [item('A', 3), item('A', 4)], nextCursor: 'c1', hasMore: true }, { items: [item('B', 1)], nextCursor: 'c2', hasMore: false }];
    for await (const effects of handler.recover(0, signal)) await store.transaction(effects);
    assert.deepEqual(told.map(({ sku, version, available }) => [sku, version, available]), [['A', 3, 5], ['B', 1, 5], ['A', 4, 0]]);
    pages = [{ items: [], nextCursor: 'c2', hasMore: false }];
    for await (const effects of handler.recover(0, signal)) await store.transaction(effects);
    assert.deepEqual(asked, ['/changes', '/changes?after=c1', '/changes?after=c2']);
  });
  it('ends with the newest version, in whatever order and however often changes come', async () => {
    let run = 0;
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ sku: fc.constantFrom('A', 'B'), version: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 25 }), async (changes) => {
      run += 1;
      told = [];
      const handler = makeHandler();
      for (const { sku, version } of changes) await store.transaction(await handler.handle([availability(`${String(run)}-${sku}`, version)]));
      for (const sku of ['A', 'B']) {
        const heard = told.filter((change) => change.sku === `${String(run)}-${sku}`).map(({ version }) => version);
        assert.deepEqual(heard, [...new Set(heard)].sort((one, other) => one - other));
        assert.equal(heard.at(-1) ?? 0, Math.max(0, ...changes.filter((change) => change.sku === sku).map(({ version }) => version)));
      }
    }), { numRuns: 30 });
  });
});

describe('what is heard of reservations', () => {
  const line = (fulfilled: number, requestKey = 'WEB-1') => ({
    Reservation__r: { Request_Key__c: requestKey, Kind__c: 'Firm', Purpose__c: 'Pickup', Channel__c: 'WEB', Order_Ref__c: null }, Line__c: '1', Position_Key__c: 'LAMP|LYON', Fulfilled__c: fulfilled, Sold_At_Till__c: null,
    LastModifiedDate: '2026-11-22T09:00:00.000+0000',
  });
  let rows: ReturnType<typeof line>[];
  let queries: string[];
  let told: Fulfilment[];
  let handler: ReservationHandler;
  beforeEach(() => {
    rows = [];
    queries = [];
    told = [];
    handler = new ReservationHandler({ query: (soql) => { queries.push(soql); return Promise.resolve(rows); } });
    handler.onFulfilled({ fulfilled: (fulfilments) => { told.push(...fulfilments); return Promise.resolve(); } });
  });

  it('is what was handed over since the last time, once', async () => {
    for (const fulfilled of [1, 1, 3]) {
      rows = [line(fulfilled)];
      await store.transaction(await handler.handle([changeOf('UPDATE')], signal));
    }
    assert.deepEqual(told.map(({ requestKey, line: name, sku, location, quantity, total, fulfilledAtMs }) => [requestKey, name, sku, location, quantity, total, fulfilledAtMs]), [
      ['WEB-1', '1', 'LAMP', 'LYON', 1, 1, Date.UTC(2026, 10, 22, 9)], ['WEB-1', '1', 'LAMP', 'LYON', 2, 3, Date.UTC(2026, 10, 22, 9)],
    ]);
  });
  it('is read again after a gap event, and not at all when a reservation is new', async () => {
    rows = [line(2)];
    await store.transaction(await handler.handle([changeOf('CREATE')], signal));
    assert.deepEqual([told.length, queries.length], [0, 0]);
    await store.transaction(await handler.handle([changeOf('GAP_UPDATE')], signal));
    assert.equal(told.length, 1);
    assert.match(queries[0]!, new RegExp(`Reservation__c IN \\('${ID}'\\)`));
  });
  it('is looked for by the moment of the change, longer back than a transaction takes', async () => {
    rows = Array.from({ length: 450 }, (_, index) => line(1, `WEB-${String(index)}`));
    let pages = 0;
    for await (const effects of handler.recover(Date.UTC(2026, 10, 22, 9), signal)) {
      pages += 1;
      await store.transaction(effects);
    }
    assert.deepEqual([pages, told.length], [3, 450]);
    assert.match(queries[0]!, /LastModifiedDate >= 2026-11-22T08:50:00\.000Z/);
  });
  it('is told in the transaction that takes note of it', async () => {
    rows = [line(1)];
    const effects = await handler.handle([changeOf('UPDATE')], signal);
    await assert.rejects(store.transaction(async (transaction) => {
      await effects(transaction);
      throw new Error('undone');
    }));
    await store.transaction(effects);
    assert.equal(told.length, 2);
  });
});
