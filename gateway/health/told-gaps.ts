/** Which gaps the org was told of as open, so that it hears of those that are over also while there are more than one report holds. */
import type { Entry } from './report-body.ts';

export interface GapReport {
  readonly entries: readonly Entry[];
  /** Are these all open gaps? Then the org closes by itself what is not among them. */
  readonly isComplete: boolean;
  /** Is something left that does not wait for the list to change? */
  readonly isUrgent: boolean;
  /** The org has it. */
  took(): void;
}

const keyOf = ({ source, register, businessDay, from }: Entry): string => JSON.stringify([source, register, businessDay ?? null, from]);

export class ToldGaps {
  #open = new Map<string, Entry>();
  /** The last report had to leave room for what is over. */
  #wasCut = false;

  /** @param most entries that a report holds */
  next(gaps: readonly Entry[], most: number): GapReport {
    const current = new Map(gaps.map((gap) => [keyOf(gap), gap]));
    if (gaps.length <= most) return { entries: gaps, isComplete: true, isUrgent: this.#wasCut, took: () => { this.#open = current; this.#wasCut = false; } };
    const over = [...this.#open].filter(([key]) => !current.has(key)).slice(0, most / 2);
    const listed = gaps.slice(0, most - over.length);
    return {
      entries: [...over.map(([, gap]) => ({ ...gap, closed: true })), ...listed],
      isComplete: false,
      isUrgent: over.length > 0 || this.#wasCut,
      took: () => {
        for (const [key] of over) this.#open.delete(key);
        for (const gap of listed) this.#open.set(keyOf(gap), gap);
        this.#wasCut = over.length > 0;
      },
    };
  }
}
