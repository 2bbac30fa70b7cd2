/** What Shopify's webhooks tell, by topic (https://shopify.dev/docs/api/webhooks). */
import type { StoreTransaction } from '../../../delivery/store.ts';
import type { Bell } from '../poll-state.ts';
import type { ShopFact } from '../shop-fact.ts';
import { factsOfOrder, factsOfRefund, isPassedOver, type OrderScope } from './order-facts.ts';
import { orderOf, refundNotificationOf, type Notification } from './order.ts';

/** What is to be done about one call. */
export interface ShopifyTelling {
  readonly bells: readonly Bell[];
  /** Facts that the call itself tells; `undefined`: it does not tell them, and the order has to be read. */
  factsOf(store: StoreTransaction, scope: OrderScope): Promise<readonly ShopFact[] | undefined>;
}

/** Throws Refusal GW-MALFORMED when something is missing that the topic tells. */
type Reader = (exact: unknown, canRead: boolean) => ShopifyTelling;

const READERS: Readonly<Record<string, Reader>> = {
  'orders/create': tellOrder,
  'orders/paid': tellOrder,
  'orders/updated': tellOrder,
  'orders/cancelled': tellOrder,
  'orders/fulfilled': tellOrder,
  'orders/partially_fulfilled': tellOrder,
  'orders/edited': () => ({ bells: [], factsOf: async () => undefined }),
  'refunds/create': tellRefund,
};

export function readerOf(topic: string): Reader | undefined {
  return Object.hasOwn(READERS, topic) ? READERS[topic] : undefined;
}

export type { Notification };

function tellOrder(exact: unknown): ShopifyTelling {
  const order = orderOf(exact);
  const bells = [{ subject: order.id, atMs: Date.parse(order.updatedAt) }, ...order.refunds.map(({ id, createdAtMs }) => ({ subject: `R${id}`, atMs: createdAtMs }))];
  return { bells, factsOf: (store, scope) => factsOfOrder(store, scope, order) };
}

/** Whether the refund is of an order that counts here (a test, a reservation of ours) only the order says. */
function tellRefund(exact: unknown, canRead: boolean): ShopifyTelling {
  const { order, refund } = refundNotificationOf(exact);
  return {
    bells: [{ subject: `R${refund.id}`, atMs: refund.createdAtMs }],
    factsOf: async (store, scope) => {
      const isOver = await isPassedOver(store, scope, order);
      if (isOver === true) return [];
      return isOver === undefined && canRead ? undefined : factsOfRefund(scope, order, refund);
    },
  };
}
