/** System.Math. Decimal variants of the transcendental functions are computed as Doubles. platform-facts: math-decimal-precision. */
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { MathException } from '../../values/exceptions.ts';
import { INTEGER_MAX, INTEGER_MIN } from '../../values/integer.ts';
import { wrapLong } from '../../values/long.ts';
import { divideByZero } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import { given } from './arguments.ts';
import { roundedDouble } from './double.ts';

const functions: Readonly<Record<string, (value: number) => number>> = {
  acos: Math.acos, asin: Math.asin, atan: Math.atan, cbrt: Math.cbrt, cos: Math.cos, cosh: Math.cosh, exp: Math.exp, log: Math.log, log10: Math.log10,
  sin: Math.sin, sinh: Math.sinh, sqrt: Math.sqrt, tan: Math.tan, tanh: Math.tanh,
};

/** A Decimal cannot hold NaN or an infinity. */
function decimalResult(value: number, name: string): Decimal {
  if (!Number.isFinite(value)) throw new MathException(`Math.${name} has no finite result for this argument.`);
  return Decimal.fromDouble(new Double(value));
}

function pairOf(name: string, compute: (value: number) => number): [string, LibraryFunction][] {
  return [
    [`static Double ${name}(Double value)`, (value: Double | null) => new Double(compute(given(value).value))],
    [`static Decimal ${name}(Decimal value)`, (value: Decimal | null) => decimalResult(compute(given(value).toNumber()), name)],
  ];
}

/** Half to even. */
function rint(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return fraction < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function toInteger(value: bigint): number {
  if (value < BigInt(INTEGER_MIN) || value > BigInt(INTEGER_MAX)) throw new MathException(`${value} does not fit into an Integer; use Math.roundToLong.`);
  return Number(value);
}

type Chooser = (order: number) => boolean;

/** max and min; of equal values the first. */
function choice(name: string, takesRight: Chooser): Record<string, LibraryFunction> {
  const choose = <T>(left: T | null, right: T | null, compare: (first: T, second: T) => number): T => (takesRight(compare(given(left), given(right))) ? right! : left!);
  const ofPrimitives = <T extends number | bigint>(left: T | null, right: T | null): T => choose(left, right, (first, second) => (first < second ? -1 : first > second ? 1 : 0));
  const ofDecimals = (left: Decimal | null, right: Decimal | null): Decimal => choose(left, right, (first, second) => first.compareTo(second));
  return {
    [`static Integer ${name}(Integer left, Integer right)`]: (left: number | null, right: number | null) => ofPrimitives(left, right),
    [`static Long ${name}(Long left, Long right)`]: (left: bigint | null, right: bigint | null) => ofPrimitives(left, right),
    [`static Double ${name}(Double left, Double right)`]: (left: Double | null, right: Double | null) => choose(left, right, (first, second) => Math.sign(first.value - second.value)),
    [`static Decimal ${name}(Decimal left, Decimal right)`]: ofDecimals,
    [`static Decimal ${name}(Decimal left, Double right)`]: (left: Decimal | null, right: Double | null) => ofDecimals(left, Decimal.fromDouble(given(right))),
  };
}

function modInteger(dividend: number | null, divisor: number | null): number {
  if (given(divisor) === 0) throw divideByZero();
  return (given(dividend) % divisor!) | 0;
}

function modLong(dividend: bigint | null, divisor: bigint | null): bigint {
  if (given(divisor) === 0n) throw divideByZero();
  return given(dividend) % divisor!;
}

/** 53 random bits as a fraction. */
function random(): Double {
  const bytes = new DataView(Uint8Array.from(context().random(8)).buffer);
  return new Double(Number(bytes.getBigUint64(0) >> 11n) / 2 ** 53);
}

export const mathClass = defineClass('System.Math', {
  'static get Double E': () => new Double(Math.E),
  'static get Double PI': () => new Double(Math.PI),
  ...Object.fromEntries(Object.entries(functions).flatMap(([name, compute]) => pairOf(name, compute))),
  ...choice('max', (order) => order < 0),
  ...choice('min', (order) => order > 0),
  'static Integer abs(Integer value)': (value: number | null) => Math.abs(given(value)) | 0,
  'static Long abs(Long value)': (value: bigint | null) => wrapLong(given(value) < 0n ? -value! : value!),
  'static Double abs(Double value)': (value: Double | null) => new Double(Math.abs(given(value).value)),
  'static Decimal abs(Decimal value)': (value: Decimal | null) => given(value).abs(),
  'static Double atan2(Double y, Double x)': (y: Double | null, x: Double | null) => new Double(Math.atan2(given(y).value, given(x).value)),
  'static Decimal atan2(Decimal y, Decimal x)': (y: Decimal | null, x: Decimal | null) => decimalResult(Math.atan2(given(y).toNumber(), given(x).toNumber()), 'atan2'),
  'static Double ceil(Double value)': (value: Double | null) => new Double(Math.ceil(given(value).value)),
  'static Decimal ceil(Decimal value)': (value: Decimal | null) => given(value).setScale(0, 'CEILING'),
  'static Double floor(Double value)': (value: Double | null) => new Double(Math.floor(given(value).value)),
  'static Decimal floor(Decimal value)': (value: Decimal | null) => given(value).setScale(0, 'FLOOR'),
  'static Double rint(Double value)': (value: Double | null) => new Double(rint(given(value).value)),
  'static Decimal rint(Decimal value)': (value: Decimal | null) => given(value).setScale(0, 'HALF_EVEN'),
  'static Integer mod(Integer dividend, Integer divisor)': modInteger,
  'static Long mod(Long dividend, Long divisor)': modLong,
  'static Double pow(Double base, Double exponent)': (base: Double | null, exponent: Double | null) => new Double(given(base).value ** given(exponent).value),
  'static Double random()': random,
  'static Integer round(Double value)': (value: Double | null) => toInteger(roundedDouble(given(value))),
  'static Integer round(Decimal value)': (value: Decimal | null) => toInteger(given(value).round('HALF_EVEN')),
  'static Long roundToLong(Double value)': (value: Double | null) => roundedDouble(given(value)),
  'static Long roundToLong(Decimal value)': (value: Decimal | null) => given(value).round('HALF_EVEN'),
  'static Double signum(Double value)': (value: Double | null) => new Double(Math.sign(given(value).value)),
  'static Decimal signum(Decimal value)': (value: Decimal | null) => Decimal.fromInteger(given(value).signum()),
});
