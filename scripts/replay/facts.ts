/**
 * Lines of the UCI Online Retail file as facts for `POST /events`. A line's key is the hash of its content and the number of its occurrence among equal lines,
 * never its place in the file: a shuffled file gives the same facts.
 */
import { createHash } from 'node:crypto';

export interface ReplaySettings {
  readonly source: string;
  /** Country → location code; `*` for the rest. */
  readonly locations: Readonly<Record<string, string>>;
  /** Opening stock of a product is what the whole file sells of it, rounded up to a multiple of this, so that no pass runs dry. */
  readonly openingRoundedUpTo: number;
  readonly notGoods: readonly ({ readonly reason: string } & ({ readonly code: string } | { readonly prefix: string }))[];
}

export interface RetailLine {
  readonly invoice: string;
  /** Upper case. */
  readonly sku: string;
  readonly description: string;
  /** Whole pieces; negative on cancellations and write-offs. */
  readonly quantity: number;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly country: string;
  /** All fields of the line as they stand. */
  readonly fields: readonly string[];
}

export interface Fact {
  readonly key: string;
  readonly intent: 'StockReceived' | 'StockSold' | 'StockReturned' | 'StockAdjusted';
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly occurredAt: string;
  readonly source: string;
  readonly reference?: string;
  readonly reason?: string;
}

const COLUMNS = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'];

/** Checks the header line; a file of another shape is refused with what was expected. */
export function checkHeader(header: readonly string[] | undefined): void {
  const found = header?.map((name) => name.replace(/^\uFEFF/, '').trim()) ?? [];
  if (COLUMNS.every((name, index) => found[index] === name)) return;
  throw new Error(`The first line must name the columns ${COLUMNS.join(',')}; it says ${found.join(',') || 'nothing'}.`);
}

/** @param lineNumber only for the message of a bad line */
export function readLine(fields: readonly string[], lineNumber: number): RetailLine {
  const [invoice = '', code = '', description = '', quantityText = '', date = '', , , country = ''] = fields;
  const quantity = Number(quantityText);
  const time = Date.parse(date);
  if (fields.length !== COLUMNS.length || !Number.isInteger(quantity) || quantity === 0 || Number.isNaN(time)) {
    throw new Error(`Line ${String(lineNumber)} is not a retail line: ${fields.join(',')}`);
  }
  return { invoice, sku: code.trim().toUpperCase(), description: description.trim(), quantity, occurredAt: new Date(time).toISOString(), country, fields };
}

/** Why a line moves no stock; `undefined` for goods. */
export function notGoodsReason(line: RetailLine, settings: ReplaySettings): string | undefined {
  return settings.notGoods.find((rule) => ('code' in rule ? line.sku === rule.code : line.sku.startsWith(rule.prefix)))?.reason;
}

export function locationOf(line: RetailLine, settings: ReplaySettings): string {
  const location = settings.locations[line.country] ?? settings.locations['*'];
  if (location === undefined) throw new Error(`config/replay.json maps no location for ${line.country} and has no "*".`);
  return location;
}

/** Numbers equal lines in the order they are met. */
export class LineKeys {
  readonly #seen = new Map<string, number>();

  key(line: RetailLine): string {
    const hash = createHash('sha256').update(line.fields.join('\u001F')).digest('hex').slice(0, 32);
    const occurrence = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, occurrence);
    return `${hash}-${String(occurrence)}`;
  }
}

/** Positive lines are sales, cancellations (`C…`) returns, other negative lines write-offs. */
export function factOf(line: RetailLine, key: string, settings: ReplaySettings): Fact {
  const common = { key, sku: line.sku, location: locationOf(line, settings), occurredAt: line.occurredAt, source: settings.source, reference: line.invoice };
  if (line.quantity > 0) return { ...common, intent: 'StockSold', quantity: line.quantity };
  if (line.invoice.startsWith('C')) return { ...common, intent: 'StockReturned', quantity: -line.quantity };
  return { ...common, intent: 'StockAdjusted', quantity: line.quantity, reason: line.description === '' ? 'written off' : line.description.slice(0, 80) };
}

export interface Preparation {
  /** SKU → name. */
  readonly products: ReadonlyMap<string, string>;
  readonly openings: readonly Fact[];
}

/** Products and opening stock over all goods lines of the file, whatever part of it is replayed: the same file gives the same opening. */
export function prepare(lines: readonly RetailLine[], settings: ReplaySettings): Preparation {
  const names = new Map<string, Map<string, number>>();
  const demand = new Map<string, number>();
  let earliest = '9999';
  for (const line of lines) {
    if (notGoodsReason(line, settings) !== undefined) continue;
    if (line.occurredAt < earliest) earliest = line.occurredAt;
    const counts = names.get(line.sku) ?? new Map<string, number>();
    names.set(line.sku, counts);
    if (line.description !== '' && line.quantity > 0) counts.set(line.description, (counts.get(line.description) ?? 0) + 1);
    const key = `${line.sku}|${locationOf(line, settings)}`;
    // Write-offs leave the shelf like sales do; returns go to inspection and bring nothing back to it.
    const leaves = line.invoice.startsWith('C') ? 0 : Math.abs(line.quantity);
    demand.set(key, (demand.get(key) ?? 0) + leaves);
  }
  const occurredAt = `${earliest.slice(0, 10)}T00:00:00.000Z`;
  const openings = [...demand].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, pieces]): Fact => {
    const [sku = '', location = ''] = key.split('|');
    const quantity = Math.max(1, Math.ceil(pieces / settings.openingRoundedUpTo)) * settings.openingRoundedUpTo;
    return { key: `OPEN|${key}`, intent: 'StockReceived', sku, location, quantity, occurredAt, source: settings.source };
  });
  return { products: new Map([...names].map(([sku, counts]) => [sku, mostCommon(counts) ?? sku])), openings };
}

/** The most frequent name; equal counts are decided by the alphabet, so that the order of lines does not matter. */
function mostCommon(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))[0]?.[0];
}
