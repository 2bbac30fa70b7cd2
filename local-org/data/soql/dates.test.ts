import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexDate, daysOf } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { TestOrg, column, field, objectSchema, systemFields } from '../test-support.ts';
import { rangeOfLiteral } from './calendar.ts';

const text = (name: string, count?: number, zone = 'UTC', now = Date.UTC(2026, 10, 21, 10)): string => {
  const { start, end } = rangeOfLiteral(name, count, now, zone);
  return `${new ApexDate(start).toString()}..${new ApexDate(end - 1).toString()}`;
};

test('date literals mean the documented ranges', () => {
  // 2026-11-21 is a Saturday.
  assert.equal(text('TODAY'), '2026-11-21..2026-11-21');
  assert.equal(text('THIS_WEEK'), '2026-11-15..2026-11-21');
  assert.equal(text('LAST_WEEK'), '2026-11-08..2026-11-14');
  assert.equal(text('LAST_N_WEEKS', 2), '2026-11-01..2026-11-14');
  assert.equal(text('THIS_MONTH'), '2026-11-01..2026-11-30');
  assert.equal(text('LAST_MONTH'), '2026-10-01..2026-10-31');
  assert.equal(text('NEXT_N_MONTHS', 3), '2026-12-01..2027-02-28');
  assert.equal(text('N_MONTHS_AGO', 2), '2026-09-01..2026-09-30');
  assert.equal(text('LAST_N_DAYS', 7), '2026-11-14..2026-11-21');
  assert.equal(text('NEXT_N_DAYS', 2), '2026-11-22..2026-11-23');
  assert.equal(text('N_DAYS_AGO', 1), '2026-11-20..2026-11-20');
  assert.equal(text('THIS_QUARTER'), '2026-10-01..2026-12-31');
  assert.equal(text('LAST_N_QUARTERS', 2), '2026-04-01..2026-09-30');
  assert.equal(text('NEXT_YEAR'), '2027-01-01..2027-12-31');
  assert.equal(text('LAST_FISCAL_QUARTER'), '2026-07-01..2026-09-30');
});

test('today is the day of the user, not of the server', () => {
  const justBeforeMidnightUtc = Date.UTC(2026, 10, 21, 23, 30);
  assert.equal(text('TODAY', undefined, 'Europe/Berlin', justBeforeMidnightUtc), '2026-11-22..2026-11-22');
  assert.equal(text('TODAY', undefined, 'America/Los_Angeles', justBeforeMidnightUtc), '2026-11-21..2026-11-21');
});

const EVENT = objectSchema('Visit__c', 'a00', [...systemFields(), field('At__c', 'datetime'), field('On__c', 'date')]);

test('a literal against a moment begins and ends at the user\'s midnight, also across a change of the clock', () => {
  const org = new TestOrg([EVENT]);
  org.session = { ...org.session, clock: { now: () => Date.UTC(2026, 9, 25, 12) } };
  // Berlin goes from +02:00 to +01:00 on 2026-10-25, so that day lasts 25 hours.
  const moments = { before: Date.UTC(2026, 9, 24, 21, 59), first: Date.UTC(2026, 9, 24, 22), last: Date.UTC(2026, 9, 25, 22, 59), after: Date.UTC(2026, 9, 25, 23) };
  for (const [name, moment] of Object.entries(moments)) org.insert('Visit__c', { Name: name, At__c: new Datetime(moment) });
  const names = (condition: string): unknown[] => column(org.query(`SELECT Name FROM Visit__c WHERE ${condition} ORDER BY At__c`), 'Name');
  assert.deepEqual(names('At__c = TODAY'), ['first', 'last']);
  assert.deepEqual(names('At__c != TODAY'), ['before', 'after']);
  assert.deepEqual(names('At__c < TODAY'), ['before']);
  assert.deepEqual(names('At__c <= TODAY'), ['before', 'first', 'last']);
  assert.deepEqual(names('At__c > TODAY'), ['after']);
  assert.deepEqual(names('NOT At__c >= TODAY'), ['before']);
});

test('a literal against a day compares days, and a null day is no day', () => {
  const org = new TestOrg([EVENT]);
  org.insert('Visit__c', { Name: 'none' });
  org.insert('Visit__c', { Name: 'today', On__c: new ApexDate(daysOf(2026, 11, 21)) });
  org.insert('Visit__c', { Name: 'old', On__c: new ApexDate(daysOf(2025, 1, 1)) });
  const names = (condition: string): unknown[] => column(org.query(`SELECT Name FROM Visit__c WHERE ${condition} ORDER BY Name`), 'Name');
  assert.deepEqual(names('On__c = TODAY'), ['today']);
  assert.deepEqual(names('On__c != THIS_YEAR'), ['none', 'old']);
  assert.deepEqual(names('On__c <= LAST_N_DAYS:30'), ['old', 'today']);
});
