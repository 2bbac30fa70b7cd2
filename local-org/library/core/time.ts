/** System.Time. */
import { Time } from '../../values/time.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';

type Whole = number | null;

export const timeClass = defineClass('System.Time', {
  'static Time newInstance(Integer hour, Integer minute, Integer second, Integer millisecond)': (hour: Whole, minute: Whole, second: Whole, millisecond: Whole) =>
    Time.of(given(hour), given(minute), given(second), given(millisecond)),
  'Integer hour()': (self: Time) => self.hour(),
  'Integer minute()': (self: Time) => self.minute(),
  'Integer second()': (self: Time) => self.second(),
  'Integer millisecond()': (self: Time) => self.millisecond(),
  'Time addHours(Integer hours)': (self: Time, hours: Whole) => self.add(given(hours) * 3_600_000),
  'Time addMinutes(Integer minutes)': (self: Time, minutes: Whole) => self.add(given(minutes) * 60_000),
  'Time addSeconds(Integer seconds)': (self: Time, seconds: Whole) => self.add(given(seconds) * 1000),
  'Time addMilliseconds(Integer milliseconds)': (self: Time, milliseconds: Whole) => self.add(given(milliseconds)),
});
