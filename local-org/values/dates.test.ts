import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexDate, daysInMonth, isLeapYear } from './date.ts';
import { Datetime, datetimeFromDate } from './datetime.ts';
import { TypeException } from './exceptions.ts';
import { Time } from './time.ts';
import { isTimeZone, momentOfLocal, offsetAt, offsetText } from './timezone.ts';

const NEW_YORK = 'America/New_York';

test('adding months clamps to the end of the month', () => {
  assert.equal(ApexDate.of(2024, 1, 31).addMonths(1).toString(), '2024-02-29');
  assert.equal(ApexDate.of(2024, 3, 31).addMonths(-13).toString(), '2023-02-28');
  assert.equal(ApexDate.of(2024, 2, 29).addMonths(12).toString(), '2025-02-28');
  assert.equal(ApexDate.of(2023, 12, 15).addMonths(1).toString(), '2024-01-15');
});

test('day and month numbers outside their range carry over', () => {
  assert.equal(ApexDate.of(2024, 14, 1).toString(), '2025-02-01');
  assert.equal(ApexDate.of(2024, 3, 0).toString(), '2024-02-29');
});

test('the calendar fields of a date make the same date again', () => {
  fc.assert(fc.property(fc.integer({ min: -600000, max: 2900000 }), (days) => {
    const { year, month, day } = new ApexDate(days).calendar();
    assert.equal(ApexDate.of(year, month, day).days, days);
    assert.equal(((new ApexDate(days).dayOfWeek() - new ApexDate(days - 7).dayOfWeek()) % 7), 0);
  }));
  assert.equal(ApexDate.of(2024, 1, 7).dayOfWeek(), 0);
  assert.equal(ApexDate.of(2024, 12, 31).dayOfYear(), 366);
});

test('years below 100 are taken as they are', () => {
  assert.equal(ApexDate.of(24, 1, 5).toString(), '0024-01-05');
});

test('leap years and month lengths follow the Gregorian calendar', () => {
  assert.deepEqual([1900, 2000, 2023, 2024].map(isLeapYear), [false, true, false, true]);
  assert.equal(daysInMonth(2024, 2), 29);
});

test('dates are read from ISO text, with or without a time behind it', () => {
  assert.equal(ApexDate.parse('2024-1-5').toString(), '2024-01-05');
  assert.equal(ApexDate.parse('2024-01-05 10:00:00').toString(), '2024-01-05');
  assert.throws(() => ApexDate.parse('05/01/2024'), (error) => error instanceof TypeException && error.message === 'Invalid date: 05/01/2024');
});

test('a Datetime shows the wall clock of the zone asked for', () => {
  const moment = new Datetime(Date.UTC(2024, 0, 5, 3, 4, 5));
  assert.equal(moment.text('GMT'), '2024-01-05 03:04:05');
  assert.equal(moment.text(NEW_YORK), '2024-01-04 22:04:05');
  assert.equal(moment.date(NEW_YORK).toString(), '2024-01-04');
});

test('adding a day keeps the wall clock when the clocks change', () => {
  const before = Datetime.parse('2024-03-09 12:00:00', NEW_YORK);
  const after = before.addDays(1, NEW_YORK);
  assert.equal(after.text(NEW_YORK), '2024-03-10 12:00:00');
  assert.equal(after.milliseconds - before.milliseconds, 23 * 3_600_000);
});

test('the moment of a wall-clock time shows that time again unless the clock skips it', () => {
  fc.assert(fc.property(fc.constantFrom('GMT', NEW_YORK, 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata'), fc.integer({ min: 0, max: 3_000_000 }), (zone, quarterHours) => {
    const local = quarterHours * 900_000;
    const moment = momentOfLocal(zone, local);
    const shown = moment + offsetAt(zone, moment);
    const isSkipped = offsetAt(zone, local - 86_400_000) !== offsetAt(zone, local + 86_400_000);
    assert.ok(shown === local || isSkipped, `${zone} ${new Date(local).toISOString()}`);
  }), { numRuns: 300 });
});

test('an offset prints with sign, two digits each', () => {
  assert.equal(offsetText(-12_600_000, ':'), '-03:30');
  assert.equal(offsetText(0, ''), '+0000');
});

test('unknown zones are no time zones', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Mars/Olympus'), false);
});

test('a Date becomes the Datetime of its midnight in GMT, null stays null', () => {
  assert.equal(datetimeFromDate(ApexDate.of(2024, 1, 5))!.milliseconds, Date.UTC(2024, 0, 5));
  assert.equal(datetimeFromDate(null), null);
});

test('times wrap at midnight and print with milliseconds', () => {
  assert.equal(Time.of(23, 59, 59, 999).add(2).toString(), '00:00:00.001Z');
  assert.equal(Time.of(0, 0, 0, 0).add(-1).toString(), '23:59:59.999Z');
});
