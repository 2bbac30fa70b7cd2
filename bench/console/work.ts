/** An org with a day's work in one store: stock that no run exhausts, and open pickup tasks made as a web shop makes them. */
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { call } from '../../e2e/support/running-org.ts';
import { planProducts, type ProductPlan } from '../../scripts/seed/products.ts';

export const STORE = 'LON-01';
export const ASSOCIATE = 'associate@holdfast.local';
export const products: readonly ProductPlan[] = planProducts(48);
const REQUESTS_PER_CALL = 100;
const PIECES = 100_000;

export interface Pickup {
  readonly requestKey: string;
  readonly orderRef: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

export class Shop {
  readonly #org: RunningOrg;
  readonly #token: string;

  constructor(org: RunningOrg, token: string) {
    this.#org = org;
    this.#token = token;
  }

  /** As many pieces of every product as all runs need. */
  async stockUp(): Promise<void> {
    const occurredAt = new Date().toISOString();
    await this.#post('/events', { events: products.map(({ sku }) => ({ key: `BENCH-OPEN|${sku}`, intent: 'StockReceived', sku, location: STORE, quantity: PIECES, occurredAt, source: 'BENCH' })) });
  }

  async reserve(pickups: readonly Pickup[]): Promise<void> {
    for (let start = 0; start < pickups.length; start += REQUESTS_PER_CALL) {
      const answer = (await this.#post('/reservations', { requests: pickups.slice(start, start + REQUESTS_PER_CALL).map(requestOf) })) as { readonly results: readonly { readonly requestKey: string; readonly status: string }[] };
      const refused = answer.results.find(({ status }) => status !== 'Reserved');
      if (refused !== undefined) throw new Error(`${refused.requestKey} was not reserved: ${JSON.stringify(refused)}`);
    }
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const answer = await call(this.#org, this.#token, 'POST', path, body);
    if (answer.status !== 200) throw new Error(`POST ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export function pickups(prefix: string, count: number): readonly Pickup[] {
  return Array.from({ length: count }, (_, index) => ({
    requestKey: `${prefix}-${String(index)}`, orderRef: `${prefix}-ORDER-${String(index).padStart(4, '0')}`,
    lines: [{ sku: products[index % products.length]!.sku, quantity: 1 + (index % 3) }, ...(index % 4 === 0 ? [{ sku: products[(index + 7) % products.length]!.sku, quantity: 1 }] : [])],
  }));
}

function requestOf({ requestKey, orderRef, lines }: Pickup): unknown {
  return {
    requestKey, orderRef, customer: 'B. Ench', kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true,
    lines: lines.map(({ sku, quantity }, index) => ({ line: String(index + 1), sku, location: STORE, quantity })),
  };
}
