/** System.Date. */
import { calendarDay, ApexDate, daysInMonth, daysOf, isLeapYear } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { TypeException } from '../../values/exceptions.ts';
import { typeNameOf } from '../../values/casting.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { given } from './arguments.ts';
import { requireEnglish } from './text/locale.ts';

type Whole = number | null;

/** Date.valueOf(Object): a Datetime gives its day in the user's zone. */
function dateOf(value: unknown): ApexDate {
  const source = given(value);
  if (source instanceof ApexDate) return source;
  if (source instanceof Datetime) return source.date(context().user.timeZone);
  if (typeof source === 'string') return ApexDate.parse(source);
  throw new TypeException(`Invalid date: ${typeNameOf(source)}`);
}

/** `10/14/2011` */
function parse(text: string | null): ApexDate {
  requireEnglish('Date.parse');
  const match = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(given(text));
  const [month, day, year] = match === null ? [0, 0, 0] : match.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw new TypeException(`Invalid date: ${text}`);
  return ApexDate.of(year, month, day);
}

function format(self: ApexDate): string {
  requireEnglish('Date.format');
  const { year, month, day } = self.calendar();
  return `${month}/${day}/${year}`;
}

/** Calendar months, days not counted: from January 31 to February 1 is one. */
function monthsBetween(self: ApexDate, other: ApexDate): number {
  const from = self.calendar();
  const to = other.calendar();
  return (to.year - from.year) * 12 + to.month - from.month;
}

function toStartOfMonth(self: ApexDate): ApexDate {
  const { year, month } = self.calendar();
  return ApexDate.of(year, month, 1);
}

/** Weeks of en_US start on Sunday. */
function toStartOfWeek(self: ApexDate): ApexDate {
  requireEnglish('Date.toStartOfWeek');
  return self.addDays(-self.dayOfWeek());
}

/** Months and days outside their range carry over. platform-facts: date-new-instance-carries. */
function newInstance(year: Whole, month: Whole, day: Whole): ApexDate {
  return new ApexDate(daysOf(given(year), given(month), given(day)));
}

export const dateClass = defineClass('System.Date', {
  'static Date newInstance(Integer year, Integer month, Integer day)': newInstance,
  'static Date today()': () => new Datetime(context().clock.now()).date(context().user.timeZone),
  'static Date valueOf(String text)': (text: string | null) => ApexDate.parse(given(text)),
  'static Date valueOf(Object value)': dateOf,
  'static Date parse(String text)': parse,
  'static Integer daysInMonth(Integer year, Integer month)': (year: Whole, month: Whole) => daysInMonth(given(year), given(month)),
  'static Boolean isLeapYear(Integer year)': (year: Whole) => isLeapYear(given(year)),
  'Date addDays(Integer days)': (self: ApexDate, days: Whole) => self.addDays(given(days)),
  'Date addMonths(Integer months)': (self: ApexDate, months: Whole) => self.addMonths(given(months)),
  'Date addYears(Integer years)': (self: ApexDate, years: Whole) => self.addMonths(given(years) * 12),
  'Integer day()': (self: ApexDate) => calendarDay(self.days).day,
  'Integer month()': (self: ApexDate) => calendarDay(self.days).month,
  'Integer year()': (self: ApexDate) => calendarDay(self.days).year,
  'Integer dayOfYear()': (self: ApexDate) => self.dayOfYear(),
  'Integer daysBetween(Date other)': (self: ApexDate, other: ApexDate | null) => given(other).days - self.days,
  'Integer monthsBetween(Date other)': (self: ApexDate, other: ApexDate | null) => monthsBetween(self, given(other)),
  'Boolean isSameDay(Date other)': (self: ApexDate, other: ApexDate | null) => self.days === given(other).days,
  'Date toStartOfMonth()': toStartOfMonth,
  'Date toStartOfWeek()': toStartOfWeek,
  'String format()': format,
});
