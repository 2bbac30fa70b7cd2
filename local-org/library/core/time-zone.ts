/** System.TimeZone. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import type { Datetime } from '../../values/datetime.ts';
import { isTimeZone, offsetAt, offsetText, zoneName } from '../../values/timezone.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { given } from './arguments.ts';

export class TimeZone extends ApexObject {
  readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }

  override toString(): string {
    return this.id;
  }

  equals$object(other: unknown): boolean {
    return other instanceof TimeZone && other.id === this.id;
  }
}
describePlatformClass(TimeZone, 'System.TimeZone');

/** Unknown ids are GMT, as in Java. */
function getTimeZone(id: string): TimeZone {
  return new TimeZone(isTimeZone(id) ? id : 'GMT');
}

/** `(GMT-08:00) Pacific Standard Time (America/Los_Angeles)` */
function displayName({ id }: TimeZone): string {
  const now = context().clock.now();
  return `(GMT${offsetText(offsetAt(id, now), ':')}) ${zoneName(id, now, 'long')} (${id})`;
}

export const timeZoneClass = defineClass('System.TimeZone', {
  'static System.TimeZone getTimeZone(String id)': (id: string | null) => getTimeZone(given(id)),
  'String getID()': (self: TimeZone) => self.id,
  'String getDisplayName()': displayName,
  'Integer getOffset(Datetime moment)': (self: TimeZone, moment: Datetime | null) => offsetAt(self.id, given(moment).milliseconds),
  'String toString()': (self: TimeZone) => self.id,
}, { instances: TimeZone });
