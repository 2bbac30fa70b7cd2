/** Which location a store code of the tills means, and which product a barcode: as the org says, never guessed. The last good answer is kept in the store. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf, TransientFailure } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import type { Fact, OrgApi } from './org-api.ts';

/** What was told of a fact beyond what the org is told. */
export interface Told {
  /** Store code instead of a location, as tills call it. */
  readonly store?: string;
  /** Barcode instead of a SKU; the quantity counts what it names. */
  readonly gtin?: string;
  /** Of all that was told; another hash under the same key contradicts it. */
  readonly hash: string;
}

/** Body of `fact` work. With `told`, SKU or location may still have to be found. */
export type FactWork = Omit<Fact, 'sku' | 'location'> & { readonly sku?: string; readonly location?: string; readonly told?: Told };

/** Why a fact cannot be told to the org yet. */
export interface Unnamed {
  readonly reason: 'GW-UNKNOWN-STORE' | 'GW-UNKNOWN-GTIN';
  readonly message: string;
}

export interface TillNamesParts {
  readonly org: Pick<OrgApi, 'query'>;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Pack {
  readonly sku: string;
  /** Base units in one of what the barcode names. */
  readonly quantity: number;
}

interface Known {
  /** Codes of the locations a store code stands for; more than one is a mistake in the org. */
  readonly locations: ReadonlyMap<string, readonly string[]>;
  readonly packs: ReadonlyMap<string, Pack>;
}

const CURSOR = 'till-names';
/** An unknown name has the org asked again, but not by every line of a till that is wrong all day. */
const AGAIN_AFTER_MS = 10_000;
const READ_EVERY_MS = 300_000;

export class TillNames {
  readonly #parts: TillNamesParts;
  #known: Known = { locations: new Map(), packs: new Map() };
  #readAtMs = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(parts: TillNamesParts) {
    this.#parts = parts;
  }

  /** Knows what was known last, then asks the org; an org that does not answer now is asked again when something is not known. */
  async start(): Promise<void> {
    const kept = await this.#parts.store.transaction((transaction) => transaction.cursor(CURSOR)) as { locations: [string, string[]][]; packs: [string, Pack][] } | undefined;
    if (kept !== undefined) this.#known = { locations: new Map(kept.locations), packs: new Map(kept.packs) };
    try {
      await this.refresh();
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
      this.#parts.log.write('warn', 'till-names-not-read', { message: error.message, locations: this.#known.locations.size, barcodes: this.#known.packs.size });
    }
  }

  /** Reads all names again every few minutes, so that what was changed in the org is known; ends with the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    for (await clock.sleep(READ_EVERY_MS, signal); !signal.aborted; await clock.sleep(READ_EVERY_MS, signal)) {
      await this.refresh().catch((error: unknown) => { log.write('warn', 'till-names-not-read', { message: messageOf(error) }); });
    }
  }

  /** Reads all names; those who ask meanwhile wait for the same answer. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => { this.#reading = undefined; });
    return this.#reading;
  }

  /** The location of a store code, `undefined` when there is none or more than one. */
  locationOf(storeCode: string): string | undefined {
    const codes = this.#known.locations.get(storeCode.toUpperCase());
    return codes?.length === 1 ? codes[0] : undefined;
  }

  /** What can be told to the org as names stand now. */
  name(work: FactWork): Fact | Unnamed {
    const { told, ...fact } = work;
    const location = fact.location ?? (told?.store === undefined ? undefined : this.locationOf(told.store));
    if (location === undefined) return { reason: 'GW-UNKNOWN-STORE', message: this.#unknownStore(told?.store) };
    if (told?.gtin === undefined) return { ...fact, location, sku: fact.sku! };
    const pack = this.#known.packs.get(withZeros(told.gtin));
    if (pack === undefined) return { reason: 'GW-UNKNOWN-GTIN', message: `No product has the barcode ${told.gtin}. Add it to its product, then re-drive this.` };
    return { ...fact, location, sku: pack.sku, quantity: Math.round(fact.quantity * pack.quantity * 1000) / 1000 };
  }

  /** As `name`, but asks the org when something is not known. Throws TransientFailure when the org does not answer. */
  async resolve(body: unknown): Promise<Fact | Unnamed> {
    const work = body as FactWork;
    const named = this.name(work);
    if (!('reason' in named && 'message' in named) || this.#parts.clock.now() - this.#readAtMs < AGAIN_AFTER_MS) return named;
    await this.refresh();
    return this.name(work);
  }

  #unknownStore(storeCode: string | undefined): string {
    const codes = storeCode === undefined ? undefined : this.#known.locations.get(storeCode);
    if (codes !== undefined) return `The locations ${codes.join(' and ')} have the same Till Store Code ${storeCode!}. Leave it to one of them, then re-drive this.`;
    return `No location has the Till Store Code ${storeCode ?? '(none)'}. Set it on the location, then re-drive this.`;
  }

  async #read(): Promise<void> {
    const { org, store, clock } = this.#parts;
    const [locations, barcodes] = await Promise.all([
      org.query('SELECT Code__c, Till_Store_Code__c FROM Stock_Location__c WHERE Till_Store_Code__c != null ORDER BY Code__c'),
      org.query('SELECT GTIN__c, Pack_Quantity__c, Product__r.SKU__c FROM Product_Barcode__c'),
    ]);
    this.#known = { locations: locationsOf(locations), packs: packsOf(barcodes) };
    this.#readAtMs = clock.now();
    const kept = { locations: [...this.#known.locations], packs: [...this.#known.packs] };
    await store.transaction((transaction) => transaction.moveCursor(CURSOR, kept));
  }
}

function locationsOf(rows: readonly Record<string, unknown>[]): Known['locations'] {
  const locations = new Map<string, string[]>();
  for (const row of rows) {
    const storeCode = String(row['Till_Store_Code__c']).trim().toUpperCase();
    locations.set(storeCode, [...(locations.get(storeCode) ?? []), String(row['Code__c'])]);
  }
  return locations;
}

function packsOf(rows: readonly Record<string, unknown>[]): Known['packs'] {
  return new Map(rows.flatMap((row) => {
    const sku = (row['Product__r'] as { readonly SKU__c?: string | null } | null)?.SKU__c;
    return sku === undefined || sku === null ? [] : [[withZeros(String(row['GTIN__c'])), { sku, quantity: Number(row['Pack_Quantity__c'] ?? 1) }] as const];
  }));
}

/** A GTIN is one number, with 8, 12, 13 or 14 digits. */
function withZeros(gtin: string): string {
  return gtin.padStart(14, '0');
}
