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

/** What was told of an order so far. */
interface OrderBook {
  readonly isPassedOver: boolean;
  /** How much of each line. */
  readonly lines: Readonly<Record<string, number>>;
}

/** @param readAtMs when the order was read from the shop; then goods that left it without a refund are told of, once it has been so for a while. Absent: they are not */
export async function factsOfOrder(store: StoreTransaction, scope: OrderScope, order: Order, readAtMs?: number): Promise<readonly ShopFact[]> {
  const { book: before, nextKey, revision } = await bookOf(store, scope.source, order.id);
  // Holdfast hands over itself what it has promised to a customer who bought online, and tells so.
  const passedOver = before?.isPassedOver ?? (order.isTest || (order.reservation !== undefined && order.location === ''));
  const grown = order.lines.filter((line) => line.isProduct && line.quantity > (before?.lines[line.id] ?? 0));
  if (before === undefined || grown.length > 0) {
    const lines = { ...before?.lines, ...Object.fromEntries(grown.map(({ id, quantity }) => [id, quantity])) };
    await store.remember(`shop|${scope.source}|order`, nextKey, { hash: sha256(JSON.stringify(lines)), answer: { isPassedOver: passedOver, lines } });
  }
  if (passedOver) return [];
  const isBeforeAll = before === undefined && order.createdAtMs < scope.sinceMs;
  const sales = isBeforeAll ? [] : grown.map((line) => saleOf(order, line, { before, revision }));
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  const returns = order.refunds.flatMap((refund) => factsOfRefund(scope, order.id, refund, lines));
  const isSettled = readAtMs !== undefined && Date.parse(order.updatedAt) < readAtMs - SETTLED_MS;
  return [...sales, ...returns, ...(isSettled ? removalsOf(order) : [])];
}

/** Whether an order counts for nothing here; `undefined` when it was never told: a refund tells nothing of its order. */
export async function isPassedOver(store: StoreTransaction, { source }: OrderScope, order: string): Promise<boolean | undefined> {
  return (await bookOf(store, source, order)).book?.isPassedOver;
}

/** Answers are written once: each time an order grew, what was told of it stands under a key of its own. */
async function bookOf(store: StoreTransaction, source: string, order: string): Promise<{ readonly book: OrderBook | undefined; readonly nextKey: string; readonly revision: number }> {
  let book: OrderBook | undefined;
  for (let revision = 0; ; revision += 1) {
    const key = revision === 0 ? order : `${order}+${String(revision)}`;
    const told = await store.answerOf(`shop|${source}|order`, key);
    if (told === undefined) return { book, nextKey: key, revision };
    book = told.answer as OrderBook;
  }
}

function saleOf(order: Order, line: OrderLine, { before, revision }: { readonly before: OrderBook | undefined; readonly revision: number }): ShopFact {
  const told = before?.lines[line.id];
  // An edit tells no moment of its own.
  const occurredAt = before === undefined ? order.boughtAt : order.updatedAt;
  return {
    key: told === undefined ? `${order.id}-${line.id}` : `${order.id}-${line.id}+${String(revision)}`,
    movement: SALE,
    product: line.variant,
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    location: order.location === '' ? 'online' : order.location,
    quantity: line.quantity - (told ?? 0),
    occurredAt,
    reference: order.id,
    ...(order.reservation === undefined ? {} : { correlation: order.reservation }),
    bell: { subject: order.id, atMs: Date.parse(occurredAt) },
  };
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
