/** A gateway with both shops, and the shops themselves: what they post is signed as they sign, what is polled is read from their simulated APIs. */
import type { LightMyRequestResponse } from 'fastify';
import type { WorkItem } from '../../../delivery/work.ts';
import type { Fact } from '../../../system/salesforce/org-api.ts';
import { shopifyCall, squareCall, type SignedCall } from '../../../simulator/shops/callers.ts';
import { shopServer, type ShopFailure } from '../../../simulator/shops/server.ts';
import { ShopifyShop, type ShopifyCall } from '../../../simulator/shops/shopify-shop.ts';
import { SquareShop, type SquareWebhookBody } from '../../../simulator/shops/square-shop.ts';
import { NOW_MS, World } from '../../test/world.ts';
import { shopifyFeed, squareFeed } from '../feed.ts';
import type { IntakeParts } from '../intake.ts';
import { ShopPoller } from '../poller.ts';
import type { PollState } from '../poll-state.ts';
import { shopNames } from '../polling.ts';
import type { ShopNames } from '../shop-names.ts';
import { registerShops } from '../shops-api.ts';
import type { Shop, ShopSystem, SquareShop as SquareConfiguration } from '../shop.ts';
import type { ShopifyChange } from '../shopify/shopify-api.ts';
import { ShopifyApi } from '../shopify/shopify-api.ts';
import { SquareApi } from '../square/square-api.ts';
import type { SquareChange } from '../square/changes.ts';

export const SQUARE: SquareConfiguration = {
  source: 'SQUARE',
  webhookSecrets: ['new-secret-of-square', 'old-secret-of-square'],
  notificationUrl: 'https://gateway.example.com/shops/v1/square/webhook',
  api: { baseUrl: 'https://square.test', token: 'token-of-square', pollSeconds: 60 },
  locations: { L1: 'LYON-CENTRE', L2: 'NICE-1' },
  since: '2026-11-21T00:00:00Z',
};
export const SHOPIFY: Shop & { readonly api: NonNullable<Shop['api']> } = {
  source: 'SHOPIFY',
  webhookSecrets: ['secret-of-shopify'],
  api: { baseUrl: 'https://shopify.test', token: 'token-of-shopify', pollSeconds: 60 },
  locations: { '48752903': 'LYON-CENTRE', '48752904': 'NICE-1', online: 'WEB-DC' },
  since: '2026-11-21T00:00:00Z',
};
export const LYON = '48752903';

export class ShopWorld {
  readonly world: World;
  readonly squareShop: SquareShop;
  readonly shopifyShop: ShopifyShop;
  readonly names: ShopNames;
  readonly failures: ShopFailure[] = [];
  readonly rung: ShopSystem[] = [];
  readonly fetch: typeof fetch;
  readonly square: ShopPoller<SquareChange>;
  readonly shopify: ShopPoller<ShopifyChange>;
  readonly #events = new Map<ShopifyCall, string>();
  readonly #servers: { close(): unknown }[];

  private constructor(world: World, shops: { readonly square: SquareConfiguration; readonly shopify: Shop }) {
    this.world = world;
    this.squareShop = new SquareShop(world.clock, new Map([['V1', 'lamp-1'], ['V2', 'CHAIR-2']]));
    this.shopifyShop = new ShopifyShop(world.clock);
    const square = shopServer({ square: { shop: this.squareShop, token: SQUARE.api.token }, failures: this.failures });
    const shopify = shopServer({ shopify: { shop: this.shopifyShop, token: SHOPIFY.api.token }, failures: this.failures });
    this.#servers = [square, shopify];
    this.fetch = injected(new Map([['square.test', square], ['shopify.test', shopify]]));
    const { store, health, log, clock } = world;
    this.names = shopNames({ clock, square: shops.square, shopify: shops.shopify, fetch: this.fetch });
    registerShops(world.server, { store, health, log, clock, ...shops, names: this.names, isFull: () => world.isFull, polling: { ring: (system) => { this.rung.push(system); } } });
    const poller = <S extends ShopSystem>(system: S, shop: Shop): IntakeParts & { store: typeof store; log: typeof log; pollSeconds: number } => ({ system, shop, names: this.names, store, health, log, clock, pollSeconds: 60 });
    this.square = new ShopPoller(poller('square', shops.square), squareFeed(new SquareApi(SQUARE.api, clock, this.fetch), this.names));
    this.shopify = new ShopPoller(poller('shopify', shops.shopify), shopifyFeed(new ShopifyApi(SHOPIFY.api, this.fetch), SHOPIFY.source));
  }

