/** The last things that happened, for people who watch. */
import type { Happening, Tone } from './state.ts';

const MOST_KEPT = 60;

export class Happenings {
  readonly #kept: Happening[] = [];

  tell(text: string, tone?: Tone): void {
    this.#kept.unshift({ atMs: Date.now(), text, ...(tone === undefined ? {} : { tone }) });
    this.#kept.length = Math.min(this.#kept.length, MOST_KEPT);
  }

  get newestFirst(): readonly Happening[] {
    return this.#kept;
  }
}
