/** Orders and refunds as Shopify tells them, in a webhook or in an answer of its REST Admin API: one shape, so that both ways give the same facts. */
import type { components } from '../../../contracts/generated/shops.generated.ts';
import { Refusal } from '../../../shared/failures.ts';
import { skuOf } from '../sku.ts';

export type Notification = components['schemas']['ShopifyNotification'];

/** Identifiers have more digits than a number of JavaScript holds: they are texts from here on. */
type Exact<T> = T extends readonly (infer Item)[] ? readonly Exact<Item>[] : T extends object ? { readonly [Name in keyof T]: Name extends 'id' | `${string}_id` ? Exact<T[Name]> | string : Exact<T[Name]> } : T;
type ExactLine = Exact<components['schemas']['ShopifyLine']>;
type ExactRefund = Exact<components['schemas']['ShopifyRefund']>;

export interface Order {
  readonly id: string;
  readonly isTest: boolean;
  readonly createdAtMs: number;
  /** When the customer bought, RFC 3339. */
  readonly boughtAt: string;
  readonly updatedAt: string;
  /** Of the point of sale; '' when it was sold online. */
  readonly location: string;
  /** Request key of the reservation here that the shop noted. */
  readonly reservation: string | undefined;
  readonly lines: readonly OrderLine[];
  readonly refunds: readonly Refund[];
}

export interface OrderLine {
  readonly id: string;
  /** As it is here; `undefined` where there is none that can be one here. */
  readonly sku: string | undefined;
  readonly variant: string;
  /** Goods that Shopify knows as a product; not a gift card, and not an amount typed in at the till. */
  readonly isProduct: boolean;
  readonly quantity: number;
  readonly currentQuantity: number | undefined;
}

export interface Refund {
  readonly id: string;
  readonly refundedAt: string;
  readonly createdAtMs: number;
  readonly lines: readonly RefundLine[];
}

export interface RefundLine {
  readonly id: string;
  readonly orderLine: string;
  readonly location: string;
  readonly quantity: number;
  readonly restockType: string;
  /** The line of the order, where the refund brings it along. */
  readonly line: OrderLine | undefined;
}

/** Name of the note attribute that a shop gives an order whose goods Holdfast has promised. */
export const RESERVATION_NOTE = 'holdfast_reservation';
const REQUEST_KEY = /^[A-Za-z0-9._:-]{1,80}$/;
const IDENTIFIER = /^\d{1,19}$/;

/** JSON whose identifiers keep all their digits; nulls are left out. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (name: string, value: unknown, context?: { readonly source?: string }) => {
    if (value === null) return undefined;
    return typeof value === 'number' && (name === 'id' || name.endsWith('_id')) ? context?.source ?? String(value) : value;
  }) as unknown;
}

/** @param exact of `parseExact`, what the contract says of it checked before. Throws Refusal GW-MALFORMED. */
export function orderOf(exact: unknown): Order {
  const order = exact as Exact<Notification>;
  const boughtAt = needed(order.processed_at ?? order.created_at, 'processed_at');
  const refunds = (order.refunds ?? []).map(refundOf);
  return {
    id: identifier(order.id, 'id'),
    isTest: order.test === true,
    createdAtMs: Date.parse(order.created_at ?? boughtAt),
    boughtAt,
    updatedAt: needed(order.updated_at, 'updated_at'),
    location: order.location_id === undefined ? '' : identifier(order.location_id, 'location_id'),
    reservation: reservationOf(order.note_attributes),
    lines: needed(order.line_items, 'line_items').map(lineOf),
    refunds,
  };
}

/** The refund of a `refunds/create`, with the order it belongs to. Throws Refusal GW-MALFORMED. */
export function refundNotificationOf(exact: unknown): { readonly order: string; readonly refund: Refund } {
  const told = exact as Exact<Notification>;
  needed(told.refund_line_items, 'refund_line_items');
  needed(told.created_at, 'created_at');
  return { order: identifier(told.order_id, 'order_id'), refund: refundOf(told as ExactRefund) };
}

function refundOf(refund: ExactRefund): Refund {
  return {
    id: identifier(refund.id, 'refund.id'),
    refundedAt: refund.processed_at ?? refund.created_at,
    createdAtMs: Date.parse(refund.created_at),
    lines: (refund.refund_line_items ?? []).map((line) => ({
      id: identifier(line.id, 'refund_line_items.id'),
      orderLine: identifier(line.line_item_id, 'refund_line_items.line_item_id'),
      location: line.location_id === undefined ? '' : identifier(line.location_id, 'refund_line_items.location_id'),
      quantity: line.quantity,
      restockType: line.restock_type ?? 'of no type',
      line: line.line_item === undefined ? undefined : lineOf(line.line_item),
    })),
  };
}

function lineOf(line: ExactLine): OrderLine {
  const variant = line.variant_id === undefined ? '' : identifier(line.variant_id, 'line_items.variant_id');
  const sku = line.sku === undefined ? undefined : skuOf(line.sku);
  const isNamed = variant !== '' || (line.sku ?? '').trim() !== '';
  return {
    id: identifier(line.id, 'line_items.id'),
    sku,
    variant,
    isProduct: line.gift_card !== true && isNamed,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
  };
}

function reservationOf(notes: Exact<Notification>['note_attributes']): string | undefined {
  const value = notes?.find(({ name }) => name === RESERVATION_NOTE)?.value;
  return value !== undefined && REQUEST_KEY.test(value) ? value : undefined;
}

function identifier(value: unknown, field: string): string {
  if (typeof value === 'string' && IDENTIFIER.test(value)) return value;
  throw malformed(field, value === undefined ? `${field} is missing.` : `${field} is no identifier of up to 19 digits.`);
}

function needed<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw malformed(field, `${field} is missing.`);
  return value;
}

function malformed(field: string, message: string): Refusal {
  return new Refusal('GW-MALFORMED', message, { fields: [field] });
}
