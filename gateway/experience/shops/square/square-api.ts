/**
 * Square's Inventory and Catalog APIs: POST /v2/inventory/changes/batch-retrieve
 * (https://developer.squareup.com/reference/square/inventory-api/batch-retrieve-inventory-changes; sorted by when changes occurred, filtered by when Square got them;
 * TRANSFER is no type that can be asked for, and is read when it comes) and POST /v2/catalog/batch-retrieve.
 */
import type { Clock } from '../../../shared/clock.ts';
import { callShop, jsonOf, listOf, type ShopApi, type ShopPage } from '../shop-api.ts';
import type { ShopAccess } from '../shop.ts';
import { readSquareChange, type SquareChange } from './changes.ts';

/** Answers have the shape of this day's version for as long as Square keeps it. */
const VERSION = '2025-01-23';
const PAGE = 1000;
const MOST_PRODUCTS = 1000;

export class SquareApi implements ShopApi<SquareChange> {
  readonly #access: ShopAccess;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;

  constructor(access: ShopAccess, clock: Clock, send: typeof fetch = fetch) {
    this.#access = access;
    this.#clock = clock;
    this.#fetch = send;
  }

  async changes(afterMs: number, next?: string, signal?: AbortSignal): Promise<ShopPage<SquareChange>> {
    const answer = await this.#post('/v2/inventory/changes/batch-retrieve', {
      types: ['ADJUSTMENT', 'PHYSICAL_COUNT'],
      updated_after: new Date(afterMs).toISOString(),
      limit: PAGE,
      ...(next === undefined ? {} : { cursor: next }),
    }, signal);
    const nowMs = this.#clock.now();
    const changes = listOf(answer, 'changes').map((change) => readSquareChange(change, nowMs));
    const cursor = answer['cursor'];
    return { changes, ...(typeof cursor === 'string' && cursor !== '' ? { next: cursor } : {}) };
  }

  async skusOf(products: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const skus = new Map<string, string>();
    for (let from = 0; from < products.length; from += MOST_PRODUCTS) {
      // Deleted ones, too: what was sold before is still to be told.
      const answer = await this.#post('/v2/catalog/batch-retrieve', { object_ids: products.slice(from, from + MOST_PRODUCTS), include_deleted_objects: true }, signal);
      for (const object of listOf(answer, 'objects') as readonly { readonly id?: unknown; readonly item_variation_data?: { readonly sku?: unknown } }[]) {
        const sku = object.item_variation_data?.sku;
        if (typeof object.id === 'string' && typeof sku === 'string' && sku.trim() !== '') skus.set(object.id, sku);
      }
    }
    return skus;
  }

  async #post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<Readonly<Record<string, unknown>>> {
    const headers = { authorization: `Bearer ${this.#access.token}`, 'square-version': VERSION };
    const reply = await callShop({ fetch: this.#fetch, name: 'Square', url: this.#access.baseUrl.replace(/\/$/, '') + path, headers, body, signal });
    return jsonOf(reply, `Square ${path}`);
  }
}
