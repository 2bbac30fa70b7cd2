/** A seller at Square, as its Inventory and Catalog APIs and its webhook show it: field names are those of the public reference (https://developer.squareup.com/reference/square). */
import type { Clock } from '../../shared/clock.ts';

export interface SquareAdjustment {
  readonly from: string;
  readonly to: string;
  readonly variation: string;
  readonly location: string;
  readonly quantity: string;
  /** Absent: now. A till that was offline tells later. */
  readonly occurredAtMs?: number;
  /** So much later the API shows it. */
  readonly shownAfterMs?: number;
}

export interface SquareWebhookBody {
  readonly merchant_id: string;
  readonly type: string;
  readonly event_id: string;
  readonly created_at: string;
  readonly data: unknown;
}

interface Change {
  readonly createdAtMs: number;
  readonly occurredAtMs: number;
  readonly shownAtMs: number;
  readonly shown: Readonly<Record<string, unknown>>;
}

const MOST_PER_PAGE = 1000;

export class SquareShop {
  readonly #clock: Clock;
  readonly #skus: ReadonlyMap<string, string>;
  readonly #changes: Change[] = [];
  #numbers = 0;

  /** @param skus of each variation that has one */
  constructor(clock: Clock, skus: ReadonlyMap<string, string>) {
    this.#clock = clock;
    this.#skus = skus;
  }

  /** Answers what the webhook would tell. */
  adjust({ from, to, ...what }: SquareAdjustment): SquareWebhookBody {
    return this.#change('ADJUSTMENT', { from_state: from, to_state: to, location_id: what.location }, what);
  }

  count(variation: string, location: string, quantity: string): SquareWebhookBody {
    return this.#change('PHYSICAL_COUNT', { state: 'IN_STOCK', location_id: location }, { variation, quantity, location });
  }

  transfer(variation: string, from: string, to: string, quantity: string): SquareWebhookBody {
    return this.#change('TRANSFER', { state: 'IN_STOCK', from_location_id: from, to_location_id: to }, { variation, quantity, location: from });
  }

  /** `POST /v2/inventory/changes/batch-retrieve` */
  retrieveChanges(body: { readonly updated_after?: string; readonly cursor?: string; readonly limit?: number }): { readonly changes?: readonly unknown[]; readonly cursor?: string } {
    const [from, afterMs] = body.cursor === undefined ? [0, Date.parse(body.updated_after ?? '1970-01-01T00:00:00Z')] : (JSON.parse(Buffer.from(body.cursor, 'base64url').toString()) as [number, number]);
    const limit = Math.min(body.limit ?? MOST_PER_PAGE, MOST_PER_PAGE);
    const wanted = this.#changes.filter(({ createdAtMs, shownAtMs }) => createdAtMs > afterMs && shownAtMs <= this.#clock.now()).toSorted((a, b) => a.occurredAtMs - b.occurredAtMs);
    const changes = wanted.slice(from, from + limit).map(({ shown }) => shown);
    const isLast = from + limit >= wanted.length;
    return { ...(changes.length === 0 ? {} : { changes }), ...(isLast ? {} : { cursor: Buffer.from(JSON.stringify([from + limit, afterMs])).toString('base64url') }) };
  }

  /** `POST /v2/catalog/batch-retrieve` */
  retrieveCatalog({ object_ids: ids }: { readonly object_ids: readonly string[] }): { readonly objects: readonly unknown[] } {
    const known = ids.filter((id) => this.#skus.has(id));
    return { objects: known.map((id) => ({ type: 'ITEM_VARIATION', id, item_variation_data: { item_id: `item-${id}`, sku: this.#skus.get(id) } })) };
  }

  #change(type: string, own: Readonly<Record<string, unknown>>, what: Omit<SquareAdjustment, 'from' | 'to'>): SquareWebhookBody {
    const createdAtMs = this.#clock.now();
    const occurredAtMs = what.occurredAtMs ?? createdAtMs;
    this.#numbers += 1;
    const created = new Date(createdAtMs).toISOString();
    const body = { id: `CHG${String(this.#numbers).padStart(8, '0')}`, catalog_object_id: what.variation, catalog_object_type: 'ITEM_VARIATION', quantity: what.quantity, occurred_at: new Date(occurredAtMs).toISOString(), created_at: created, ...own };
    this.#changes.push({ createdAtMs, occurredAtMs, shownAtMs: createdAtMs + (what.shownAfterMs ?? 0), shown: { type, [type.toLowerCase()]: body } });
    const count = { catalog_object_id: what.variation, catalog_object_type: 'ITEM_VARIATION', state: 'IN_STOCK', location_id: what.location, quantity: '999', calculated_at: created };
    return {
      merchant_id: 'SIMULATED',
      type: 'inventory.count.updated',
      event_id: `00000000-0000-4000-8000-${String(this.#numbers).padStart(12, '0')}`,
      created_at: created,
      data: { type: 'inventory_counts', id: `counts-${String(this.#numbers)}`, object: { inventory_counts: [count] } },
    };
  }
}
