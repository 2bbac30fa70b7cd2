import { ApexDate, daysInMonth } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Time } from '../../values/time.ts';
import { FormulaError, FormulaProblem } from '../problem.ts';
import { fixed, functionName, made, requireCount, requireType, wrongType, type Call, type FunctionRule, type FunctionTable, type Node } from '../node.ts';
import { typeName, type FormulaType, type FormulaValue } from '../types.ts';

const number = (value: number): Decimal => Decimal.fromInteger(value);
const SECOND = 1_000;

function ofDate(body: (date: ApexDate) => number): FunctionRule {
  return fixed(['date'], 'number', ([date]) => (date === null ? null : number(body(date))));
}

function ofTime(body: (time: Time) => number): FunctionRule {
  return fixed(['time'], 'number', ([time]) => (time === null ? null : number(body(time))));
}

function dateOf(year: Decimal | null, month: Decimal | null, day: Decimal | null): ApexDate | null {
  if (year === null || month === null || day === null) return null;
  const [y, m, d] = [year.toInteger(), month.toInteger(), day.toInteger()];
  if (y < 1 || y > 9999) throw new FormulaError('Year out of range in DATE() function');
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) throw new FormulaError('Month or Day out of range in DATE() function');
  return ApexDate.of(y, m, d);
}

/** A function of one operand that takes several types. */
function conversion(type: FormulaType, accepted: readonly FormulaType[], convert: (value: NonNullable<FormulaValue>, zone: string) => FormulaValue, usesZone = false): (call: Call) => Node {
  return (call) => {
    requireCount(call, 1);
    const [operand] = call.arguments as [Node];
    if (operand.type !== 'null' && !accepted.includes(operand.type)) {
      if (operand.type === 'picklist' || operand.type === 'multipicklist') wrongType(functionName(call.name), 'text', operand);
      throw new FormulaProblem(`Incorrect parameter type for ${functionName(call.name)}. Expected ${accepted.map(typeName).join(', ')}, received ${typeName(operand.type)}`, operand.offset);
    }
    if (usesZone) call.noteVolatile();
    return made(call, type, (run) => {
      const value = operand.run(run);
      return value === null ? null : convert(value, run.timeZone);
    });
  };
}

function parsedDate(text: string): ApexDate {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  if (match === null) throw new FormulaError(`'${text}' is not a date; DATEVALUE takes YYYY-MM-DD.`);
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw new FormulaError(`'${text}' is not a day of the calendar.`);
  return ApexDate.of(year, month, day);
}

/** `YYYY-MM-DD HH:MM:SS`, in GMT. */
function parsedMoment(text: string): Datetime {
  const match = /^(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})Z?$/.exec(text);
  if (match === null) throw new FormulaError(`'${text}' is not a moment; DATETIMEVALUE takes YYYY-MM-DD HH:MM:SS.`);
  const [hour, minute, second] = match.slice(2).map(Number) as [number, number, number];
  return Datetime.at(parsedDate(match[1]!), ((hour * 60 + minute) * 60 + second) * SECOND, 'GMT');
}

function parsedTime(text: string): Time {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z?$/.exec(text);
  if (match === null) throw new FormulaError(`'${text}' is not a time of day; TIMEVALUE takes HH:MM:SS.MS.`);
  return Time.of(Number(match[1]), Number(match[2]), Number(match[3]), Number((match[4] ?? '0').padEnd(3, '0')));
}

/** The last day of a month stays the last day. */
function addedMonths(date: ApexDate, months: number): ApexDate {
  const { year, month, day } = date.calendar();
  return day === daysInMonth(year, month) ? date.addDays(1).addMonths(months).addDays(-1) : date.addMonths(months);
}

function addMonths(call: Call): Node {
  requireCount(call, 2);
  const [operand, months] = call.arguments as [Node, Node];
  if (operand.type !== 'datetime') requireType(functionName(call.name), 'date', operand);
  requireType(functionName(call.name), 'number', months);
  return made(call, operand.type === 'datetime' ? 'datetime' : 'date', (run) => {
    const value = operand.run(run);
    const amount = months.run(run);
    if (value === null || amount === null) return null;
    if (value instanceof ApexDate) return addedMonths(value, (amount as Decimal).toInteger());
    const moment = value as Datetime;
    return Datetime.at(addedMonths(moment.date('GMT'), (amount as Decimal).toInteger()), moment.time('GMT').milliseconds, 'GMT');
  });
}

/** Monday of the week that holds the year's first Thursday. */
function isoWeekStart(year: number): number {
  const fourth = ApexDate.of(year, 1, 4);
  return fourth.days - ((fourth.dayOfWeek() + 6) % 7);
}

function isoYear(date: ApexDate): number {
  const thursday = date.addDays(3 - ((date.dayOfWeek() + 6) % 7));
  return thursday.calendar().year;
}

const isVolatile = { isVolatile: true } as const;

export const datesAndTimes: FunctionTable = {
  DATE: fixed(['number', 'number', 'number'], 'date', ([year, month, day]) => dateOf(year, month, day)),
  DATEVALUE: conversion('date', ['date', 'datetime', 'text'], (value, zone) => (value instanceof Datetime ? value.date(zone) : value instanceof ApexDate ? value : parsedDate(value as string)), true),
  DATETIMEVALUE: conversion('datetime', ['date', 'datetime', 'text'], (value) =>
    value instanceof Datetime ? value : value instanceof ApexDate ? Datetime.at(value, 0, 'GMT') : parsedMoment(value as string)),
  TIMEVALUE: conversion('time', ['time', 'datetime', 'text'], (value) => (value instanceof Time ? value : value instanceof Datetime ? value.time('GMT') : parsedTime(value as string))),
  TODAY: fixed([], 'date', (_values, run) => new Datetime(run.now).date(run.timeZone), isVolatile),
  NOW: fixed([], 'datetime', (_values, run) => new Datetime(run.now), isVolatile),
  TIMENOW: fixed([], 'time', (_values, run) => new Datetime(run.now).time('GMT'), isVolatile),
  YEAR: ofDate((date) => date.calendar().year),
  MONTH: ofDate((date) => date.calendar().month),
  DAY: ofDate((date) => date.calendar().day),
  WEEKDAY: ofDate((date) => date.dayOfWeek() + 1),
  DAYOFYEAR: ofDate((date) => date.dayOfYear()),
  ISOWEEK: ofDate((date) => Math.floor((date.days - isoWeekStart(isoYear(date))) / 7) + 1),
  ISOYEAR: ofDate(isoYear),
  HOUR: ofTime((time) => time.hour()),
  MINUTE: ofTime((time) => time.minute()),
  SECOND: ofTime((time) => time.second()),
  MILLISECOND: ofTime((time) => time.millisecond()),
  ADDMONTHS: addMonths,
  UNIXTIMESTAMP: conversion('number', ['date', 'datetime', 'time'], (value) =>
    Decimal.fromNumber(Math.floor((value instanceof ApexDate ? value.days * 86_400_000 : (value as Datetime | Time).milliseconds) / SECOND))),
  FROMUNIXTIME: fixed(['number'], 'datetime', ([seconds]) => (seconds === null ? null : new Datetime(seconds.toNumber() * SECOND))),
};