  static async open(shops: { readonly square?: SquareConfiguration; readonly shopify?: Shop } = {}): Promise<ShopWorld> {
    return new ShopWorld(await World.open(), { square: SQUARE, shopify: SHOPIFY, ...shops });
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.close();
    await this.world.close();
  }

  squareCalls(notification: SquareWebhookBody, secret = SQUARE.webhookSecrets[0]!): Promise<LightMyRequestResponse> {
    return this.post('square', squareCall(notification, secret, SQUARE.notificationUrl));
  }

  /** The same call has the same event, however often it comes. */
  shopifyCalls(call: ShopifyCall, secret = SHOPIFY.webhookSecrets[0]!): Promise<LightMyRequestResponse> {
    const event = this.#events.get(call) ?? `event-${String(this.#events.size + 1)}`;
    this.#events.set(call, event);
    return this.post('shopify', shopifyCall(call, secret, event));
  }

  post(system: ShopSystem, { headers, body }: SignedCall): Promise<LightMyRequestResponse> {
    return this.world.send({ url: `/shops/v1/${system}/webhook`, headers, body });
  }

  /** What the org would be told now, and what is held, by key. */
  async facts(): Promise<ReadonlyMap<string, Fact | { readonly reason: string; readonly message: string }>> {
    const items = await this.world.work();
    return new Map(await Promise.all(items.map(async (item) => [item.key, await this.names.resolve(item.body)] as const)));
  }

  /** What the facts add up to: `INTENT condition SKU LOCATION` → quantity. */
  async sums(source?: string): Promise<Readonly<Record<string, number>>> {
    const sums: Record<string, number> = {};
    for (const item of (await this.world.work()).filter((work) => source === undefined || work.source === source)) {
      const named = await this.names.resolve(item.body);
      const name = 'key' in named ? [named.intent, named.condition, named.sku, named.location].filter((part) => part !== undefined).join(' ') : `${named.reason} ${heldFrom(item)}`;
      sums[name] = (sums[name] ?? 0) + ('key' in named ? named.quantity : 1);
    }
    return sums;
  }

  async state(source: string): Promise<PollState> {
    const [cursor] = await this.world.store.cursors(`shop|${source}`);
    return cursor!.value as PollState;
  }

  count(what: string): number {
    return this.world.counts.get(what) ?? 0;
  }

  pass(milliseconds: number): void {
    this.world.nowMs += milliseconds;
  }
}

function heldFrom({ body }: WorkItem): string {
  return (body as { readonly shop?: { readonly movement: string } }).shop?.movement ?? '';
}

/** As `fetch`, without a network. */
function injected(servers: ReadonlyMap<string, ReturnType<typeof shopServer>>): typeof fetch {
  return async (input, init) => {
    const url = new URL(input);
    const server = servers.get(url.host);
    if (server === undefined) throw new TypeError(`fetch failed: there is no ${url.host}`);
    init?.signal?.throwIfAborted();
    const answer = await server.inject({ method: init?.method === 'POST' ? 'POST' : 'GET', url: url.pathname + url.search, headers: init?.headers as Record<string, string>, ...(init?.body === undefined ? {} : { payload: init.body as string }) });
    return new Response(answer.body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
  };
}

export { NOW_MS };
