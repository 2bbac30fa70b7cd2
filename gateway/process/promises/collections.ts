/** What customers collect at a location: found by what they show, and handed over. */
import { Refusal } from '../../shared/failures.ts';
import { bodyOf } from '../../system/salesforce/org-answers.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { Reservation, ReservationLine } from './reservation.ts';

export interface Collectable {
  readonly reservation: Reservation;
  /** Its lines at the location. */
  readonly lines: readonly ReservationLine[];
}

export interface HandedOver {
  readonly requestKey: string;
  readonly status: 'Fulfilled';
  /** What this call handed over; 0 of what was handed over before. */
  readonly lines: readonly { readonly line: string; readonly sku: string; readonly quantity: number }[];
}

/** Kept for a channel or a till: nobody collects it. */
const NOT_COLLECTED = new Set(['Fence', 'Quota']);
/** What is written into a query; codes have nothing else. */
const CODE = /^[A-Za-z0-9._:-]{1,80}$/;

export class Collections {
  readonly #org: Pick<OrgApi, 'call' | 'query'>;

  constructor(org: Pick<OrgApi, 'call' | 'query'>) {
    this.#org = org;
  }

  /** By pickup code, order number or request key. @throws Refusal 404 GW-UNKNOWN-RESERVATION when nothing of it is to be collected at the location */
  async find(code: string, location: string): Promise<readonly Collectable[]> {
    if (!CODE.test(code)) throw new Refusal('GW-MALFORMED', 'code has characters no code has.', { fields: ['code'] });
    const found = (await Promise.all([this.#byKey(code), this.#byOrder(code), this.#byPickupCode(code)])).flat();
    const unique = [...new Map(found.map((reservation) => [reservation.requestKey, reservation])).values()];
    const here = unique
      .filter(({ kind }) => kind === undefined || !NOT_COLLECTED.has(kind))
      .map((reservation) => ({ reservation, lines: reservation.lines.filter((line) => line.location === location) }))
      .filter(({ lines }) => lines.length > 0);
    if (here.length === 0) throw new Refusal('GW-UNKNOWN-RESERVATION', `Nothing is reserved at ${location} under ${code}. Look the customer up by name, or ask where it is to be collected.`, { status: 404 });
    return here;
  }

  /** The one reservation under a code that something is open of, or else the latest. @throws Refusal 409 GW-SEVERAL-RESERVATIONS */
  async findOne(code: string, location: string): Promise<Collectable> {
    const found = await this.find(code, location);
    const open = found.filter(({ lines }) => lines.some((line) => openOf(line) > 0));
    if (open.length > 1) {
      const keys = open.map(({ reservation }) => reservation.requestKey).join(', ');
      throw new Refusal('GW-SEVERAL-RESERVATIONS', `${code} stands for several reservations: ${keys}. Send the request key of the one the customer collects.`, { status: 409, fields: ['code'] });
    }
    return open[0] ?? found.at(-1)!;
  }

  /** Fulfils what is open at the location; totals are sent, so that repeating is harmless. @throws Refusal with the org's code, for example HF-ALREADY-RELEASED */
  async handOver({ reservation: { requestKey }, lines }: Collectable): Promise<HandedOver> {
    const goals = lines.map((line) => ({ line: line.line, quantity: line.fulfilled + openOf(line) })).filter(({ quantity }) => quantity > 0);
    bodyOf(await this.#org.call('POST', `/reservations/${encodeURIComponent(requestKey)}/fulfil`, goals.length === 0 ? { lines: lines.map(({ line }) => ({ line })) } : { lines: goals }));
    return { requestKey, status: 'Fulfilled', lines: lines.map((line) => ({ line: String(line.line), sku: line.sku, quantity: openOf(line) })) };
  }

  async #byKey(code: string): Promise<readonly Reservation[]> {
    const answer = await this.#org.call('GET', `/reservations/${encodeURIComponent(code)}`);
    return answer.status === 404 ? [] : [bodyOf(answer) as Reservation];
  }

  async #byOrder(code: string): Promise<readonly Reservation[]> {
    return (bodyOf(await this.#org.call('GET', `/reservations?orderRef=${encodeURIComponent(code)}`)) as { readonly items: readonly Reservation[] }).items;
  }

  /** Codes are written in capitals; customers say them as they like. */
  async #byPickupCode(code: string): Promise<readonly Reservation[]> {
    const rows = await this.#org.query(`SELECT Request_Key__c FROM Store_Task__c WHERE Pickup_Code__c = '${code.toUpperCase()}' AND Request_Key__c != null ORDER BY CreatedDate DESC LIMIT 20`);
    const keys = [...new Set(rows.map((row) => String(row['Request_Key__c'])))];
    return (await Promise.all(keys.map((key) => this.#byKey(key)))).flat();
  }
}

/** Still to be handed over. */
export function openOf({ granted, fulfilled, released }: ReservationLine): number {
  return Math.max(0, Math.round((granted - fulfilled - released) * 1000) / 1000);
}

/** As the experience APIs show it. */
export function collectableAnswer({ reservation, lines }: Collectable): object {
  const { requestKey, status, orderRef, customer } = reservation;
  return {
    requestKey, status, correlation: requestKey,
    ...(orderRef === undefined ? {} : { orderRef }), ...(customer === undefined ? {} : { customer }),
    lines: lines.map((line) => ({ line: String(line.line), sku: line.sku, open: openOf(line) })),
  };
}
