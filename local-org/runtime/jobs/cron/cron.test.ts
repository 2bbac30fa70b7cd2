import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StringException } from '../../../values/exceptions.ts';
import { parseCron } from './expression.ts';
import { nextFire } from './next-fire.ts';

/** The next times an expression fires after a moment in UTC, written in UTC. */
function fires(text: string, after: string, count: number, zone = 'UTC'): string[] {
  const cron = parseCron(text);
  const times: string[] = [];
  let at: number | undefined = Date.parse(after);
  while (times.length < count) {
    at = nextFire(cron, at, zone);
    if (at === undefined) break;
    times.push(new Date(at).toISOString().replace(':00.000Z', ''));
  }
  return times;
}
const refuses = (text: string, message: string): void => {
  assert.throws(() => parseCron(text), (error) => error instanceof StringException && error.$message === message);
};

describe('a cron expression', () => {
  it('fires every day at an hour', () => {
    assert.deepEqual(fires('0 30 13 * * ?', '2026-11-22T13:30:00Z', 2), ['2026-11-23T13:30', '2026-11-24T13:30']);
  });
  it('fires every hour, or every few hours, at a minute', () => {
    assert.deepEqual(fires('0 5 * * * ?', '2026-11-22T22:10:00Z', 2), ['2026-11-22T23:05', '2026-11-23T00:05']);
    assert.deepEqual(fires('0 0 8-18/5 * * ?', '2026-11-22T00:00:00Z', 3), ['2026-11-22T08:00', '2026-11-22T13:00', '2026-11-22T18:00']);
    assert.deepEqual(fires('0 0 22-2 * * ?', '2026-11-22T12:00:00Z', 5).map((time) => time.slice(11)), ['22:00', '23:00', '00:00', '01:00', '02:00']);
  });
  it('knows names of days and months', () => {
    assert.deepEqual(fires('0 0 10 ? * MON-FRI', '2026-11-20T11:00:00Z', 2), ['2026-11-23T10:00', '2026-11-24T10:00']);
    assert.deepEqual(fires('0 0 0 1 jan,JUL ?', '2026-11-22T00:00:00Z', 2), ['2027-01-01T00:00', '2027-07-01T00:00']);
  });
  it('counts Sunday as 1', () => {
    assert.deepEqual(fires('0 0 0 ? * 1', '2026-11-22T00:00:00Z', 1), ['2026-11-29T00:00']);
  });
  it('knows the last day of a month, and days before it', () => {
    assert.deepEqual(fires('0 0 0 L * ?', '2027-01-31T00:00:00Z', 2), ['2027-02-28T00:00', '2027-03-31T00:00']);
    assert.deepEqual(fires('0 0 0 L-2 * ?', '2027-02-01T00:00:00Z', 1), ['2027-02-26T00:00']);
  });
  it('knows the weekday nearest to a day, and never leaves the month for it', () => {
    assert.deepEqual(fires('0 0 0 15W * ?', '2026-11-01T00:00:00Z', 1), ['2026-11-16T00:00']);
    assert.deepEqual(fires('0 0 0 1W 8 ? 2026', '2026-01-01T00:00:00Z', 2), ['2026-08-03T00:00']);
    assert.deepEqual(fires('0 0 0 LW 1 ? 2027', '2026-01-01T00:00:00Z', 1), ['2027-01-29T00:00']);
  });
  it('knows the nth and the last weekday of a month', () => {
    assert.deepEqual(fires('0 0 0 ? * 6#3', '2026-11-01T00:00:00Z', 2), ['2026-11-20T00:00', '2026-12-18T00:00']);
    assert.deepEqual(fires('0 0 0 ? * 6L', '2026-11-01T00:00:00Z', 1), ['2026-11-27T00:00']);
    assert.deepEqual(fires('0 0 0 ? * FRI#5', '2026-11-01T00:00:00Z', 1), ['2027-01-29T00:00']);
  });
  it('ends with its years', () => {
    assert.deepEqual(fires('0 0 0 1 1 ? 2027-2029/2', '2026-11-22T00:00:00Z', 5), ['2027-01-01T00:00', '2029-01-01T00:00']);
    assert.deepEqual(fires('0 0 0 30 2 ?', '2026-11-22T00:00:00Z', 1), []);
  });
  it('means the time of the zone, on both sides of a change of the clocks', () => {
    assert.deepEqual(fires('0 0 9 * * ?', '2026-03-27T12:00:00Z', 3, 'Europe/Berlin'), ['2026-03-28T08:00', '2026-03-29T07:00', '2026-03-30T07:00']);
    assert.deepEqual(fires('0 30 2 * * ?', '2026-03-28T12:00:00Z', 2, 'Europe/Berlin'), ['2026-03-29T01:30', '2026-03-30T00:30']);
    assert.deepEqual(fires('0 30 2 * * ?', '2026-10-24T12:00:00Z', 2, 'Europe/Berlin').map((time) => time.slice(0, 10)), ['2026-10-25', '2026-10-26']);
  });
  it('is refused with the words of the scheduler', () => {
    refuses('* 0 0 * * ?', 'Seconds and minutes must be specified as integers: * 0 0 * * ?');
    refuses('0 0/5 * * * ?', 'Seconds and minutes must be specified as integers: 0 0/5 * * * ?');
    refuses('0 0 24 * * ?', 'Hour values must be between 0 and 23');
    refuses('0 0 0 * * *', 'Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.');
    refuses('0 0 0 ? * ?', "'?' can only be specfied for Day-of-Month -OR- Day-of-Week.");
    refuses('0 0 0', 'Unexpected end of expression.');
    refuses('0 0 0 32 * ?', 'Day of month values must be between 1 and 31');
    refuses('0 0 0 ? * FOO', "Invalid Day-of-Week value: 'FOO'");
    refuses('0 0 0 1 13 ?', 'Month values must be between 1 and 12');
    refuses('0 61 0 1 1 ?', 'Minute and Second values must be between 0 and 59');
  });
});
