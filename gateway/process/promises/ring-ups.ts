/**
 * What tills rang up of reservations. The org hands the goods over when it hears of the sale; until then it calls them open, and nobody may ring them up, or hand
 * them over, a second time.
 */
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';
import { Refusal } from '../../shared/failures.ts';
import { openOf, type Collectable } from './collections.ts';

/** A sale that collects a reservation, and the keys of its facts. */
export interface RingUp {
  readonly source: string;
  readonly receipt: string;
  readonly keys: readonly string[];
}

/** What is collected, as the org has it after everything that was rung up before. */
export interface Turn {
  readonly collectable: Collectable;
  /** What is rung up now is remembered under this. */
  readonly key: string;
}

const SCOPE = 'rung-up';

export class RingUps {
  readonly #store: Pick<GatewayStore, 'transaction' | 'find'>;

  constructor(store: Pick<GatewayStore, 'transaction' | 'find'>) {
    this.#store = store;
  }

  /**
   * @param find asks the org; once more when the org may have heard of an earlier sale after it was asked
   * @throws Refusal 409 GW-NOTHING-OPEN when it was rung up and the org has not heard of it yet; whatever `find` throws
   */
  async turn(location: string, find: () => Promise<Collectable>): Promise<Turn> {
    const looked = new Map<string, string>();
    for (;;) {
      const collectable = await find();
      const name = `${collectable.reservation.requestKey}|${location}`;
      const known = looked.get(name);
      if (known !== undefined) return { collectable, key: known };
      const { last, key } = await this.#store.transaction((transaction) => lastOf(transaction, name));
      if (last === undefined || !collectable.lines.some((line) => openOf(line) > 0)) return { collectable, key };
      const items = await this.#store.find({ kind: 'fact', source: last.source, keys: last.keys, most: last.keys.length });
      if (items.some(({ state }) => state === 'Waiting' || state === 'Dead')) throw rungUp(last);
      looked.set(name, key);
    }
  }

  /** In the transaction of the sale. @throws Refusal 409 GW-NOTHING-OPEN when somebody else was faster */
  async remember(transaction: StoreTransaction, { key }: Pick<Turn, 'key'>, ringUp: RingUp): Promise<void> {
    const other = await transaction.answerOf(SCOPE, key);
    if (other !== undefined) throw rungUp(other.answer as RingUp);
    await transaction.remember(SCOPE, key, { hash: ringUp.receipt, answer: ringUp });
  }
}

/** Answers are written once: what is rung up later stands under a key of its own. */
async function lastOf(transaction: StoreTransaction, name: string): Promise<{ readonly last: RingUp | undefined; readonly key: string }> {
  let last: RingUp | undefined;
  for (let time = 0; ; time += 1) {
    const key = time === 0 ? name : `${name}|${String(time)}`;
    const told = await transaction.answerOf(SCOPE, key);
    if (told === undefined) return { last, key };
    last = told.answer as RingUp;
  }
}

function rungUp({ receipt }: RingUp): Refusal {
  return new Refusal('GW-NOTHING-OPEN', `It was rung up with the receipt ${receipt}, which the org has not heard of yet. If the customer has not got the goods, void that receipt.`, { status: 409 });
}
