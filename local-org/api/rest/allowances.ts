/** Counts what an org may do in 24 hours. Kept in memory: a restart begins a new count. platform-facts: api-allowances. */

export type AllowanceName = 'DailyApiRequests' | 'DailyBulkApiBatches' | 'DailyBulkV2QueryJobs';

export interface Allowance {
  readonly name: AllowanceName;
  readonly maximum: number;
  readonly used: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const MAXIMUM: Readonly<Record<AllowanceName, number>> = { DailyApiRequests: 100_000, DailyBulkApiBatches: 15_000, DailyBulkV2QueryJobs: 10_000 };

/** Uses of the last 24 hours, by the hour. */
export class Allowances {
  readonly #now: () => number;
  readonly #hours = new Map<AllowanceName, Map<number, number>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  use(name: AllowanceName, amount = 1): void {
    const hour = Math.floor(this.#now() / HOUR_MS);
    let hours = this.#hours.get(name);
    if (hours === undefined) this.#hours.set(name, (hours = new Map<number, number>()));
    if (!hours.has(hour)) for (const old of hours.keys()) if (old <= hour - DAY_MS / HOUR_MS) hours.delete(old);
    hours.set(hour, (hours.get(hour) ?? 0) + amount);
  }

  list(): readonly Allowance[] {
    const oldest = Math.floor(this.#now() / HOUR_MS) - DAY_MS / HOUR_MS;
    return (Object.keys(MAXIMUM) as AllowanceName[]).map((name) => ({
      name, maximum: MAXIMUM[name], used: [...(this.#hours.get(name) ?? [])].reduce((sum, [hour, count]) => sum + (hour > oldest ? count : 0), 0),
    }));
  }
}
