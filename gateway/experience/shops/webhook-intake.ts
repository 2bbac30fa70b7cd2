/** Takes a call of a shop: that it was heard, what it tells and what is known of bells become durable together, or nothing does. */
import { createHash } from 'node:crypto';
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';
import type { IntakeParts, ShopIntake, Taken } from './intake.ts';
import { rang, type Bell, type PollState } from './poll-state.ts';
import type { ShopFact } from './shop-fact.ts';

export interface Telling {
  /** The same for every delivery of one event. */
  readonly eventId: string;
  readonly bells: readonly Bell[];
  /** `undefined`: the call does not tell them, and the shop has to be read. */
  factsOf(store: StoreTransaction, state: PollState): Promise<readonly ShopFact[] | undefined>;
}

export interface Heard {
  readonly status: 'Accepted' | 'Duplicate' | 'Held' | 'Ignored';
  /** Something happened that only the API of the shop tells. */
  readonly isToBeRead: boolean;
}

const NOTHING: Taken = { facts: [], held: 0, known: 0 };

export class WebhookIntake {
  readonly #store: GatewayStore;
  readonly #intake: ShopIntake;
  readonly #parts: Pick<IntakeParts, 'shop' | 'health'>;

  constructor(store: GatewayStore, intake: ShopIntake, parts: Pick<IntakeParts, 'shop' | 'health'>) {
    this.#store = store;
    this.#intake = intake;
    this.#parts = parts;
  }

  /** Answers once it is durable. */
  async hear(telling: Telling): Promise<Heard> {
    const { shop: { source }, health } = this.#parts;
    const { isRepeated, taken, isToBeRead } = await this.#store.transaction((transaction) => this.#hear(transaction, telling));
    health.count(source, isRepeated ? 'doorbell-repeated' : 'doorbell');
    this.#intake.sayTaken(taken);
    return { status: statusOf(isRepeated, isToBeRead, taken), isToBeRead };
  }

  async #hear(transaction: StoreTransaction, telling: Telling): Promise<{ readonly isRepeated: boolean; readonly taken: Taken; readonly isToBeRead: boolean }> {
    const { source } = this.#parts.shop;
    const scope = `shop|${source}|event`;
    const state = await this.#intake.state(transaction);
    if ((await transaction.answerOf(scope, telling.eventId)) !== undefined) return { isRepeated: true, taken: NOTHING, isToBeRead: false };
    const facts = await telling.factsOf(transaction, state);
    const taken = facts === undefined ? NOTHING : await this.#intake.take(transaction, facts);
    await this.#intake.keep(transaction, rang(state, telling.bells));
    await transaction.remember(scope, telling.eventId, { hash: createHash('sha256').update(telling.eventId).digest('hex'), answer: null });
    return { isRepeated: false, taken, isToBeRead: facts === undefined };
  }
}

function statusOf(isRepeated: boolean, isToBeRead: boolean, { facts, held, known }: Taken): Heard['status'] {
  if (isRepeated) return 'Duplicate';
  if (held > 0) return 'Held';
  if (facts.length > 0 || isToBeRead) return 'Accepted';
  return known > 0 ? 'Duplicate' : 'Ignored';
}
