import { ApexDate } from '../../../values/date.ts';
import { Datetime } from '../../../values/datetime.ts';
import { Decimal } from '../../../values/decimal.ts';
import { Double } from '../../../values/double.ts';
import { QueryException } from '../../../values/exceptions.ts';
import { NO_ROW, normalizeId, rowOfId } from '../../../values/id.ts';
import { SObjectRecord, slotOf } from '../../../values/sobject.ts';
import { Time } from '../../../values/time.ts';
import type { SqlValue } from '../../store/connection.ts';
import type { Storage } from '../../store/columns.ts';
import { malformed, SoqlNameError } from '../errors.ts';
import type { Value } from '../../../soql/syntax.ts';
import type { Operand } from './scope.ts';

/** Apex value (or literal turned into one) → the form its column holds. Null stays null, except that a checkbox reads null as false. */
export function toStored(operand: Operand, value: unknown): SqlValue {
  if (value === null || value === undefined) return operand.storage === 'boolean' ? 0 : null;
  return converters[operand.storage](value, operand);
}

type Converter = (value: unknown, operand: Operand) => SqlValue;

const converters: Readonly<Record<Storage, Converter>> = {
  row: rowNumber,
  reference: rowNumber,
  idText: requireId,
  text: textOf,
  exactText: textOf,
  integer: scaledOf,
  scaled: scaledOf,
  boolean: (value, operand) => (typeof value === 'boolean' ? Number(value) : mismatch(value, operand)),
  date: (value, operand) => (value instanceof ApexDate ? value.days : mismatch(value, operand)),
  // Stored moments have whole seconds, and so have those they are compared with. platform-facts: soql-datetime-seconds.
  datetime: (value, operand) => (value instanceof Datetime ? Math.floor(value.milliseconds / 1_000) * 1_000 : value instanceof ApexDate ? value.days * 86_400_000 : mismatch(value, operand)),
  time: (value, operand) => (value instanceof Time ? value.milliseconds : mismatch(value, operand)),
  blob: (value, operand) => mismatch(value, operand),
};

function textOf(value: unknown, operand: Operand): SqlValue {
  return typeof value === 'string' ? value : mismatch(value, operand);
}

function rowNumber(value: unknown, operand: Operand): SqlValue {
  const id = requireId(value);
  return operand.targetPrefix === undefined ? NO_ROW : rowOfId(operand.targetPrefix, id);
}

function requireId(value: unknown): string {
  const text = value instanceof SObjectRecord ? slotOf(value, '$id') : value;
  const id = typeof text === 'string' ? normalizeId(text.trim()) : undefined;
  if (id === undefined) throw new SoqlNameError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(text)}`);
  return id;
}

/**
 * Numbers as the column holds them: times 10^scale. A number with more decimals than the column lies between two stored values; half between them it keeps
 * the order of every comparison and equals none.
 */
function scaledOf(value: unknown, operand: Operand): SqlValue {
  const decimal = decimalOf(value);
  if (decimal === undefined) return mismatch(value, operand);
  const floor = decimal.setScale(operand.scale, 'FLOOR');
  if (floor.compareTo(decimal) === 0) return floor.unscaled;
  if (typeof floor.unscaled === 'bigint' || Math.abs(floor.unscaled) > 2 ** 51) {
    throw new QueryException(`${decimal.toPlainString()} has more digits than ${operand.written} can be compared with.`);
  }
  return floor.unscaled + 0.5;
}

/** Apex numbers as Decimal; `undefined` for other values. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === 'number') return Decimal.fromInteger(value);
  if (typeof value === 'bigint') return Decimal.fromLong(value);
  return value instanceof Double && Number.isFinite(value.value) ? Decimal.fromDouble(value) : undefined;
}

const soapTypes: Readonly<Record<Storage, string>> = {
  row: 'id', reference: 'id', idText: 'id', text: 'string', exactText: 'string', integer: 'int', scaled: 'double', boolean: 'boolean', date: 'date',
  datetime: 'dateTime', time: 'time', blob: 'base64',
};

function mismatch(value: unknown, operand: Operand): never {
  throw mismatchError(typeof value === 'string', operand);
}

function mismatchError(wasQuoted: boolean, operand: Operand): Error {
  const type = soapTypes[operand.storage];
  const mustBeQuoted = type === 'string' || type === 'id';
  const advice = mustBeQuoted ? 'should be enclosed in quotes' : wasQuoted ? 'should not be enclosed in quotes' : '';
  return new SoqlNameError('INVALID_FIELD', `value of filter criterion for field '${operand.written}' must be of type ${type}${advice === '' ? '' : ` and ${advice}`}`);
}

/** Literal of the query text → Apex value. Binds, lists and date literals are not handled here. */
export function literalOf(value: Value, operand: Operand): unknown {
  switch (value.kind) {
    case 'null': return null;
    case 'boolean': return value.value;
    case 'number': return Decimal.parse(value.digits);
    case 'string': return value.value;
    case 'date': return ApexDate.parse(value.value);
    case 'datetime': return new Datetime(parseDatetime(value.value));
    default: throw malformed(`A ${value.kind} cannot be compared with ${operand.written} here.`);
  }
}

function parseDatetime(text: string): number {
  const milliseconds = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(milliseconds)) throw malformed(`line 1:1 invalid datetime: ${text}`);
  return milliseconds;
}
