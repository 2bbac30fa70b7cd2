/** Retrieves whose zip nobody has fetched yet. */
import type { RetrieveResult } from '../../deploy/metadata-service.ts';
import { makeId } from '../../values/id.ts';

const KEPT = 20;
const KEY_PREFIX = '09S';

export class Retrievals {
  readonly #kept = new Map<string, RetrieveResult>();
  #next = 1;

  /** Answers its id. The oldest leave when there are many. */
  add(result: RetrieveResult): string {
    const id = makeId(KEY_PREFIX, this.#next);
    this.#next += 1;
    this.#kept.set(id, result);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return id;
  }

  find(id: string): RetrieveResult | undefined {
    return this.#kept.get(id) ?? this.#kept.get(this.#longOf(id));
  }

  /** Ids of 15 characters stand for the same. */
  #longOf(id: string): string {
    return [...this.#kept.keys()].find((one) => one.slice(0, 15) === id) ?? id;
  }
}
