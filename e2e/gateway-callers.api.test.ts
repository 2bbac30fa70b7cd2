/** Tills, handhelds and a web shop at a whole gateway in front of a running org: what they tell is what the org's positions say. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sha256 } from '../gateway/experience/pos/transaction.ts';
import { WebShop } from '../gateway/experience/test/web-shop.ts';
import { startGateway, type RunningGateway } from '../gateway/host/gateway.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import { jsonLog } from '../gateway/shared/log.ts';
import { root } from '../scripts/process.ts';
import { create, ledgerDifferences, query } from './support/ledger-check.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const SECRET = 'secret-of-the-north';
const CLIENT = 'token-of-everybody';
const GTIN = '4006381333931';
const today = new Date().toISOString().slice(0, 10);

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

describe('a gateway in front of an org', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-callers-'));
  const logged: string[] = [];
  let org: RunningOrg;
  let token: string;
  let gateway: RunningGateway;
  let shop: WebShop;
  let uploads = 0;

  before(async () => {
    const dataFolder = path.join(folder, 'org');
    org = await startOrg({ seed: false, dataFolder, project: path.join(root, 'force-app'), args: ['--port', '0'] });
    token = await org.token();
    await create(org, token, 'Stock_Location__c', { Name: 'Lyon', Code__c: 'LYON-CENTRE', Type__c: 'Store', Till_Store_Code__c: 'LYON', Pickup__c: true });
    await create(org, token, 'Stock_Location__c', { Name: 'Paris', Code__c: 'PARIS-1', Type__c: 'Store' });
    for (const sku of ['LAMP-1', 'CHAIR-7', 'CABLE']) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
    const [cable] = await query(org, token, "SELECT Id FROM Product2 WHERE SKU__c = 'CABLE'");
    await create(org, token, 'Product_Barcode__c', { GTIN__c: GTIN, Product__c: cable!['Id'], Pack_Quantity__c: 6 });
    shop = await WebShop.open('WEBSHOP');
    gateway = await startGateway({
      group: 'test', server: { host: '127.0.0.1', port: 0 }, store: { kind: 'sqlite', file: path.join(folder, 'gateway.db') },
      org: { loginUrl: org.url, clientId: 'holdfast-local-org', username: 'integration@holdfast.local', privateKey: readFileSync(path.join(dataFolder, 'server.key'), 'utf8') },
      tills: [{ network: 'NORTH', source: 'TILL', secrets: [SECRET] }],
      webhooks: [shop.webhook],
      clients: [{ name: 'everybody', tokenHash: sha256(CLIENT), scopes: ['operations:read', 'operations:write', 'web:read', 'web:write', 'store-ops:read', 'store-ops:write', 'process:write', 'system:read'] }],
    }, { owner: 'test', clock: systemClock, log: jsonLog((line) => logged.push(line)) });
    const opening = ['LAMP-1', 'CHAIR-7', 'CABLE'].map((sku) => ({ key: `OPEN-${sku}`, intent: 'StockReceived', sku, location: 'LYON-CENTRE', quantity: 100, occurredAt: '2026-01-01T00:00:00Z', source: 'UCI' }));
    assert.equal((await client('POST', '/inventory-intent/v1/intents', { intents: opening })).status, 202);
    await delivered();
  });
  after(async () => {
    await gateway.stop();
    await shop.close();
    await org.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (method: string, address: string, headers: Record<string, string>, body?: string): Promise<Answered> => {
    const response = await fetch(`${gateway.url}${address}`, { method, headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: await response.json() };
  };
  const client = (method: string, address: string, body?: unknown): Promise<Answered> => call(method, address, { authorization: `Bearer ${CLIENT}` }, body === undefined ? undefined : JSON.stringify(body));
  const till = (method: string, address: string, body?: unknown, contentType = 'application/json'): Promise<Answered> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const seconds = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', SECRET).update(`${seconds}.${text ?? address}`).digest('hex');
    uploads += 1;
    return call(method, address, { 'x-till': 'NORTH', 'x-signature': `t=${seconds},v1=${signature}`, 'idempotency-key': `upload-${String(uploads)}`, ...(text === undefined ? {} : { 'content-type': contentType }) }, text);
  };
  const transaction = (sequence: number, change: object = {}): object => ({ store: 'LYON', register: '3', businessDay: today, sequence, kind: 'Sale', occurredAt: new Date().toISOString(), lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }], ...change });
  const upload = (...transactions: object[]): Promise<Answered> => till('POST', '/pos/v1/transactions', { transactions });
  async function delivered(): Promise<void> {
    const waiting = async (): Promise<number> => ((await client('GET', '/operations/v1/work?state=Waiting')).body as { items: unknown[] }).items.length;
    while (await waiting() > 0) await systemClock.sleep(50);
  }
  async function position(sku: string): Promise<{ onHand: number; reserved: number; inspection: number }> {
    const [row] = await query(org, token, `SELECT On_Hand__c, Reserved__c, Inspection__c FROM Stock_Position__c WHERE SKU__c = '${sku}' AND Location_Code__c = 'LYON-CENTRE'`);
    return { onHand: Number(row!['On_Hand__c']), reserved: Number(row!['Reserved__c']), inspection: Number(row!['Inspection__c']) };
  }

  it('brings sales, returns, packs and post-voids of tills into its positions, each once, in JSON and in POSLog', async () => {
    const sale = transaction(1, { lines: [{ line: 1, sku: 'LAMP-1', quantity: 3 }, { line: 2, gtin: GTIN, quantity: 2 }] });
    await upload(transaction(3, { kind: 'Void', voids: { businessDay: today, sequence: 2 }, lines: [{ line: 1, sku: 'LAMP-1', quantity: 10 }] }), sale);
    await upload(sale, transaction(2, { lines: [{ line: 1, sku: 'LAMP-1', quantity: 10 }] }));
    const poslog = `<POSLog><Transaction><RetailStoreID>LYON</RetailStoreID><WorkstationID>3</WorkstationID><SequenceNumber>4</SequenceNumber><BusinessDayDate>${today}</BusinessDayDate><EndDateTime>${new Date().toISOString()}</EndDateTime><RetailTransaction><LineItem><SequenceNumber>1</SequenceNumber><Return><ItemID>LAMP-1</ItemID><Quantity>1</Quantity></Return></LineItem></RetailTransaction></Transaction></POSLog>`;
    assert.equal((await till('POST', '/pos/v1/poslog', poslog, 'application/xml')).status, 202);
    await delivered();
    assert.deepEqual(await position('LAMP-1'), { onHand: 97, reserved: 0, inspection: 1 });
    assert.deepEqual(await position('CABLE'), { onHand: 88, reserved: 0, inspection: 0 });
    assert.partialDeepStrictEqual((await till('GET', '/pos/v1/registers?store=LYON')).body, { registers: [{ contiguous: 4, missing: [], transactions: 4 }] });
  });

  it('keeps a quota for a till: what was sold offline spends it, the rest comes back', async () => {
    const before = await position('CHAIR-7');
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/quotas', { requestKey: 'quota-1', store: 'LYON', register: '3', lines: [{ line: 1, sku: 'CHAIR-7', quantity: 5 }] }), { status: 200, body: { status: 'Reserved', lines: [{ line: 1, granted: 5 }] } });
    assert.partialDeepStrictEqual(await till('PATCH', '/pos/v1/quotas/quota-1', { lines: [{ line: 1, quantity: 8 }] }), { status: 200, body: { lines: [{ granted: 8 }] } });
    await upload(transaction(10, { lines: [{ line: 1, sku: 'CHAIR-7', quantity: 2 }] }));
    await delivered();
    assert.deepEqual(await position('CHAIR-7'), { ...before, onHand: before.onHand - 2, reserved: 6 });
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/quotas/quota-1/return'), { status: 200, body: { lines: [{ fulfilled: 2, released: 6 }] } });
    assert.equal((await position('CHAIR-7')).reserved, 0);
  });

  it('hands a reservation of the web shop over at the till, found by its pickup code; another is rung up', async () => {
    const before = await position('LAMP-1');
    const command = { kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, orderRef: '4711', customer: 'Kim', lines: [{ line: 1, sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 2 }] };
    for (const requestKey of ['web-1', 'web-2', 'web-3']) assert.partialDeepStrictEqual(await client('POST', '/web/v1/reservations', { ...command, requestKey }), { status: 200, body: { status: 'Reserved' } });
    const codes = new Map((await query(org, token, 'SELECT Request_Key__c, Pickup_Code__c FROM Store_Task__c')).map((row) => [row['Request_Key__c'], String(row['Pickup_Code__c'])]));
    assert.partialDeepStrictEqual(await till('GET', `/pos/v1/reservations/${codes.get('web-1')!.toLowerCase()}?store=LYON`), { status: 200, body: { reservations: [{ requestKey: 'web-1', customer: 'Kim', lines: [{ open: 2 }] }] } });
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/pickups', { code: '4711', store: 'LYON', register: '3' }), { status: 409 });
    const scan = { code: codes.get('web-1'), store: 'LYON', register: '3' };
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/pickups', scan), { status: 200, body: { status: 'Fulfilled', lines: [{ quantity: 2 }] } });
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/pickups', scan), { status: 200, body: { lines: [{ quantity: 0 }] } });
    const ring = { code: codes.get('web-2'), store: 'LYON', register: '3', sale: { businessDay: today, sequence: 20, occurredAt: new Date().toISOString() } };
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/pickups', ring), { status: 200, body: { status: 'RungUp' } });
    assert.partialDeepStrictEqual(await client('POST', '/web/v1/reservations/web-3/release'), { status: 202 });
    await delivered();
    assert.partialDeepStrictEqual(await till('POST', '/pos/v1/pickups', ring), { status: 200, body: { status: 'RungUp' } });
    assert.deepEqual(await position('LAMP-1'), { ...before, onHand: before.onHand - 4 });
    for (const [key, status] of [['web-1', 'Fulfilled'], ['web-2', 'Fulfilled'], ['web-3', 'Released']]) assert.partialDeepStrictEqual((await client('GET', `/web/v1/reservations/${key!}`)).body, { status });
    assert.partialDeepStrictEqual(await client('GET', '/store-ops/v1/reservations/web-1?location=LYON-CENTRE'), { status: 200, body: { reservations: [{ status: 'Fulfilled' }] } });
  });

  it('takes counts and receipts of handhelds', async () => {
    await client('POST', '/store-ops/v1/receipts', { documentNo: 'R-1', location: 'LYON-CENTRE', occurredAt: new Date().toISOString(), lines: [{ line: 1, gtin: GTIN, quantity: 1 }] });
    await client('POST', '/store-ops/v1/counts', { documentNo: 'C-1', location: 'LYON-CENTRE', lines: [{ line: 1, sku: 'CHAIR-7', quantity: 50, countedAt: new Date().toISOString() }] });
    await delivered();
    assert.equal((await position('CABLE')).onHand, 94);
    assert.equal((await position('CHAIR-7')).onHand, 50);
  });

  it('tells a web shop what can be promised, and what changed', async () => {
    const { onHand } = await position('LAMP-1');
    assert.partialDeepStrictEqual(await client('POST', '/web/v1/availability/query', { channel: 'WEB', skus: ['LAMP-1', 'NOTHING'], sums: true }), { status: 200, body: { items: [{ sku: 'LAMP-1', available: onHand }], unknown: ['NOTHING'] } });
    const { status, body } = await client('GET', '/web/v1/changes');
    assert.equal(status, 200);
    assert.ok((body as { items: { sku: string; available: number }[] }).items.some(({ sku, available }) => sku === 'LAMP-1' && available === onHand));
  });

  it('holds what a store tells that nobody knows, until somebody names it', async () => {
    const answer = await upload(transaction(1, { store: 'PARIS' }));
    assert.partialDeepStrictEqual(answer, { status: 202, body: { transactions: [{ lines: [{ status: 'Held', reason: 'GW-UNKNOWN-STORE' }] }] } });
    const dead = async (): Promise<{ id: number; reason: string }[]> => ((await client('GET', '/operations/v1/work?state=Dead')).body as { items: { id: number; reason: string }[] }).items;
    await delivered();
    const [item] = await dead();
    assert.equal(item!.reason, 'GW-UNKNOWN-STORE');
    const [paris] = await query(org, token, "SELECT Id FROM Stock_Location__c WHERE Code__c = 'PARIS-1'");
    await fetch(`${org.url}/services/data/v67.0/sobjects/Stock_Location__c/${String(paris!['Id'])}`, { method: 'PATCH', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{"Till_Store_Code__c":"PARIS"}' });
    // Who asks for what is not known asks the org at most every ten seconds.
    for (let isHeld = true; isHeld; isHeld = (await dead()).length > 0) {
      await systemClock.sleep(500);
      await client('POST', '/operations/v1/work/redrive', { ids: [item!.id] });
      await delivered();
    }
    const [sold] = await query(org, token, "SELECT On_Hand__c FROM Stock_Position__c WHERE Location_Code__c = 'PARIS-1'");
    assert.equal(sold!['On_Hand__c'], -1);
  });

  it('leaves what contradicts itself to people, and counts the first', async () => {
    const before = await position('LAMP-1');
    await upload(transaction(30));
    assert.partialDeepStrictEqual(await upload(transaction(30, { lines: [{ line: 1, sku: 'LAMP-1', quantity: 9 }] })), { body: { transactions: [{ lines: [{ status: 'Conflict' }] }] } });
    await delivered();
    assert.deepEqual(await position('LAMP-1'), { ...before, onHand: before.onHand - 1 });
    assert.partialDeepStrictEqual((await client('GET', '/operations/v1/work?state=Dead')).body, { items: [{ reason: 'GW-CONFLICT' }] });
  });

  it('has told no secret to its log, and left the ledger equal to the positions', async () => {
    for (const secret of [SECRET, CLIENT, 'BEGIN PRIVATE', token]) assert.ok(!logged.join('\n').includes(secret));
    assert.deepEqual(await ledgerDifferences(org, token), []);
  });

  it('tells a web shop what can be promised of every position, also of those that changed while it was away', async () => {
    const known = (): ReadonlyMap<string, number> => new Map(shop.told.map(({ sku, location, available, version }) => [`${sku}|${location}`, { available, version }] as const)
      .toSorted(([, one], [, other]) => one.version - other.version).map(([position, { available }]) => [position, available]));
    const asked = async (): Promise<ReadonlyMap<string, number>> => {
      const { body } = await client('POST', '/web/v1/availability/query', { channel: 'WEB', skus: ['LAMP-1', 'CHAIR-7', 'CABLE'] });
      return new Map((body as { items: { sku: string; location: string; available: number }[] }).items.map(({ sku, location, available }) => [`${sku}|${location}`, available]));
    };
    const isUpToDate = async (): Promise<boolean> => [...await asked()].every(([position, available]) => known().get(position) === available);
    shop.status = 503;
    const refused = (): number => shop.calls.filter(({ isTaken }) => !isTaken).length;
    await upload(transaction(90, { lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }] }), transaction(91, { lines: [{ line: 1, sku: 'CABLE', quantity: 1 }] }));
    while (refused() === 0) await systemClock.sleep(20);
    assert.equal(await isUpToDate(), false, 'it was away');
    shop.status = 200;
    while (!await isUpToDate()) await systemClock.sleep(20);
    assert.ok(known().size >= 3, 'all positions that changed');
  });
});
