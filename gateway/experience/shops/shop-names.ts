/** Which location, product and kind of movement a shop means: as the configuration, the shop's catalogue and the tables of movements say. */
import { messageOf, TransientFailure } from '../../shared/failures.ts';
import type { Fact } from '../../system/salesforce/org-api.ts';
import { movementOf as squareMovement } from './square/movements.ts';
import { movementOf as shopifyMovement } from './shopify/movements.ts';
import { skuOf } from './sku.ts';
import { isUnnamed, type ShopFactWork, type Unnamed } from './shop-fact.ts';
import type { Shop, ShopSystem } from './shop.ts';

/** What a movement of a shop does to stock here. */
export interface Meaning {
  readonly intent: string;
  readonly condition?: 'sellable' | 'inspection' | 'damaged';
}

/** Products of a shop. Throws TransientFailure or Refusal. */
export interface ShopCatalog {
  /** SKU of each product that has one. */
  skusOf(products: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface NamedShop {
  readonly shop: Pick<Shop, 'locations'>;
  /** Absent: a product whose SKU was not told stays unknown. */
  readonly catalog?: ShopCatalog;
}

const MEANINGS: Readonly<Record<ShopSystem, (movement: string) => Meaning | undefined>> = { square: squareMovement, shopify: shopifyMovement };
const NAMES: Readonly<Record<ShopSystem, string>> = { square: 'Square', shopify: 'Shopify' };
/** A catalogue is asked again for a product it had before after so long: SKUs are mended. */
const KEEP_MS = 3_600_000;
const MOST_DECIMALS = 3;

export class ShopNames {
  readonly #shops: ReadonlyMap<ShopSystem, NamedShop>;
  readonly #now: () => number;
  readonly #skus = new Map<string, { readonly sku: string; readonly untilMs: number }>();

  constructor(shops: ReadonlyMap<ShopSystem, NamedShop>, now: () => number) {
    this.#shops = shops;
    this.#now = now;
  }

  /** What can be told to the org as names stand now. */
  name(work: ShopFactWork): Fact | Unnamed {
    const { shop, sku: toldSku, ...fact } = work;
    if (shop.problem !== undefined) return shop.problem;
    const meaning = MEANINGS[shop.system](shop.movement);
    if (meaning === undefined) return unmapped(shop);
    const location = this.#locationOf(shop);
    if (location === undefined) return unknownStore(shop);
    const sku = toldSku ?? this.#skuOf(shop.system, shop.product);
    if (sku === undefined) return unknownSku(shop);
    if (Number(fact.quantity.toFixed(MOST_DECIMALS)) !== fact.quantity) return { reason: 'GW-UNMAPPED', message: `The quantity is ${String(fact.quantity)}, and stock has at most ${String(MOST_DECIMALS)} decimals. Book what really moved by hand, then discard this.` };
    return { ...fact, ...meaning, sku, location };
  }

  /**
   * As `name`, but asks the catalogue of the shop when a product is not known. What was named when it came is given back as it is. Never throws: a shop that does
   * not answer must not hold up the facts of others, which are delivered in the same batch.
   */
  async resolve(body: unknown): Promise<Fact | Unnamed> {
    if (typeof body !== 'object' || body === null || !('shop' in body)) return body as Fact;
    const work = body as ShopFactWork;
    const named = this.name(work);
    if (!isUnnamed(named) || named.reason !== 'GW-UNKNOWN-SKU' || work.shop.product === '') return named;
    try {
      await this.learn(work.shop.system, [work.shop.product]);
    } catch (error) {
      const message = `The SKU of the product ${work.shop.product} cannot be asked for: ${messageOf(error)} Re-drive this when it can.`;
      return { reason: 'GW-UNKNOWN-SKU', message, ...(error instanceof TransientFailure ? { isPassing: true } : {}) };
    }
    return this.name(work);
  }

  /** Has the SKUs of these products ready, as far as the shop knows them. */
  async learn(system: ShopSystem, products: readonly string[], signal?: AbortSignal): Promise<void> {
    const catalog = this.#shops.get(system)?.catalog;
    const unknown = [...new Set(products)].filter((product) => product !== '' && this.#skuOf(system, product) === undefined);
    if (catalog === undefined || unknown.length === 0) return;
    const untilMs = this.#now() + KEEP_MS;
    for (const [product, told] of await catalog.skusOf(unknown, signal)) {
      const sku = skuOf(told);
      if (sku !== undefined) this.#skus.set(`${system}|${product}`, { sku, untilMs });
    }
  }

  #skuOf(system: ShopSystem, product: string): string | undefined {
    const known = this.#skus.get(`${system}|${product}`);
    return known === undefined || known.untilMs < this.#now() ? undefined : known.sku;
  }

  #locationOf({ system, location }: ShopFactWork['shop']): string | undefined {
    const locations = this.#shops.get(system)?.shop.locations ?? {};
    return Object.hasOwn(locations, location) ? locations[location] : undefined;
  }
}

function unmapped({ system, movement }: ShopFactWork['shop']): Unnamed {
  return { reason: 'GW-UNMAPPED', message: `What ${NAMES[system]} calls ${movement} has no meaning for stock here. Book what really moved by hand, then discard this.` };
}

function unknownStore({ system, location }: ShopFactWork['shop']): Unnamed {
  const what = location === '' ? `${NAMES[system]} named no location` : `No location of ours stands for ${NAMES[system]}'s ${location}`;
  return { reason: 'GW-UNKNOWN-STORE', message: `${what}. Name it in the gateway's configuration (${system}.locations), start the gateway anew, then re-drive this.` };
}

function unknownSku({ system, product }: ShopFactWork['shop']): Unnamed {
  return { reason: 'GW-UNKNOWN-SKU', message: `${product === '' ? 'A line without a product' : `The product ${product}`} has no SKU in ${NAMES[system]} that can be one here (at most 80 characters, no |, no control characters). Give it the one it has here, then re-drive this.` };
}
