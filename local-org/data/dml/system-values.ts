import { calendarDay } from '../../values/date.ts';
import { makeId } from '../../values/id.ts';
import type { ColumnLayout, TableLayout } from '../store/columns.ts';
import type { SqlValue } from '../store/connection.ts';
import type { StatementContext } from './statement-context.ts';

/** What the platform writes into one column of a row. Found once per column, so that writing a row looks nothing up. */
export type SystemValue = (context: StatementContext, row: number) => SqlValue;

/** A custom setting that names nobody is for everybody. */
const organization: SystemValue = (context) => {
  const row = context.store.reader('SELECT "id" FROM "organization" LIMIT 1').get()?.[0];
  return typeof row === 'number' ? makeId('00D', row) : null;
};

const now: SystemValue = (context) => context.now;

/** Fields the system writes when a row is made. */
const onInsert: Readonly<Record<string, (column: ColumnLayout) => SystemValue>> = {
  id: () => (_context, row) => row,
  createddate: () => now,
  createdbyid: runningUser,
  lastmodifieddate: () => now,
  lastmodifiedbyid: runningUser,
  systemmodstamp: () => now,
  isdeleted: () => () => 0,
};

/** Fields the system writes with every change. */
export const STAMPS: readonly string[] = ['lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp'];

/** Of a column callers may not set. `otherwise` is the stored default. */
export function systemValueOf(layout: TableLayout, column: ColumnLayout, otherwise: () => SqlValue): SystemValue {
  const make = onInsert[column.folded];
  if (make !== undefined) return make(column);
  return column.field.type === 'autonumber' ? (context) => autoNumber(context, layout, column) : otherwise;
}

/** What a column callers may set becomes when nobody set it and no default fills it; `undefined`: it stays null. */
export function fallbackOf(layout: TableLayout, column: ColumnLayout): SystemValue | undefined {
  if (column.folded === 'ownerid') return runningUser(column);
  if (column.folded === 'setupownerid' && layout.object.kind === 'customSetting') return organization;
  return isNameById(layout, column) ? (_context, row) => makeId(layout.keyPrefix, row).slice(0, 15) : undefined;
}

/** The text name of a custom object is the record's id when nobody gives one. platform-facts: name-defaults-to-id. */
export function isNameById(layout: TableLayout, column: ColumnLayout): boolean {
  return layout.object.kind === 'custom' && column.folded === 'name' && column.storage === 'text';
}

function runningUser(column: ColumnLayout): SystemValue {
  if (column.storage === 'idText') return (context) => context.session.user.id;
  return (context) => (context.userRow > 0 ? context.userRow : null);
}

/** `R-{00000}`, with `{YYYY}`, `{YY}`, `{MM}` and `{DD}` of the day in UTC. Numbers are never given twice; gaps are allowed. */
function autoNumber(context: StatementContext, layout: TableLayout, column: ColumnLayout): string {
  const number = context.store.sequences.draw(`${layout.folded}.${column.folded}`);
  const { year, month, day } = calendarDay(Math.floor(context.now / 86_400_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const format = column.field.autoNumberFormat ?? '{0}';
  return format.replace(/\{(0+|YYYY|YY|MM|DD)\}/g, (_match, part: string) => {
    if (part === 'YYYY') return String(year);
    if (part === 'YY') return two(year % 100);
    if (part === 'MM') return two(month);
    return part === 'DD' ? two(day) : String(number).padStart(part.length, '0');
  });
}
