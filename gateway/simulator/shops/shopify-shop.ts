/**
 * A shop at Shopify, as its REST Admin API and its webhooks show it: field names are those of the public reference
 * (https://shopify.dev/docs/api/admin-rest/latest/resources/order). Identifiers have up to 19 digits, as they may.
 */
import type { Clock } from '../../shared/clock.ts';

export interface SoldLine {
  readonly sku: string | null;
  readonly variant: string | null;
  readonly quantity: number;
  readonly giftCard?: boolean;
}

export interface OrderOptions {
  /** Location of the point of sale; absent: sold online. */
  readonly location?: string;
  readonly isTest?: boolean;
  readonly note?: { readonly name: string; readonly value: string };
}

export interface ShopifyCall {
  readonly topic: string;
  /** JSON; identifiers stand in it as numbers, whatever their length. */
  readonly body: string;
}

interface Line { readonly id: bigint; readonly sku: string | null; readonly variant_id: bigint | null; readonly gift_card: boolean; quantity: number; current_quantity: number }
interface RefundLine { readonly id: bigint; readonly line_item_id: bigint; readonly location_id: bigint | null; readonly quantity: number; readonly restock_type: string; readonly line_item: Line }
interface Refund { readonly id: bigint; readonly order_id: bigint; readonly created_at: string; readonly processed_at: string; readonly refund_line_items: readonly RefundLine[] }
interface Order {
  readonly id: bigint;
  readonly created_at: string;
  readonly processed_at: string;
  updated_at: string;
  cancelled_at: string | null;
  readonly test: boolean;
  readonly location_id: bigint | null;
  readonly source_name: string;
  readonly note_attributes: readonly { readonly name: string; readonly value: string }[];
  readonly email: string;
  readonly line_items: Line[];
  readonly refunds: Refund[];
}

/** Beyond what a number of JavaScript holds: who rounds them makes two of them one. */
const FIRST_IDENTIFIER = 820_982_911_946_154_500n;

export class ShopifyShop {
  readonly #clock: Clock;
  readonly #orders = new Map<bigint, Order>();
  #identifiers = FIRST_IDENTIFIER;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A sale; answers the order and the calls it gives rise to. */
  sell(lines: readonly SoldLine[], options: OrderOptions = {}): { readonly order: bigint; readonly calls: readonly ShopifyCall[] } {
    const now = this.#now();
    const order: Order = {
      id: this.#next(),
      created_at: now, processed_at: now, updated_at: now, cancelled_at: null,
      test: options.isTest === true,
      location_id: options.location === undefined ? null : BigInt(options.location),
      source_name: options.location === undefined ? 'web' : 'pos',
      note_attributes: options.note === undefined ? [] : [options.note],
      email: 'customer@example.com',
      line_items: lines.map((line) => this.#line(line)),
      refunds: [],
    };
    this.#orders.set(order.id, order);
    return { order: order.id, calls: [call('orders/create', order), call('orders/paid', order)] };
  }

  /** Somebody edits an order: more of a line, or one line more. */
  edit(id: bigint, change: { readonly line: number; readonly more: number } | { readonly added: SoldLine }): readonly ShopifyCall[] {
    const order = this.#touched(id);
    if ('added' in change) order.line_items.push(this.#line(change.added));
    else {
      const line = order.line_items[change.line]!;
      line.quantity += change.more;
      line.current_quantity += change.more;
    }
    return [call('orders/edited', { order_edit: { id: this.#next(), order_id: id, created_at: order.updated_at } }), call('orders/updated', order)];
  }

  /** @param returned lines by their place in the order; a refund that would take more than there is takes what there is */
  refund(id: bigint, restockType: string, returned: readonly { readonly line: number; readonly quantity: number }[], location: string | null): readonly ShopifyCall[] {
    const order = this.#touched(id);
    const refund: Refund = {
      id: this.#next(),
      order_id: id,
      created_at: order.updated_at,
      processed_at: order.updated_at,
      refund_line_items: returned.map(({ line: place, quantity }) => this.#refundLine(order.line_items[place]!, quantity, restockType, location)).filter(({ quantity }) => quantity > 0),
    };
    order.refunds.push(refund);
    return [call('refunds/create', refund), call('orders/updated', order)];
  }

  /** Goods that were not handed over are restocked where `location` says. */
  cancel(id: bigint, location: string | null): readonly ShopifyCall[] {
    const order = this.#orders.get(id)!;
    const calls = this.refund(id, 'cancel', order.line_items.map((line, place) => ({ line: place, quantity: line.current_quantity })), location);
    order.cancelled_at = order.updated_at;
    return [...calls, call('orders/cancelled', order)];
  }

  /** Takes a line out without saying what became of the goods. */
  takeOut(id: bigint, place: number, quantity: number): readonly ShopifyCall[] {
    const order = this.#touched(id);
    order.line_items[place]!.current_quantity -= quantity;
    return [call('orders/updated', order)];
  }

  /** `GET /admin/api/…/orders.json`: the body, and the page after it. */
  orders(query: { readonly updated_at_min?: string; readonly limit?: string; readonly page_info?: string }): { readonly body: string; readonly next: string | undefined } {
    const [from, afterMs] = query.page_info === undefined ? [0, Date.parse(query.updated_at_min ?? '1970-01-01T00:00:00Z')] : (JSON.parse(Buffer.from(query.page_info, 'base64url').toString()) as [number, number]);
    const limit = Math.min(Number(query.limit ?? 50), 250);
    const wanted = [...this.#orders.values()].filter((order) => Date.parse(order.updated_at) >= afterMs).toSorted((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at));
    const isLast = from + limit >= wanted.length;
    return { body: json({ orders: wanted.slice(from, from + limit) }), next: isLast ? undefined : Buffer.from(JSON.stringify([from + limit, afterMs])).toString('base64url') };
  }

  #line({ sku, variant, quantity, giftCard = false }: SoldLine): Line {
    return { id: this.#next(), sku, variant_id: variant === null ? null : BigInt(variant), gift_card: giftCard, quantity, current_quantity: quantity };
  }

  #refundLine(line: Line, quantity: number, restockType: string, location: string | null): RefundLine {
    const taken = Math.min(quantity, line.current_quantity);
    line.current_quantity -= taken;
    return { id: this.#next(), line_item_id: line.id, location_id: location === null ? null : BigInt(location), quantity: taken, restock_type: restockType, line_item: { ...line } };
  }

  #touched(id: bigint): Order {
    const order = this.#orders.get(id)!;
    order.updated_at = this.#now();
    return order;
  }

  #next(): bigint {
    this.#identifiers += 1n;
    return this.#identifiers;
  }

  /** Shops tell their own time. */
  #now(): string {
    const offsetMs = 3_600_000;
    return `${new Date(this.#clock.now() + offsetMs).toISOString().slice(0, 19)}+01:00`;
  }
}

function call(topic: string, body: unknown): ShopifyCall {
  return { topic, body: json(body) };
}

/** Identifiers as numbers with all their digits. */
function json(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `bigint:${part.toString()}` : part)).replaceAll(/"bigint:(\d+)"/g, '$1');
}
