/** What the org was told last, entry by entry, so that a report holds only what changed. */
import type { Entry } from './report-body.ts';

interface Told {
  readonly text: string;
  readonly atMs: number;
}

export class ToldEntries {
  readonly #entries = new Map<string, Map<string, Told>>();
  readonly #wholes = new Map<string, string>();
  /** Names of the fields that tell entries of a list apart. */
  readonly #keys = new Map<string, readonly string[]>();

  /**
   * Entries that are new or otherwise than they were told.
   * @param key names of the fields that tell entries apart
   * @param pace entries of busy lists are told again no sooner than after this time
   */
  changed(list: string, entries: readonly Entry[], key: readonly string[], pace?: { readonly nowMs: number; readonly atMostEveryMs: number }): readonly Entry[] {
    this.#keys.set(list, key);
    const told = this.#entries.get(list);
    return entries.filter((entry) => {
      const before = told?.get(keyOf(entry, key));
      return before === undefined || (before.text !== JSON.stringify(entry) && (pace === undefined || pace.nowMs - before.atMs >= pace.atMostEveryMs));
    });
  }

  took(list: string, entries: readonly Entry[], nowMs: number): void {
    const key = this.#keys.get(list) ?? [];
    const told = this.#entries.get(list) ?? new Map<string, Told>();
    this.#entries.set(list, told);
    for (const entry of entries) told.set(keyOf(entry, key), { text: JSON.stringify(entry), atMs: nowMs });
  }

  /** Is a list that is told as a whole otherwise than it was told? */
  isOther(list: string, entries: readonly Entry[]): boolean {
    return this.#wholes.get(list) !== JSON.stringify(entries);
  }

  tookWhole(list: string, entries: readonly Entry[]): void {
    this.#wholes.set(list, JSON.stringify(entries));
  }

  forget(): void {
    this.#entries.clear();
    this.#wholes.clear();
  }
}

const keyOf = (entry: Entry, key: readonly string[]): string => JSON.stringify(key.map((name) => entry[name] ?? null));
