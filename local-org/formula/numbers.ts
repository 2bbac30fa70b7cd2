/** Arithmetic of formulas: 39 significant digits, rounded half up. platform-facts: formula-precision */
import { Decimal } from '../values/decimal.ts';
import type { RoundingModeName } from '../values/rounding.ts';
import { FormulaError } from './problem.ts';

const DIGITS = 39;
/** Digits to which CEILING and FLOOR look: what lies beyond is the rest of an endless fraction. */
const SEEN_DIGITS = 33;
export const ZERO = Decimal.fromInteger(0);
export const ONE = Decimal.fromInteger(1);

export function rounded(value: Decimal, digits = DIGITS, mode: RoundingModeName = 'HALF_UP'): Decimal {
  const surplus = value.precision() - digits;
  return surplus > 0 ? value.setScale(value.scale - surplus, mode) : value;
}

export function divided(left: Decimal, right: Decimal): Decimal {
  if (right.signum() === 0) throw new FormulaError('Division by zero');
  const wholeDigits = left.precision() - left.scale - (right.precision() - right.scale);
  const quotient = rounded(left.divide(right, Math.max(DIGITS + 1 - wholeDigits, 0), 'HALF_UP'));
  const short = quotient.stripTrailingZeros();
  return short.scale < 0 ? short.setScale(0, 'DOWN') : short;
}

export function remainder(left: Decimal, right: Decimal): Decimal {
  if (right.signum() === 0) throw new FormulaError('Division by zero');
  return left.subtract(left.divide(right, 0, 'DOWN').multiply(right));
}

const LARGEST_POWER = 64;

/** Whole exponents only, as on the platform. */
export function power(base: Decimal, exponent: Decimal): Decimal {
  const whole = exponent.setScale(0, 'DOWN');
  const count = whole.toNumber();
  if (whole.compareTo(exponent) !== 0) return Decimal.fromNumber(finite(base.toNumber() ** exponent.toNumber(), 'POWER'));
  if (Math.log10(Math.abs(base.toNumber())) * count > LARGEST_POWER || Math.abs(count) > 999) throw outOfRange('POWER');
  if (count >= 0) return rounded(base.pow(count));
  return divided(ONE, base.pow(-count));
}

export function outOfRange(name: string): FormulaError {
  return new FormulaError(`Out of range argument to ${name}() function`);
}

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw outOfRange(name);
  return value;
}

/** A function of the nearest JavaScript number. */
export function approximated(name: string, body: (value: number) => number): (value: Decimal) => Decimal {
  return (value) => Decimal.fromNumber(finite(body(value.toNumber()), name));
}

/** The next whole number in a direction; digits nobody could have written do not count. */
export function whole(value: Decimal, mode: 'UP' | 'DOWN' | 'CEILING' | 'FLOOR'): Decimal {
  const seen = rounded(value, SEEN_DIGITS, mode === 'UP' || mode === 'CEILING' ? 'HALF_DOWN' : 'HALF_UP');
  return seen.setScale(0, mode);
}

export function toPlaces(value: Decimal, places: Decimal, mode: RoundingModeName): Decimal {
  const scale = places.toInteger();
  const result = value.setScale(scale, mode);
  return result.scale < 0 ? result.setScale(0, 'DOWN') : result;
}

/** Without trailing zeros and never in scientific notation: TEXT(number). */
export function textOfNumber(value: Decimal): string {
  return value.signum() === 0 ? '0' : value.stripTrailingZeros().toPlainString();
}
