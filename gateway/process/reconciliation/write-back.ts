/**
 * What stores and warehouses hand over is posted to the ERP as a goods issue under a reference of ours. The document comes back by its doorbell and confirms
 * the very request, so the goods leave once, whichever of the two is heard first.
 */
import type { StoreTransaction } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Fulfilment, FulfilmentListener } from '../../system/salesforce/pubsub/fulfilments.ts';
import { ownReference, rememberReference } from '../intent/own-references.ts';

export interface WriteBackOptions {
  /** The ERP, as the org knows it. */
  readonly source: string;
  /**
   * Purposes of reservations whose goods the ERP hears of from us; usually Ship. What is collected in a store is rung up at a till, which tells the ERP itself,
   * and goods that move between locations of ours have documents of their own.
   */
  readonly purposes?: readonly string[];
}

/** Body of `movement` work: what is to be posted. Plant and storage location are looked up when it is. */
export interface MovementWork {
  readonly reference: string;
  readonly requestKey: string;
  readonly location: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** RFC 3339. */
  readonly fulfilledAt: string;
}

const USUAL_PURPOSES = ['Ship'];

export class WriteBack implements FulfilmentListener {
  readonly #options: WriteBackOptions;
  readonly #clock: Clock;

  constructor(options: WriteBackOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Stores one movement per request and location, with its reference, in the transaction that takes note of the fulfilments. */
  async fulfilled(fulfilments: readonly Fulfilment[], transaction: StoreTransaction): Promise<void> {
    const purposes = this.#options.purposes ?? USUAL_PURPOSES;
    const ours = fulfilments.filter(({ purpose }) => purposes.includes(purpose));
    for (const together of Map.groupBy(ours, ({ requestKey, location }) => `${requestKey}|${location}`).values()) {
      const work = await this.#workOf(together, transaction);
      if (work !== undefined) await transaction.append([work]);
    }
  }

  async #workOf(lines: readonly Fulfilment[], transaction: StoreTransaction): Promise<NewWork | undefined> {
    const { requestKey, location, fulfilledAtMs } = lines[0]!;
    const items: { sku: string; quantity: number }[] = [];
    const steps: string[] = [];
    for (const line of lines) {
      // Totals, not steps: whatever comes twice or in another order adds up to what was handed over.
      const name = `written-back|${requestKey}|${line.line}|${location}`;
      const before = ((await transaction.cursor(name)) as number | undefined) ?? 0;
      const total = line.total - line.soldAtTill;
      const quantity = Math.round((total - before) * 1000) / 1000;
      if (quantity <= 0) continue;
      items.push({ sku: line.sku, quantity });
      steps.push(`${line.line}:${String(total)}`);
      await transaction.moveCursor(name, total);
    }
    if (items.length === 0) return undefined;
    const reference = ownReference([requestKey, location, ...steps].join('|'));
    await rememberReference(transaction, reference, requestKey);
    const body: MovementWork = { reference, requestKey, location, items, fulfilledAt: new Date(fulfilledAtMs).toISOString() };
    return { kind: 'movement', source: this.#options.source, key: reference, lane: reference, body, occurredAtMs: fulfilledAtMs, receivedAtMs: this.#clock.now() };
  }
}
