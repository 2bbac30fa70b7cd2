import type { DmlError } from '../../values/exceptions.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { makeId } from '../../values/id.ts';
import type { DmlRowResult } from '../../library/ports.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { Table, TableColumn } from './table.ts';
import { RowProblem } from './problem.ts';

/** The id a record carries; null when it has none. */
export function idOf(record: SObjectRecord): string | null {
  const id = slotOf(record, '$id');
  return typeof id === 'string' ? id : null;
}

/** One record on its way through a statement. */
export class Row {
  readonly source: SObjectRecord;
  readonly table: Table;
  /** What triggers see as new; the source itself where no trigger looks. */
  record: SObjectRecord;
  /** Row number, once known. */
  row: number | undefined;
  /** Stored values before and after. */
  before: SqlRow | undefined;
  values: SqlRow = [];
  isNew = false;
  /** Roll-up summaries the platform writes with this update, by their columns. */
  summaries: ReadonlyMap<TableColumn, SqlValue> | undefined = undefined;
  readonly errors: DmlError[] = [];
  /** What a merge moved from this record to the one that stays. */
  relatedIds: readonly string[] | undefined = undefined;
  /** The id is asked for several times; `#idRow` is the row number it was made of. */
  #id: string | null = null;
  #idRow: number | undefined;

  constructor(source: SObjectRecord, table: Table) {
    this.source = source;
    this.record = source;
    this.table = table;
  }

  get failed(): boolean {
    return this.errors.length > 0;
  }

  get id(): string | null {
    if (this.row === undefined) return null;
    if (this.#idRow !== this.row) {
      this.#idRow = this.row;
      this.#id = makeId(this.table.layout.keyPrefix, this.row);
    }
    return this.#id;
  }

  /** Runs one step of the row; a RowProblem becomes its error, anything else passes. */
  attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      this.errors.push(error.error);
    }
  }

  /** Takes over what triggers added with addError. */
  takeTriggerErrors(record: SObjectRecord): void {
    for (const { field, message, statusCode } of record.$errors ?? []) {
      this.errors.push({ statusCode: statusCode ?? 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: field === undefined ? [] : [field] });
    }
    record.$errors = undefined;
  }

  /** The outcome of a row that was saved in this one's place. */
  takeOver(other: Row): void {
    this.row = other.row;
    this.before = other.before;
    this.values = other.values;
    this.errors.push(...other.errors);
  }

  /** Back to the beginning, for a retry. */
  reset(): void {
    this.record = this.source;
    this.before = undefined;
    this.values = [];
    if (this.isNew) this.row = undefined;
  }

  result(success: boolean): DmlRowResult {
    const result = { success, id: success || !this.isNew ? this.id : null, created: success && this.isNew, errors: this.errors };
    return this.relatedIds === undefined ? result : { ...result, relatedIds: this.relatedIds };
  }
}
