/** Opening times as stores have them, and worse, with the questions that the clock of pickups asks about them. */
import fc from 'fast-check';
import type { DayHours, Holiday, Hours, HoursException } from './calendar-oracle.ts';

/** Zones whose clocks change in March, in October, by half an hour on the other side of the earth, or never. */
export const ZONES = ['Europe/London', 'Europe/Amsterdam', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'] as const;

const DAY = 1440;
export const YEAR_STARTS = Date.UTC(2026, 0, 1) / 60_000;
export const YEAR_MINUTES = 365 * DAY;
/** Questions start within the year; their answers may lie up to here. */
export const HORIZON_MINUTES = YEAR_MINUTES + 120 * DAY;

export type Question =
  | { readonly kind: 'after'; readonly at: number; readonly minutes: number }
  | { readonly kind: 'between'; readonly at: number; readonly until: number }
  | { readonly kind: 'isOpen'; readonly at: number }
  | { readonly kind: 'closing'; readonly at: number }
  /** A clock of so many minutes that stands still from one minute to another. */
  | { readonly kind: 'resumed'; readonly at: number; readonly minutes: number; readonly pausedAfter: number; readonly resumedAfter: number };

export interface CalendarCase {
  readonly hours: Hours;
  readonly questions: readonly Question[];
}

const quarter = (from: number, until: number): fc.Arbitrary<number> => fc.integer({ min: from / 15, max: until / 15 }).map((quarters) => quarters * 15);

/**
 * Shop hours; through midnight as two halves; all day. Nobody closes at a wall time that a change of clocks skips or repeats: what business hours make of it is not documented.
 * platform-facts: business-hours-in-clock-change
 */
const dayHours: fc.Arbitrary<DayHours | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(quarter(300, 720), quarter(735, 1425)).map(([from, until]) => ({ from, until })) },
  { weight: 1, arbitrary: fc.constant({ from: 0, until: DAY }) },
  { weight: 2, arbitrary: fc.constantFrom({ from: 1080, until: DAY }, { from: 0, until: 30 }, { from: 0, until: 180 }, { from: 481, until: 1259 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** Open long enough that no answer lies beyond the horizon. */
const LEAST_OPEN_MINUTES = 900;
const week = fc.array(dayHours, { minLength: 7, maxLength: 7 })
  .filter((days) => days.reduce((open, day) => open + (day === undefined ? 0 : day.until - day.from), 0) >= LEAST_OPEN_MINUTES);

const holiday: fc.Arbitrary<Holiday> = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.tuple(quarter(300, 720), quarter(735, 1425)), { nil: undefined })).map(([day, part]) => ({
  date: new Date((YEAR_STARTS + day * DAY) * 60_000).toISOString().slice(0, 10),
  ...(part === undefined ? {} : { part: { from: part[0], until: part[1] } }),
}));

const minuteOfYear = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: YEAR_MINUTES - 1 }) },
  // The nights and days around the changes of the clocks of these zones.
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(66, 87, 93, 276, 297, 304), fc.integer({ min: 0, max: 3 * DAY })).map(([day, minute]) => day * DAY + minute) },
).map((minute) => YEAR_STARTS + minute);

const exception = (starts: fc.Arbitrary<number>): fc.Arbitrary<HoursException> => fc.record({
  kind: fc.constantFrom('Closed' as const, 'Open' as const), from: starts, length: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 60, max: 3 * DAY })),
}).map(({ kind, from, length }) => ({ kind, from, until: from + length }));

/** Many of them close together, so that they overlap. */
const exceptions = minuteOfYear.chain((centre) => fc.array(
  exception(fc.oneof(minuteOfYear, fc.integer({ min: 0, max: 5 * DAY }).map((offset) => centre + offset))), { maxLength: 12 },
));

const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ kind: fc.constant('after' as const), at: minuteOfYear, minutes: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 5000 })) }),
  fc.record({ kind: fc.constant('between' as const), at: minuteOfYear, until: minuteOfYear }),
  fc.record({ kind: fc.constant('between' as const), at: minuteOfYear, length: fc.integer({ min: -3000, max: 3000 }) }).map(({ kind, at, length }) => ({ kind, at, until: Math.max(YEAR_STARTS, at + length) })),
  fc.record({ kind: fc.constant('isOpen' as const), at: minuteOfYear }),
  fc.record({ kind: fc.constant('closing' as const), at: minuteOfYear }),
  fc.record({ kind: fc.constant('resumed' as const), at: minuteOfYear, minutes: fc.integer({ min: 1, max: 600 }), pausedAfter: fc.integer({ min: 0, max: 900 }), resumedAfter: fc.integer({ min: 0, max: 4000 }) }),
);

export const calendarCase: fc.Arbitrary<CalendarCase> = fc.record({
  hours: fc.record({ zone: fc.constantFrom(...ZONES), week: fc.oneof({ weight: 9, arbitrary: week }, { weight: 1, arbitrary: fc.constant(undefined) }), holidays: fc.array(holiday, { maxLength: 8 }), exceptions }),
  questions: fc.array(question, { minLength: 1, maxLength: 200, size: 'max' }),
});
