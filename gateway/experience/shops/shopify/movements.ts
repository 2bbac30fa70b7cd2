/**
 * What happens to goods of an order at Shopify. Restock types are those of https://shopify.dev/docs/api/admin-rest/latest/resources/refund; `legacy_restock` (it does not
 * say whether goods came back or never left) and what is not known yet are held for somebody to look at.
 */
import type { Meaning } from '../shop-names.ts';

export const SALE = 'sale';
export const REMOVAL = 'a removal from an order without a refund';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  [SALE]: { intent: 'StockSold' },
  // Goods came back: the org's default has them inspected.
  'restock return': { intent: 'StockReturned' },
  // Goods never left.
  'restock cancel': { intent: 'StockReturned', condition: 'sellable' },
};

export function movementOf(movement: string): Meaning | undefined {
  return Object.hasOwn(MEANINGS, movement) ? MEANINGS[movement] : undefined;
}
