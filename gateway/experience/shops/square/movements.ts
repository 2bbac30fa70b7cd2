/**
 * What a change of inventory at Square means for stock here. States are those of https://developer.squareup.com/reference/square/enums/InventoryState; what is not
 * in this table is held for somebody to look at. Left out on purpose: RESERVED_FOR_SALE and SOLD_ONLINE (a promise that Holdfast did not give), IN_TRANSIT (one of
 * two sides, and Square does not say which), CUSTOM, COMPOSED and DECOMPOSED.
 */
import type { Meaning } from '../shop-names.ts';

const SOLD: Meaning = { intent: 'StockSold' };
const RECEIVED: Meaning = { intent: 'StockReceived', condition: 'sellable' };

const MEANINGS: Readonly<Record<string, Meaning>> = {
  'IN_STOCK>SOLD': SOLD,
  'RESERVED_FOR_SALE>SOLD': SOLD,
  // Given back and put on the shelf again, by whoever stood there.
  'SOLD>IN_STOCK': { intent: 'StockReturned', condition: 'sellable' },
  'UNLINKED_RETURN>IN_STOCK': { intent: 'StockReturned', condition: 'sellable' },
  // "Returned, but not yet available for sale."
  'SOLD>RETURNED_BY_CUSTOMER': { intent: 'StockReturned', condition: 'inspection' },
  'RETURNED_BY_CUSTOMER>IN_STOCK': { intent: 'InspectionPassed' },
  'RETURNED_BY_CUSTOMER>WASTE': { intent: 'StockScrapped', condition: 'inspection' },
  'NONE>IN_STOCK': RECEIVED,
  'ORDERED_FROM_VENDOR>IN_STOCK': RECEIVED,
  'ORDERED_FROM_VENDOR>RECEIVED_FROM_VENDOR': { intent: 'StockReceived', condition: 'inspection' },
  'RECEIVED_FROM_VENDOR>IN_STOCK': { intent: 'InspectionPassed' },
  'IN_STOCK>WASTE': { intent: 'StockScrapped', condition: 'sellable' },
  'COUNT IN_STOCK': { intent: 'StockCounted' },
  // A transfer is one change there, and leaves one shelf for another at once.
  'TRANSFER OUT': { intent: 'TransferDispatched' },
  'TRANSFER EXPECTED': { intent: 'TransferExpected' },
  'TRANSFER IN': { intent: 'TransferReceived' },
};

/** Known, and nothing is here yet. */
const WITHOUT_GOODS = new Set(['NONE>ORDERED_FROM_VENDOR']);

export function movementOf(movement: string): Meaning | undefined {
  return Object.hasOwn(MEANINGS, movement) ? MEANINGS[movement] : undefined;
}

export function movesGoods(movement: string): boolean {
  return !WITHOUT_GOODS.has(movement);
}
