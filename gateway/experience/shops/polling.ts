/** Polls every shop whose API is configured. */
import { shopifyFeed, squareFeed, type ShopFeed } from './feed.ts';
import { ShopPoller } from './poller.ts';
import { ShopNames, type NamedShop } from './shop-names.ts';
import type { Shop, ShopParts, ShopSystem } from './shop.ts';
import { ShopifyApi } from './shopify/shopify-api.ts';
import { SquareApi } from './square/square-api.ts';

export interface ShopPolling {
  /** A webhook told that something happened there. */
  ring(system: ShopSystem): void;
  /** What is being read is left, and read when the gateway starts again. */
  stop(): Promise<void>;
}

interface ShopApis {
  readonly square?: SquareApi;
  readonly shopify?: ShopifyApi;
}

/** What the shops' words mean; the fact handler resolves with it what could not be named before. */
export function shopNames(parts: Pick<ShopParts, 'clock' | 'square' | 'shopify' | 'fetch'>): ShopNames {
  const apis = apisOf(parts);
  const shops = new Map<ShopSystem, NamedShop>();
  if (parts.square !== undefined) shops.set('square', { shop: parts.square, ...(apis.square === undefined ? {} : { catalog: apis.square }) });
  if (parts.shopify !== undefined) shops.set('shopify', { shop: parts.shopify, ...(apis.shopify === undefined ? {} : { catalog: apis.shopify }) });
  return new ShopNames(shops, () => parts.clock.now());
}

/** Starts at once, reading from where it was left. A shop without an API is not polled, and says so in the log: what its webhooks lose is lost. */
export function startShopPolling(parts: ShopParts & { readonly names: ShopNames }): ShopPolling {
  const apis = apisOf(parts);
  const pollers = new Map<ShopSystem, Pick<ShopPoller<unknown>, 'start' | 'ring' | 'stop'>>();
  if (parts.square !== undefined && apis.square !== undefined) pollers.set('square', pollerOf(parts, 'square', parts.square, squareFeed(apis.square, parts.names)));
  if (parts.shopify !== undefined && apis.shopify !== undefined) pollers.set('shopify', pollerOf(parts, 'shopify', parts.shopify, shopifyFeed(apis.shopify, parts.shopify.source)));
  if (parts.shopify !== undefined && apis.shopify === undefined) parts.log.write('warn', 'shop-not-polled', { source: parts.shopify.source, message: 'shopify.api is not configured: what its webhooks lose is lost.' });
  for (const poller of pollers.values()) poller.start();
  return {
    ring: (system) => { pollers.get(system)?.ring(); },
    stop: async () => { await Promise.all([...pollers.values()].map((poller) => poller.stop())); },
  };
}

function apisOf({ square, shopify, clock, fetch: send }: Pick<ShopParts, 'clock' | 'square' | 'shopify' | 'fetch'>): ShopApis {
  return {
    ...(square === undefined ? {} : { square: new SquareApi(square.api, clock, send) }),
    ...(shopify?.api === undefined ? {} : { shopify: new ShopifyApi(shopify.api, send) }),
  };
}

function pollerOf<Change>({ store, health, log, clock, names }: ShopParts & { readonly names: ShopNames }, system: ShopSystem, shop: Shop, feed: ShopFeed<Change>): ShopPoller<Change> {
  return new ShopPoller({ system, shop, names, store, health, log, clock, pollSeconds: shop.api!.pollSeconds }, feed);
}
