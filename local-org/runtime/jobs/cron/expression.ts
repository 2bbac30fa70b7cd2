/**
 * Cron expressions of System.schedule: seconds, minutes, hours, day of month, month, day of week and perhaps a year. The grammar and the texts of its mistakes are those
 * of the Quartz scheduler, which the platform uses; seconds and minutes must be plain numbers. platform-facts: cron-grammar.
 */
import { StringException } from '../../../values/exceptions.ts';

/** Days of a month a field asks for, when they are not plain numbers. */
export type MonthDay =
  | { readonly kind: 'last'; readonly daysBefore: number; readonly isWeekday: boolean }
  | { readonly kind: 'nearestWeekday'; readonly day: number };
/** Days of a week, 1 is Sunday, that depend on the month. */
export type WeekDay = { readonly kind: 'lastOfMonth'; readonly day: number } | { readonly kind: 'nth'; readonly day: number; readonly nth: number };

export interface CronExpression {
  readonly second: number;
  readonly minute: number;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** `undefined`: every year. */
  readonly years: ReadonlySet<number> | undefined;
  /** Exactly one of the two is given; the other was `?`. */
  readonly monthDays: { readonly numbers: ReadonlySet<number>; readonly special: readonly MonthDay[] } | undefined;
  readonly weekDays: { readonly numbers: ReadonlySet<number>; readonly special: readonly WeekDay[] } | undefined;
}

interface Field {
  readonly first: number;
  readonly last: number;
  readonly outside: string;
  /** Names by their number from `first` on. */
  readonly names?: { readonly what: string; readonly list: readonly string[] };
}

const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const HOUR: Field = { first: 0, last: 23, outside: 'Hour values must be between 0 and 23' };
const MONTH_DAY: Field = { first: 1, last: 31, outside: 'Day of month values must be between 1 and 31' };
const MONTH: Field = { first: 1, last: 12, outside: 'Month values must be between 1 and 12', names: { what: 'Month', list: MONTH_NAMES } };
const WEEK_DAY: Field = { first: 1, last: 7, outside: 'Day-of-Week values must be between 1 and 7', names: { what: 'Day-of-Week', list: DAY_NAMES } };
export const LAST_YEAR = 2099;
const YEAR: Field = { first: 1970, last: LAST_YEAR, outside: `Year values must be between 1970 and ${String(LAST_YEAR)}` };

/** @throws StringException with the scheduler's words. */
export function parseCron(text: string): CronExpression {
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length < 6) throw new StringException('Unexpected end of expression.');
  if (parts.length > 7) throw new StringException(`Illegal cron expression format (${text})`);
  const [seconds, minutes, hours, monthDay, month, weekDay, year] = parts as [string, string, string, string, string, string, string?];
  if (!/^\d+$/.test(seconds) || !/^\d+$/.test(minutes)) throw new StringException(`Seconds and minutes must be specified as integers: ${text}`);
  if (Number(seconds) > 59 || Number(minutes) > 59) throw new StringException('Minute and Second values must be between 0 and 59');
  if (monthDay === '?' && weekDay === '?') throw new StringException("'?' can only be specfied for Day-of-Month -OR- Day-of-Week.");
  if (monthDay !== '?' && weekDay !== '?') throw new StringException('Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.');
  return {
    second: Number(seconds), minute: Number(minutes), hours: numbersOf(hours, HOUR), months: numbersOf(month, MONTH),
    years: year === undefined || year === '*' ? undefined : numbersOf(year, YEAR),
    monthDays: monthDay === '?' ? undefined : split(monthDay, MONTH_DAY, monthDayOf),
    weekDays: weekDay === '?' ? undefined : split(weekDay, WEEK_DAY, weekDayOf),
  };
}

function split<T>(text: string, field: Field, specialOf: (part: string) => T | undefined): { readonly numbers: ReadonlySet<number>; readonly special: readonly T[] } {
  const numbers = new Set<number>();
  const special: T[] = [];
  for (const part of text.split(',')) {
    const found = specialOf(part);
    if (found !== undefined) special.push(found);
    else for (const number of numbersOf(part, field)) numbers.add(number);
  }
  return { numbers, special };
}

function monthDayOf(part: string): MonthDay | undefined {
  const last = /^L(?:-(\d+))?(W)?$/.exec(part);
  if (last !== null) {
    const daysBefore = Number(last[1] ?? 0);
    if (daysBefore > 30) throw new StringException('Offset from last day must be <= 30');
    return { kind: 'last', daysBefore, isWeekday: last[2] !== undefined };
  }
  const nearest = /^(\d+)W$/.exec(part);
  return nearest === null ? undefined : { kind: 'nearestWeekday', day: within(Number(nearest[1]), MONTH_DAY) };
}

/** `L` alone is Saturday, the last day of a week. */
function weekDayOf(part: string): WeekDay | undefined {
  const nth = /^(\w+)#(\d+)$/.exec(part);
  if (nth !== null) {
    const count = Number(nth[2]);
    if (count < 1 || count > 5) throw new StringException("A numeric value between 1 and 5 must follow the '#' option");
    return { kind: 'nth', day: numberOf(nth[1]!, WEEK_DAY), nth: count };
  }
  const last = /^(\w+)L$/.exec(part);
  return last === null ? undefined : { kind: 'lastOfMonth', day: numberOf(last[1]!, WEEK_DAY) };
}

function numbersOf(text: string, field: Field): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const part of text.split(',')) for (const number of rangeOf(part, field)) numbers.add(number);
  return numbers;
}

const RANGE = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/;

/** `*`, `5`, `2-8`, `MON-FRI`, `22-2` across the end, each perhaps with `/` and a step. */
function rangeOf(part: string, field: Field): number[] {
  if (part === 'L' && field === WEEK_DAY) return [7];
  const match = RANGE.exec(part);
  if (match === null) throw new StringException(part === '' ? 'Unexpected end of expression.' : `Illegal characters for this position: '${part}'`);
  const [, start, end, step] = match as unknown as [string, string, string | undefined, string | undefined];
  const by = step === undefined ? 1 : Number(step);
  if (by < 1 || by > field.last) throw new StringException(`Increment > ${String(field.last)} : ${String(by)}`);
  const from = start === '*' ? field.first : numberOf(start, field);
  const to = end !== undefined ? numberOf(end, field) : start === '*' || step !== undefined ? field.last : from;
  const size = field.last - field.first + 1;
  const count = to >= from ? to - from : to - from + size;
  return Array.from({ length: Math.floor(count / by) + 1 }, (_, index) => field.first + ((from - field.first + index * by) % size));
}

function numberOf(text: string, field: Field): number {
  if (/^\d+$/.test(text)) return within(Number(text), field);
  const place = field.names?.list.indexOf(text) ?? -1;
  if (place < 0) throw new StringException(field.names === undefined ? `Illegal characters for this position: '${text}'` : `Invalid ${field.names.what} value: '${text}'`);
  return field.first + place;
}

function within(value: number, field: Field): number {
  if (value < field.first || value > field.last) throw new StringException(field.outside);
  return value;
}
