/** Roll-up summaries: after details have changed, their masters are computed anew and go through a save of their own. platform-facts: summary-saves-master */
import type { FieldSchema, OrgSchema, SummaryFilter, SummaryOperator, SummarySchema } from '../../schema/schema.ts';
import { parseSoql } from '../../soql/parse.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { makeId, rowOfId } from '../../values/id.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import { environmentFor } from '../formula/globals.ts';
import { planQuery } from '../soql/plan/plan.ts';
import type { AggregatePlan } from '../soql/plan/plan.ts';
import type { TableLayout } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { DependentRow } from './bin.ts';
import { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';
import { updateChunk } from './update.ts';

/** The summaries of one master over one reference to it. */
export interface MasterSummaries {
  readonly foldedMaster: string;
  readonly foldedReference: string;
  readonly fields: readonly { readonly folded: string; readonly query: SoqlQuery; plan: AggregatePlan | undefined }[];
}

const CHUNK = 200;

/** What the details of this table are summarized into; empty for most tables. */
export function masterSummaries(schema: OrgSchema, { object }: TableLayout): readonly MasterSummaries[] {
  const found = new Map<string, { foldedMaster: string; foldedReference: string; fields: MasterSummaries['fields'][number][] }>();
  for (const [foldedMaster, master] of schema.objects) {
    for (const { apiName, summary } of master.fields) {
      if (summary?.childObject !== object.apiName) continue;
      const key = `${foldedMaster}.${summary.reference.toLowerCase()}`;
      const ofMaster = found.get(key) ?? { foldedMaster, foldedReference: summary.reference.toLowerCase(), fields: [] };
      found.set(key, ofMaster);
      ofMaster.fields.push({ folded: apiName.toLowerCase(), query: parseSoql(summaryText(summary, object.fieldsByName)), plan: undefined });
    }
  }
  return [...found.values()];
}

function summaryText({ operation, childObject, reference, field, filters }: SummarySchema, fields: ReadonlyMap<string, FieldSchema>): string {
  const value = operation === 'count' ? 'COUNT(Id)' : `${operation.toUpperCase()}(${field ?? ''})`;
  const conditions = filters.map((filter) => ` AND ${conditionText(filter, fields.get(filter.field.toLowerCase())!)}`);
  return `SELECT ${reference} master, ${value} outcome FROM ${childObject} WHERE ${reference} IN :masters${conditions.join('')} GROUP BY ${reference}`;
}

type ConditionText = (field: string, values: readonly string[], raw: string) => string;
const like = (field: string, pattern: string): string => `${field} LIKE ${quoted(pattern)}`;

const conditions: Readonly<Record<SummaryOperator, ConditionText>> = {
  equals: (field, values) => `${field} IN (${values.join(', ')})`,
  notEqual: (field, values) => `${field} NOT IN (${values.join(', ')})`,
  lessThan: (field, [value = 'null']) => `${field} < ${value}`,
  greaterThan: (field, [value = 'null']) => `${field} > ${value}`,
  lessOrEqual: (field, [value = 'null']) => `${field} <= ${value}`,
  greaterOrEqual: (field, [value = 'null']) => `${field} >= ${value}`,
  contains: (field, _values, raw) => `(${parts(raw).map((part) => like(field, `%${part}%`)).join(' OR ')})`,
  notContain: (field, _values, raw) => `(NOT (${parts(raw).map((part) => like(field, `%${part}%`)).join(' OR ')}))`,
  startsWith: (field, _values, raw) => `(${parts(raw).map((part) => like(field, `${part}%`)).join(' OR ')})`,
  includes: (field, values) => `${field} INCLUDES (${values.join(', ')})`,
  excludes: (field, values) => `${field} EXCLUDES (${values.join(', ')})`,
};

function conditionText({ operation, value }: SummaryFilter, field: FieldSchema): string {
  return conditions[operation](field.apiName, parts(value).map((part) => literalText(field, part)), value);
}

function parts(value: string): string[] {
  return value.split(',').map((part) => part.trim());
}

const UNQUOTED: ReadonlySet<FieldSchema['type']> = new Set(['int', 'double', 'currency', 'percent', 'date', 'datetime']);

function literalText({ type }: FieldSchema, text: string): string {
  if (text === '') return 'null';
  if (type === 'boolean') return /^(?:1|true)$/i.test(text) ? 'true' : 'false';
  return UNQUOTED.has(type) ? text : quoted(text);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Brings the masters of changed details up to date; what a master refuses is refused to its details. */
export function rollUp(context: StatementContext, table: Table, rows: readonly Row[]): void {
  for (const summaries of table.summaries) {
    const { place, layout } = table.column(summaries.foldedReference)!;
    const rowsOf = new Map<number, Row[]>();
    for (const row of rows) {
      for (const master of new Set([row.before?.[place], row.values[place]])) {
        const number = masterRow(context, summaries, layout.storage === 'reference', master ?? null);
        if (number !== undefined) rowsOf.set(number, [...(rowsOf.get(number) ?? []), row]);
      }
    }
    save(context, table, summaries, [...rowsOf.keys()], (master, errors) => {
      for (const row of rowsOf.get(master) ?? []) if (!row.failed) row.errors.push(...errors);
    });
  }
}

/** After a delete or undelete: masters of the rows themselves and, for details that went along, their other masters. A master that went too needs no summary. */
export function rollUpDependents(context: StatementContext, table: Table, rows: readonly Row[], dependents: readonly DependentRow[]): void {
  if (table.summaries.length > 0) rollUp(context, table, rows);
  const byTable = Map.groupBy(dependents, (dependent) => dependent.table);
  for (const [child, gone] of byTable) {
    for (const summaries of child.summaries) {
      const { place, layout } = child.column(summaries.foldedReference)!;
      const masters = gone.map(({ values }) => masterRow(context, summaries, layout.storage === 'reference', values[place] ?? null)).filter((master) => master !== undefined);
      save(context, child, summaries, [...new Set(masters)], (_master, errors) => {
        for (const row of rows) if (!row.failed) row.errors.push(...errors);
      });
    }
  }
}

function masterRow(context: StatementContext, summaries: MasterSummaries, isRow: boolean, stored: SqlValue): number | undefined {
  if (stored === null) return undefined;
  const master = context.table(summaries.foldedMaster)!;
  return isRow ? (stored as number) : rowOfId(master.layout.keyPrefix, String(stored));
}

function save(context: StatementContext, child: Table, summaries: MasterSummaries, masters: readonly number[], refuse: (master: number, errors: Row['errors']) => void): void {
  const system: StatementContext = { ...context, access: { mode: 'system', sharing: false } };
  for (let start = 0; start < masters.length; start += CHUNK) {
    const rows = changedMasters(system, child, summaries, masters.slice(start, start + CHUNK));
    if (rows.length === 0) continue;
    updateChunk(system, rows[0]!.table, rows);
    for (const row of rows) if (row.failed) refuse(row.row!, row.errors);
  }
}

/** The masters whose summaries differ from what is stored, as rows of an update. */
function changedMasters(context: StatementContext, child: Table, summaries: MasterSummaries, masters: readonly number[]): Row[] {
  const table = context.table(summaries.foldedMaster)!;
  const outcomes = summaries.fields.map((field) => ({ column: table.column(field.folded)!, values: outcomesOf(context, child, table, field, masters) }));
  const stored = new Map(context.store.reader(table.selectManySql).all(JSON.stringify(masters), 0).map((values) => [values[0] as number, values] as const));
  return masters.flatMap((master) => {
    const before = stored.get(master);
    if (before === undefined) return [];
    const changed = new Map(outcomes.map(({ column, values }) => [column, values.get(master) ?? emptyOutcome(column)] as const).filter(([column, value]) => !isSame(value, before, column)));
    return changed.size === 0 ? [] : [masterUpdate(table, master, changed)];
  });
}

function isSame(value: SqlValue, before: SqlRow, column: TableColumn): boolean {
  const stored = before[column.place] ?? null;
  return value === null || stored === null ? value === stored : String(value) === String(stored);
}

/** Of a master without details: nothing counted is 0, the least of nothing is blank. */
function emptyOutcome(column: TableColumn): SqlValue {
  return column.encode(column.defaultValue ?? null);
}

function masterUpdate(table: Table, master: number, summaries: ReadonlyMap<TableColumn, SqlValue>): Row {
  const record = new table.recordClass();
  setSlot(record, '$id', makeId(table.layout.keyPrefix, master));
  const row = new Row(record, table);
  row.summaries = summaries;
  return row;
}

function outcomesOf(context: StatementContext, child: Table, master: Table, field: MasterSummaries['fields'][number], masters: readonly number[]): Map<number, SqlValue> {
  const plan = (field.plan ??= planned(context, child, field.query));
  const column = master.column(field.folded)!;
  const ids = masters.map((number) => makeId(master.layout.keyPrefix, number));
  const parameters: SqlValue[] = [];
  const text = plan.template.resolve({ ...environmentFor(context.session, context.globals), binds: [ids] }, parameters);
  return new Map(context.store.reader(text).all(...parameters).map((row) => {
    const group = plan.read(row);
    return [rowOfId(master.layout.keyPrefix, String(slotOf(group, '$master'))), column.encode(slotOf(group, '$outcome'))] as const;
  }));
}

function planned(context: StatementContext, child: Table, query: SoqlQuery): AggregatePlan {
  const schema = { layout: (folded: string) => context.table(folded)?.layout, sharingRules: context.sharingRules };
  const plan = planQuery({ schema, recordClassOf: () => child.recordClass, sharingOf: undefined }, query);
  if (plan.kind !== 'aggregate') throw new Error('A roll-up summary is an aggregate.');
  return plan;
}

/** Computes every summary of the org anew: a deploy may have brought new ones. Fires no triggers. */
export function recalculateAll(context: StatementContext): void {
  for (const child of context.tables()) {
    for (const summaries of child.summaries) {
      const table = context.table(summaries.foldedMaster);
      // A project run in part may lack the master.
      if (table === undefined) continue;
      const masters = context.store.reader(`SELECT "id" FROM ${table.layout.name} WHERE "isdeleted" = 0`).all().map(([row]) => row as number);
      for (let start = 0; start < masters.length; start += CHUNK) {
        for (const row of changedMasters(context, child, summaries, masters.slice(start, start + CHUNK))) writeDirectly(context, table, row);
      }
    }
  }
}

function writeDirectly(context: StatementContext, table: Table, row: Row): void {
  const columns = [...row.summaries!.keys()];
  const values: SqlRow = table.columns.map((column) => row.summaries!.get(column) ?? null);
  context.store.writer(table.updateSql(columns)).run(...table.updateParameters(columns, values, rowOfId(table.layout.keyPrefix, String(slotOf(row.source, '$id')))));
}
