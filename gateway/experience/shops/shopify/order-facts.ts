/**
 * What orders and refunds mean for stock: each line a sale, each restocked line of a refund something that came back. Told from any state of an order, in any order
 * of states, the facts add up to the same: `quantity` of a line only grows (https://shopify.dev/docs/api/admin-graphql/latest/objects/LineItem; what is taken out
 * leaves it and lowers `current_quantity`), and what it grew by beyond what was told is a fact of its own.
 */
import { createHash } from 'node:crypto';
import type { StoreTransaction } from '../../../delivery/store.ts';
import type { ShopFact } from '../shop-fact.ts';
import { REMOVAL, SALE } from './movements.ts';
import type { Order, OrderLine, Refund } from './order.ts';

/** Longest a refund may lag behind the change of its order. */
const SETTLED_MS = 300_000;

export interface OrderScope {
  readonly source: string;
  /** What was bought or refunded before is in the opening stock. */
  readonly sinceMs: number;
}

/** @param settledBeforeMs goods that left an order without a refund are told of, when the order has been so for long; absent: never */
export async function factsOfOrder(store: StoreTransaction, scope: OrderScope, order: Order, readAtMs?: number): Promise<readonly ShopFact[]> {
  const context = await contextOf(store, scope, order);
  const sales: ShopFact[] = [];
  for (const line of order.lines) {
    const sale = await saleOf(store, scope, { order, line, context });
    if (sale !== undefined) sales.push(sale);
  }
  if (context.isPassedOver) return [];
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  const returns = order.refunds.flatMap((refund) => factsOfRefund(scope, order.id, refund, lines));
  const isSettled = readAtMs !== undefined && Date.parse(order.updatedAt) < readAtMs - SETTLED_MS;
  return [...sales, ...returns, ...(isSettled ? removalsOf(order) : [])];
}

/** What is known of an order that was told before: `undefined` when it never was. */
export async function isPassedOver(store: StoreTransaction, { source }: OrderScope, order: string): Promise<boolean | undefined> {
  const known = await store.answerOf(`shop|${source}|order`, order);
  return known === undefined ? undefined : (known.answer as { isPassedOver: boolean }).isPassedOver;
}

interface Context {
  readonly isPassedOver: boolean;
  readonly isNew: boolean;
}

/** What the first telling of an order says holds for ever: refunds tell nothing of their order. */
async function contextOf(store: StoreTransaction, scope: OrderScope, order: Order): Promise<Context> {
  const before = await isPassedOver(store, scope, order.id);
  if (before !== undefined) return { isPassedOver: before, isNew: false };
  // Holdfast hands over itself what it has promised to a customer who bought online, and tells so.
  const passedOver = order.isTest || (order.reservation !== undefined && order.location === '');
  await store.remember(`shop|${scope.source}|order`, order.id, { hash: sha256(order.id), answer: { isPassedOver: passedOver } });
  return { isPassedOver: passedOver, isNew: true };
}

interface LineState {
  readonly order: Order;
  readonly line: OrderLine;
  readonly context: Context;
}

async function saleOf(store: StoreTransaction, { source, sinceMs }: OrderScope, { order, line, context }: LineState): Promise<ShopFact | undefined> {
  if (!line.isProduct) return undefined;
  const told = await toldOf(store, source, `${order.id}-${line.id}`);
  const more = line.quantity - told.quantity;
  if (more <= 0) return undefined;
  await store.remember(`shop|${source}|line`, told.nextKey, { hash: sha256(String(line.quantity)), answer: line.quantity });
  const isOfTheOrder = context.isNew && told.quantity === 0;
  if (context.isPassedOver || (isOfTheOrder && order.createdAtMs < sinceMs)) return undefined;
  return {
    key: told.nextKey,
    movement: SALE,
    product: line.variant,
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    location: order.location === '' ? 'online' : order.location,
    quantity: more,
    // An edit tells no moment of its own.
    occurredAt: isOfTheOrder ? order.boughtAt : order.updatedAt,
    reference: order.id,
    ...(order.reservation === undefined ? {} : { correlation: order.reservation }),
    bell: { subject: order.id, atMs: Date.parse(isOfTheOrder ? order.boughtAt : order.updatedAt) },
  };
}

/** How much of a line was told. Answers are written once: each growth stands under a key of its own. */
async function toldOf(store: StoreTransaction, source: string, line: string): Promise<{ readonly quantity: number; readonly nextKey: string }> {
  let quantity = 0;
  for (let growth = 0; ; growth += 1) {
    const key = growth === 0 ? line : `${line}+${String(growth)}`;
    const told = await store.answerOf(`shop|${source}|line`, key);
    if (told === undefined) return { quantity, nextKey: key };
    quantity = told.answer as number;
  }
}

/** @param lines of the order, where they are known */
export function factsOfRefund({ sinceMs }: OrderScope, order: string, refund: Refund, lines: ReadonlyMap<string, OrderLine> = new Map()): readonly ShopFact[] {
  if (refund.createdAtMs < sinceMs) return [];
  return refund.lines.flatMap((returned) => {
    const line = returned.line ?? lines.get(returned.orderLine);
    if (returned.quantity === 0 || returned.restockType === 'no_restock' || line?.isProduct === false) return [];
    return [{
      key: `${order}-R${refund.id}-${returned.id}`,
      movement: `restock ${returned.restockType}`,
      product: line?.variant ?? '',
      ...(line?.sku === undefined ? {} : { sku: line.sku }),
      location: returned.location,
      quantity: returned.quantity,
      occurredAt: refund.refundedAt,
      reference: order,
      bell: { subject: `R${refund.id}`, atMs: refund.createdAtMs },
    }];
  });
}

/** An order says that goods left it, and no refund says whether they are on the shelf again. */
function removalsOf(order: Order): readonly ShopFact[] {
  return order.lines.flatMap((line) => {
    const refunded = order.refunds.flatMap(({ lines }) => lines).filter(({ orderLine }) => orderLine === line.id).reduce((sum, { quantity }) => sum + quantity, 0);
    const removed = line.quantity - (line.currentQuantity ?? line.quantity) - refunded;
    if (removed <= 0 || !line.isProduct) return [];
    return [{
      key: `${order.id}-${line.id}-removed-${String(removed)}`,
      movement: REMOVAL,
      product: line.variant,
      ...(line.sku === undefined ? {} : { sku: line.sku }),
      location: order.location === '' ? 'online' : order.location,
      quantity: removed,
      occurredAt: order.updatedAt,
      reference: order.id,
      bell: { subject: order.id, atMs: Date.parse(order.updatedAt) },
    }];
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
