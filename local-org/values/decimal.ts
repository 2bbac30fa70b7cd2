/**
 * Apex Decimal: exact, with a scale that is kept (1.50 prints 1.50). The value is `unscaled / 10^scale`.
 * `unscaled` is a JavaScript number while it is a safe integer and a bigint beyond, never a bigint within: equal values look equal, and the common case is as fast as numbers.
 */
import { Double } from './double.ts';
import { TypeException } from './exceptions.ts';
import { divideByZero, nullArgument, nullPointer } from './null-pointer.ts';
import { divideRounded, divideRoundedSmall } from './rounding.ts';
import type { RoundingModeName } from './rounding.ts';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const SMALL_MIN = -1024;
const SMALL_MAX = 8191;

const smallPowers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const bigPowers: bigint[] = [1n];

function bigPower(exponent: number): bigint {
  for (let known = bigPowers.length; known <= exponent; known++) bigPowers.push(bigPowers[known - 1]! * 10n);
  return bigPowers[exponent]!;
}

/** The `/` operator keeps up to this many decimals of a quotient that does not come out even. platform-facts: decimal-division-scale. */
const DIVISION_SCALE = 33;

export class Decimal {
  readonly unscaled: number | bigint;
  readonly scale: number;

  /** Use the factories: they keep the rule about `unscaled`. */
  constructor(unscaled: number | bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Scale 0. Small values are shared. `value` is a safe integer. */
  static fromInteger(value: number): Decimal {
    return value >= SMALL_MIN && value <= SMALL_MAX ? small[value - SMALL_MIN]! : new Decimal(value, 0);
  }

  static fromLong(value: bigint): Decimal {
    return fromBig(value, 0);
  }

  /** `unscaled / 10^scale`, as stores keep numbers: `fromUnscaled(150, 2)` is 1.50. */
  static fromUnscaled(unscaled: number | bigint, scale: number): Decimal {
    if (typeof unscaled === 'bigint') return fromBig(unscaled, scale);
    return scale === 0 ? Decimal.fromInteger(unscaled) : new Decimal(unscaled, scale);
  }

  /** By way of the Double's text, whose decimals give the scale: 0.1d becomes 0.1, 3d becomes 3.0. Throws TypeException for NaN and infinities. */
  static fromDouble(value: Double): Decimal {
    return Decimal.parse(value.toString());
  }

  /** A JavaScript number (of JSON, of a store) by way of its shortest text: 1.5 has scale 1, 3 has scale 0. */
  static fromNumber(value: number): Decimal {
    if (Number.isSafeInteger(value)) return Decimal.fromInteger(value + 0);
    return Decimal.parse(String(value));
  }

  /** Reads what BigDecimal reads. Throws TypeException "Invalid decimal: …". */
  static parse(text: string): Decimal {
    const parsed = Decimal.tryParse(text.trim());
    if (parsed === undefined) throw new TypeException(`Invalid decimal: ${text}`);
    return parsed;
  }

  static tryParse(text: string): Decimal | undefined {
    const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,9}))?$/.exec(text);
    if (match === null) return undefined;
    const fraction = match[3] ?? '';
    const digits = match[2]! + fraction;
    if (digits === '') return undefined;
    const scale = fraction.length - (match[4] === undefined ? 0 : Number(match[4]));
    const sign = match[1] === '-' ? '-' : '';
    if (digits.length <= 15) return Decimal.fromUnscaled(Number(sign + digits) + 0, scale);
    return fromBig(BigInt(sign + digits), scale);
  }

  add(other: Decimal): Decimal {
    const left = this.unscaled;
    const right = other.unscaled;
    if (this.scale === other.scale && typeof left === 'number' && typeof right === 'number') return fromNumberSum(left + right, left, right, this.scale);
    return addAligned(this, other, 1);
  }

  subtract(other: Decimal): Decimal {
    const left = this.unscaled;
    const right = other.unscaled;
    if (this.scale === other.scale && typeof left === 'number' && typeof right === 'number') return fromNumberSum(left - right, left, -right, this.scale);
    return addAligned(this, other, -1);
  }

  /** The scale is the sum of the scales. */
  multiply(other: Decimal): Decimal {
    const left = this.unscaled;
    const right = other.unscaled;
    const scale = this.scale + other.scale;
    if (typeof left === 'number' && typeof right === 'number') {
      const product = left * right;
      if (product <= MAX_SAFE && product >= -MAX_SAFE) return Decimal.fromUnscaled(product + 0, scale);
    }
    return fromBig(BigInt(left) * BigInt(right), scale);
  }

  /** The `/` operator: exact where possible with at least the scale `this.scale - other.scale`, otherwise rounded at DIVISION_SCALE decimals. */
  divideBy(other: Decimal): Decimal {
    const left = this.unscaled;
    const right = other.unscaled;
    if (right === 0) throw divideByZero();
    const preferred = Math.max(this.scale - other.scale, 0);
    if (typeof left === 'number' && typeof right === 'number' && left % right === 0 && this.scale >= other.scale) {
      return Decimal.fromUnscaled(left / right + 0, preferred);
    }
    return this.divide(other, Math.max(DIVISION_SCALE, preferred), 'HALF_UP').stripZerosTo(preferred);
  }

  /** Decimal.divide(divisor, scale, mode). */
  divide(other: Decimal, scale: number, mode: RoundingModeName): Decimal {
    if (other.unscaled === 0) throw divideByZero();
    const shift = scale - this.scale + other.scale;
    const numerator = shift > 0 ? BigInt(this.unscaled) * bigPower(shift) : BigInt(this.unscaled);
    const denominator = shift < 0 ? BigInt(other.unscaled) * bigPower(-shift) : BigInt(other.unscaled);
    return fromBig(divideRounded(numerator, denominator, mode), scale);
  }

  negate(): Decimal {
    return typeof this.unscaled === 'number' ? Decimal.fromUnscaled(0 - this.unscaled, this.scale) : new Decimal(-this.unscaled, this.scale);
  }

  abs(): Decimal {
    return this.unscaled < 0 ? this.negate() : this;
  }

  signum(): number {
    return this.unscaled > 0 ? 1 : this.unscaled < 0 ? -1 : 0;
  }

  setScale(scale: number, mode: RoundingModeName): Decimal {
    const shift = scale - this.scale;
    if (shift === 0) return this;
    const { unscaled } = this;
    if (shift > 0) return rescaledUp(unscaled, shift, scale);
    if (typeof unscaled === 'number' && shift >= -15) return Decimal.fromUnscaled(divideRoundedSmall(unscaled, smallPowers[-shift]!, mode), scale);
    return fromBig(divideRounded(BigInt(unscaled), bigPower(-shift), mode), scale);
  }

  /** To a whole number, scale 0. */
  round(mode: RoundingModeName): bigint {
    return BigInt(this.setScale(0, mode).unscaled);
  }

  /** Removes trailing zeros; 100 becomes 1E+2 as BigDecimal does. */
  stripTrailingZeros(): Decimal {
    return this.unscaled === 0 ? small[-SMALL_MIN]! : this.stripZerosTo(-Infinity);
  }

  private stripZerosTo(lowestScale: number): Decimal {
    let digits = BigInt(this.unscaled);
    let { scale } = this;
    if (digits === 0n) return Decimal.fromUnscaled(0, Math.max(lowestScale, 0));
    while (scale > lowestScale && digits % 10n === 0n) {
      digits /= 10n;
      scale--;
    }
    return fromBig(digits, scale);
  }

  pow(exponent: number): Decimal {
    return fromBig(BigInt(this.unscaled) ** BigInt(exponent), this.scale * exponent);
  }

  /** Digits of the unscaled value. */
  precision(): number {
    return digitsOf(this.unscaled).length;
  }

  /** -1, 0 or 1 by value: 1.1 and 1.10 compare equal. */
  compareTo(other: Decimal): number {
    const left = this.unscaled;
    const right = other.unscaled;
    if (this.scale === other.scale) return left < right ? -1 : left > right ? 1 : 0;
    const scale = Math.max(this.scale, other.scale);
    const alignedLeft = aligned(left, scale - this.scale);
    const alignedRight = aligned(right, scale - other.scale);
    return alignedLeft < alignedRight ? -1 : alignedLeft > alignedRight ? 1 : 0;
  }

  /** By value, as `==` does. */
  equals(other: Decimal): boolean {
    return this.scale === other.scale ? this.unscaled === other.unscaled : this.compareTo(other) === 0;
  }

  /** By value and scale, as sets and map keys do: 1.1 and 1.10 differ. */
  identical(other: Decimal): boolean {
    return this.scale === other.scale && this.unscaled === other.unscaled;
  }

  /** As BigDecimal prints: plain, or scientific when the scale is negative or the value is below 10^-6. */
  toString(): string {
    if (this.scale === 0) return String(this.unscaled);
    const digits = digitsOf(this.unscaled);
    const exponent = digits.length - 1 - this.scale;
    if (this.scale > 0 && exponent >= -6) return this.toPlainString();
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return `${this.unscaled < 0 ? '-' : ''}${mantissa}${exponent === 0 ? '' : `E${exponent > 0 ? '+' : ''}${exponent}`}`;
  }

  toPlainString(): string {
    if (this.scale === 0) return String(this.unscaled);
    const sign = this.unscaled < 0 ? '-' : '';
    const digits = digitsOf(this.unscaled);
    if (this.scale < 0) return this.unscaled === 0 ? '0' : sign + digits + '0'.repeat(-this.scale);
    const padded = digits.padStart(this.scale + 1, '0');
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }

  /** Nearest JavaScript number: for JSON numbers, statistics, Double conversion. */
  toNumber(): number {
    if (this.scale === 0) return Number(this.unscaled);
    if (typeof this.unscaled === 'number' && this.scale > 0 && this.scale <= 15) return this.unscaled / smallPowers[this.scale]!;
    return Number(this.toString());
  }

  toDouble(): Double {
    return new Double(this.toNumber());
  }

  /** Truncated, low 64 bits. */
  toLong(): bigint {
    const { unscaled, scale } = this;
    if (typeof unscaled === 'number' && scale >= 0 && scale < smallPowers.length) {
      const power = smallPowers[scale]!;
      return BigInt((unscaled - (unscaled % power)) / power);
    }
    return BigInt.asIntN(64, BigInt(this.setScale(0, 'DOWN').unscaled));
  }

  /** Truncated, low 32 bits. */
  toInteger(): number {
    const whole = this.setScale(0, 'DOWN').unscaled;
    return typeof whole === 'number' && (whole | 0) === whole ? whole : Number(BigInt.asIntN(32, BigInt(whole)));
  }

  /** BigDecimal.hashCode: depends on the scale. */
  hashCode(): number {
    let magnitude = BigInt(this.unscaled);
    const negative = magnitude < 0n;
    if (negative) magnitude = -magnitude;
    const words: number[] = [];
    for (; magnitude > 0n; magnitude >>= 32n) words.unshift(Number(BigInt.asUintN(32, magnitude)));
    let hash = 0;
    for (const word of words) hash = (Math.imul(31, hash) + word) | 0;
    return (Math.imul(31, negative ? -hash | 0 : hash) + this.scale) | 0;
  }
}

