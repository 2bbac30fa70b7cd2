/**
 * Changes of inventory as Square tells them (https://developer.squareup.com/reference/square/objects/InventoryChange), as facts in Square's words. A change that
 * cannot be read is a fact with a problem: it is kept and looked at, and holds up nobody.
 */
import { createHash } from 'node:crypto';
import type { ShopFact } from '../shop-fact.ts';
import { movesGoods } from './movements.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A change, and the moment Square got it: what its positions are counted by. */
export interface SquareChange {
  readonly createdAtMs: number;
  readonly facts: readonly ShopFact[];
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const DECIMAL = /^\d{1,12}(\.\d{1,5})?$/;
const MOST_REFERENCE = 80;

class Unreadable extends Error {}

/** @param nowMs stands for the moment of a change that does not tell one */
export function readSquareChange(raw: unknown, nowMs: number): SquareChange {
  try {
    return read(objectOf(raw, 'the change'));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const key = `unreadable-${createHash('sha256').update(JSON.stringify(raw) ?? '').digest('hex').slice(0, 32)}`;
    const problem = { reason: 'GW-MALFORMED', message: `A change of inventory at Square cannot be read: ${error.message} Book what really moved by hand, then discard this.` } as const;
    return { createdAtMs: nowMs, facts: [{ key, movement: 'unreadable', product: '', location: '', quantity: 0, occurredAt: new Date(nowMs).toISOString(), problem, bell: { subject: key, atMs: nowMs } }] };
  }
}

function read(change: Raw): SquareChange {
  const type = text(change, 'type');
  if (type === 'ADJUSTMENT') return readAdjustment(objectOf(change['adjustment'], 'adjustment'));
  if (type === 'PHYSICAL_COUNT') return readCount(objectOf(change['physical_count'], 'physical_count'));
  if (type === 'TRANSFER') return readTransfer(objectOf(change['transfer'], 'transfer'));
  throw new Unreadable(`its type is ${type}; ADJUSTMENT, PHYSICAL_COUNT or TRANSFER was expected.`);
}

function readAdjustment(adjustment: Raw): SquareChange {
  const movement = `${text(adjustment, 'from_state')}>${text(adjustment, 'to_state')}`;
  if (!movesGoods(movement)) return { createdAtMs: moment(adjustment, 'created_at').ms, facts: [] };
  return one(adjustment, movement, text(adjustment, 'location_id'), text(adjustment, 'id'));
}

function readCount(count: Raw): SquareChange {
  return one(count, `COUNT ${text(count, 'state')}`, text(count, 'location_id'), text(count, 'id'));
}

function readTransfer(transfer: Raw): SquareChange {
  const state = text(transfer, 'state');
  if (state !== 'IN_STOCK') return one(transfer, `TRANSFER of ${state}`, text(transfer, 'from_location_id'), text(transfer, 'id'));
  const id = text(transfer, 'id');
  const to = text(transfer, 'to_location_id');
  const facts = [
    ...one(transfer, 'TRANSFER OUT', text(transfer, 'from_location_id'), `${id}-OUT`).facts,
    ...one(transfer, 'TRANSFER EXPECTED', to, `${id}-EXPECTED`).facts,
    ...one(transfer, 'TRANSFER IN', to, `${id}-IN`).facts,
  ];
  return { createdAtMs: moment(transfer, 'created_at').ms, facts };
}

function one(body: Raw, movement: string, location: string, key: string): SquareChange {
  const product = text(body, 'catalog_object_id');
  const createdAtMs = moment(body, 'created_at').ms;
  const kind = optional(body, 'catalog_object_type') ?? 'ITEM_VARIATION';
  const reference = optional(body, 'transaction_id') ?? optional(body, 'refund_id') ?? optional(body, 'reference_id');
  const actor = optional(body, 'team_member_id') ?? optional(body, 'employee_id');
  const fact: ShopFact = {
    key,
    movement: kind === 'ITEM_VARIATION' ? movement : `${movement} of ${kind}`,
    product,
    location,
    quantity: quantityOf(body),
    occurredAt: moment(body, 'occurred_at').text,
    ...(reference === undefined ? {} : { reference }),
    ...(actor === undefined ? {} : { actor }),
    bell: { subject: `${product}|${location}`, atMs: createdAtMs },
  };
  return { createdAtMs, facts: [fact] };
}

function objectOf(value: unknown, name: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw new Unreadable(`${name} is no object.`);
}

function text(body: Raw, name: string): string {
  const value = body[name];
  // No | and no control characters: the parts of keys and lanes are parted by the one, and lines of logs by the others.
  if (typeof value === 'string' && /^[^|\p{Cc}]{1,100}$/u.test(value)) return value;
  throw new Unreadable(`${name} is ${value === undefined ? 'missing' : 'no text of at most 100 characters'}.`);
}

function optional(body: Raw, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' && value.length <= MOST_REFERENCE && !/\p{Cc}/u.test(value) ? value : undefined;
}

function moment(body: Raw, name: string): { readonly text: string; readonly ms: number } {
  const value = body[name];
  const ms = typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(ms)) throw new Unreadable(`${name} is no time with an offset.`);
  return { text: value as string, ms };
}

function quantityOf(body: Raw): number {
  const value = body['quantity'];
  if (typeof value === 'string' && DECIMAL.test(value)) return Number(value);
  throw new Unreadable('quantity is no decimal above 0.');
}
