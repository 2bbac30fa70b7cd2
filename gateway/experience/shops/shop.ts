/** A connected shop system, as the configuration names it, and what its adapter needs. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';

export type ShopSystem = 'square' | 'shopify';

export interface Shop {
  /** As the org's source policies name it. */
  readonly source: string;
  /** One or, while they are exchanged, two. */
  readonly webhookSecrets: readonly string[];
  readonly api?: ShopAccess;
  /** Location of the shop system → code of ours. */
  readonly locations: Readonly<Record<string, string>>;
  /** RFC 3339: what happened before is in the opening stock. Absent: the first start of the gateway with this shop. */
  readonly since?: string;
}

export interface ShopAccess {
  readonly baseUrl: string;
  readonly token: string;
  readonly pollSeconds: number;
}

/** Square's webhooks tell no quantities: without its API there is nothing to tell the org. */
export type SquareShop = Shop & { readonly notificationUrl: string; readonly api: ShopAccess };

export interface ShopParts {
  readonly store: GatewayStore;
  readonly health: HealthLog;
  readonly log: Log;
  readonly clock: Clock;
  readonly square?: SquareShop;
  readonly shopify?: Shop;
  /** Absent: that of Node. */
  readonly fetch?: typeof fetch;
}