const small: readonly Decimal[] = Array.from({ length: SMALL_MAX - SMALL_MIN + 1 }, (_, index) => new Decimal(index + SMALL_MIN, 0));

function fromBig(unscaled: bigint, scale: number): Decimal {
  const narrow = Number(unscaled);
  return narrow <= MAX_SAFE && narrow >= -MAX_SAFE ? Decimal.fromUnscaled(narrow, scale) : new Decimal(unscaled, scale);
}

function fromNumberSum(sum: number, left: number, right: number, scale: number): Decimal {
  if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return scale === 0 ? Decimal.fromInteger(sum) : new Decimal(sum, scale);
  return new Decimal(BigInt(left) + BigInt(right), scale);
}

function addAligned(left: Decimal, right: Decimal, sign: 1 | -1): Decimal {
  const scale = Math.max(left.scale, right.scale);
  const first = aligned(left.unscaled, scale - left.scale);
  const second = aligned(right.unscaled, scale - right.scale);
  if (typeof first === 'number' && typeof second === 'number') return fromNumberSum(first + sign * second, first, sign * second, scale);
  return fromBig(BigInt(first) + BigInt(sign) * BigInt(second), scale);
}

/** `unscaled * 10^shift`, a number where that is safe. */
function aligned(unscaled: number | bigint, shift: number): number | bigint {
  if (shift === 0) return unscaled;
  if (typeof unscaled === 'number' && shift <= 15) {
    const product = unscaled * smallPowers[shift]!;
    if (product <= MAX_SAFE && product >= -MAX_SAFE) return product;
  }
  return BigInt(unscaled) * bigPower(shift);
}

