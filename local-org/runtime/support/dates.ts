/** `+` and `-` on dates and times. Fractions of a day count for Datetimes only. */
import { ApexDate } from '../../values/date.ts';
import { type Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { Time } from '../../values/time.ts';

type Temporal = ApexDate | Datetime | Time;
type Amount = number | bigint | Double | Decimal;

const DAY_MILLISECONDS = 86_400_000;

/** The amount is days for Date and Datetime, milliseconds for Time. */
export function addDate(value: Temporal, amount: Amount): Temporal {
  return move(value, plainNumber(amount));
}
export function subtractDate(value: Temporal, amount: Amount): Temporal {
  return move(value, -plainNumber(amount));
}

function move(value: Temporal, amount: number): Temporal {
  if (value instanceof ApexDate) return value.addDays(Math.trunc(amount));
  if (value instanceof Time) return value.add(Math.trunc(amount));
  return value.add(Math.round(amount * DAY_MILLISECONDS));
}

function plainNumber(amount: Amount): number {
  if (amount instanceof Double) return amount.value;
  return amount instanceof Decimal ? amount.toNumber() : Number(amount);
}
