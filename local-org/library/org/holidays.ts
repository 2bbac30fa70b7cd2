/** Holidays: single days and those that come again. */
import { ApexDate, daysInMonth } from '../../values/date.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const INSTANCES = ['First', 'Second', 'Third', 'Fourth', 'Last'];

/** The part of a day that is closed, in milliseconds since its midnight; `undefined` when the holiday is not on that day. */
export function holidayOn(holiday: SObjectRecord, date: ApexDate): { start: number; end: number } | undefined {
  const isOn = slotOf(holiday, '$isrecurrence') === true ? recursOn(holiday, date) : (slotOf(holiday, '$activitydate') as ApexDate | null)?.days === date.days;
  if (!isOn) return undefined;
  const start = slotOf(holiday, '$starttimeinminutes');
  const end = slotOf(holiday, '$endtimeinminutes');
  if (slotOf(holiday, '$isallday') !== false || typeof start !== 'number' || typeof end !== 'number') return { start: 0, end: DAY };
  return { start: start * MINUTE, end: end * MINUTE };
}

type Recurrence = (holiday: SObjectRecord, date: ApexDate, start: ApexDate, interval: number) => boolean;

const monthsBetween = (start: ApexDate, date: ApexDate): number => {
  const [from, to] = [start.calendar(), date.calendar()];
  return (to.year - from.year) * 12 + to.month - from.month;
};

const isOfMask = (holiday: SObjectRecord, date: ApexDate): boolean => ((Number(slotOf(holiday, '$recurrencedayofweekmask') ?? 0) >> date.dayOfWeek()) & 1) === 1;
const isDayOfMonth = (holiday: SObjectRecord, date: ApexDate): boolean => date.calendar().day === slotOf(holiday, '$recurrencedayofmonth');
const isMonthOfYear = (holiday: SObjectRecord, date: ApexDate): boolean => MONTHS[date.calendar().month - 1] === slotOf(holiday, '$recurrencemonthofyear');

/** The first, second … or last of the weekdays of the mask in its month. */
function isInstance(holiday: SObjectRecord, date: ApexDate): boolean {
  if (!isOfMask(holiday, date)) return false;
  const { year, month, day } = date.calendar();
  const wanted = INSTANCES.indexOf(String(slotOf(holiday, '$recurrenceinstance')));
  const ofMask = Array.from({ length: daysInMonth(year, month) }, (_, index) => index + 1).filter((candidate) => isOfMask(holiday, ApexDate.of(year, month, candidate)));
  return (wanted === INSTANCES.length - 1 ? ofMask.at(-1) : ofMask[wanted]) === day;
}

const recurrences: Readonly<Record<string, Recurrence>> = {
  RecursDaily: (_holiday, date, start, interval) => (date.days - start.days) % interval === 0,
  RecursEveryWeekday: (_holiday, date) => date.dayOfWeek() >= 1 && date.dayOfWeek() <= 5,
  RecursWeekly: (holiday, date, start, interval) => isOfMask(holiday, date) && Math.floor((date.days - (start.days - start.dayOfWeek())) / 7) % interval === 0,
  RecursMonthly: (holiday, date, start, interval) => isDayOfMonth(holiday, date) && monthsBetween(start, date) % interval === 0,
  RecursMonthlyNth: (holiday, date, start, interval) => isInstance(holiday, date) && monthsBetween(start, date) % interval === 0,
  RecursYearly: (holiday, date) => isDayOfMonth(holiday, date) && isMonthOfYear(holiday, date),
  RecursYearlyNth: (holiday, date) => isInstance(holiday, date) && isMonthOfYear(holiday, date),
};

function recursOn(holiday: SObjectRecord, date: ApexDate): boolean {
  const start = slotOf(holiday, '$recurrencestartdate') as ApexDate | null;
  const end = slotOf(holiday, '$recurrenceenddateonly') as ApexDate | null;
  if (start === null || date.days < start.days || (end !== null && date.days > end.days)) return false;
  const interval = Math.max(Number(slotOf(holiday, '$recurrenceinterval') ?? 1), 1);
  return recurrences[String(slotOf(holiday, '$recurrencetype'))]?.(holiday, date, start, interval) ?? false;
}
