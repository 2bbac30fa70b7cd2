/** A field's Apex value as events carry it: JSON. */
import { ApexDate } from '../values/date.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { Double } from '../values/double.ts';
import { Blob } from '../values/blob.ts';
import { Time } from '../values/time.ts';

export function eventValue(value: unknown): unknown {
  if (typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof Double) return Number(value.toString());
  if (value instanceof Datetime) return new Date(value.milliseconds).toISOString();
  if (value instanceof ApexDate) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof Time) return new Date(value.milliseconds).toISOString().slice(11);
  if (value instanceof Blob) return Buffer.from(value.bytes).toString('base64');
  return value ?? null;
}
