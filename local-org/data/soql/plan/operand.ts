import type { FieldExpression, FunctionCall } from '../../../soql/syntax.ts';
import { malformed, notSupported } from '../errors.ts';
import { collationOf } from './scope.ts';
import type { Operand, Scope } from './scope.ts';
import { parameter, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** An aggregate's operand knows how to be computed besides its SQL. */
export interface Expression {
  readonly operand: Operand;
  readonly aggregate: 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX' | undefined;
  /** Of the field or the function's only argument. */
  readonly argument: Operand | undefined;
}

/** A field path or a function of WHERE, HAVING, GROUP BY, ORDER BY or an aggregate select list. */
export function expressionOf(scope: Scope, expression: FieldExpression): Expression {
  if (expression.kind === 'path') return { operand: scope.resolve(expression.names).operand, aggregate: undefined, argument: undefined };
  return functionOf(scope, expression);
}

export function isAggregate(expression: FieldExpression): boolean {
  return expression.kind === 'function' && expression.name.toUpperCase() in aggregates;
}

export function writtenOf(expression: FieldExpression): string {
  if (expression.kind === 'path') return expression.names.join('.');
  const parts = expression.arguments.map((argument) => (argument.kind === 'path' || argument.kind === 'function' ? writtenOf(argument) : '…'));
  return `${expression.name}(${parts.join(', ')})`;
}

function functionOf(scope: Scope, call: FunctionCall): Expression {
  const name = call.name.toUpperCase();
  const written = writtenOf(call);
  const aggregate = aggregates[name];
  if (aggregate !== undefined) {
    const argument = argumentOf(scope, call, name === 'COUNT');
    return { operand: { ...plain, ...aggregate(argument, written), written }, aggregate: name as Expression['aggregate'], argument };
  }
  const dateFunction = dateFunctions[name];
  if (dateFunction === undefined) throw notSupported(`The function ${call.name}`);
  const moment = momentOf(scope, call);
  if (moment.storage !== 'date' && moment.storage !== 'datetime') throw malformed(`Field must be a date or dateTime for ${written}`);
  const day = moment.storage === 'date' ? sql`${moment.sql}` : sql`CAST(floor(${moment.sql} / 86400000.0) AS INTEGER)`;
  const operand = { ...plain, sql: dateFunction.text(day, moment), storage: dateFunction.storage, written, isOuter: moment.isOuter };
  return { operand, aggregate: undefined, argument: moment };
}

const plain = { sql: [] as Sql, storage: 'integer', scale: 0, isWide: false, targetPrefix: undefined, foldSql: undefined, written: '', column: undefined, isOuter: false } as const satisfies Operand;

type AggregateShape = (argument: Operand | undefined, written: string) => Partial<Operand>;

const aggregates: Readonly<Record<string, AggregateShape>> = {
  COUNT: (argument) => ({ sql: argument === undefined ? ['COUNT(*)'] : sql`COUNT(${argument.sql})` }),
  COUNT_DISTINCT: (argument) => ({ sql: sql`COUNT(DISTINCT ${argument!.sql})` }),
  SUM: (argument, written) => ({ ...numeric(argument!, written), sql: sql`SUM(${argument!.sql})`, isWide: true }),
  AVG: (argument, written) => ({ ...numeric(argument!, written), sql: sql`AVG(${argument!.sql})` }),
  MIN: (argument, written) => ({ ...ordered(argument!, written), sql: sql`MIN(${argument!.sql})${collationOf(argument!.storage)}` }),
  MAX: (argument, written) => ({ ...ordered(argument!, written), sql: sql`MAX(${argument!.sql})${collationOf(argument!.storage)}` }),
};

function numeric(argument: Operand, written: string): Partial<Operand> {
  if (argument.storage !== 'scaled' && argument.storage !== 'integer') throw malformed(`field ${argument.written} does not support aggregate operator ${written.slice(0, written.indexOf('('))}`);
  return { storage: argument.storage, scale: argument.scale };
}

function ordered(argument: Operand, written: string): Partial<Operand> {
  if (['row', 'boolean', 'blob'].includes(argument.storage)) throw malformed(`field ${argument.written} does not support aggregate operator ${written.slice(0, written.indexOf('('))}`);
  return { storage: argument.storage, scale: argument.scale, isWide: argument.isWide, targetPrefix: argument.targetPrefix };
}

function argumentOf(scope: Scope, call: FunctionCall, mayBeEmpty: boolean): Operand | undefined {
  const [argument, ...others] = call.arguments;
  if (argument === undefined && mayBeEmpty) return undefined;
  if (argument === undefined || others.length > 0) throw malformed(`${call.name} takes one field.`);
  if (argument.kind === 'path') return scope.resolve(argument.names).operand;
  if (argument.kind === 'function' && !isAggregate(argument)) return functionOf(scope, argument).operand;
  throw malformed(`${call.name} takes one field.`);
}

/** The date or dateTime a date function reads; `convertTimezone` moves it to the user's zone first, otherwise it is read as UTC. */
function momentOf(scope: Scope, call: FunctionCall): Operand {
  const [argument, ...others] = call.arguments;
  if (argument === undefined || others.length > 0) throw malformed(`${call.name} takes one field.`);
  if (argument.kind === 'path') return scope.resolve(argument.names).operand;
  if (argument.kind !== 'function' || argument.name.toUpperCase() !== 'CONVERTTIMEZONE') throw malformed(`${call.name} takes one field.`);
  const inner = argumentOf(scope, argument, false)!;
  if (inner.storage !== 'datetime') throw malformed(`convertTimezone takes a dateTime field: ${inner.written}`);
  return { ...inner, sql: sql`localtime(${parameter((environment) => environment.timeZone)}, ${inner.sql})`, column: undefined };
}

interface DateFunction {
  readonly storage: 'integer' | 'date';
  text(day: Sql, moment: Operand): Sql;
}

/** A part of a day by SQLite's own calendar. */
const calendarPart = (format: string): DateFunction => ({ storage: 'integer', text: (day) => sql`CAST(strftime('${format}', ${day} * 86400, 'unixepoch') AS INTEGER)` });

const dateFunctions: Readonly<Record<string, DateFunction>> = {
  CALENDAR_YEAR: calendarPart('%Y'),
  CALENDAR_MONTH: calendarPart('%m'),
  CALENDAR_QUARTER: { storage: 'integer', text: (day) => sql`((CAST(strftime('%m', ${day} * 86400, 'unixepoch') AS INTEGER) + 2) / 3)` },
  DAY_IN_MONTH: calendarPart('%d'),
  DAY_IN_WEEK: { storage: 'integer', text: (day) => sql`(CAST(strftime('%w', ${day} * 86400, 'unixepoch') AS INTEGER) + 1)` },
  DAY_IN_YEAR: calendarPart('%j'),
  DAY_ONLY: { storage: 'date', text: (day) => day },
  HOUR_IN_DAY: { storage: 'integer', text: (_day, moment) => sql`CAST(strftime('%H', ${moment.sql} / 1000, 'unixepoch') AS INTEGER)` },
};
