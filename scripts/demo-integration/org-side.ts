/** The org of the demo: what it answers about the demo's products, and the web orders that customers collect. */
import jsforce from 'jsforce';
import { upsertAll } from '../upsert.ts';
import type { Happenings } from './happenings.ts';
import { PRODUCTS, STORES } from './plan.ts';
import type { Truth } from './truth.ts';

const ROOT = '/services/apexrest/holdfast/v1';

export interface OrgPosition {
  readonly onHand: number;
  /** What documents of the ERP add up to; the rest of what is on hand is pending. */
  readonly book: number;
}

interface OrgSideParts {
  readonly address: () => { readonly url: string; readonly token: string };
  readonly truth: Truth;
  readonly happenings: Happenings;
}

export class OrgSide {
  readonly #parts: OrgSideParts;
  #orders = 0;

  constructor(parts: OrgSideParts) {
    this.#parts = parts;
  }

  async addProducts(): Promise<void> {
    const { url, token } = this.#parts.address();
    const connection = new jsforce.Connection({ instanceUrl: url, accessToken: token, version: '67.0' });
    await upsertAll(connection, 'Product2', 'SKU__c', PRODUCTS.map(({ sku, name }) => ({ attributes: { type: 'Product2' }, SKU__c: sku, ProductCode: sku, Name: name, IsActive: true })), true);
  }

  /** By SKU and location. Throws when the org does not answer. */
  async positions(): Promise<ReadonlyMap<string, OrgPosition>> {
    const list = PRODUCTS.map(({ sku }) => `'${sku}'`).join(',');
    const rows = await this.#query(`SELECT SKU__c, Location_Code__c, On_Hand__c, Book__c FROM Stock_Position__c WHERE SKU__c IN (${list})`);
    return new Map(rows.map((row) => [`${String(row['SKU__c'])}|${String(row['Location_Code__c'])}`, { onHand: Number(row['On_Hand__c']), book: Number(row['Book__c']) }]));
  }

  /** A customer orders on the web and collects a moment later; the hand-over is posted in SAP by the gateway. */
  async collectOne(): Promise<void> {
    const number = ++this.#orders;
    const store = STORES[number % STORES.length]!;
    const { sku } = PRODUCTS[number % PRODUCTS.length]!;
    const requestKey = `live-${Date.now().toString(36)}-${String(number)}`;
    const request = { requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', orderRef: requestKey, allOrNothing: true, lines: [{ line: 1, sku, location: store.location, quantity: 1 }] };
    const { results: [result] = [] } = await this.#call('/reservations', request) as { results?: { status: string }[] };
    if (result?.status !== 'Reserved') {
      this.#parts.happenings.tell(`A web order for ${sku} at ${store.location} was refused.`, 'warn');
      return;
    }
    await this.#call(`/reservations/${requestKey}/fulfil`, {});
    this.#parts.truth.move(sku, store.location, -1);
    this.#parts.happenings.tell(`A customer collected ${sku} at ${store.location} (${requestKey}).`);
  }

  async #query(soql: string): Promise<readonly Record<string, unknown>[]> {
    const { url, token } = this.#parts.address();
    const answer = await fetch(`${url}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(5_000) });
    const body = await answer.json() as { records?: Record<string, unknown>[] };
    if (!answer.ok || body.records === undefined) throw new Error(`${soql}: ${JSON.stringify(body)}`);
    return body.records;
  }

  async #call(path: string, body: unknown): Promise<unknown> {
    const { url, token } = this.#parts.address();
    const answer = await fetch(`${url}${ROOT}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
    const told: unknown = await answer.json();
    if (!answer.ok) throw new Error(`POST ${path}: ${String(answer.status)} ${JSON.stringify(told)}`);
    return told;
  }
}
