import { LightningElement, api } from 'lwc';
import type { Event as LedgerEvent, Line } from '@salesforce/apex/ReservationDetail';
import { eventWords, whenText } from 'c/reservationText';

interface Item {
  readonly key: string;
  readonly icon: string;
  readonly text: string;
  readonly what: string;
  readonly when: string;
  readonly moment: string;
}

/** What happened to a reservation, the latest first: the entries of the ledger, which nobody can change. */
export default class ReservationTimeline extends LightningElement {
  @api events: readonly LedgerEvent[] = [];
  /** For the names of products. */
  @api lines: readonly Line[] = [];
  @api nowMillis = 0;

  get items(): Item[] {
    const names = new Map(this.lines.map(({ sku, productName }) => [sku, productName]));
    return this.events.map((event) => {
      const { text, icon } = eventWords(event);
      const millis = event.atMillis ?? 0;
      return {
        key: event.entryKey ?? '',
        icon,
        text,
        what: [names.get(event.sku) ?? event.sku, event.location, event.userName].filter(Boolean).join(' · '),
        when: whenText(millis, this.nowMillis),
        moment: new Date(millis).toISOString(),
      };
    });
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }
}
