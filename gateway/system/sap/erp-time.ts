/** The ERP tells dates and times without a zone: they are those of its system time zone, UTC in S/4HANA Cloud and usually the one of its home on premise. */
import { Refusal } from '../../shared/failures.ts';

const UTC = 'UTC';

/** Moments as the ERP writes them: what stands for a moment of UTC is the same date and time of its zone, written as if it were UTC. */
export class ErpTime {
  readonly #format: Intl.DateTimeFormat | undefined;

  /** @throws Refusal GW-CONFIGURATION for a zone there is not */
  constructor(timeZone = UTC) {
    if (timeZone === UTC) return;
    try {
      this.#format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    } catch (error) {
      throw new Refusal('GW-CONFIGURATION', `sap.timeZone is "${timeZone}"; it takes an IANA name, for example Europe/Paris.`, { cause: error });
    }
  }

  /** The first of the two moments that a date and time of the hour that comes twice in autumn can be. @param written milliseconds, read as if it were UTC */
  momentOf(written: number): number {
    const earlier = written - Math.max(this.#offsetMs(written - DAY_MS), this.#offsetMs(written + DAY_MS));
    return earlier + this.#offsetMs(earlier) === written ? earlier : written - Math.min(this.#offsetMs(written - DAY_MS), this.#offsetMs(written + DAY_MS));
  }

  /** All that is written in `[fromMs, toMs)` lies in it; where clocks were changed in between, more than that. */
  writtenBetween(fromMs: number, toMs: number): readonly [number, number] {
    const offsets = [this.#offsetMs(fromMs), this.#offsetMs(toMs)];
    return [fromMs + Math.min(...offsets), toMs + Math.max(...offsets)];
  }

  #offsetMs(moment: number): number {
    if (this.#format === undefined) return 0;
    const parts = Object.fromEntries(this.#format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - Math.floor(moment / 1000) * 1000;
  }
}

const DAY_MS = 86_400_000;
