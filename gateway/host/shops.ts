/** The shop systems' part of a gateway: webhooks, polling, and what their words mean. */
import type { FastifyInstance } from 'fastify';
import { shopNames, startShopPolling, type ShopPolling } from '../experience/shops/polling.ts';
import { registerShops } from '../experience/shops/shops-api.ts';
import type { FactHandlerParts } from '../system/salesforce/fact-handler.ts';
import type { Core } from './core.ts';

export interface ShopsPart {
  /** Facts of shops are in the words of the shop until its names are known. */
  isOfShop(body: unknown): boolean;
  readonly resolve: NonNullable<FactHandlerParts['resolve']>;
  /** Begins to poll, and puts the webhooks on the server. */
  start(server: FastifyInstance, isFull: () => boolean): void;
  stop(): Promise<void>;
}

export function shopsPart({ configuration: { square, shopify }, store, health, clock, log }: Core): ShopsPart {
  const parts = { store, health, clock, log, ...(square === undefined ? {} : { square }), ...(shopify === undefined ? {} : { shopify }) };
  const names = shopNames(parts);
  let polling: ShopPolling | undefined;
  return {
    isOfShop: (body) => typeof body === 'object' && body !== null && 'shop' in body,
    resolve: (body) => names.resolve(body),
    start: (server, isFull) => {
      polling = startShopPolling({ ...parts, names });
      registerShops(server, { ...parts, names, polling, isFull });
    },
    stop: async () => polling?.stop(),
  };
}
