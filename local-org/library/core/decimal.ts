/** System.Decimal and System.RoundingMode. */
import { makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { Decimal, parseDecimal } from '../../values/decimal.ts';
import type { Double } from '../../values/double.ts';
import { TypeException } from '../../values/exceptions.ts';
import type { RoundingModeName } from '../../values/rounding.ts';
import { defineClass, defineEnum } from '../define.ts';
import { given } from './arguments.ts';
import { formatNumber } from './text/number-format.ts';

/** What `divide` and `setScale` round by when no mode is given. platform-facts: set-scale-half-even. */
const DEFAULT_ROUNDING: RoundingModeName = 'HALF_EVEN';

const modeName = (mode: ApexEnum | null): RoundingModeName => given(mode).name as RoundingModeName;

function checkedPower(self: Decimal, exponent: number): Decimal {
  if (exponent < 0 || exponent > 32767) throw new TypeException(`Invalid exponent: ${exponent}. Decimal.pow takes 0 to 32767; Math.pow takes negative ones.`);
  return self.pow(exponent);
}

export const decimalClass = defineClass('System.Decimal', {
  'static Decimal valueOf(String text)': parseDecimal,
  'static Decimal valueOf(Double value)': (value: Double | null) => Decimal.fromDouble(given(value)),
  'static Decimal valueOf(Long value)': (value: bigint | null) => Decimal.fromLong(given(value)),
  'Decimal abs()': (self: Decimal) => self.abs(),
  'Decimal divide(Decimal divisor, Integer scale)': (self: Decimal, divisor: Decimal | null, scale: number | null) => self.divide(given(divisor), given(scale), DEFAULT_ROUNDING),
  'Decimal divide(Decimal divisor, Integer scale, Object roundingMode)': (self: Decimal, divisor: Decimal | null, scale: number | null, mode: ApexEnum | null) =>
    self.divide(given(divisor), given(scale), modeName(mode)),
  'Double doubleValue()': (self: Decimal) => self.toDouble(),
  'String format()': (self: Decimal) => formatNumber(self.toPlainString()),
  'Integer intValue()': (self: Decimal) => self.toInteger(),
  'Long longValue()': (self: Decimal) => self.toLong(),
  'Decimal pow(Integer exponent)': (self: Decimal, exponent: number | null) => checkedPower(self, given(exponent)),
  'Integer precision()': (self: Decimal) => self.precision(),
  'Long round()': (self: Decimal) => self.round('HALF_EVEN'),
  'Long round(RoundingMode mode)': (self: Decimal, mode: ApexEnum | null) => self.round(modeName(mode)),
  'Integer scale()': (self: Decimal) => self.scale,
  'Decimal setScale(Integer scale)': (self: Decimal, scale: number | null) => self.setScale(given(scale), DEFAULT_ROUNDING),
  'Decimal setScale(Integer scale, RoundingMode mode)': (self: Decimal, scale: number | null, mode: ApexEnum | null) => self.setScale(given(scale), modeName(mode)),
  'Decimal stripTrailingZeros()': (self: Decimal) => self.stripTrailingZeros(),
  'String toPlainString()': (self: Decimal) => self.toPlainString(),
});

/** platform-facts: rounding-mode-order. In the order of the documentation, which is alphabetical. */
export const roundingModeEnum = defineEnum('System.RoundingMode', makeEnum('System.RoundingMode', [
  'CEILING', 'DOWN', 'FLOOR', 'HALF_DOWN', 'HALF_EVEN', 'HALF_UP', 'UNNECESSARY', 'UP',
]));
