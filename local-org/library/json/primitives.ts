/** JSON values of primitive Apex types. Text in the right form stands for numbers and Booleans too. platform-facts: json-typed-errors */
import { Blob } from '../../values/blob.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { JSONException } from '../../values/exceptions.ts';
import { parseId } from '../../values/id.ts';
import { INTEGER_MAX, INTEGER_MIN } from '../../values/integer.ts';
import { LONG_MAX, LONG_MIN } from '../../values/long.ts';
import type { PrimitiveName } from '../../values/runtime-type.ts';
import { Time } from '../../values/time.ts';
import { unsupported } from './serialize.ts';
import { JsonNumber, JsonObject } from './tree.ts';
import type { JsonNode } from './tree.ts';

type Reader = (text: string, node: JsonNode) => unknown;

export function primitiveValue(node: JsonNode, name: PrimitiveName): unknown {
  if (node === null) return null;
  if (name === 'Object') throw unsupported('Object');
  if (Array.isArray(node) || node instanceof JsonObject) throw illegal();
  return readers[name](node instanceof JsonNumber ? node.digits : String(node), node);
}

const illegal = (): Error => new JSONException('Illegal value for primitive');
const notNumeric = (text: string): Error => new JSONException(`For input string: "${text}"`);

/** Text values only. */
const fromText = (read: (text: string) => unknown): Reader => (text, node) => {
  if (typeof node !== 'string') throw illegal();
  return read(text);
};

function wholeNumber(text: string, smallest: bigint, largest: bigint): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw notNumeric(text);
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < smallest || value > largest) throw notNumeric(text);
  return value;
}

function decimalNumber(text: string): Decimal {
  const parsed = Decimal.tryParse(text);
  if (parsed === undefined) throw notNumeric(text);
  return parsed;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATETIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z?$/;

const invalidFormat = (text: string): Error => new JSONException(`Invalid format: "${text}"`);

function dateValue(text: string): ApexDate {
  const match = DATE.exec(text);
  if (match === null) throw invalidFormat(text);
  const date = ApexDate.of(Number(match[1]), Number(match[2]), Number(match[3]));
  if (date.toString() !== text) throw invalidFormat(text);
  return date;
}

/** A moment without zone is in GMT. platform-facts: json-datetime-without-zone */
export function datetimeValue(text: string): Datetime {
  const match = DATETIME.exec(text);
  if (match === null) throw invalidFormat(text);
  const [, day, time, fraction = '', zone = 'Z'] = match;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const milliseconds = Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  if (Number.isNaN(milliseconds)) throw invalidFormat(text);
  return new Datetime(milliseconds);
}

export function timeValue(text: string): Time {
  const match = TIME.exec(text);
  if (match === null) throw invalidFormat(text);
  return Time.of(Number(match[1]), Number(match[2]), Number(match[3]), Number((match[4] ?? '').padEnd(3, '0')));
}

const readers: Readonly<Record<Exclude<PrimitiveName, 'Object'>, Reader>> = {
  Boolean: (text) => {
    if (text !== 'true' && text !== 'false') throw illegal();
    return text === 'true';
  },
  Integer: (text) => Number(wholeNumber(text, BigInt(INTEGER_MIN), BigInt(INTEGER_MAX))),
  Long: (text) => wholeNumber(text, LONG_MIN, LONG_MAX),
  Double: (text) => new Double(decimalNumber(text).toNumber()),
  Decimal: decimalNumber,
  String: (text) => text,
  Id: fromText(parseId),
  Date: fromText(dateValue),
  Datetime: fromText(datetimeValue),
  Time: fromText(timeValue),
  Blob: fromText((text) => new Blob(new Uint8Array(Buffer.from(text, 'base64')))),
};
