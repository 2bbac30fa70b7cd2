/**
 * Shopify's REST Admin API: GET /admin/api/2026-10/orders.json with `updated_at_min`, pages by the Link header
 * (https://shopify.dev/docs/api/admin-rest/2026-10/resources/order, https://shopify.dev/docs/api/admin-rest/usage/pagination). It is called a legacy API and served
 * in every version; it is taken because it tells an order in the shape of the webhooks, refunds and all, so that both ways give the same facts.
 */
import { Contract } from '../../../contracts/validator.ts';
import { Refusal, TransientFailure } from '../../../shared/failures.ts';
import { callShop, jsonOf, listOf, type ShopApi, type ShopPage, type ShopReply } from '../shop-api.ts';
import type { ShopAccess } from '../shop.ts';
import { orderOf, parseExact, type Order } from './order.ts';

const VERSION = '2026-10';
const PAGE = 250;
const FIELDS = 'id,test,created_at,processed_at,updated_at,cancelled_at,location_id,note_attributes,line_items,refunds';

/** An order as it stands now, or why it cannot be read. */
export type ShopifyChange = { readonly updatedAtMs: number; readonly order: Order } | { readonly updatedAtMs: number; readonly unreadable: { readonly id: string; readonly message: string } };

export class ShopifyApi implements ShopApi<ShopifyChange> {
  readonly #access: ShopAccess;
  readonly #fetch: typeof fetch;
  readonly #contract = Contract.read('shops');

  constructor(access: ShopAccess, send: typeof fetch = fetch) {
    this.#access = access;
    this.#fetch = send;
  }

  async changes(afterMs: number, next?: string, signal?: AbortSignal): Promise<ShopPage<ShopifyChange>> {
    const first = { status: 'any', order: 'updated_at asc', updated_at_min: new Date(afterMs).toISOString() };
    const query = new URLSearchParams({ limit: String(PAGE), fields: FIELDS, ...(next === undefined ? first : { page_info: next }) });
    const reply = await this.#get(`/orders.json?${query.toString()}`, signal);
    const answer = jsonOf(reply, 'Shopify orders');
    if (!Array.isArray(answer['orders'])) throw new TransientFailure('Shopify orders answers no list of orders.');
    const orders = listOf(answer, 'orders');
    const exact = listOf(jsonOf(reply, 'Shopify orders', parseExact), 'orders');
    const following = nextPage(reply);
    return { changes: orders.map((order, index) => this.#changeOf(order, exact[index], afterMs)), ...(following === undefined ? {} : { next: following }) };
  }

  async skusOf(variants: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const skus = new Map<string, string>();
    for (const variant of variants) {
      const reply = await this.#get(`/variants/${encodeURIComponent(variant)}.json?fields=id,sku`, signal, true);
      if (reply.status === 404) continue;
      const { sku } = (jsonOf(reply, 'Shopify variants')['variant'] ?? {}) as { readonly sku?: unknown };
      if (typeof sku === 'string' && sku.trim() !== '') skus.set(variant, sku);
    }
    return skus;
  }

  #changeOf(order: unknown, exact: unknown, afterMs: number): ShopifyChange {
    try {
      this.#contract.checkRequest('shopifyWebhook', { headers: { 'x-shopify-topic': 'orders/updated' }, body: order });
      const read = orderOf(exact);
      return { updatedAtMs: Date.parse(read.updatedAt), order: read };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { id } = exact as { readonly id?: unknown };
      return { updatedAtMs: afterMs, unreadable: { id: typeof id === 'string' ? id : 'without an id', message: error.message } };
    }
  }

  #get(path: string, signal: AbortSignal | undefined, mayBeMissing = false): Promise<ShopReply> {
    const url = `${this.#access.baseUrl.replace(/\/$/, '')}/admin/api/${VERSION}${path}`;
    return callShop({ fetch: this.#fetch, name: 'Shopify', url, headers: { 'x-shopify-access-token': this.#access.token }, mayBeMissing, signal });
  }
}

/** Only what stands for the page is taken of the address: the token goes to no other one. */
function nextPage({ headers }: ShopReply): string | undefined {
  const link = /<([^>]*)>;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  return link === undefined ? undefined : new URL(link, 'https://shopify.invalid').searchParams.get('page_info') ?? undefined;
}
