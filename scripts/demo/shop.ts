/** Carries out what happens in a shop day against an org, through the doors that tills, the web shop and associates use, and counts it. */
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';
import { Refusal } from './console-session.ts';
import type { Associate } from './associate.ts';
import type { Line, ShopEvent } from './day.ts';

export type Counts = Map<string, number>;

export class Shop {
  readonly #org: OrgAddress;
  readonly #staff: readonly Associate[];
  readonly #now: () => number;
  /** What has happened since it was last taken. */
  readonly counts: Counts = new Map();
  /** The last thing an org or Apex did not want. */
  lastRefusal: string | undefined;

  /** @param now the org's time in milliseconds */
  constructor(org: OrgAddress, staff: readonly Associate[], now: () => number) {
    this.#org = org;
    this.#staff = staff;
    this.#now = now;
  }

  async carryOut(event: ShopEvent): Promise<void> {
    switch (event.kind) {
      case 'sale': return this.#fact(event.key, 'StockSold', event.store, event.line, 'sales');
      case 'return': return this.#fact(event.key, 'StockReturned', event.store, event.line, 'returns');
      case 'delivery': return this.#fact(event.key, 'StockReceived', event.store, event.line, 'deliveries');
      case 'order': return this.#reserve(event.key, event.store, event.lines, { kind: 'Firm', purpose: 'Pickup', channel: 'WEB', orderRef: event.orderRef, customer: event.customer }, 'orders');
      case 'cart': return this.#reserve(event.key, event.store, event.lines, { kind: 'Cart', purpose: 'Pickup', channel: 'WEB' }, 'carts');
      case 'work': return this.#work();
    }
  }

  async #fact(key: string, intent: string, location: string, line: Line, counted: string): Promise<void> {
    const { results } = await this.#post<{ readonly results: readonly { readonly effect: string; readonly reason?: string }[] }>('/events', { events: [{ key, intent, location, ...line, occurredAt: new Date(this.#now()).toISOString(), source: 'DEMO' }] });
    for (const { effect, reason } of results) {
      if (effect === 'Applied') this.#count(counted);
      // The same minute of the same seed was played before.
      else if (effect !== 'Duplicate') this.#refused(`${intent} ${effect}: ${reason ?? ''}`);
    }
  }

  async #reserve(requestKey: string, location: string, lines: readonly Line[], values: Readonly<Record<string, unknown>>, counted: string): Promise<void> {
    const { results } = await this.#post<{ readonly results: readonly { readonly status: string }[] }>('/reservations', { requestKey, ...values, allOrNothing: true, lines: lines.map((line, index) => ({ line: index + 1, location, ...line })) });
    // Sold out is part of a shop day.
    for (const { status } of results) this.#count(status === 'Refused' ? 'sold out' : counted);
  }

  async #work(): Promise<void> {
    for (const associate of this.#staff) {
      try {
        const step = await associate.step();
        if (step !== undefined) this.#count(step);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#refused(error.message);
      }
    }
  }

  async #post<Answer>(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${this.#org.url}/services/apexrest/holdfast/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${this.#org.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    if (response.status !== 200) throw new CommandFailure(`POST ${path} answered ${String(response.status)}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Answer;
  }

  #refused(message: string): void {
    this.lastRefusal = message;
    this.#count('refused');
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

const ORDER = ['sales', 'returns', 'deliveries', 'orders', 'carts', 'sold out', 'claimed', 'scanned', 'picked', 'staged', 'handed over', 'put away', 'refused'] as const;

export function countsText(counts: Counts): string {
  const parts = ORDER.flatMap((what) => (counts.has(what) ? [`${String(counts.get(what))} ${what}`] : []));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
