import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Blob } from '../../values/blob.ts';
import { normalizeId, NO_ROW, rowOfId } from '../../values/id.ts';
import { Time } from '../../values/time.ts';
import type { FieldSchema } from '../../schema/schema.ts';
import { decimalOf } from '../soql/plan/convert.ts';
import type { ColumnLayout, Storage } from '../store/columns.ts';
import type { SqlValue } from '../store/connection.ts';
import { RowProblem } from './problem.ts';

/** Apex value → stored value of one column. Throws RowProblem with Salesforce's text when the field does not take it. */
export type Encoder = (value: unknown) => SqlValue;

export function encoderOf(column: ColumnLayout): Encoder {
  const encode = encoders[column.storage](column);
  const forNull = column.storage === 'boolean' ? 0 : null;
  return (value) => (value === null || value === undefined ? forNull : encode(value));
}

const encoders: Readonly<Record<Storage, (column: ColumnLayout) => Encoder>> = {
  row: () => () => null,
  reference: referenceEncoder,
  idText: idTextEncoder,
  text: textEncoder,
  exactText: textEncoder,
  integer: integerEncoder,
  scaled: scaledEncoder,
  boolean: (column) => (value) => (typeof value === 'boolean' ? Number(value) : wrongType(column, value)),
  date: (column) => (value) => (value instanceof ApexDate ? value.days : wrongType(column, value)),
  // platform-facts: datetime-second-precision (milliseconds are cut off when a Datetime is saved).
  datetime: (column) => (value) => (value instanceof Datetime ? Math.floor(value.milliseconds / 1_000) * 1_000 : value instanceof ApexDate ? value.days * 86_400_000 : wrongType(column, value)),
  time: (column) => (value) => (value instanceof Time ? value.milliseconds : wrongType(column, value)),
  blob: (column) => (value) => (value instanceof Blob ? Buffer.from(value.bytes) : wrongType(column, value)),
};

function wrongType({ field }: ColumnLayout, value: unknown): never {
  throw new RowProblem('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${String(value)}`, [field.apiName]);
}

/** Text is trimmed, and nothing left is null. */
function textEncoder(column: ColumnLayout): Encoder {
  const { field } = column;
  const check = textChecks[field.type];
  return (value) => {
    if (typeof value !== 'string') return wrongType(column, value);
    const text = value.trim();
    if (text === '') return null;
    if (field.length > 0 && text.length > field.length) {
      throw new RowProblem('STRING_TOO_LONG', `${field.label}: data value too large: ${text} (max length=${field.length})`, [field.apiName]);
    }
    return check === undefined ? text : check(text, field);
  };
}

const textChecks: Partial<Record<FieldSchema['type'], (text: string, field: FieldSchema) => string>> = {
  picklist: (text, field) => (isPicklistValue(text, field) ? text : badPicklistValue(text, field)),
  multipicklist: (text, field) => {
    for (const part of text.split(';')) if (!isPicklistValue(part.trim(), field)) badPicklistValue(part, field);
    return text;
  },
  email: (text, field) => {
    if (!/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text)) throw new RowProblem('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.apiName]);
    return text;
  },
};

function isPicklistValue(text: string, field: FieldSchema): boolean {
  return !field.isRestrictedPicklist || field.picklistValues.some((entry) => entry.isActive && entry.value === text);
}

function badPicklistValue(text: string, field: FieldSchema): never {
  throw new RowProblem('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${text}`, [field.apiName]);
}

/** Decimals beyond the field's scale are rounded half up. platform-facts: number-rounding-on-save. */
function scaledEncoder(column: ColumnLayout): Encoder {
  const { field, scale } = column;
  const most = 10n ** BigInt(field.precision > 0 ? field.precision : 18);
  const mostNumber = Number(most);
  return (value) => {
    const decimal = decimalOf(value);
    if (decimal === undefined) return wrongType(column, value);
    const { unscaled } = decimal.setScale(scale, 'HALF_UP');
    const fits = typeof unscaled === 'number' ? Math.abs(unscaled) < mostNumber : unscaled < most && unscaled > -most;
    if (!fits) throw new RowProblem('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${decimal.toPlainString()}`, [field.apiName]);
    return unscaled;
  };
}

function integerEncoder(column: ColumnLayout): Encoder {
  const scaled = scaledEncoder(column);
  return (value) => (typeof value === 'number' && Number.isInteger(value) && column.field.precision === 0 ? value : scaled(value));
}

/** The row number; that the row exists is asked later, for all rows at once. */
function referenceEncoder(column: ColumnLayout): Encoder {
  const prefix = column.targetPrefix ?? '';
  return (value) => {
    const id = requireId(column, value);
    const row = rowOfId(prefix, id);
    if (row !== NO_ROW) return row;
    if (!id.startsWith(prefix)) throw wrongIdType(column, id, 'FIELD_INTEGRITY_EXCEPTION');
    throw invalidReference();
  };
}

function idTextEncoder(column: ColumnLayout): Encoder {
  return (value) => requireId(column, value);
}

function requireId(column: ColumnLayout, value: unknown): string {
  const id = typeof value === 'string' ? normalizeId(value) : undefined;
  if (id === undefined) throw wrongIdType(column, String(value), 'MALFORMED_ID');
  return id;
}

function wrongIdType({ field }: ColumnLayout, id: string, statusCode: string): RowProblem {
  return new RowProblem(statusCode, `${field.label}: id value of incorrect type: ${id}`, [field.apiName]);
}

export function invalidReference(): RowProblem {
  return new RowProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}
