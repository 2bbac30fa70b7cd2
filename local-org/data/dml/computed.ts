/** What formulas add to a save: computed defaults, validation rules, formula fields of the records triggers see. */
import { defaultFormula, ruleFormula } from '../../schema/formulas.ts';
import type { OrgSchema, ValidationRuleSchema } from '../../schema/schema.ts';
import { Decimal } from '../../values/decimal.ts';
import type { FormulaValue } from '../../formula/types.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { RowFormula } from '../formula/row-formula.ts';
import { toStoredValue } from '../formula/stored-values.ts';
import { apexValueOf } from '../soql/read.ts';
import type { PlanSchema } from '../soql/plan/scope.ts';
import { inputsOf } from '../store/columns.ts';
import type { FormulaLayout } from '../store/columns.ts';
import type { SqlRow } from '../store/connection.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

interface ComputedDefault {
  readonly column: TableColumn;
  readonly formula: RowFormula;
}
interface ActiveRule {
  readonly rule: ValidationRuleSchema;
  readonly formula: RowFormula;
}
interface ComputedField {
  readonly layout: FormulaLayout;
  readonly formula: RowFormula;
}

/** The formulas of a table; tables without any have none of this. */
export interface TableFormulas {
  readonly defaults: readonly ComputedDefault[];
  readonly rules: readonly ActiveRule[];
  readonly fields: readonly ComputedField[];
}

/** `undefined` for tables that compute nothing. */
export function formulasOf(schema: OrgSchema, plan: PlanSchema, table: Table): TableFormulas | undefined {
  const { layout } = table;
  const { object } = layout;
  const rules = (object.validationRules ?? []).filter((rule) => rule.isActive);
  const defaults = table.writeable.filter((column) => column.layout.field.defaultFormula !== undefined);
  if (rules.length === 0 && defaults.length === 0 && layout.formulas.size === 0) return undefined;
  const make = (formula: ReturnType<typeof ruleFormula>): RowFormula => new RowFormula(plan, layout, formula, inputsOf(formula, object, schema));
  return {
    defaults: defaults.map((column) => ({ column, formula: make(defaultFormula(schema, object, column.layout.field)) })),
    rules: rules.map((rule) => ({ rule, formula: make(ruleFormula(schema, object, rule)) })),
    fields: [...layout.formulas.values()].map((field) => ({ layout: field, formula: make(field.formula) })),
  };
}

/** Gives the row a record of its own with the defaults nobody set. */
export function fillDefaults(context: StatementContext, table: Table, row: Row): void {
  const defaults = table.formulas?.defaults ?? [];
  for (const { column, formula } of defaults) {
    if (slotOf(row.record, column.layout.slot) !== undefined) continue;
    const value = formula.run(context, { values: [], before: undefined });
    if (row.record === row.source) row.record = table.copy(row.source);
    setSlot(row.record, column.layout.slot, asApexValue(column, value));
  }
}

/** Formulas give Decimals and fractions of a hundred. */
function asApexValue(column: TableColumn, value: FormulaValue): unknown {
  const { type } = column.layout.field;
  if (type === 'percent' && value instanceof Decimal) return value.multiply(Decimal.fromInteger(100));
  return type === 'int' && value instanceof Decimal ? value.toInteger() : value;
}

/** All rules of the object that the row breaks, in the order of their names. platform-facts: validation-rules-all */
export function checkRules(context: StatementContext, table: Table, rows: readonly Row[]): void {
  const rules = table.formulas?.rules ?? [];
  if (rules.length === 0) return;
  for (const row of rows) {
    for (const { rule, formula } of rules) {
      if (formula.run(context, { values: row.values, before: row.before }) !== true) continue;
      row.errors.push(new RowProblem('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.displayField === undefined ? [] : [rule.displayField]).error);
    }
  }
}

/** Writes the formula fields into a record triggers see, computed from the stored form of its other fields. */
export function fillFormulas(context: StatementContext, table: Table, record: SObjectRecord, values: SqlRow): void {
  for (const { layout, formula } of table.formulas?.fields ?? []) {
    const stored = toStoredValue(layout, formula.run(context, { values, before: undefined }));
    setSlot(record, layout.slot, apexValueOf(layout.storage, layout.scale, stored));
  }
}

/** Stored form of what a record holds so far; values the field would not take are left out. */
export function valuesSoFar(table: Table, record: SObjectRecord, stored: SqlRow | undefined): SqlRow {
  const fields = table.fieldsOf(record);
  return table.columns.map((column) => {
    const value = fields[column.place];
    if (value === undefined || !column.isWriteable) return stored?.[column.place] ?? null;
    try {
      return column.encode(value);
    } catch (error) {
      if (error instanceof RowProblem) return null;
      throw error;
    }
  });
}
