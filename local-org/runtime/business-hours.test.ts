import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScriptOrg } from './test/script-org.ts';

async function output(script: string): Promise<string[]> {
  const prelude = `
    Time opens = Time.newInstance(9, 0, 0, 0); Time closes = Time.newInstance(17, 30, 0, 0); Time midnight = Time.newInstance(0, 0, 0, 0);
    BusinessHours store = new BusinessHours(Name = 'Store', TimeZoneSidKey = 'Europe/Berlin', MondayStartTime = opens, MondayEndTime = closes, TuesdayStartTime = opens, TuesdayEndTime = closes,
      SundayStartTime = midnight, SundayEndTime = midnight);
    insert store;`;
  return (await new ScriptOrg().anonymous(prelude + script, [])).map(({ text }) => text);
}

// 23 November 2026 is a Monday; Berlin is an hour ahead of GMT.
test('open time is counted in the zone of the hours, over closed days', async () => {
  assert.deepEqual(await output(`
    Datetime monday = Datetime.newInstanceGmt(2026, 11, 23, 15, 30, 40);
    System.debug(BusinessHours.isWithin(store.Id, monday) + ' ' + BusinessHours.isWithin(store.Id, monday.addHours(1)));
    System.debug(BusinessHours.add(store.Id, monday, 2 * 3600000L).formatGmt('EEE HH:mm:ss'));
    System.debug(BusinessHours.add(store.Id, monday, -8 * 3600000L).formatGmt('EEE HH:mm'));
    System.debug(BusinessHours.diff(store.Id, monday, monday.addDays(1)) + ' ' + BusinessHours.diff(store.Id, monday.addDays(1), monday));
    System.debug(BusinessHours.nextStartDate(store.Id, monday.addDays(2)).formatGmt('EEE d HH:mm'));
    System.debug(BusinessHours.nextStartDate(store.Id, monday) == monday);`), ['true false', 'Tue 09:00:00', 'Sun 22:30', '30600000 -30600000', 'Sat 28 23:00', 'true']);
});

test('a day of 23 hours has 23 open hours', async () => {
  assert.deepEqual(await output(`
    Datetime before = Datetime.newInstanceGmt(2027, 3, 27, 12, 0, 0);
    System.debug(BusinessHours.diff(store.Id, before, before.addHours(34)) / 3600000);`), ['23']);
});

test('holidays close whole days or parts of them, once or every year', async () => {
  assert.deepEqual(await output(`
    insert new List<Holiday>{
      new Holiday(Name = 'Stocktaking', ActivityDate = Date.newInstance(2026, 11, 24)),
      new Holiday(Name = 'Morning', IsAllDay = false, ActivityDate = Date.newInstance(2026, 11, 23), StartTimeInMinutes = 540, EndTimeInMinutes = 720),
      new Holiday(Name = 'Yearly', IsRecurrence = true, RecurrenceType = 'RecursYearly', RecurrenceStartDate = Date.newInstance(2020, 1, 1), RecurrenceDayOfMonth = 30, RecurrenceMonthOfYear = 'November'),
      new Holiday(Name = 'Nth', IsRecurrence = true, RecurrenceType = 'RecursMonthlyNth', RecurrenceStartDate = Date.newInstance(2020, 1, 1), RecurrenceInterval = 1, RecurrenceDayOfWeekMask = 4, RecurrenceInstance = 'First') };
    Datetime since = Datetime.newInstanceGmt(2026, 11, 23, 0, 0, 0);
    System.debug(BusinessHours.nextStartDate(store.Id, since).formatGmt('d HH:mm'));
    System.debug(BusinessHours.diff(store.Id, since, since.addDays(2)) / 60000);
    System.debug(BusinessHours.isWithin(store.Id, Datetime.newInstanceGmt(2026, 11, 30, 12, 0, 0)) + ' ' + BusinessHours.isWithin(store.Id, Datetime.newInstanceGmt(2026, 12, 1, 12, 0, 0)) + ' ' + BusinessHours.isWithin(store.Id, Datetime.newInstanceGmt(2026, 12, 7, 12, 0, 0)));`),
  ['23 11:00', '330', 'false false true']);
});

test('hours that are not there, and hours that never open, are told', async () => {
  const lines = await output(`
    BusinessHours shut = new BusinessHours(Name = 'Shut', TimeZoneSidKey = 'GMT'); insert shut;
    try { BusinessHours.add(shut.Id, System.now(), 60000); } catch (InvalidParameterValueException e) { System.debug(e.getMessage()); }
    try { BusinessHours.isWithin('01mHf0000000999AAA', System.now()); } catch (InvalidParameterValueException e) { System.debug(e.getMessage()); }`);
  assert.match(lines[0]!, /not open long enough/);
  assert.match(lines[1]!, /Invalid business hours id/);
});
