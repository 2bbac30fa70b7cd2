/** Counts what an org uses of what its edition allows. Counters live in memory: a restart begins a new count. platform-facts: api-allowances. */
import { EDITIONS, type AllowanceName, type Edition } from './editions.ts';

export interface Allowance {
  readonly name: AllowanceName;
  readonly maximum: number;
  readonly used: number;
}

const HOUR_MS = 60 * 60 * 1000;
/** Hours a counter looks back over: this one alone, or the last 24. */
const HOURS: Partial<Readonly<Record<AllowanceName, number>>> = { HourlyPublishedPlatformEvents: 1 };
const HOURS_OF_A_DAY = 24;

export class Allowances {
  readonly edition: Edition;
  readonly #now: () => number;
  readonly #hours = new Map<AllowanceName, Map<number, number>>();
  readonly #gauges = new Map<AllowanceName, () => number>();

  constructor(now: () => number, edition: Edition = 'scratch') {
    this.#now = now;
    this.edition = edition;
  }

  /** Counts a use, by the hour. */
  use(name: AllowanceName, amount = 1): void {
    const hour = Math.floor(this.#now() / HOUR_MS);
    let hours = this.#hours.get(name);
    if (hours === undefined) this.#hours.set(name, (hours = new Map<number, number>()));
    if (!hours.has(hour)) for (const old of hours.keys()) if (old <= hour - HOURS_OF_A_DAY) hours.delete(old);
    hours.set(hour, (hours.get(hour) ?? 0) + amount);
  }

  /** What is used is looked up when somebody asks. */
  gauge(name: AllowanceName, read: () => number): void {
    this.#gauges.set(name, read);
  }

  /** In the order of their names. */
  list(): readonly Allowance[] {
    const { allowances } = EDITIONS[this.edition];
    return (Object.keys(allowances) as AllowanceName[]).sort().map((name) => ({ name, maximum: allowances[name], used: this.#gauges.get(name)?.() ?? this.#counted(name) }));
  }

  #counted(name: AllowanceName): number {
    const oldest = Math.floor(this.#now() / HOUR_MS) - (HOURS[name] ?? HOURS_OF_A_DAY);
    return [...(this.#hours.get(name) ?? [])].reduce((sum, [hour, count]) => sum + (hour > oldest ? count : 0), 0);
  }
}
