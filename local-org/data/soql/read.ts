import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Blob } from '../../values/blob.ts';
import { keyPrefixOf, makeId } from '../../values/id.ts';
import { QUERIED } from '../../values/sobject.ts';
import type { RecordClass, SObjectRecord } from '../../values/sobject.ts';
import { Time } from '../../values/time.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { Storage } from '../store/columns.ts';
import type { Operand } from './plan/scope.ts';

/** One value of a result row and how it becomes an Apex value. */
export interface OutputField {
  readonly slot: string;
  /** Index in the row. */
  readonly output: number;
  readonly decoding: Decoding;
}
export type Decoding =
  | { readonly kind: 'stored'; readonly storage: Storage; readonly scale: number; readonly prefix: string | undefined }
  /** The sum is at `output`, the count at the next place. */
  | { readonly kind: 'average'; readonly scale: number };

/** Where a record is filled from. `key` is the place of its row number or id, by which a missing parent is seen. */
export interface RecordSource {
  readonly classes: readonly { readonly keyPrefix: string; readonly recordClass: RecordClass }[];
  readonly key: number;
  readonly fields: OutputField[];
  readonly parents: { readonly slot: string; readonly source: RecordSource }[];
}

export type RowReader = (row: SqlRow) => SObjectRecord;

export function decodingOf(operand: Operand): Decoding {
  return { kind: 'stored', storage: operand.storage, scale: operand.scale, prefix: operand.targetPrefix };
}

/**
 * Makes the function that fills records from rows. It is generated, so that every slot is written by a plain assignment at a fixed place;
 * slot names were checked when the record classes were made, numbers and prefixes are written as JSON.
 */
export function makeReader(source: RecordSource): RowReader {
  const classes: RecordClass[] = [];
  const body = recordText(source, classes, 'r');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- generated from checked slot names, numbers and JSON; see above
  const make = new Function('classes', 'decode', 'keyPrefixOf', `return function read(row) { ${body} return r; };`) as (
    classes: readonly RecordClass[], decode: typeof decoders, prefixOf: typeof keyPrefixOf) => RowReader;
  return make(classes, decoders, keyPrefixOf);
}

function recordText(source: RecordSource, classes: RecordClass[], name: string): string {
  const fields = source.fields.map((field) => `${name}.${field.slot} = ${decodingText(field)};`);
  const parents = source.parents.map(({ slot, source: parent }, index) => {
    const inner = `${name}${index}`;
    return `if (row[${parent.key}] === null) ${name}.${slot} = null; else { ${recordText(parent, classes, inner)} ${name}.${slot} = ${inner}; }`;
  });
  return `const ${name} = ${constructionText(source, classes)}; ${name}.$stateBits = ${QUERIED}; ${fields.join(' ')} ${parents.join(' ')}`;
}

function constructionText(source: RecordSource, classes: RecordClass[]): string {
  const first = classes.length;
  classes.push(...source.classes.map((entry) => entry.recordClass));
  if (source.classes.length === 1) return `new classes[${first}]()`;
  const choices = source.classes.map((entry, index) => `prefix === ${JSON.stringify(entry.keyPrefix)} ? new classes[${first + index}]()`);
  return `((prefix) => ${choices.join(' : ')} : new classes[${first}]())(keyPrefixOf(row[${source.key}]))`;
}

function decodingText({ output, decoding }: OutputField): string {
  const value = `row[${output}]`;
  if (decoding.kind === 'average') return `decode.average(${value}, row[${output + 1}], ${decoding.scale})`;
  return decodingTexts[decoding.storage](value, decoding.scale, JSON.stringify(decoding.prefix ?? ''));
}

type DecodingText = (value: string, scale: number, prefix: string) => string;
const unlessNull = (value: string, text: string): string => `${value} === null ? null : ${text}`;
const asId: DecodingText = (value, _scale, prefix) => unlessNull(value, `decode.id(${prefix}, ${value})`);
const asIs: DecodingText = (value) => value;

const decodingTexts: Readonly<Record<Storage, DecodingText>> = {
  row: asId,
  reference: asId,
  idText: asIs,
  text: asIs,
  exactText: asIs,
  integer: (value) => unlessNull(value, `decode.integer(${value})`),
  scaled: (value, scale) => unlessNull(value, `decode.scaled(${value}, ${scale})`),
  boolean: (value) => `${value} === 1`,
  date: (value) => unlessNull(value, `decode.date(${value})`),
  datetime: (value) => unlessNull(value, `decode.datetime(${value})`),
  time: (value) => unlessNull(value, `decode.time(${value})`),
  blob: (value) => unlessNull(value, `decode.blob(${value})`),
};

/** Wide numbers come as text. */
const exact = (value: SqlValue): number | bigint => (typeof value === 'string' ? BigInt(value) : (value as number | bigint));

/** One stored value as Apex sees it; ids are not among them. */
export function apexValueOf(storage: Storage, scale: number, value: SqlValue): unknown {
  if (storage === 'boolean') return value === 1;
  if (value === null) return null;
  switch (storage) {
    case 'integer': return decoders.integer(value);
    case 'scaled': return decoders.scaled(value, scale);
    case 'date': return decoders.date(value);
    case 'datetime': return decoders.datetime(value);
    case 'time': return decoders.time(value);
    case 'blob': return decoders.blob(value);
    default: return value;
  }
}

const decoders = {
  id: makeId,
  integer: (value: SqlValue): number => Number(value),
  scaled: (value: SqlValue, scale: number): Decimal => Decimal.fromUnscaled(exact(value), scale),
  /** platform-facts: soql-average-scale (the nearest Double, as the APIs show it). */
  average: (sum: SqlValue, count: SqlValue, scale: number): Decimal | null =>
    sum === null || count === 0 ? null : Decimal.fromNumber(Decimal.fromUnscaled(exact(sum), scale).toNumber() / Number(count)),
  date: (value: SqlValue): ApexDate => new ApexDate(value as number),
  datetime: (value: SqlValue): Datetime => new Datetime(value as number),
  time: (value: SqlValue): Time => new Time(value as number),
  blob: (value: SqlValue): Blob => new Blob(value as Buffer),
};
