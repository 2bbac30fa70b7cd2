/** Integer arithmetic: 32 bits, wrapping, null operands throw NullPointerException. Prefix i as in the emitted code; l is Long, f Double, d Decimal. */
import { divideByZero, nullArgument, nullPointer } from './null-pointer.ts';
import { TypeException } from './exceptions.ts';

type Integer = number | null;

export const INTEGER_MIN = -2147483648;
export const INTEGER_MAX = 2147483647;

export function iadd(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return (left + right) | 0;
}
export function isub(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return (left - right) | 0;
}
export function imul(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return Math.imul(left, right);
}
/** Truncates towards zero. */
export function idiv(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  if (right === 0) throw divideByZero();
  return (left / right) | 0;
}
export function ineg(operand: Integer): number {
  if (operand === null) throw nullPointer();
  return -operand | 0;
}
export function inot(operand: Integer): number {
  if (operand === null) throw nullPointer();
  return ~operand;
}
export function iand(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return left & right;
}
export function ior(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return left | right;
}
export function ixor(left: Integer, right: Integer): number {
  if (left === null || right === null) throw nullPointer();
  return left ^ right;
}
/** Shift counts are taken modulo 32, as in Java. */
export function ishl(left: Integer, count: Integer): number {
  if (left === null || count === null) throw nullPointer();
  return left << count;
}
export function ishr(left: Integer, count: Integer): number {
  if (left === null || count === null) throw nullPointer();
  return left >> count;
}
export function iushr(left: Integer, count: Integer): number {
  if (left === null || count === null) throw nullPointer();
  return (left >>> count) | 0;
}

/** Also for Long operands: JavaScript compares numbers and bigints alike. A null operand makes every ordering false. */
export function ilt(left: number | bigint | null, right: number | bigint | null): boolean {
  return left !== null && right !== null && left < right;
}
export function ile(left: number | bigint | null, right: number | bigint | null): boolean {
  return left !== null && right !== null && left <= right;
}
export function igt(left: number | bigint | null, right: number | bigint | null): boolean {
  return left !== null && right !== null && left > right;
}
export function ige(left: number | bigint | null, right: number | bigint | null): boolean {
  return left !== null && right !== null && left >= right;
}

const INTEGER_TEXT = /^[-+]?\d+$/;

/** Integer.valueOf(String). Throws TypeException "Invalid integer: …" for other text and for values beyond 32 bits. */
export function parseInteger(text: string | null): number {
  if (text === null) throw nullArgument();
  const trimmed = text.trim();
  const value = INTEGER_TEXT.test(trimmed) ? Number(trimmed) : NaN;
  if (!(value >= INTEGER_MIN && value <= INTEGER_MAX)) throw new TypeException(`Invalid integer: ${text}`);
  return value | 0;
}
