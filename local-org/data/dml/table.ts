import type { RecordClass, SObjectRecord } from '../../values/sobject.ts';
import { makeSlotReader, slotOf } from '../../values/sobject.ts';
import type { FieldSchema, OrgSchema } from '../../schema/schema.ts';
import { Decimal } from '../../values/decimal.ts';
import { makeReader } from '../soql/read.ts';
import type { RowReader } from '../soql/read.ts';
import type { PlanSchema } from '../soql/plan/scope.ts';
import type { ColumnLayout, TableLayout } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import { formulasOf } from './computed.ts';
import type { TableFormulas } from './computed.ts';
import { derivedFieldsOf } from './derived.ts';
import type { DerivedField } from './derived.ts';
import { encoderOf } from './encode.ts';
import type { Encoder } from './encode.ts';
import { foldOf, InsertStatements } from './insert-statements.ts';
import { platformRulesOf } from './platform-rules.ts';
import type { PlatformRules } from './platform-rules.ts';
import { masterSummaries } from './summaries.ts';
import type { MasterSummaries } from './summaries.ts';
import { fallbackOf, isNameById, STAMPS, systemValueOf } from './system-values.ts';
import type { SystemValue } from './system-values.ts';

/** A reference by which a parent record may be given instead of its id. */
export interface ReferenceColumn extends TableColumn {
  readonly parentSlot: string;
}

export interface TableColumn {
  readonly layout: ColumnLayout;
  /** Place in rows: the order of `TableLayout.columns`. */
  readonly place: number;
  readonly encode: Encoder;
  /** Value of a field nobody set. */
  readonly defaultValue: unknown;
  /** Stored form of null and of nothing. */
  readonly empty: SqlValue;
  readonly isWriteable: boolean;
  /** Of a column callers may not set. */
  readonly make: SystemValue | undefined;
  /** What takes the place of null in a new row. */
  readonly fallback: SystemValue | undefined;
  readonly isRequiredOnInsert: boolean;
  readonly isRequiredOnUpdate: boolean;
}

/** A column the platform writes. */
type SystemColumn = TableColumn & { readonly make: SystemValue };

/** A table as DML uses it: column codecs and the statements of whole rows, made once per schema. */
export class Table {
  readonly layout: TableLayout;
  readonly recordClass: RecordClass;
  readonly columns: readonly TableColumn[];
  /** Columns callers may set. */
  readonly writeable: readonly TableColumn[];
  /** The others, and those of them that every change writes anew. */
  readonly system: readonly SystemColumn[];
  readonly stamps: readonly SystemColumn[];
  readonly references: readonly ReferenceColumn[];
  readonly referenceColumns: readonly TableColumn[];
  readonly derivedFields: readonly DerivedField[];
  readonly platformRules: PlatformRules | undefined;
  readonly readRow: RowReader;
  /** A record's fields in the order of the columns; `undefined` where nobody set one. */
  readonly fieldsOf: (record: SObjectRecord) => unknown[];
  readonly inserts: InsertStatements;
  /** What the table computes; `undefined` for most tables. */
  readonly formulas: TableFormulas | undefined;
  /** Roll-up summaries of masters that follow from the rows of this table. */
  readonly summaries: readonly MasterSummaries[];
  /** Is a row there and not in the recycle bin? The parameter is its number. */
  readonly existsSql: string;
  /** Whole rows by row number; the parameters are the number (or a JSON list of numbers) and whether they lie in the recycle bin. */
  readonly selectOneSql: string;
  readonly selectManySql: string;
  /** Every row that is not in the recycle bin, oldest first. */
  readonly selectAllSql: string;
  readonly #byName: ReadonlyMap<string, TableColumn>;
  readonly #updateSql = new Map<string, string>();

