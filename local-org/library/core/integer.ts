/** System.Integer. */
import { typeNameOf } from '../../values/casting.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double, integerFromDouble } from '../../values/double.ts';
import { TypeException } from '../../values/exceptions.ts';
import { parseInteger } from '../../values/integer.ts';
import { integerFromLong } from '../../values/long.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';
import { formatNumber } from './text/number-format.ts';

/** Integer.valueOf(Object): text is parsed, other numbers are cut to 32 bits. */
function integerOf(value: unknown): number {
  const source = given(value);
  if (typeof source === 'string') return parseInteger(source);
  if (typeof source === 'number') return source;
  if (typeof source === 'bigint') return integerFromLong(source);
  if (source instanceof Decimal) return source.toInteger();
  if (source instanceof Double) return integerFromDouble(source);
  throw new TypeException(`Invalid integer: ${typeNameOf(source)}`);
}

export const integerClass = defineClass('System.Integer', {
  'static Integer valueOf(String text)': parseInteger,
  'static Integer valueOf(Object value)': integerOf,
  'String format()': (self: number) => formatNumber(String(self)),
});
