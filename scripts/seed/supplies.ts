/** What is on its way: purchases to a warehouse, a transfer to a store, and an order from a shop that was taken for a later day. */
import type { LocationPlan } from './places.ts';
import type { ProductPlan } from './products.ts';

export interface SupplyPlan {
  /** Document and line. */
  readonly key: string;
  readonly sku: string;
  readonly location: string;
  readonly kind: 'Purchase' | 'Transfer' | 'Demand';
  /** Pieces; below 0 they leave. */
  readonly quantity: number;
  readonly dueInDays: number;
}

const EVERY_PURCHASED = 4;
const EVERY_TRANSFERRED = 6;
const EVERY_DEMANDED = 16;

export function planSupplies(locations: readonly LocationPlan[], products: readonly ProductPlan[]): readonly SupplyPlan[] {
  const warehouse = locations.find(({ type }) => type === 'DC');
  const store = locations.find(({ type }) => type === 'Store');
  return products.flatMap(({ sku }, index): SupplyPlan[] => [
    ...(warehouse !== undefined && index % EVERY_PURCHASED === 0 ? [{ key: `PO-45001|${String(10 * (index + 1))}`, sku, location: warehouse.code, kind: 'Purchase' as const, quantity: 40 + (index % 5) * 20, dueInDays: 4 + (index % 11) }] : []),
    ...(store !== undefined && index % EVERY_TRANSFERRED === 0 ? [{ key: `STO-7001|${String(10 * (index + 1))}`, sku, location: store.code, kind: 'Transfer' as const, quantity: 12, dueInDays: 2 }] : []),
    ...(warehouse !== undefined && index % EVERY_DEMANDED === 0 ? [{ key: `SO-9001|${String(10 * (index + 1))}`, sku, location: warehouse.code, kind: 'Demand' as const, quantity: -30, dueInDays: 6 }] : []),
  ]);
}
