import { fieldAt, fieldFormula, globalFieldAt } from '../../schema/formulas.ts';
import { inputOf } from '../formula/stored-values.ts';
import type { FormulaInput } from '../formula/stored-values.ts';
import type { CompiledFormula } from '../../formula/types.ts';
import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import { isShareObject } from '../../schema/controlling-parents.ts';
import { StoreError } from './errors.ts';
import { rowsOfPeople } from './people-rows.ts';
import { rowsOfShares } from './share-rows.ts';

/**
 * How a field's values lie in a column:
 * `row` the primary key · `reference` row number of the one possible target · `idText` 18 characters, where several targets are possible ·
 * `text` compared without case · `exactText` compared with case · `integer` · `scaled` a Decimal times 10^scale · `boolean` 0 or 1 ·
 * `date` days since the epoch · `datetime` milliseconds since the epoch · `time` milliseconds of the day · `blob` bytes.
 */
export type Storage = 'row' | 'reference' | 'idText' | 'text' | 'exactText' | 'integer' | 'scaled' | 'boolean' | 'date' | 'datetime' | 'time' | 'blob';

export interface ColumnLayout {
  readonly field: FieldSchema;
  readonly folded: string;
  /** Quoted for SQL. */
  readonly name: string;
  /** Property of the record classes. */
  readonly slot: string;
  readonly storage: Storage;
  readonly scale: number;
  /** Values may pass 2^53: they cross the border to JavaScript as text. */
  readonly isWide: boolean;
  /** Folded object name and key prefix of a `reference`. */
  readonly target: string | undefined;
  readonly targetPrefix: string | undefined;
  /** Holds the fold of indexed text that is not ASCII (null otherwise); see fold.ts. Quoted. */
  readonly foldName: string | undefined;
  readonly index: 'none' | 'plain' | 'unique';
}

/** A formula field: how its value would be stored, if it were. */
export interface FormulaLayout {
  readonly field: FieldSchema;
  readonly folded: string;
  readonly slot: string;
  readonly storage: Storage;
  readonly scale: number;
  /** Names the formula in SQL. */
  readonly key: string;
  readonly formula: CompiledFormula;
  /** One per reference of the formula. */
  readonly inputs: readonly FormulaInput[];
}

export interface BigIndexColumn {
  readonly column: ColumnLayout;
  readonly isDescending: boolean;
}

export interface TableLayout {
  readonly object: ObjectSchema;
  readonly folded: string;
  /** Quoted for SQL. */
  readonly name: string;
  /** What queries read from: the table, or a sub-query that adds rows the platform only shows. */
  readonly rows: string;
  readonly keyPrefix: string;
  /** Id first. */
  readonly columns: readonly ColumnLayout[];
  readonly byName: ReadonlyMap<string, ColumnLayout>;
  readonly uniqueColumns: readonly ColumnLayout[];
  /** Of a big object: its key, which is its only index. */
  readonly bigIndex: readonly BigIndexColumn[];
  /** By folded name. */
  readonly formulas: ReadonlyMap<string, FormulaLayout>;
}

/** Row numbers above are read as numbers; a Decimal of this many digits still fits a double exactly. */
const EXACT_DIGITS = 15;
const MAX_DIGITS = 18;

const storageOfType: Readonly<Record<Exclude<FieldType, 'reference' | 'location'>, Storage>> = {
  id: 'row', string: 'text', textarea: 'text', longtextarea: 'text', email: 'text', phone: 'text', url: 'text', picklist: 'text', multipicklist: 'text',
  boolean: 'boolean', int: 'integer', double: 'scaled', currency: 'scaled', percent: 'scaled', date: 'date', datetime: 'datetime', time: 'time',
  base64: 'blob', autonumber: 'text', changeEventHeader: 'text',
};

/** SQL type and collation; the words of a column definition. */
export const sqlTypeOf: Readonly<Record<Storage, string>> = {
  row: 'INTEGER PRIMARY KEY', reference: 'INTEGER', idText: 'TEXT', text: 'TEXT COLLATE NOCASE', exactText: 'TEXT', integer: 'INTEGER', scaled: 'INTEGER',
  boolean: 'INTEGER', date: 'INTEGER', datetime: 'INTEGER', time: 'INTEGER', blob: 'BLOB',
};

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Is the object kept in a table of the org? Events pass through the bus only. */
export function isStored(object: ObjectSchema): boolean {
  return object.kind !== 'event' && !isApart(object);
}

/** Big objects are kept in a database of their own, which no transaction of the org reaches. */
export function isApart(object: ObjectSchema): boolean {
  return object.kind === 'bigObject';
}

