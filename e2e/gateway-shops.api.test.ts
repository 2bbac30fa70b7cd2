/** A gateway between simulated shops and a running org: what is sold, taken back, counted and moved at Square and Shopify is what the org has. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startGateway, type RunningGateway } from '../gateway/host/gateway.ts';
import type { ResolvedConfiguration } from '../gateway/host/configuration.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import { silentLog } from '../gateway/shared/log.ts';
import { shopifyCall, squareCall } from '../gateway/simulator/shops/callers.ts';
import { shopServer } from '../gateway/simulator/shops/server.ts';
import { ShopifyShop, type ShopifyCall } from '../gateway/simulator/shops/shopify-shop.ts';
import { SquareShop, type SquareAdjustment, type SquareWebhookBody } from '../gateway/simulator/shops/square-shop.ts';
import { root } from '../scripts/process.ts';
import { create, ledgerDifferences, query } from './support/ledger-check.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const NOTIFICATIONS = 'https://gateway.example.com/shops/v1/square/webhook';
const BEARER = { authorization: 'Bearer operator', 'content-type': 'application/json' };

describe('shops, a gateway and an org', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-shops-'));
  const square = new SquareShop(systemClock, new Map([['V1', 'lamp-1'], ['V2', 'CHAIR-7']]));
  const shopify = new ShopifyShop(systemClock);
  const shops = shopServer({ square: { shop: square, token: 'square-token' }, shopify: { shop: shopify, token: 'shopify-token' } });
  let org: RunningOrg;
  let token: string;
  let gateway: RunningGateway;
  let configuration: ResolvedConfiguration;

  before(async () => {
    const dataFolder = path.join(folder, 'org');
    org = await startOrg({ seed: false, dataFolder, project: path.join(root, 'force-app') });
    token = await org.token();
    for (const location of ['LYON', 'NICE']) await create(org, token, 'Stock_Location__c', { Name: location, Code__c: location, Type__c: 'Store' });
    for (const sku of ['LAMP-1', 'CHAIR-7']) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
    const baseUrl = await shops.listen({ host: '127.0.0.1', port: 0 });
    const since = new Date(Date.now() - 60_000).toISOString();
    configuration = {
      group: 'shops',
      server: { host: '127.0.0.1', port: 0 },
      org: { loginUrl: org.url, clientId: 'holdfast-local-org', username: 'integration@holdfast.local', privateKey: readFileSync(path.join(dataFolder, 'server.key'), 'utf8') },
      store: { kind: 'sqlite', file: path.join(folder, 'gateway.db') },
      square: { source: 'SQUARE', webhookSecrets: ['square-secret'], notificationUrl: NOTIFICATIONS, api: { baseUrl, token: 'square-token', pollSeconds: 2 }, locations: { L1: 'LYON', L2: 'NICE' }, since },
      shopify: { source: 'SHOPIFY', webhookSecrets: ['shopify-secret'], api: { baseUrl, token: 'shopify-token', pollSeconds: 2 }, locations: { '1': 'LYON', '2': 'NICE' }, since },
      clients: [{ name: 'operator', tokenHash: createHash('sha256').update('operator').digest('hex'), scopes: ['operations:read', 'operations:write'] }],
    };
    gateway = await startGateway(configuration, { owner: 'one', clock: systemClock, log: silentLog });
  });
  after(async () => {
    await gateway.stop();
    await shops.close();
    await org.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const move = (from: string, to: string, quantity: string, more: Partial<SquareAdjustment> = {}): SquareWebhookBody => square.adjust({ from, to, variation: 'V1', location: 'L1', quantity, ...more });
  const ring = async (body: SquareWebhookBody): Promise<void> => { assert.equal((await post('square', squareCall(body, 'square-secret', NOTIFICATIONS))).status, 200); };
  const call = async (calls: readonly ShopifyCall[]): Promise<void> => {
    for (const one of calls) assert.equal((await post('shopify', shopifyCall(one, 'shopify-secret'))).status, 200);
  };
  const post = (system: string, { headers, body }: { headers: Readonly<Record<string, string>>; body: string }) => fetch(`${gateway.url}/shops/v1/${system}/webhook`, { method: 'POST', headers, body });

  async function positions(): Promise<Readonly<Record<string, string>>> {
    const rows = await query(org, token, 'SELECT Position_Key__c, On_Hand__c, Inspection__c, In_Transit__c FROM Stock_Position__c');
    return Object.fromEntries(rows.map((row) => [String(row['Position_Key__c']).replace(/\|\d$/, ''), [row['On_Hand__c'], row['Inspection__c'], row['In_Transit__c']].join(' ')]));
  }

  /** Waits for it, and tells what was there instead when it does not come. */
  async function become(expected: Readonly<Record<string, string>>): Promise<void> {
    const endMs = Date.now() + 30_000;
    let seen = await positions();
    while (JSON.stringify(seen, Object.keys(expected).toSorted()) !== JSON.stringify(expected, Object.keys(expected).toSorted()) && Date.now() < endMs) {
      await systemClock.sleep(200);
      seen = await positions();
    }
    assert.deepEqual(seen, expected);
  }

  async function dead(): Promise<readonly { readonly id: number; readonly key: string; readonly reason: string }[]> {
    const answer = await fetch(`${gateway.url}/operations/v1/work?state=Dead`, { headers: BEARER });
    return ((await answer.json()) as { items: { id: number; key: string; reason: string }[] }).items;
  }

  it('agree about every kind of change at Square, whether its bell rang or was lost', async () => {
    await ring(move('NONE', 'IN_STOCK', '100'));
    await ring(move('IN_STOCK', 'SOLD', '5'));
    move('SOLD', 'RETURNED_BY_CUSTOMER', '3');
    move('RETURNED_BY_CUSTOMER', 'IN_STOCK', '1');
    move('RETURNED_BY_CUSTOMER', 'WASTE', '1');
    await ring(move('IN_STOCK', 'WASTE', '3'));
    square.transfer('V1', 'L1', 'L2', '10');
    square.count('V2', 'L2', '7');
    await become({ 'LAMP-1|LYON': '83 1 0', 'LAMP-1|NICE': '10 0 0', 'CHAIR-7|NICE': '7 0 0' });
  });

  it('agree about orders at Shopify, and what became of them', async () => {
    const { order, calls } = shopify.sell([{ sku: 'LAMP-1', variant: '11', quantity: 4 }], { location: '1' });
    await call([...calls, ...calls]);
    shopify.sell([{ sku: 'LAMP-1', variant: '11', quantity: 1 }], { location: '2' });
    await call(shopify.edit(order, { line: 0, more: 2 }));
    await call(shopify.refund(order, 'return', [{ line: 0, quantity: 1 }], '1'));
    shopify.cancel(order, '1');
    await become({ 'LAMP-1|LYON': '82 2 0', 'LAMP-1|NICE': '9 0 0', 'CHAIR-7|NICE': '7 0 0' });
  });

  it('hold what has no name here until somebody names it, and lose nothing when the gateway starts anew', async () => {
    await call(shopify.sell([{ sku: 'LAMP-1', variant: '11', quantity: 2 }], { location: '999' }).calls);
    await ring(move('IN_STOCK', 'IN_TRANSIT', '1'));
    while ((await dead()).length < 2) await systemClock.sleep(100);
    assert.deepEqual((await dead()).map(({ reason }) => reason).toSorted(), ['GW-UNKNOWN-STORE', 'GW-UNMAPPED']);
    await gateway.stop();
    const renamed = { ...configuration, shopify: { ...configuration.shopify!, locations: { ...configuration.shopify!.locations, 999: 'NICE' } } };
    gateway = await startGateway(renamed, { owner: 'one', clock: systemClock, log: silentLog });
    const ids = (await dead()).map(({ id }) => id);
    const redriven = await fetch(`${gateway.url}/operations/v1/work/redrive`, { method: 'POST', headers: BEARER, body: JSON.stringify({ ids }) });
    assert.equal(redriven.status, 200, await redriven.text());
    await become({ 'LAMP-1|LYON': '82 2 0', 'LAMP-1|NICE': '7 0 0', 'CHAIR-7|NICE': '7 0 0' });
    while ((await dead()).length < 1) await systemClock.sleep(100);
    assert.deepEqual((await dead()).map(({ reason }) => reason), ['GW-UNMAPPED']);
  });

  it('have a ledger that adds up', async () => {
    assert.deepEqual(await ledgerDifferences(org, token), []);
  });
});
