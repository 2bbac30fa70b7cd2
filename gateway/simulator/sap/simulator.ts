/** A simulated S/4HANA in this process: books, doorbells and faults; {@link serveSap} gives it an address. */
import { systemClock, type Clock } from '../../shared/clock.ts';
import { silentLog, type Log } from '../../shared/log.ts';
import { SapBook, type Posting, type StoredDocument } from './book.ts';
import { Doorbells, type DoorbellWire } from './doorbells.ts';
import { changedFaults, NO_FAULTS, type SapFaults } from './faults.ts';
import { seededRandom, type Random } from '../random.ts';

export interface SapSimulatorOptions {
  readonly seed?: number;
  readonly clock?: Clock;
  readonly wires?: readonly DoorbellWire[];
  readonly log?: Log;
}

/** Sales of a day that tills told the ERP. */
export interface DaySales {
  readonly plant: string;
  readonly storageLocation: string;
  /** Date without time. */
  readonly day: string;
  readonly sales: readonly { readonly material: string; readonly quantityThousandths: number; readonly receipt: string }[];
}

const REFERENCE_LENGTH = 16;
const HEADER_TEXT_LENGTH = 25;
const RETAIL_SALE = '251';

export class SapSimulator {
  readonly book = new SapBook();
  readonly doorbells: Doorbells;
  readonly clock: Clock;
  readonly random: Random;
  #faults: SapFaults = NO_FAULTS;
  readonly #ringing = new AbortController();

  constructor({ seed = 1, clock = systemClock, wires = [], log = silentLog }: SapSimulatorOptions = {}) {
    this.clock = clock;
    this.random = seededRandom(seed);
    this.doorbells = new Doorbells({ clock, random: this.random, wires, log });
  }

  get faults(): SapFaults {
    return this.#faults;
  }

  /** @throws Refusal naming the fault that there is not, or the values it takes */
  setFaults(change: Partial<SapFaults>): SapFaults {
    this.#faults = changedFaults(this.#faults, change);
    return this.#faults;
  }

  /** Posts a document, as faults say, and lets its doorbell ring. */
  post(posting: Posting): StoredDocument {
    const isUnmapped = posting.shownMovementType === undefined && this.random.happens(this.#faults.unmappedShare);
    const shown = isUnmapped ? { ...posting, shownMovementType: `9${posting.movementType.slice(1)}` } : posting;
    return this.#announced(this.book.post(shown, this.#times()));
  }

  cancel(year: string, number: string): StoredDocument {
    return this.#announced(this.book.cancel(year, number, this.#times()));
  }

  /** One document for the whole day, an item per material: nothing in it says which receipts it is made of. */
  postSalesOfDay({ plant, storageLocation, day, sales }: DaySales): StoredDocument {
    const quantities = new Map<string, number>();
    for (const { material, quantityThousandths } of sales) quantities.set(material, (quantities.get(material) ?? 0) + quantityThousandths);
    const items = [...quantities].map(([material, quantityThousandths]) => ({ material, plant, storageLocation, quantityThousandths }));
    return this.post({ movementType: RETAIL_SALE, postingDate: day, headerText: `SALES ${plant} ${day}`, items });
  }

  /** One document per receipt, under it: as reference, or as header text where it is longer than 16 characters. */
  postSalesByReceipt({ plant, storageLocation, day, sales }: DaySales): readonly StoredDocument[] {
    const byReceipt = Map.groupBy(sales, ({ receipt }) => receipt);
    return [...byReceipt].map(([receipt, lines]) => this.post({
      movementType: RETAIL_SALE, postingDate: day, ...(receipt.length <= REFERENCE_LENGTH ? { reference: receipt } : { headerText: receipt.slice(0, HEADER_TEXT_LENGTH) }),
      items: lines.map(({ material, quantityThousandths }) => ({ material, plant, storageLocation, quantityThousandths })),
    }));
  }

  /** Lets doorbells ring by themselves until {@link close}. */
  keepRinging(everyMs = 20): void {
    const signal = this.#ringing.signal;
    void (async () => {
      while (!signal.aborted) {
        await this.doorbells.ringDue();
        await this.clock.sleep(everyMs, signal);
      }
    })();
  }

  async close(): Promise<void> {
    this.#ringing.abort();
    await this.doorbells.close();
  }

  #times(): { createdAtMs: number; visibleAtMs: number } {
    const createdAtMs = this.clock.now();
    return { createdAtMs, visibleAtMs: createdAtMs + (this.random.happens(this.#faults.commitLateShare) ? this.#faults.commitLateMs : 0) };
  }

  #announced(document: StoredDocument): StoredDocument {
    this.doorbells.announce(document, this.#faults);
    return document;
  }
}
