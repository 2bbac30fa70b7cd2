import { calendarDay, daysOf } from '../../values/date.ts';
import { momentOfLocal, offsetAt } from '../../values/timezone.ts';
import { malformed } from './errors.ts';

/** First day and the day after the last, in days since the epoch. */
export interface DayRange {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;
/** platform-facts: soql-week-starts-sunday (by the locale; en_US). */
const FIRST_WEEKDAY = 0;

type RangeOf = (today: number, count: number) => DayRange;

const days = (start: number, length: number): DayRange => ({ start, end: start + length });
const weekStart = (day: number): number => day - (((day + 4 - FIRST_WEEKDAY) % 7) + 7) % 7;
const months = (day: number, unit: number, shift: number, length: number): DayRange => {
  const { year, month } = calendarDay(day);
  const first = month - 1 - ((month - 1) % unit);
  return { start: daysOf(year, first + 1 + shift * unit, 1), end: daysOf(year, first + 1 + (shift + length) * unit, 1) };
};
const MONTH = 1;
const QUARTER = 3;
const YEAR = 12;

/**
 * Date literals as the documentation defines them. `LAST_N_DAYS:n` ends with today, the other LAST_N ranges end before the current unit;
 * NEXT_N ranges begin after it. Fiscal periods follow a fiscal year that begins in January (an org's default).
 */
const ranges: Readonly<Record<string, RangeOf>> = {
  YESTERDAY: (today) => days(today - 1, 1),
  TODAY: (today) => days(today, 1),
  TOMORROW: (today) => days(today + 1, 1),
  LAST_WEEK: (today) => days(weekStart(today) - 7, 7),
  THIS_WEEK: (today) => days(weekStart(today), 7),
  NEXT_WEEK: (today) => days(weekStart(today) + 7, 7),
  LAST_MONTH: (today) => months(today, MONTH, -1, 1),
  THIS_MONTH: (today) => months(today, MONTH, 0, 1),
  NEXT_MONTH: (today) => months(today, MONTH, 1, 1),
  LAST_90_DAYS: (today) => ({ start: today - 90, end: today + 1 }),
  NEXT_90_DAYS: (today) => ({ start: today + 1, end: today + 91 }),
  LAST_N_DAYS: (today, count) => ({ start: today - count, end: today + 1 }),
  NEXT_N_DAYS: (today, count) => ({ start: today + 1, end: today + 1 + count }),
  N_DAYS_AGO: (today, count) => days(today - count, 1),
  NEXT_N_WEEKS: (today, count) => days(weekStart(today) + 7, 7 * count),
  LAST_N_WEEKS: (today, count) => days(weekStart(today) - 7 * count, 7 * count),
  N_WEEKS_AGO: (today, count) => days(weekStart(today) - 7 * count, 7),
  NEXT_N_MONTHS: (today, count) => months(today, MONTH, 1, count),
  LAST_N_MONTHS: (today, count) => months(today, MONTH, -count, count),
  N_MONTHS_AGO: (today, count) => months(today, MONTH, -count, 1),
  LAST_QUARTER: (today) => months(today, QUARTER, -1, 1),
  THIS_QUARTER: (today) => months(today, QUARTER, 0, 1),
  NEXT_QUARTER: (today) => months(today, QUARTER, 1, 1),
  NEXT_N_QUARTERS: (today, count) => months(today, QUARTER, 1, count),
  LAST_N_QUARTERS: (today, count) => months(today, QUARTER, -count, count),
  N_QUARTERS_AGO: (today, count) => months(today, QUARTER, -count, 1),
  LAST_YEAR: (today) => months(today, YEAR, -1, 1),
  THIS_YEAR: (today) => months(today, YEAR, 0, 1),
  NEXT_YEAR: (today) => months(today, YEAR, 1, 1),
  NEXT_N_YEARS: (today, count) => months(today, YEAR, 1, count),
  LAST_N_YEARS: (today, count) => months(today, YEAR, -count, count),
  N_YEARS_AGO: (today, count) => months(today, YEAR, -count, 1),
};

/** The days a literal means for a user whose clock shows `now` in `timeZone`. */
export function rangeOfLiteral(name: string, count: number | undefined, now: number, timeZone: string): DayRange {
  const range = ranges[name.replace('FISCAL_', '')];
  if (range === undefined) throw malformed(`unexpected token: '${name}'`);
  const today = Math.floor((now + offsetAt(timeZone, now)) / DAY);
  return range(today, count ?? 0);
}

/** Midnight of a day in a zone, in milliseconds since the epoch. */
export function startOfDay(day: number, timeZone: string): number {
  return momentOfLocal(timeZone, day * DAY);
}

