/** System.Datetime. The user's zone is that of the running transaction's user. */
import { ApexDate } from '../../values/date.ts';
import { Datetime, datetimeFromDate } from '../../values/datetime.ts';
import { TypeException } from '../../values/exceptions.ts';
import type { Time } from '../../values/time.ts';
import { typeNameOf } from '../../values/casting.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import { given } from './arguments.ts';
import { requireEnglish } from './text/locale.ts';
import { formatDatetime } from './text/simple-date-format.ts';
import './user-zone.ts';

type Whole = number | null;

const GMT = 'GMT';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const userZone = (): string => context().user.timeZone;

function ofFields(zone: string, fields: readonly Whole[]): Datetime {
  const [year, month, day, hour = 0, minute = 0, second = 0] = fields.map(given) as [number, number, number, number?, number?, number?];
  return Datetime.at(ApexDate.of(year, month, day), hour * HOUR + minute * MINUTE + second * SECOND, zone);
}

function ofDateAndTime(zone: string, date: ApexDate | null, time: Time | null): Datetime {
  return Datetime.at(given(date), given(time).milliseconds, zone);
}

/** Datetime.valueOf(Object): text in the user's zone. */
function datetimeOf(value: unknown): Datetime {
  const source = given(value);
  if (source instanceof Datetime) return source;
  if (source instanceof ApexDate) return datetimeFromDate(source)!;
  if (typeof source === 'string') return Datetime.parse(source, userZone());
  throw new TypeException(`Invalid date/time: ${typeNameOf(source)}`);
}

/** `10/14/2011 11:46 AM` */
function parse(text: string | null): Datetime {
  requireEnglish('Datetime.parse');
  const match = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d{2})\s*([AaPp])[Mm]\s*$/.exec(given(text));
  if (match === null) throw new TypeException(`Invalid date/time: ${text}`);
  const [month, day, year, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  return ofFields(userZone(), [year, month, day, (hour % 12) + (match[6]!.toLowerCase() === 'p' ? 12 : 0), minute]);
}

/** platform-facts: datetime-short-format. */
function format(self: Datetime): string {
  requireEnglish('Datetime.format');
  return formatDatetime(self.milliseconds, 'M/d/yyyy, h:mm a', userZone());
}

function formatLong(self: Datetime): string {
  requireEnglish('Datetime.formatLong');
  return formatDatetime(self.milliseconds, 'M/d/yyyy, h:mm:ss a z', userZone());
}

/** Reading one field of the wall clock, in the user's zone and in GMT. */
function reader(name: string, read: (local: Date) => number): [string, LibraryFunction][] {
  const inZone = (self: Datetime, zone: string): number => read(new Date(self.local(zone)));
  return [
    [`Integer ${name}()`, (self: Datetime) => inZone(self, userZone())],
    [`Integer ${name}Gmt()`, (self: Datetime) => inZone(self, GMT)],
  ];
}

const readers: readonly (readonly [string, (local: Date) => number])[] = [
  ['year', (local) => local.getUTCFullYear()], ['month', (local) => local.getUTCMonth() + 1], ['day', (local) => local.getUTCDate()],
  ['hour', (local) => local.getUTCHours()], ['minute', (local) => local.getUTCMinutes()], ['second', (local) => local.getUTCSeconds()],
  ['millisecond', (local) => local.getUTCMilliseconds()], ['dayOfYear', (local) => new ApexDate(Math.floor(local.getTime() / (24 * HOUR))).dayOfYear()],
];

export const datetimeClass = defineClass('System.Datetime', {
  'static Datetime now()': () => new Datetime(context().clock.now()),
  'static Datetime newInstance(Long milliseconds)': (milliseconds: bigint | null) => new Datetime(Number(given(milliseconds))),
  'static Datetime newInstance(Date day, Time time)': (day: ApexDate | null, time: Time | null) => ofDateAndTime(userZone(), day, time),
  'static Datetime newInstance(Integer year, Integer month, Integer day)': (...fields: Whole[]) => ofFields(userZone(), fields),
  'static Datetime newInstance(Integer year, Integer month, Integer day, Integer hour, Integer minute, Integer second)': (...fields: Whole[]) => ofFields(userZone(), fields),
  'static Datetime newInstanceGmt(Date day, Time time)': (day: ApexDate | null, time: Time | null) => ofDateAndTime(GMT, day, time),
  'static Datetime newInstanceGmt(Integer year, Integer month, Integer day)': (...fields: Whole[]) => ofFields(GMT, fields),
  'static Datetime newInstanceGmt(Integer year, Integer month, Integer day, Integer hour, Integer minute, Integer second)': (...fields: Whole[]) => ofFields(GMT, fields),
  'static Datetime valueOf(String text)': (text: string | null) => Datetime.parse(given(text), userZone()),
  'static Datetime valueOf(Object value)': datetimeOf,
  'static Datetime valueOfGmt(String text)': (text: string | null) => Datetime.parse(given(text), GMT),
  'static Datetime parse(String text)': parse,
  ...Object.fromEntries(readers.flatMap(([name, read]) => reader(name, read))),
  'Long getTime()': (self: Datetime) => BigInt(self.milliseconds),
  'Date date()': (self: Datetime) => self.date(userZone()),
  'Date dateGmt()': (self: Datetime) => self.date(GMT),
  'Time time()': (self: Datetime) => self.time(userZone()),
  'Time timeGmt()': (self: Datetime) => self.time(GMT),
  'Boolean isSameDay(Datetime other)': (self: Datetime, other: Datetime | null) => self.date(userZone()).days === given(other).date(userZone()).days,
  'Datetime addYears(Integer years)': (self: Datetime, years: Whole) => self.addMonths(given(years) * 12, userZone()),
  'Datetime addMonths(Integer months)': (self: Datetime, months: Whole) => self.addMonths(given(months), userZone()),
  'Datetime addDays(Integer days)': (self: Datetime, days: Whole) => self.addDays(given(days), userZone()),
  'Datetime addHours(Integer hours)': (self: Datetime, hours: Whole) => self.add(given(hours) * HOUR),
  'Datetime addMinutes(Integer minutes)': (self: Datetime, minutes: Whole) => self.add(given(minutes) * MINUTE),
  'Datetime addSeconds(Integer seconds)': (self: Datetime, seconds: Whole) => self.add(given(seconds) * SECOND),
  'String format()': format,
  'String format(String pattern)': (self: Datetime, pattern: string | null) => formatDatetime(self.milliseconds, given(pattern), userZone()),
  'String format(String pattern, String timeZone)': (self: Datetime, pattern: string | null, zone: string | null) => formatDatetime(self.milliseconds, given(pattern), given(zone)),
  'String formatGmt(String pattern)': (self: Datetime, pattern: string | null) => formatDatetime(self.milliseconds, given(pattern), GMT),
  'String formatLong()': formatLong,
});
