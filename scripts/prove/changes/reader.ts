/** A reader that keeps a copy of all positions by following `GET /changes`, as integration.md tells readers to: newer versions win, the cursor is the answer's own. */
import type { Outcome, TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { statusOf, type Answer, type ProvingOrg } from '../interleavings/org.ts';

/** One position as the feed told it. */
export interface Told {
  readonly key: string;
  readonly version: number;
  readonly onHand: number;
  readonly reserved: number;
}

interface Page {
  readonly items: readonly (Omit<Told, 'key'> & { readonly sku: string; readonly location: string })[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

/** Pages until everything is told, at most: more means that the feed never ends. */
const MOST_PAGES = 60;

export class ChangeReader {
  readonly told: Told[] = [];
  readonly copy = new Map<string, Told>();
  /** A feed that was refused, or did not come to its end. */
  isStuck = false;
  readonly #org: ProvingOrg;
  #cursor = '';

  constructor(org: ProvingOrg) {
    this.#org = org;
  }

  /** So many calls, whenever it is its turn. */
  calls(count: number): TransactionCase {
    // Its last answer is heard like the others: it is asked whether to send again, and does not.
    let heard = 0;
    return this.#reading(() => (heard += 1) < count, count + 1);
  }

  /** Calls until everything is told. */
  toTheEnd(): TransactionCase {
    this.isStuck = true;
    return this.#reading((page) => {
      this.isStuck = page?.hasMore !== false;
      return page?.hasMore === true;
    }, MOST_PAGES);
  }

  #reading(wantsMore: (page: Page | undefined) => boolean, attempts: number): TransactionCase {
    return this.#org.reading('reader', '/changes', () => (this.#cursor === '' ? '' : `after=${encodeURIComponent(this.#cursor)}`), (outcome) => wantsMore(this.#hear(outcome)), attempts);
  }

  #hear(outcome: Outcome): Page | undefined {
    if (statusOf(outcome) !== 200 || outcome.kind !== 'returned') {
      this.isStuck = true;
      return undefined;
    }
    const page = JSON.parse((outcome.value as Answer).text) as Page;
    for (const { sku, location, version, onHand, reserved } of page.items) {
      const key = `${sku}|${location}|0`;
      const told = { key, version, onHand, reserved };
      this.told.push(told);
      if (version > (this.copy.get(key)?.version ?? -1)) this.copy.set(key, told);
    }
    this.#cursor = page.nextCursor;
    return page;
  }
}
