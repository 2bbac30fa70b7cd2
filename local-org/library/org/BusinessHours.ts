/** System.BusinessHours: opening hours of a week in their own zone, less the holidays. Counts in whole minutes. platform-facts: business-hours-holidays */
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { InvalidParameterValueException } from '../../values/exceptions.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { momentOfLocal } from '../../values/timezone.ts';
import type { Time } from '../../values/time.ts';
import { defineClass } from '../define.ts';
import { given } from '../core/arguments.ts';
import { context } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { holidayOn } from './holidays.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far to look for an open minute: hours that never open would be searched for ever. */
const MOST_DAYS = 20 * 366;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Open from `start` to before `end`, in milliseconds since the epoch. */
interface Opening {
  readonly start: number;
  readonly end: number;
}

class Hours {
  readonly #row: SObjectRecord;
  readonly #holidays: readonly SObjectRecord[];
  readonly #zone: string;

  constructor(row: SObjectRecord, holidays: readonly SObjectRecord[]) {
    this.#row = row;
    this.#holidays = holidays;
    this.#zone = (slotOf(row, '$timezonesidkey') as string | null) ?? 'GMT';
  }

  dayOf(moment: number): number {
    return new Datetime(moment).date(this.#zone).days;
  }

  /** The parts of a local day that are open, in order. */
  openings(day: number): readonly Opening[] {
    const date = new ApexDate(day);
    const name = DAYS[date.dayOfWeek()]!;
    const from = slotOf(this.#row, `$${name}starttime`) as Time | null;
    const until = slotOf(this.#row, `$${name}endtime`) as Time | null;
    if (from === null || until === null) return [];
    const end = until.milliseconds <= from.milliseconds ? DAY : until.milliseconds;
    let parts: Opening[] = [{ start: from.milliseconds, end }];
    for (const closed of this.#holidays.flatMap((holiday) => holidayOn(holiday, date) ?? [])) parts = parts.flatMap((part) => without(part, closed));
    return parts.map((part) => ({ start: this.#moment(day, part.start), end: this.#moment(day, part.end) })).filter((part) => part.end > part.start);
  }

  #moment(day: number, millisecondsOfDay: number): number {
    return momentOfLocal(this.#zone, day * DAY + millisecondsOfDay);
  }
}

function without(open: Opening, closed: Opening): Opening[] {
  if (closed.end <= open.start || closed.start >= open.end) return [open];
  return [{ start: open.start, end: closed.start }, { start: closed.end, end: open.end }].filter((part) => part.end > part.start);
}

function hoursOf(id: string | null): Hours {
  const { data } = context();
  if (data.systemRows === undefined) throw new UnsupportedFeature('BusinessHours without an org');
  const wanted = given(id);
  const row = data.systemRows('businesshours').find((candidate) => slotOf(candidate, '$id') === wanted || String(slotOf(candidate, '$id')).startsWith(wanted));
  if (row === undefined) throw new InvalidParameterValueException(`Invalid business hours id: ${wanted}`);
  return new Hours(row, data.systemRows('holiday'));
}

const wholeMinute = (moment: Datetime | null): number => Math.floor(given(moment).milliseconds / MINUTE) * MINUTE;

/** The moment after so much open time; backwards when negative. */
function add(id: string | null, start: Datetime | null, milliseconds: bigint | null): Datetime {
  const hours = hoursOf(id);
  const amount = Math.trunc(Number(given(milliseconds)) / MINUTE) * MINUTE;
  return new Datetime(amount < 0 ? backward(hours, wholeMinute(start), -amount) : forward(hours, wholeMinute(start), amount));
}

function forward(hours: Hours, start: number, amount: number): number {
  let left = amount;
  const first = hours.dayOf(start);
  for (let day = first - 1; day < first + MOST_DAYS; day++) {
    for (const opening of hours.openings(day)) {
      const from = Math.max(opening.start, start);
      if (from >= opening.end) continue;
      if (left <= opening.end - from) return from + left;
      left -= opening.end - from;
    }
  }
  throw neverOpen();
}

function backward(hours: Hours, start: number, amount: number): number {
  let left = amount;
  const first = hours.dayOf(start);
  for (let day = first + 1; day > first - MOST_DAYS; day--) {
    for (const opening of [...hours.openings(day)].reverse()) {
      const until = Math.min(opening.end, start);
      if (until <= opening.start) continue;
      if (left <= until - opening.start) return until - left;
      left -= until - opening.start;
    }
  }
  throw neverOpen();
}

function neverOpen(): Error {
  return new InvalidParameterValueException(`The business hours are not open long enough within ${MOST_DAYS} days.`);
}

/** Open milliseconds between two moments; negative when the second comes first. */
function diff(id: string | null, start: Datetime | null, end: Datetime | null): bigint {
  const hours = hoursOf(id);
  const [first, second] = [wholeMinute(start), wholeMinute(end)];
  const from = Math.min(first, second);
  const until = Math.max(first, second);
  let open = 0;
  for (let day = hours.dayOf(from) - 1; day <= hours.dayOf(until) + 1; day++) {
    for (const opening of hours.openings(day)) open += Math.max(0, Math.min(opening.end, until) - Math.max(opening.start, from));
  }
  return BigInt(first <= second ? open : -open);
}

function isOpenAt(hours: Hours, moment: number): boolean {
  const day = hours.dayOf(moment);
  return [day - 1, day, day + 1].some((near) => hours.openings(near).some((opening) => opening.start <= moment && moment < opening.end));
}

function isWithin(id: string | null, moment: Datetime | null): boolean {
  return isOpenAt(hoursOf(id), wholeMinute(moment));
}

/** The moment itself while it is open, the next opening otherwise. */
function nextStartDate(id: string | null, moment: Datetime | null): Datetime {
  const hours = hoursOf(id);
  const at = wholeMinute(moment);
  return isOpenAt(hours, at) ? given(moment) : new Datetime(forward(hours, at, 0));
}

export const BUSINESS_HOURS = defineClass('System.BusinessHours', {
  'static Datetime add(Id businessHoursId, Datetime startDate, Long interval)': add,
  'static Datetime addGmt(Id businessHoursId, Datetime startDate, Long interval)': add,
  'static Long diff(String businessHoursId, Datetime startDate, Datetime endDate)': diff,
  'static Boolean isWithin(String businessHoursId, Datetime targetDate)': isWithin,
  'static Datetime nextStartDate(Id businessHoursId, Datetime targetDate)': nextStartDate,
});
