/** Long arithmetic: 64 bits, wrapping, null operands throw NullPointerException. */
import { TypeException } from './exceptions.ts';
import { divideByZero, nullArgument, nullPointer } from './null-pointer.ts';

type Long = bigint | null;

export const LONG_MIN = -(2n ** 63n);
export const LONG_MAX = 2n ** 63n - 1n;

export function wrapLong(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
export function longFromInteger(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
/** Long.intValue: the low 32 bits. */
export function integerFromLong(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

export function ladd(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return BigInt.asIntN(64, left + right);
}
export function lsub(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return BigInt.asIntN(64, left - right);
}
export function lmul(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return BigInt.asIntN(64, left * right);
}
/** Truncates towards zero. */
export function ldiv(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  if (right === 0n) throw divideByZero();
  return BigInt.asIntN(64, left / right);
}
export function lneg(operand: Long): bigint {
  if (operand === null) throw nullPointer();
  return BigInt.asIntN(64, -operand);
}
export function lnot(operand: Long): bigint {
  if (operand === null) throw nullPointer();
  return ~operand;
}
export function land(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return left & right;
}
export function lor(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return left | right;
}
export function lxor(left: Long, right: Long): bigint {
  if (left === null || right === null) throw nullPointer();
  return left ^ right;
}
/** Shift counts are Integers taken modulo 64, as in Java. */
export function lshl(left: Long, count: number | null): bigint {
  if (left === null || count === null) throw nullPointer();
  return BigInt.asIntN(64, left << BigInt(count & 63));
}
export function lshr(left: Long, count: number | null): bigint {
  if (left === null || count === null) throw nullPointer();
  return left >> BigInt(count & 63);
}
export function lushr(left: Long, count: number | null): bigint {
  if (left === null || count === null) throw nullPointer();
  return BigInt.asIntN(64, BigInt.asUintN(64, left) >> BigInt(count & 63));
}

/** Long.valueOf(String). Throws TypeException "Invalid long: …" for other text and for values beyond 64 bits. */
export function parseLong(text: string | null): bigint {
  if (text === null) throw nullArgument();
  const trimmed = text.trim();
  const value = /^[-+]?\d+$/.test(trimmed) ? BigInt(trimmed.replace(/^\+/, '')) : undefined;
  if (value === undefined || value < LONG_MIN || value > LONG_MAX) throw new TypeException(`Invalid long: ${text}`);
  return value;
}