  constructor(layout: TableLayout, recordClass: RecordClass, schema: OrgSchema, plan: PlanSchema) {
    this.layout = layout;
    this.recordClass = recordClass;
    this.columns = layout.columns.map((column, place) => tableColumn(layout, column, place));
    this.writeable = this.columns.filter((column) => column.isWriteable);
    this.system = this.columns.filter((column): column is SystemColumn => column.make !== undefined);
    this.stamps = this.system.filter((column) => STAMPS.includes(column.layout.folded));
    this.referenceColumns = this.writeable.filter((column) => column.layout.field.reference !== undefined);
    this.references = this.writeable.flatMap((column) => {
      const name = column.layout.field.reference?.relationshipName;
      return name === undefined ? [] : [{ ...column, parentSlot: `$${name.toLowerCase()}` }];
    });
    this.#byName = new Map(this.columns.map((column) => [column.layout.folded, column]));
    this.derivedFields = derivedFieldsOf(this);
    this.platformRules = platformRulesOf(layout);
    this.readRow = rowReader(layout, recordClass);
    this.fieldsOf = makeSlotReader(layout.columns.map((column) => column.slot));
    this.inserts = new InsertStatements(layout);
    this.existsSql = `SELECT 1 FROM ${layout.name} WHERE "id" = ? AND "isdeleted" = 0`;
    const select = `SELECT ${layout.columns.map(({ name }) => name).join(', ')} FROM ${layout.name} WHERE "id"`;
    this.selectOneSql = `${select} = ? AND "isdeleted" = ?`;
    this.selectManySql = `${select} IN (SELECT value FROM json_each(?)) AND "isdeleted" = ?`;
    this.selectAllSql = `SELECT ${layout.columns.map(({ name }) => name).join(', ')} FROM ${layout.name} WHERE "isdeleted" = 0 ORDER BY "id"`;
    this.formulas = formulasOf(schema, plan, this);
    this.summaries = masterSummaries(schema, layout);
  }

  column(folded: string): TableColumn | undefined {
    return this.#byName.get(folded);
  }

  /** The statement that sets these columns of one row; its last parameter is the row number. */
  updateSql(changed: readonly TableColumn[]): string {
    let key = '';
    for (const column of changed) key += `${column.place},`;
    let text = this.#updateSql.get(key);
    if (text === undefined) {
      const names = changed.flatMap((column) => (column.layout.foldName === undefined ? [column.layout.name] : [column.layout.name, column.layout.foldName]));
      text = `UPDATE ${this.layout.name} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE "id" = ?`;
      this.#updateSql.set(key, text);
    }
    return text;
  }

  updateParameters(changed: readonly TableColumn[], values: SqlRow, row: number): SqlValue[] {
    const parameters: SqlValue[] = [];
    for (const column of changed) {
      const value = values[column.place]!;
      parameters.push(value);
      if (column.layout.foldName !== undefined) parameters.push(foldOf(value));
    }
    parameters.push(row);
    return parameters;
  }

  /** A new record with the fields of another. */
  copy(source: SObjectRecord): SObjectRecord {
    const copy = new this.recordClass();
    const target = copy as unknown as Record<string, unknown>;
    for (const field of source.$shape.slots) target[field.slot] = slotOf(source, field.slot);
    return copy;
  }
}

function tableColumn(layout: TableLayout, column: ColumnLayout, place: number): TableColumn {
  const { field } = column;
  const isWriteable = !field.isSystem && field.summary === undefined && column.storage !== 'row' && field.type !== 'autonumber' && column.folded !== 'isdeleted';
  const isDefaulted = column.storage === 'boolean' || field.apiName === 'OwnerId' || isNameById(layout, column);
  const encode = encoderOf(column);
  const defaultValue = apexDefault(field);
  return {
    layout: column,
    place,
    encode,
    defaultValue,
    empty: column.storage === 'boolean' ? 0 : null,
    isWriteable,
    make: isWriteable ? undefined : systemValueOf(layout, column, () => encode(defaultValue)),
    fallback: isWriteable ? fallbackOf(layout, column) : undefined,
    isRequiredOnInsert: isWriteable && !field.isNillable && !isDefaulted,
    isRequiredOnUpdate: isWriteable && (!field.isNillable || isDefaulted) && column.storage !== 'boolean',
  };
}

function apexDefault(field: FieldSchema): unknown {
  const { defaultValue } = field;
  if (defaultValue === undefined) {
    const chosen = field.type === 'picklist' ? field.picklistValues.find((entry) => entry.isDefault && entry.isActive) : undefined;
    return field.type === 'boolean' ? false : chosen?.value;
  }
  return typeof defaultValue === 'number' && field.type !== 'int' ? Decimal.parse(String(defaultValue)) : defaultValue;
}

function rowReader(layout: TableLayout, recordClass: RecordClass): RowReader {
  const fields = layout.columns.map((column, output) => ({
    slot: column.slot,
    output,
    decoding: { kind: 'stored', storage: column.storage, scale: column.scale, prefix: column.storage === 'row' ? layout.keyPrefix : column.targetPrefix } as const,
  }));
  return makeReader({ classes: [{ keyPrefix: layout.keyPrefix, recordClass }], key: 0, fields, parents: [] });
}
