/** Apex Datetime: a moment in milliseconds since 1970 UTC. Calendar fields are read in a zone. */
import { ApexDate, addMonthsToDays } from './date.ts';
import { TypeException } from './exceptions.ts';
import { Time } from './time.ts';
import { momentOfLocal, offsetAt, userTimeZone } from './timezone.ts';

const DAY = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');

export class Datetime {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  /** Wall-clock time in a zone; fields outside their range carry over. */
  static at(date: ApexDate, millisecondsOfDay: number, zone: string): Datetime {
    return new Datetime(momentOfLocal(zone, date.days * DAY + millisecondsOfDay));
  }

  /** `2024-01-05 10:30:00` or with a T, seconds optional, read as wall-clock time of the zone. Throws TypeException "Invalid date/time: …". */
  static parse(text: string, zone: string): Datetime {
    const match = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?Z?\s*$/.exec(text);
    if (match === null) throw new TypeException(`Invalid date/time: ${text}`);
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
    return Datetime.at(ApexDate.of(year, month, day), ((hour * 60 + minute) * 60 + second) * 1000, zone);
  }

  /** Wall-clock milliseconds in a zone, counted as if they were UTC. */
  local(zone: string): number {
    return this.milliseconds + offsetAt(zone, this.milliseconds);
  }

  date(zone: string): ApexDate {
    return new ApexDate(Math.floor(this.local(zone) / DAY));
  }

  time(zone: string): Time {
    return new Time(this.local(zone));
  }

  add(milliseconds: number): Datetime {
    return new Datetime(this.milliseconds + milliseconds);
  }

  /** Keeps the wall-clock time of the zone across changes of its offset. */
  addDays(days: number, zone: string): Datetime {
    return new Datetime(momentOfLocal(zone, this.local(zone) + days * DAY));
  }

  /** Keeps the wall-clock time; a day the target month lacks becomes its last. */
  addMonths(months: number, zone: string): Datetime {
    const local = this.local(zone);
    const days = Math.floor(local / DAY);
    return new Datetime(momentOfLocal(zone, addMonthsToDays(days, months) * DAY + (local - days * DAY)));
  }

  /** `2024-01-05 10:30:00` in a zone. */
  text(zone: string): string {
    const time = this.time(zone);
    return `${this.date(zone).toString()} ${two(time.hour())}:${two(time.minute())}:${two(time.second())}`;
  }

  /** In the user's zone: String.valueOf. */
  toString(): string {
    return this.text(userTimeZone());
  }
}

/** Midnight GMT of the day: the implicit conversion of a Date where a Datetime is wanted. platform-facts: date-to-datetime-zone. */
export function datetimeFromDate(date: ApexDate | null): Datetime | null {
  return date === null ? null : new Datetime(date.days * DAY);
}