function rescaledUp(unscaled: number | bigint, shift: number, scale: number): Decimal {
  const product = aligned(unscaled, shift);
  return typeof product === 'number' ? Decimal.fromUnscaled(product, scale) : fromBig(product, scale);
}

function digitsOf(unscaled: number | bigint): string {
  const text = String(unscaled);
  return text.startsWith('-') ? text.slice(1) : text;
}

type MaybeDecimal = Decimal | null;

export function decimalFromInteger(value: number | null): Decimal | null {
  return value === null ? null : Decimal.fromInteger(value);
}
export function decimalFromLong(value: bigint | null): Decimal | null {
  return value === null ? null : Decimal.fromLong(value);
}
export function decimalFromDouble(value: Double | null): Decimal | null {
  return value === null ? null : Decimal.fromDouble(value);
}

export function dadd(left: MaybeDecimal, right: MaybeDecimal): Decimal {
  if (left === null || right === null) throw nullPointer();
  return left.add(right);
}
export function dsub(left: MaybeDecimal, right: MaybeDecimal): Decimal {
  if (left === null || right === null) throw nullPointer();
  return left.subtract(right);
}
export function dmul(left: MaybeDecimal, right: MaybeDecimal): Decimal {
  if (left === null || right === null) throw nullPointer();
  return left.multiply(right);
}
export function ddiv(left: MaybeDecimal, right: MaybeDecimal): Decimal {
  if (left === null || right === null) throw nullPointer();
  return left.divideBy(right);
}
export function dneg(operand: MaybeDecimal): Decimal {
  if (operand === null) throw nullPointer();
  return operand.negate();
}
/** `==` on Decimals. */
export function deq(left: MaybeDecimal, right: MaybeDecimal): boolean {
  if (left === null || right === null) return left === right;
  return left.equals(right);
}
export function dlt(left: MaybeDecimal, right: MaybeDecimal): boolean {
  return left !== null && right !== null && left.compareTo(right) < 0;
}
export function dle(left: MaybeDecimal, right: MaybeDecimal): boolean {
  return left !== null && right !== null && left.compareTo(right) <= 0;
}
export function dgt(left: MaybeDecimal, right: MaybeDecimal): boolean {
  return left !== null && right !== null && left.compareTo(right) > 0;
}
export function dge(left: MaybeDecimal, right: MaybeDecimal): boolean {
  return left !== null && right !== null && left.compareTo(right) >= 0;
}

/** Decimal.valueOf(String). */
export function parseDecimal(text: string | null): Decimal {
  if (text === null) throw nullArgument();
  return Decimal.parse(text);
}
