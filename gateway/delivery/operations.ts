/** What people do about work: look at what is dead, let it wait again, discard it, tell once more what was told. Doing any of it twice is harmless. */
import type { HealthLog } from '../health/health-log.ts';
import type { Clock } from '../shared/clock.ts';
import { Refusal } from '../shared/failures.ts';
import type { GatewayStore, WorkQuestion } from './store.ts';
import type { WorkItem, WorkKind, WorkState } from './work.ts';

const ITEMS_PER_TRANSACTION = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Which work is meant: these ids, or all that fits. Times are those of reception, `[fromMs, toMs)`. */
export interface WorkSelection {
  readonly workIds?: readonly number[];
  readonly kind?: WorkKind;
  readonly source?: string;
  readonly reason?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface OperationsParts {
  readonly store: GatewayStore;
  readonly clock: Clock;
  readonly health: HealthLog;
}

export class Operations {
  readonly #parts: OperationsParts;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
  }

  /** Dead work, the oldest first; the next page begins after the last id of this one. */
  deadLetters(selection: WorkSelection, page: { readonly afterId?: number; readonly most: number }): Promise<readonly WorkItem[]> {
    return this.#parts.store.find({ ...questionOf(selection), ...page, state: 'Dead' });
  }

  /** Lets dead work wait again, its attempts counted anew; named by id also what was discarded. Answers how much. */
  redrive(selection: WorkSelection): Promise<number> {
    return this.#again(selection, selection.workIds === undefined ? ['Dead'] : ['Dead', 'Discarded']);
  }

  /** Gives dead work up; it stays on record until it is pruned. Answers how much. */
  discard(selection: WorkSelection): Promise<number> {
    const { store, clock } = this.#parts;
    return this.#each(selection, 'Dead', (items) => store.transaction((transaction) => transaction.discard(items.map(({ id }) => id), clock.now())));
  }

  /**
   * Tells once more what was done, in its order: the other side knows the keys and applies only what it has lost.
   *
   * @throws Refusal GW-RANGE without ids and without both ends of a time range
   */
  replay(selection: WorkSelection): Promise<number> {
    const { workIds, fromMs, toMs } = selection;
    if (workIds === undefined && (fromMs === undefined || toMs === undefined || fromMs >= toMs)) {
      throw new Refusal('GW-RANGE', 'A replay needs the ids of work, or from and to, from before to: it would tell everything ever told again.', { fields: ['from', 'to'] });
    }
    return this.#again(selection, ['Done']);
  }

  /** Forgets what was done or discarded, and answers remembered, more than so many days ago; answers how much. @param keepDays longer than a source repeats a key */
  prune(keepDays: number): Promise<number> {
    return this.#parts.store.prune(this.#parts.clock.now() - keepDays * DAY_MS);
  }

  async #again(selection: WorkSelection, states: readonly WorkState[]): Promise<number> {
    const { store, clock, health } = this.#parts;
    let count = 0;
    for (const state of states) {
      count += await this.#each(selection, state, async (items) => {
        const redriven = await store.transaction((transaction) => transaction.redrive(items.map(({ id }) => id), clock.now()));
        for (const [source, ofSource] of Map.groupBy(items, (item) => item.source)) health.count(source, 'redriven', ofSource.length);
        return redriven;
      });
    }
    return count;
  }

  /** In transactions of some hundred items, so that deliveries go on in between. */
  async #each(selection: WorkSelection, state: WorkState, change: (items: readonly WorkItem[]) => Promise<number>): Promise<number> {
    let count = 0;
    let afterId = 0;
    for (;;) {
      const items = await this.#parts.store.find({ ...questionOf(selection), state, afterId, most: ITEMS_PER_TRANSACTION });
      const last = items.at(-1);
      if (last === undefined) return count;
      afterId = last.id;
      count += await change(items);
    }
  }
}

function questionOf({ workIds, ...rest }: WorkSelection): Omit<WorkQuestion, 'most'> {
  return { ...rest, ...(workIds === undefined ? {} : { ids: workIds }) };
}
