/** The ERP of the demo: opening stock, deliveries now and then, and the day's sales as the tills' other feed brings them, added up per store. */
import type { StoredDocument } from '../../gateway/simulator/sap/book.ts';
import type { SapSimulator } from '../../gateway/simulator/sap/simulator.ts';
import { shelfChanges, type ShopFloor } from '../../gateway/simulator/tills/shop-floor.ts';
import type { Transaction } from '../../gateway/simulator/tills/till.ts';
import type { Happenings } from './happenings.ts';
import { OPENING_EACH, PRODUCTS, STORAGE_LOCATION, STORES, THOUSANDTHS, type DemoStore } from './plan.ts';
import type { Truth } from './truth.ts';

const OPENING_STOCK = '561';
const GOODS_RECEIPT = '101';
const RETAIL_SALE = '251';
const RETAIL_RETURN = '252';
const UNRESTRICTED = '01';

export class SapSide {
  readonly #parts: { readonly sap: SapSimulator; readonly shopFloor: ShopFloor; readonly truth: Truth; readonly happenings: Happenings };
  /** How much of each till's journal was posted. */
  readonly #posted = new Map<string, number>();

  constructor(parts: { readonly sap: SapSimulator; readonly shopFloor: ShopFloor; readonly truth: Truth; readonly happenings: Happenings }) {
    this.#parts = parts;
  }

  /** Everything there is, in one document per store. */
  openBooks(): void {
    for (const store of STORES) this.#post(store, OPENING_STOCK, PRODUCTS.map(({ sku }) => [sku, OPENING_EACH]), {});
    for (const { location } of STORES) for (const { sku } of PRODUCTS) this.#parts.truth.move(sku, location, OPENING_EACH);
  }

  /** A van arrives at a store. */
  receive(store: DemoStore, sku: string, quantity: number): void {
    this.#post(store, GOODS_RECEIPT, [[sku, quantity]], { reference: `VAN${String(Date.now()).slice(-8)}` });
    this.#parts.truth.move(sku, store.location, quantity);
    this.#parts.happenings.tell(`A van brought ${String(quantity)} ${sku} to ${store.location}; SAP posted the receipt.`);
  }

  /** Posts what tills journalled since the last time, offline or not: the ERP's own feed does not go through the gateway. */
  postSales(): void {
    const fresh = this.#parts.shopFloor.tills.flatMap((till) => {
      const key = `${till.identity.store}-${till.identity.register}`;
      const from = this.#posted.get(key) ?? 0;
      this.#posted.set(key, till.journal.length);
      return till.journal.slice(from);
    });
    for (const [store, day, transactions] of byStoreAndDay(fresh)) this.#postDay(store, day, transactions);
  }

  #postDay(store: DemoStore, day: string, transactions: readonly Transaction[]): void {
    const quantities = (kind: 'Sale' | 'Return'): [string, number][] => {
      const changes = shelfChanges(transactions.filter((one) => one.kind === kind));
      return PRODUCTS.map(({ sku }): [string, number] => [sku, Math.abs(changes.get(`${sku}|${store.location}`) ?? 0)]).filter(([, quantity]) => quantity > 0);
    };
    for (const [kind, movementType] of [['Sale', RETAIL_SALE], ['Return', RETAIL_RETURN]] as const) {
      const lines = quantities(kind);
      if (lines.length === 0) continue;
      this.#post(store, movementType, lines, { postingDate: day, headerText: `${kind === 'Sale' ? 'SALES' : 'RETURNS'} ${store.plant} ${day}` });
      this.#parts.happenings.tell(`SAP posted the ${kind === 'Sale' ? 'sales' : 'returns'} of ${store.location}, added up: ${lines.map(([sku, quantity]) => `${String(quantity)} ${sku}`).join(', ')}.`);
    }
  }

  #post({ plant }: DemoStore, movementType: string, lines: readonly (readonly [sku: string, quantity: number])[], head: { readonly postingDate?: string; readonly headerText?: string; readonly reference?: string }): StoredDocument {
    return this.#parts.sap.post({ movementType, ...head, items: lines.map(([material, quantity]) => ({ material, plant, storageLocation: STORAGE_LOCATION, quantityThousandths: quantity * THOUSANDTHS })) });
  }

  /** Sellable stock in SAP's book, by SKU and location. */
  book(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { material, plant, stockType, changeThousandths } of this.#parts.sap.book.stock(this.#parts.sap.clock.now())) {
      const store = STORES.find((one) => one.plant === plant);
      if (store === undefined || stockType !== UNRESTRICTED) continue;
      const key = `${material}|${store.location}`;
      sums.set(key, (sums.get(key) ?? 0) + changeThousandths / THOUSANDTHS);
    }
    return sums;
  }
}

function byStoreAndDay(transactions: readonly Transaction[]): readonly (readonly [DemoStore, string, readonly Transaction[]])[] {
  const groups = Map.groupBy(transactions, ({ store, businessDay }) => `${store}|${businessDay}`);
  return [...groups].map(([key, group]) => {
    const [code, day = ''] = key.split('|');
    return [STORES.find(({ location }) => location === code)!, day, group] as const;
  });
}
