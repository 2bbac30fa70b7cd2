/** When a business is open. */
import { auditFields, checkbox, date, idField, integer, picklist, standardObject, text, timeOfDay, type StandardObject } from './define.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const word = { length: 40 } as const;

/** A day without times is closed; from midnight to midnight it is open all day. */
const businessHours: StandardObject = standardObject('BusinessHours', 'Business Hours', 'Business Hours', '01m', [
  idField('Business Hours ID'),
  text('Name', 'Business Hours Name', 80, { isNillable: false }),
  checkbox('IsActive', 'Active', { defaultValue: true }),
  checkbox('IsDefault', 'Default Business Hours'),
  ...DAYS.flatMap((day) => [timeOfDay(`${day}StartTime`, `${day} Start`), timeOfDay(`${day}EndTime`, `${day} End`)]),
  text('TimeZoneSidKey', 'Time Zone', 40, { isNillable: false, defaultValue: 'GMT' }),
  ...auditFields,
]);

const holiday: StandardObject = standardObject('Holiday', 'Holiday', 'Holidays', '0C0', [
  idField('Holiday ID'),
  text('Name', 'Holiday Name', 80, { isNillable: false }),
  text('Description', 'Description', 255),
  checkbox('IsAllDay', 'All Day', { defaultValue: true }),
  date('ActivityDate', 'Holiday Date'),
  integer('StartTimeInMinutes', 'Start Time In Minutes From Midnight', 9),
  integer('EndTimeInMinutes', 'End Time In Minutes From Midnight', 9),
  checkbox('IsRecurrence', 'Recurring Holiday'),
  date('RecurrenceStartDate', 'Start Date'),
  date('RecurrenceEndDateOnly', 'End Date'),
  picklist('RecurrenceType', 'Recurrence Type', ['RecursDaily', 'RecursEveryWeekday', 'RecursMonthly', 'RecursMonthlyNth', 'RecursWeekly', 'RecursYearly', 'RecursYearlyNth'], { ...word, restricted: true }),
  integer('RecurrenceInterval', 'Recurrence Interval', 9),
  integer('RecurrenceDayOfWeekMask', 'Recurrence Day of Week Mask', 9),
  integer('RecurrenceDayOfMonth', 'Recurrence Day of Month', 9),
  picklist('RecurrenceInstance', 'Recurrence Instance', ['First', 'Second', 'Third', 'Fourth', 'Last'], { ...word, restricted: true }),
  picklist('RecurrenceMonthOfYear', 'Recurrence Month of Year', ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'], { ...word, restricted: true }),
  ...auditFields,
]);

export const calendarObjects: readonly StandardObject[] = [businessHours, holiday];
