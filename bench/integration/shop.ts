/** What the integration benchmark sells: every line stands at a position of its own, so that each news of a position is about one line. */
import jsforce from 'jsforce';
import { SimulatedTill, type Send, type SoldLine } from '../../gateway/simulator/tills/till.ts';
import { seededRandom } from '../../gateway/simulator/random.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import { upsertAll } from '../../scripts/upsert.ts';
import { skuOf, type Universe } from '../scenarios.ts';
import { universeOf } from '../stocked-org.ts';

const SKUS = 500;
const STORES = 40;
const REGISTERS_PER_STORE = 4;
const FIRST_STORE_CODE = 1000;

export const SHOP: Universe = universeOf(SKUS, STORES);
export const TILL_NETWORK = 'shops';

/** Tills name stores by codes of their own. */
export async function nameStores(url: string, token: string): Promise<void> {
  const connection = new jsforce.Connection({ instanceUrl: url, accessToken: token, version: '67.0' });
  const records = SHOP.locations.map((code, index) => ({ attributes: { type: 'Stock_Location__c' }, Code__c: code, Till_Store_Code__c: String(FIRST_STORE_CODE + index) }));
  const answers = await upsertAll(connection, 'Stock_Location__c', 'Code__c', records, true);
  const failed = answers.find(({ success }) => !success);
  if (failed !== undefined) throw new Error(`Stores cannot be named: ${JSON.stringify(failed.errors)}`);
}

/** When lines were sold, by their position. */
export type Sold = Map<string, number>;

export class Shop {
  readonly tills: readonly SimulatedTill[];
  /** Positions that no line was sold at yet, per store. */
  readonly #next = SHOP.locations.map(() => 0);

  constructor(secret: string) {
    this.tills = SHOP.locations.flatMap((_location, store) => Array.from({ length: REGISTERS_PER_STORE }, (_, register) => new SimulatedTill(
      { network: TILL_NETWORK, secret, store: String(FIRST_STORE_CODE + store), register: `R${String(register + 1)}` }, { clock: systemClock, random: seededRandom(store * REGISTERS_PER_STORE + register) },
    )));
  }

  /** Sells so many lines at a till, each of another product than ever before there; notes when. */
  sell(till: number, lines: number, sold: Sold): void {
    const store = Math.floor(till / REGISTERS_PER_STORE);
    const now = Date.now();
    const chosen: SoldLine[] = [];
    for (let count = 0; count < lines; count++) {
      const sku = skuOf((this.#next[store]! += 1) % SKUS);
      sold.set(`${sku}|${SHOP.locations[store]!}`, now);
      chosen.push({ sku, quantity: 1 });
    }
    this.tills[till]!.sell(chosen);
  }

  /** Positions were all used once: begin again. */
  beginAgain(): void {
    this.#next.fill(0);
  }
}

/** Uploads; a till that is told to wait does. Answers how many lines there were. */
export async function uploadAll(till: SimulatedTill, send: Send): Promise<void> {
  while (till.waiting > 0) {
    try {
      await till.upload(send);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('503')) throw error;
      await systemClock.sleep(100);
    }
  }
}