export function layoutOf(object: ObjectSchema, schema: OrgSchema): TableLayout {
  const columns = object.fields.filter((field) => field.type !== 'location' && field.formula === undefined).map((field) => columnOf(field, object, schema));
  columns.sort((left, right) => Number(right.storage === 'row') - Number(left.storage === 'row'));
  const folded = object.apiName.toLowerCase();
  if (columns[0]?.storage !== 'row') throw new StoreError(`${object.apiName} has no Id field; the schema of every stored object needs one.`);
  return {
    object,
    folded,
    name: quoted(folded),
    rows: isShareObject(object) ? rowsOfShares(object, columns, schema) : rowsOfPeople(folded, columns, schema) ?? quoted(folded),
    keyPrefix: object.keyPrefix,
    columns,
    byName: new Map(columns.map((column) => [column.folded, column])),
    bigIndex: (object.index ?? []).flatMap(({ field, isDescending }) => columns.filter((column) => column.field.apiName === field).map((column) => ({ column, isDescending }))),
    uniqueColumns: columns.filter((column) => column.index === 'unique'),
    formulas: new Map(object.fields.filter((field) => field.formula !== undefined).map((field) => [field.apiName.toLowerCase(), formulaLayout(field, object, schema)])),
  };
}

function formulaLayout(field: FieldSchema, object: ObjectSchema, schema: OrgSchema): FormulaLayout {
  const folded = field.apiName.toLowerCase();
  const storage = storageOf(field);
  const formula = fieldFormula(schema, object, field);
  return {
    field, folded, slot: `$${folded}`, storage, scale: storage === 'scaled' ? field.scale : 0, key: `${object.apiName.toLowerCase()}.${folded}`, formula,
    inputs: inputsOf(formula, object, schema),
  };
}

/** Globals come as they are needed: numbers of theirs with the scale of their field. */
export function inputsOf(formula: CompiledFormula, object: ObjectSchema, schema: OrgSchema): FormulaInput[] {
  return formula.references.map(({ type, path }) => inputOf(type, fieldAt(schema, object, path)?.field ?? globalFieldAt(schema, path) ?? { type: 'string', scale: 0 }));
}

function columnOf(field: FieldSchema, object: ObjectSchema, schema: OrgSchema): ColumnLayout {
  const folded = field.apiName.toLowerCase();
  const storage = isApart(object) ? storageApart(field) : storageOf(field);
  if (storage === 'scaled' && field.precision > MAX_DIGITS) {
    throw new StoreError(`${object.apiName}.${field.apiName} has ${field.precision} digits; numbers have at most ${MAX_DIGITS}.`);
  }
  const index = indexOf(field, object, storage);
  const target = storage === 'reference' ? field.reference!.targets[0]!.toLowerCase() : undefined;
  return {
    field,
    folded,
    name: quoted(folded),
    slot: `$${folded}`,
    storage,
    scale: storage === 'scaled' ? field.scale : 0,
    isWide: storage === 'scaled' && field.precision > EXACT_DIGITS,
    target,
    targetPrefix: target === undefined ? undefined : schema.objects.get(target)?.keyPrefix,
    foldName: storage === 'text' && index !== 'none' ? quoted(`${folded}~fold`) : undefined,
    index,
  };
}

function storageOf(field: FieldSchema): Storage {
  if (field.type === 'location') throw new StoreError(`${field.apiName} is a compound field; its parts are stored, not itself.`);
  if (field.type === 'reference') return field.reference?.targets.length === 1 ? 'reference' : 'idText';
  const storage = storageOfType[field.type];
  return storage === 'text' && field.isCaseSensitive && (field.isUnique || field.isExternalId) ? 'exactText' : storage;
}

/** Text of a big object is compared as it is written, and nothing joins its references. platform-facts: big-object-text */
function storageApart(field: FieldSchema): Storage {
  if (field.type === 'reference') return 'idText';
  const storage = storageOf(field);
  return storage === 'text' ? 'exactText' : storage;
}

/**
 * Indexes cost a page write per row, so only keys have one: unique and external id fields, lookups (children are found through them), and the owner
 * where sharing filters by it. Audit fields have none.
 */
function indexOf(field: FieldSchema, object: ObjectSchema, storage: Storage): 'none' | 'plain' | 'unique' {
  if (storage === 'row' || isApart(object)) return 'none';
  if (field.isUnique) return 'unique';
  if (field.isExternalId) return 'plain';
  if (field.apiName === 'OwnerId') return object.sharing === 'Private' ? 'plain' : 'none';
  return field.type === 'reference' && !field.isSystem ? 'plain' : 'none';
}
