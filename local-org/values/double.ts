/** Apex Double: a boxed IEEE double, so that a Double is told from an Integer at run time. */
import { TypeException } from './exceptions.ts';
import { divideByZero, nullArgument, nullPointer } from './null-pointer.ts';

export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** As Java prints it: `1.0`, `1.0E7`, `1.0E-4`, `NaN`, `Infinity`. */
  toString(): string {
    return doubleText(this.value);
  }
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

type MaybeDouble = Double | null;

export function doubleFromInteger(value: number | null): Double | null {
  return value === null ? null : new Double(value);
}
export function doubleFromLong(value: bigint | null): Double | null {
  return value === null ? null : new Double(Number(value));
}

export function fadd(left: MaybeDouble, right: MaybeDouble): Double {
  if (left === null || right === null) throw nullPointer();
  return new Double(left.value + right.value);
}
export function fsub(left: MaybeDouble, right: MaybeDouble): Double {
  if (left === null || right === null) throw nullPointer();
  return new Double(left.value - right.value);
}
export function fmul(left: MaybeDouble, right: MaybeDouble): Double {
  if (left === null || right === null) throw nullPointer();
  return new Double(left.value * right.value);
}
/** platform-facts: double-divide-by-zero. Apex raises MathException for Doubles too, unlike Java. */
export function fdiv(left: MaybeDouble, right: MaybeDouble): Double {
  if (left === null || right === null) throw nullPointer();
  if (right.value === 0) throw divideByZero();
  return new Double(left.value / right.value);
}
export function fneg(operand: MaybeDouble): Double {
  if (operand === null) throw nullPointer();
  return new Double(-operand.value);
}

export function feq(left: MaybeDouble, right: MaybeDouble): boolean {
  if (left === null || right === null) return left === right;
  return left.value === right.value;
}
export function flt(left: MaybeDouble, right: MaybeDouble): boolean {
  return left !== null && right !== null && left.value < right.value;
}
export function fle(left: MaybeDouble, right: MaybeDouble): boolean {
  return left !== null && right !== null && left.value <= right.value;
}
export function fgt(left: MaybeDouble, right: MaybeDouble): boolean {
  return left !== null && right !== null && left.value > right.value;
}
export function fge(left: MaybeDouble, right: MaybeDouble): boolean {
  return left !== null && right !== null && left.value >= right.value;
}

/** Double.intValue: truncates, and saturates at the ends of the range as Java does. */
export function integerFromDouble(value: Double): number {
  if (Number.isNaN(value.value)) return 0;
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value.value))) | 0;
}
export function longFromDouble(value: Double): bigint {
  if (Number.isNaN(value.value)) return 0n;
  if (value.value >= 2 ** 63) return 2n ** 63n - 1n;
  if (value.value <= -(2 ** 63)) return -(2n ** 63n);
  return BigInt(Math.trunc(value.value));
}

/** Double.valueOf(String). Throws TypeException "Invalid double: …". */
export function parseDouble(text: string | null): Double {
  if (text === null) throw nullArgument();
  const trimmed = text.trim();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) throw new TypeException(`Invalid double: ${text}`);
  return new Double(Number(trimmed));
}
