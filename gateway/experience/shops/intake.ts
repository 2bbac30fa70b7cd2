/**
 * Stores what happened in a shop, whichever way it was heard of. Not through the inbox of facts: which facts a state of an order makes is found out in the
 * transaction, and the same state is read again and again, so that what is known already is no contradiction.
 */
import type { StoreTransaction } from '../../delivery/store.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { beginning, type PollState } from './poll-state.ts';
import { isUnnamed, shopFactWork, workOf, type ShopFact } from './shop-fact.ts';
import type { ShopNames } from './shop-names.ts';
import type { Shop, ShopSystem } from './shop.ts';

export interface Taken {
  /** What was new, in the order of the telling. */
  readonly facts: readonly ShopFact[];
  /** How many of them wait for a name. */
  readonly held: number;
  readonly known: number;
}

export interface IntakeParts {
  readonly system: ShopSystem;
  readonly shop: Shop;
  readonly names: Pick<ShopNames, 'name'>;
  readonly health: HealthLog;
  readonly clock: Clock;
}

export class ShopIntake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async take(store: StoreTransaction, facts: readonly ShopFact[]): Promise<Taken> {
    const { system, shop, names } = this.#parts;
    const works = facts.map((fact) => shopFactWork(system, shop.source, fact));
    const named = works.map((work) => names.name(work));
    const isNew = await store.append(works.map((work, index) => workOf(work, named[index]!)));
    const held = named.filter((result, index) => isNew[index] === true && isUnnamed(result)).length;
    const told = facts.filter((_, index) => isNew[index] === true);
    return { facts: told, held, known: facts.length - told.length };
  }

  /** Its state, as it begins when nothing was ever heard of the shop. */
  async state(store: StoreTransaction): Promise<PollState> {
    const { shop, clock } = this.#parts;
    const kept = await store.cursor(this.#cursor);
    return kept === undefined ? beginning(shop.since === undefined ? clock.now() : Date.parse(shop.since)) : (kept as PollState);
  }

  async keep(store: StoreTransaction, state: PollState): Promise<void> {
    await store.moveCursor(this.#cursor, state);
  }

  /** Says what was stored, once it is durable. */
  sayTaken({ facts }: Taken): void {
    const { shop: { source }, health, clock } = this.#parts;
    if (facts.length > 0) health.count(source, 'received', facts.length);
    for (const { occurredAt } of facts) health.hop(source, 'source-to-gateway', Math.max(0, clock.now() - Date.parse(occurredAt)));
  }

  get #cursor(): string {
    return `shop|${this.#parts.shop.source}`;
  }
}
