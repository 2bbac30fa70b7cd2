/** Datetime.format(pattern): the letters of java.text.SimpleDateFormat in English. */
import { StringException } from '../../../values/exceptions.ts';
import { daysOf } from '../../../values/date.ts';
import { offsetAt, offsetText, zoneName } from '../../../values/timezone.ts';
import { shortZoneName } from './zone-names.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY = 86_400_000;

interface Moment {
  readonly milliseconds: number;
  readonly zone: string;
  readonly offset: number;
  /** Wall-clock fields, read as if they were UTC. */
  readonly local: Date;
}

type Field = (moment: Moment, count: number) => string;

const padded = (value: number, count: number): string => String(value).padStart(count, '0');
const numeric = (read: (local: Date) => number): Field => ({ local }, count) => padded(read(local), count);

const fields: Readonly<Record<string, Field>> = {
  G: () => 'AD',
  y: ({ local }, count) => (count === 2 ? padded(local.getUTCFullYear() % 100, 2) : padded(local.getUTCFullYear(), count)),
  Y: ({ local }, count) => (count === 2 ? padded(weekYear(local) % 100, 2) : padded(weekYear(local), count)),
  M: monthText,
  L: monthText,
  d: numeric((local) => local.getUTCDate()),
  D: numeric(dayOfYear),
  E: ({ local }, count) => (count >= 4 ? WEEKDAYS[local.getUTCDay()]! : WEEKDAYS[local.getUTCDay()]!.slice(0, 3)),
  u: numeric((local) => local.getUTCDay() || 7),
  F: numeric((local) => Math.ceil(local.getUTCDate() / 7)),
  w: numeric(weekOfYear),
  W: numeric((local) => Math.ceil((local.getUTCDate() + new Date(local.getTime() - (local.getUTCDate() - 1) * DAY).getUTCDay()) / 7)),
  a: ({ local }) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
  H: numeric((local) => local.getUTCHours()),
  k: numeric((local) => local.getUTCHours() || 24),
  K: numeric((local) => local.getUTCHours() % 12),
  h: numeric((local) => local.getUTCHours() % 12 || 12),
  m: numeric((local) => local.getUTCMinutes()),
  s: numeric((local) => local.getUTCSeconds()),
  S: numeric((local) => local.getUTCMilliseconds()),
  z: ({ milliseconds, zone }, count) => (count >= 4 ? zoneName(zone, milliseconds, 'long') : shortZoneName(zone, milliseconds)),
  Z: ({ offset }) => offsetText(offset, ''),
  X: ({ offset }, count) => (offset === 0 ? 'Z' : count === 1 ? offsetText(offset, '').slice(0, 3) : offsetText(offset, count === 2 ? '' : ':')),
};

function monthText({ local }: Moment, count: number): string {
  const month = local.getUTCMonth();
  if (count < 3) return padded(month + 1, count);
  return count === 3 ? MONTHS[month]!.slice(0, 3) : MONTHS[month]!;
}

function dayOfYear(local: Date): number {
  return Math.floor(local.getTime() / DAY) - daysOf(local.getUTCFullYear(), 1, 1) + 1;
}

/** Weeks start on Sunday and the first one holds January 1. */
function weekOfYear(local: Date): number {
  if (weekYear(local) > local.getUTCFullYear()) return 1;
  const firstWeekday = new Date(daysOf(local.getUTCFullYear(), 1, 1) * DAY).getUTCDay();
  return Math.floor((dayOfYear(local) - 1 + firstWeekday) / 7) + 1;
}

function weekYear(local: Date): number {
  const saturday = new Date(local.getTime() + (6 - local.getUTCDay()) * DAY);
  return saturday.getUTCFullYear();
}

/** Throws StringException "Illegal pattern character 'x'". */
export function formatDatetime(milliseconds: number, pattern: string, zone: string): string {
  const offset = offsetAt(zone, milliseconds);
  const moment = { milliseconds, zone, offset, local: new Date(milliseconds + offset) };
  return pattern.replace(/''|'((?:[^']|'')*)'?|([A-Za-z])\2*|[^A-Za-z']+/g, (part: string, quoted: string | undefined, letter: string | undefined) => {
    if (part === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    if (letter === undefined) return part;
    const field = fields[letter];
    if (field === undefined) throw new StringException(`Illegal pattern character '${letter}'`);
    return field(moment, part.length);
  });
}
