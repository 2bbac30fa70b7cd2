/** Two processes of a group on one PostgreSQL hear and poll the same shops at the same time. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import fastify from 'fastify';
import { openPostgresStore } from '../../delivery/store-postgres.ts';
import { noHealthLog } from '../../health/health-log.ts';
import { startPostgres, whyNoPostgres } from '../../parts/postgres.ts';
import { answerErrors, keepRawBodies } from '../../shared/http.ts';
import { systemClock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { shopifyCall } from '../../simulator/shops/callers.ts';
import { ShopifyShop } from '../../simulator/shops/shopify-shop.ts';
import { shopifyFeed } from './feed.ts';
import { ShopPoller } from './poller.ts';
import { registerShops } from './shops-api.ts';
import { parseExact, orderOf } from './shopify/order.ts';
import { LYON, SHOPIFY, ShopWorld } from './test/shop-world.ts';

const reason = whyNoPostgres();
const ORDERS = 60;
const AT_ONCE = 3;

describe('two gateways of one group', { skip: reason ?? false }, () => {
  it('store what a shop sold once, though both hear it and both read it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-shops-'));
    const server = await startPostgres({ folder, settings: ['fsync=off'] });
    const { names } = await ShopWorld.open().then(async (world) => {
      await world.close();
      return world;
    });
    const shop = new ShopifyShop(systemClock);
    const since = { ...SHOPIFY, since: new Date(Date.now() - 3_600_000).toISOString() };
    const api = {
      changes: async () => {
        const { orders } = parseExact(shop.orders({ limit: '250' }).body) as { orders: unknown[] };
        return { changes: orders.map(orderOf).map((order) => ({ order, updatedAtMs: Date.parse(order.updatedAt) })) };
      },
      skusOf: async () => new Map<string, string>(),
    };
    const gateways = await Promise.all(['one', 'other'].map(async () => {
      const store = await openPostgresStore({ url: server.url, clock: systemClock, connections: 4 });
      const parts = { store, health: noHealthLog, log: silentLog, clock: systemClock, names };
      const http = fastify();
      keepRawBodies(http);
      answerErrors(http, silentLog);
      registerShops(http, { ...parts, shopify: since, polling: { ring: () => undefined }, isFull: () => false });
      return { store, http, poller: new ShopPoller({ ...parts, system: 'shopify', shop: since, pollSeconds: 60 }, shopifyFeed(api, SHOPIFY.source)) };
    }));
    try {
      const calls = Array.from({ length: ORDERS }, (_, number) => {
        const sold = shop.sell([{ sku: 'LAMP-1', variant: '11', quantity: 1 }, { sku: 'CHAIR-2', variant: '12', quantity: 2 }], { location: LYON });
        return [...sold.calls, ...shop.edit(sold.order, { line: 0, more: 1 }), ...(number % 3 === 0 ? shop.refund(sold.order, 'return', [{ line: 1, quantity: 1 }], LYON) : [])];
      }).flat();
      const hear = async (http: (typeof gateways)[number]['http']): Promise<void> => {
        for (let from = 0; from < calls.length; from += AT_ONCE) {
          const answers = await Promise.all(calls.slice(from, from + AT_ONCE).map((call, index) => http.inject({ method: 'POST', url: '/shops/v1/shopify/webhook', ...payloadOf(shopifyCall(call, SHOPIFY.webhookSecrets[0]!, `event-${String(from + index)}`)) })));
          assert.deepEqual([...new Set(answers.map(({ statusCode }) => statusCode))], [200]);
        }
      };
      const read = async (poller: (typeof gateways)[number]['poller']): Promise<void> => {
        for (let pass = 0; pass < 3; pass += 1) await poller.pass(true);
      };
      await Promise.all(gateways.flatMap(({ http, poller }) => [hear(http), read(poller)]));
      const items = await gateways[0]!.store.find({ most: 10_000 });
      const sums: Record<string, number> = {};
      for (const { body } of items as readonly { body: unknown }[]) {
        const { intent, sku, quantity } = body as { intent: string; sku: string; quantity: number };
        sums[`${intent} ${sku}`] = (sums[`${intent} ${sku}`] ?? 0) + quantity;
      }
      assert.deepEqual(sums, { 'StockSold LAMP-1': ORDERS * 2, 'StockSold CHAIR-2': ORDERS * 2, 'StockReturned CHAIR-2': ORDERS / 3 });
    } finally {
      for (const { http, store } of gateways) {
        await http.close();
        await store.close();
      }
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

function payloadOf({ headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string }): { headers: Record<string, string>; payload: string } {
  return { headers: { ...headers }, payload: body };
}
