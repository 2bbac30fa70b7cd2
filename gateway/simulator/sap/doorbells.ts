/** Doorbells of the simulated ERP: one CloudEvent per document, told to whoever listens, late, twice, in another order or never when faults say so. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { StoredDocument } from './book.ts';
import type { SapFaults } from './faults.ts';
import type { Random } from '../random.ts';

export const DOCUMENT_CREATED = 'sap.s4.beh.materialdocument.v1.MaterialDocument.Created.v1';

export interface CloudEvent {
  readonly specversion: '1.0';
  readonly type: string;
  readonly source: string;
  readonly id: string;
  /** RFC 3339. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, string>>;
}

/** Tells one event; rejects when it could not be told, which makes the ERP try again. */
export interface DoorbellWire {
  ring(event: CloudEvent): Promise<void>;
  close(): Promise<void>;
}

interface Due {
  readonly event: CloudEvent;
  readonly atMs: number;
}

const TRY_AGAIN_MS = 1000;

export class Doorbells {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #wires: readonly DoorbellWire[];
  readonly #log: Log;
  #due: Due[] = [];
  #heldBack: CloudEvent | undefined;
  #rung = 0;
  #lost = 0;

  constructor(parts: { readonly clock: Clock; readonly random: Random; readonly wires: readonly DoorbellWire[]; readonly log: Log }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#wires = parts.wires;
    this.#log = parts.log;
  }

  get figures(): { readonly rung: number; readonly lost: number; readonly waiting: number } {
    return { rung: this.#rung, lost: this.#lost, waiting: this.#due.length + (this.#heldBack === undefined ? 0 : 1) };
  }

  /** Lets a doorbell ring for a document, as the faults say. */
  announce(document: StoredDocument, faults: SapFaults): void {
    const event = doorbellOf(document);
    if (this.#random.happens(faults.doorbellLostShare)) {
      this.#lost += 1;
      return;
    }
    const atMs = this.#clock.now() + (this.#random.happens(faults.doorbellLateShare) ? faults.doorbellLateMs : 0);
    if (this.#heldBack === undefined && this.#random.happens(faults.doorbellReorderedShare)) {
      this.#heldBack = event;
      return;
    }
    this.#due.push({ event, atMs });
    if (this.#random.happens(faults.doorbellDuplicateShare)) this.#due.push({ event, atMs });
    if (this.#heldBack !== undefined) this.#due.push({ event: this.#heldBack, atMs });
    this.#heldBack = undefined;
  }

  /** Rings what is due by now. What a wire refuses is due again in a second. */
  async ringDue(): Promise<void> {
    const nowMs = this.#clock.now();
    const due = this.#due.filter(({ atMs }) => atMs <= nowMs);
    this.#due = this.#due.filter(({ atMs }) => atMs > nowMs);
    for (const { event } of due) {
      const told = await Promise.allSettled(this.#wires.map((wire) => wire.ring(event)));
      const failure = told.find((one) => one.status === 'rejected');
      if (failure === undefined) {
        this.#rung += 1;
        continue;
      }
      this.#log.write('warn', 'doorbell-refused', { document: event.data['MaterialDocument'], message: String(failure.reason) });
      this.#due.push({ event, atMs: nowMs + TRY_AGAIN_MS });
    }
  }

  /** Nothing is held back any more: the last doorbell has no next one to let go first. */
  letGo(): void {
    if (this.#heldBack !== undefined) this.#due.push({ event: this.#heldBack, atMs: this.#clock.now() });
    this.#heldBack = undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.#wires.map((wire) => wire.close()));
  }
}

export function doorbellOf({ year, number, createdAtMs }: StoredDocument): CloudEvent {
  return {
    specversion: '1.0', type: DOCUMENT_CREATED, source: '/default/sap.s4.beh/SIMULATOR', id: `${year}-${number}-created`, time: new Date(createdAtMs).toISOString(), datacontenttype: 'application/json',
    data: { MaterialDocumentYear: year, MaterialDocument: number, InventoryTransactionType: 'WA', AccountingDocumentType: 'WA', TransactionCode: 'MIGO' },
  };
}
