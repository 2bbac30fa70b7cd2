/** What polling needs to know of a shop system: its API, and which facts its changes are. */
import type { StoreTransaction } from '../../delivery/store.ts';
import type { ShopApi } from './shop-api.ts';
import type { ShopFact } from './shop-fact.ts';
import type { ShopNames } from './shop-names.ts';
import { factsOfOrder } from './shopify/order-facts.ts';
import type { ShopifyChange } from './shopify/shopify-api.ts';
import type { SquareChange } from './square/changes.ts';

export interface ShopFeed<Change> {
  readonly api: ShopApi<Change>;
  /** Has ready what facts of these changes need, outside of any transaction. */
  prepare(changes: readonly Change[], signal: AbortSignal): Promise<void>;
  /** Reads and remembers in the transaction what was told before. */
  factsOf(store: StoreTransaction, changes: readonly Change[], when: { readonly begunAtMs: number; readonly nowMs: number }): Promise<readonly ShopFact[]>;
  /** When the shop system got it: what a position is. */
  momentOf(change: Change): number;
}

export function squareFeed(api: ShopApi<SquareChange>, names: ShopNames): ShopFeed<SquareChange> {
  return {
    api,
    prepare: (changes, signal) => names.learn('square', changes.flatMap(({ facts }) => facts.map(({ product }) => product)), signal),
    factsOf: async (_store, changes, { begunAtMs }) => changes.flatMap(({ facts }) => facts).filter(({ occurredAt }) => Date.parse(occurredAt) >= begunAtMs),
    momentOf: ({ createdAtMs }) => createdAtMs,
  };
}

export function shopifyFeed(api: ShopApi<ShopifyChange>, source: string): ShopFeed<ShopifyChange> {
  return {
    api,
    prepare: async () => undefined,
    factsOf: async (store, changes, { begunAtMs, nowMs }) => {
      const facts: ShopFact[] = [];
      // In the order of their names: two processes that store the same orders never wait for each other.
      for (const change of changes.toSorted((a, b) => idOf(a).localeCompare(idOf(b)))) {
        facts.push(...('order' in change ? await factsOfOrder(store, { source, sinceMs: begunAtMs }, change.order, nowMs) : [unreadableFact(change.unreadable, nowMs)]));
      }
      return facts;
    },
    momentOf: ({ updatedAtMs }) => updatedAtMs,
  };
}

function idOf(change: ShopifyChange): string {
  return 'order' in change ? change.order.id : change.unreadable.id;
}

/** It is kept and looked at, and holds up nobody. */
function unreadableFact({ id, message }: { readonly id: string; readonly message: string }, nowMs: number): ShopFact {
  const problem = { reason: 'GW-MALFORMED', message: `The order ${id} of Shopify cannot be read: ${message} Book what really moved by hand, then discard this.` } as const;
  return { key: `${id}-unreadable`, movement: 'unreadable', product: '', location: '', quantity: 0, occurredAt: new Date(nowMs).toISOString(), reference: id, problem, bell: { subject: id, atMs: nowMs } };
}
