/** When a cron expression fires next, in the wall-clock time of a zone. */
import { ApexDate, calendarDay, daysInMonth, daysOf, type CalendarDay } from '../../../values/date.ts';
import { Datetime } from '../../../values/datetime.ts';
import { LAST_YEAR, type CronExpression, type MonthDay, type WeekDay } from './expression.ts';

/**
 * The first moment after `after` (milliseconds); `undefined` when there is none before the year 2100. A wall-clock time that a change of the clocks leaves out fires
 * as much later as the clocks jump; one that comes twice fires once. platform-facts: cron-clock-change.
 */
export function nextFire(cron: CronExpression, after: number, timeZone: string): number | undefined {
  const hours = [...cron.hours].sort((left, right) => left - right);
  let { days } = new Datetime(after).date(timeZone);
  for (let date = calendarDay(days); date.year <= LAST_YEAR; date = calendarDay(days)) {
    if (cron.years?.has(date.year) === false) {
      days = daysOf(date.year + 1, 1, 1);
    } else if (!cron.months.has(date.month)) {
      days = daysOf(date.year, date.month + 1, 1);
    } else {
      const moment = isDay(cron, date) ? firstOf(cron, hours, days, after, timeZone) : undefined;
      if (moment !== undefined) return moment;
      days += 1;
    }
  }
  return undefined;
}

function firstOf(cron: CronExpression, hours: readonly number[], days: number, after: number, timeZone: string): number | undefined {
  for (const hour of hours) {
    const { milliseconds } = Datetime.at(new ApexDate(days), ((hour * 60 + cron.minute) * 60 + cron.second) * 1000, timeZone);
    if (milliseconds > after) return milliseconds;
  }
  return undefined;
}

function isDay({ monthDays, weekDays }: CronExpression, date: CalendarDay): boolean {
  if (monthDays !== undefined) return monthDays.numbers.has(date.day) || monthDays.special.some((wanted) => dayOfMonth(wanted, date) === date.day);
  return weekDays !== undefined && (weekDays.numbers.has(weekDayOf(date, date.day)) || weekDays.special.some((wanted) => isWeekDay(wanted, date)));
}

/** 1 is Sunday; 1 January 1970 was a Thursday. */
function weekDayOf({ year, month }: CalendarDay, day: number): number {
  return ((((daysOf(year, month, day) + 4) % 7) + 7) % 7) + 1;
}

function dayOfMonth(wanted: MonthDay, date: CalendarDay): number {
  const length = daysInMonth(date.year, date.month);
  if (wanted.kind === 'nearestWeekday') return nearestWeekday(Math.min(wanted.day, length), date, length);
  const day = length - wanted.daysBefore;
  return wanted.isWeekday ? nearestWeekday(day, date, length) : day;
}

/** Never in another month: the nearest weekday of the first, when that is a Saturday, is the third. */
function nearestWeekday(day: number, date: CalendarDay, length: number): number {
  const weekDay = weekDayOf(date, day);
  if (weekDay === 7) return day === 1 ? 3 : day - 1;
  if (weekDay === 1) return day === length ? day - 2 : day + 1;
  return day;
}

function isWeekDay(wanted: WeekDay, date: CalendarDay): boolean {
  if (weekDayOf(date, date.day) !== wanted.day) return false;
  return wanted.kind === 'nth' ? Math.ceil(date.day / 7) === wanted.nth : date.day + 7 > daysInMonth(date.year, date.month);
}
