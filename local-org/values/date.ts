/** Apex Date: a day without time or zone, in the proleptic Gregorian calendar. */
import { TypeException } from './exceptions.ts';

const DAY = 86_400_000;

export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. Months and days outside their range carry over, as in Date.newInstance(2024, 14, 1). */
export function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY);
}

export function calendarDay(days: number): CalendarDay {
  const date = new Date(days * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** Days after moving by whole months; a day the target month lacks becomes its last. */
export function addMonthsToDays(days: number, months: number): number {
  const from = calendarDay(days);
  const first = calendarDay(daysOf(from.year, from.month + months, 1));
  return daysOf(first.year, first.month, Math.min(from.day, daysInMonth(first.year, first.month)));
}

const two = (value: number): string => String(value).padStart(2, '0');

export class ApexDate {
  /** Days since 1970-01-01. */
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }

  static of(year: number, month: number, day: number): ApexDate {
    return new ApexDate(daysOf(year, month, day));
  }

  /** `2024-01-05`, also with a time behind it, which is ignored. Throws TypeException "Invalid date: …". */
  static parse(text: string): ApexDate {
    const match = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?\s*$/.exec(text);
    if (match === null) throw new TypeException(`Invalid date: ${text}`);
    return ApexDate.of(Number(match[1]), Number(match[2]), Number(match[3]));
  }

  calendar(): CalendarDay {
    return calendarDay(this.days);
  }

  addDays(days: number): ApexDate {
    return new ApexDate(this.days + days);
  }

  addMonths(months: number): ApexDate {
    return new ApexDate(addMonthsToDays(this.days, months));
  }

  /** 0 is Sunday. */
  dayOfWeek(): number {
    return (((this.days + 4) % 7) + 7) % 7;
  }

  dayOfYear(): number {
    return this.days - daysOf(this.calendar().year, 1, 1) + 1;
  }

  /** `2024-01-05`: String.valueOf. Concatenation shows `2024-01-05 00:00:00`, see text.ts. */
  toString(): string {
    const { year, month, day } = this.calendar();
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  }
}
