/**
 * The opening time of a store a second time, as slowly and plainly as can be: every minute of the time looked at is open or closed, by the wall clock of its zone as
 * ECMAScript's Intl knows it. Shares no code and no idea with the app's calendar or the platform's business hours.
 */
const MINUTE = 60_000;
/** Every change of clocks in use is at a multiple of this. */
const SLOT_MINUTES = 30;

export interface DayHours {
  /** Minutes of the local day; `[0, 1440]` is open all day. */
  readonly from: number;
  readonly until: number;
}

export interface Holiday {
  /** `YYYY-MM-DD` in the zone of the hours. */
  readonly date: string;
  /** All day when absent. */
  readonly part?: DayHours;
}

export interface HoursException {
  readonly kind: 'Closed' | 'Open';
  /** Minutes since the epoch. */
  readonly from: number;
  readonly until: number;
}

export interface Hours {
  readonly zone: string;
  /** Sunday first; `undefined` is closed. `undefined` as a whole: open round the clock. */
  readonly week: readonly (DayHours | undefined)[] | undefined;
  readonly holidays: readonly Holiday[];
  readonly exceptions: readonly HoursException[];
}

interface WallClock {
  /** Minutes since the epoch that the wall clock would show were it at UTC. */
  readonly minutes: number;
  readonly date: string;
  readonly weekday: number;
}

const clocks = new Map<string, Map<number, WallClock>>();

/** What the wall clock of the zone shows at the beginning of a slot. */
function wallClock(zone: string, slot: number): WallClock {
  let known = clocks.get(zone);
  if (known === undefined) clocks.set(zone, (known = new Map<number, WallClock>()));
  let shown = known.get(slot);
  if (shown === undefined) known.set(slot, (shown = readWallClock(zone, slot * SLOT_MINUTES * MINUTE)));
  return shown;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function readWallClock(zone: string, moment: number): WallClock {
  let format = formats.get(zone);
  if (format === undefined) {
    formats.set(zone, (format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })));
  }
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const date = `${parts['year']!}-${parts['month']!}-${parts['day']!}`;
  return { minutes: Date.parse(`${date}T${parts['hour']!}:${parts['minute']!}:00Z`) / MINUTE, date, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() };
}

export class CalendarOracle {
  readonly #hours: Hours;
  readonly #first: number;
  /** What is known of each minute: nothing yet, closed, open. */
  readonly #known: Uint8Array;

  /** @param first minute since the epoch, a multiple of 30; @param count of minutes that may be asked about from there on */
  constructor(hours: Hours, first: number, count: number) {
    this.#hours = hours;
    this.#first = first;
    this.#known = new Uint8Array(count);
  }

  #decide(minute: number): boolean {
    const covering = this.#hours.exceptions.filter(({ from, until }) => from <= minute && minute < until);
    if (covering.some(({ kind }) => kind === 'Closed')) return false;
    if (covering.length > 0 || this.#hours.week === undefined) return true;
    const slot = Math.floor(minute / SLOT_MINUTES);
    const { minutes, date, weekday } = wallClock(this.#hours.zone, slot);
    const ofDay = (((minutes + minute - slot * SLOT_MINUTES) % 1440) + 1440) % 1440;
    const day = this.#hours.week[weekday];
    if (day === undefined || ofDay < day.from || ofDay >= day.until) return false;
    return !this.#hours.holidays.some((holiday) => holiday.date === date && (holiday.part === undefined || (holiday.part.from <= ofDay && ofDay < holiday.part.until)));
  }

  isOpen(minute: number): boolean {
    const known = this.#known[minute - this.#first];
    if (known === undefined) throw new RangeError(`The oracle was not asked to know minute ${String(minute)}.`);
    return (known === 0 ? (this.#known[minute - this.#first] = this.#decide(minute) ? 2 : 1) : known) === 2;
  }

  between(from: number, until: number): number {
    if (from > until) return 0 - this.between(until, from);
    let open = 0;
    for (let minute = from; minute < until; minute++) if (this.isOpen(minute)) open += 1;
    return open;
  }

  after(start: number, openMinutes: number): number {
    let left = openMinutes;
    let minute = start;
    for (; left > 0; minute++) if (this.isOpen(minute)) left -= 1;
    return minute;
  }

  closingFrom(start: number): number {
    let minute = start;
    while (!this.isOpen(minute)) minute += 1;
    const day = this.#localDate(minute);
    let closing = minute;
    for (; this.#localDate(minute) === day; minute++) if (this.isOpen(minute)) closing = minute + 1;
    return closing;
  }

  #localDate(minute: number): string {
    return wallClock(this.#hours.zone, Math.floor(minute / SLOT_MINUTES)).date;
  }
}
