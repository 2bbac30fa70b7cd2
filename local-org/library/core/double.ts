/** System.Double. */
import { typeNameOf } from '../../values/casting.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double, integerFromDouble, longFromDouble, parseDouble } from '../../values/double.ts';
import { TypeException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';
import { formatNumber } from './text/number-format.ts';

function doubleOf(value: unknown): Double {
  const source = given(value);
  if (typeof source === 'string') return parseDouble(source);
  if (source instanceof Double) return source;
  if (source instanceof Decimal) return source.toDouble();
  if (typeof source === 'number' || typeof source === 'bigint') return new Double(Number(source));
  throw new TypeException(`Invalid double: ${typeNameOf(source)}`);
}

/** Long.round of a Double: to the nearest whole number, halves up, as Math.round of Java. */
export function roundedDouble(value: Double): bigint {
  return longFromDouble(new Double(Math.floor(value.value + 0.5)));
}

export const doubleClass = defineClass('System.Double', {
  'static Double valueOf(String text)': parseDouble,
  'static Double valueOf(Object value)': doubleOf,
  'String format()': (self: Double) => formatNumber(Decimal.fromNumber(self.value).toPlainString()),
  'Integer intValue()': integerFromDouble,
  'Long longValue()': longFromDouble,
  'Long round()': roundedDouble,
});
