import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Double, fdiv, integerFromDouble, longFromDouble } from './double.ts';
import { MathException, NullPointerException, TypeException } from './exceptions.ts';
import { iadd, idiv, igt, ilt, imul, ineg, inot, ishl, ishr, isub, iushr, parseInteger } from './integer.ts';
import { integerFromLong, ladd, ldiv, lmul, lneg, lshl, lsub, lushr, parseLong } from './long.ts';

const int32 = fc.integer({ min: -2147483648, max: 2147483647 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const wrap32 = (value: bigint): number => Number(BigInt.asIntN(32, value));

test('Integers wrap at 32 bits', () => {
  assert.equal(iadd(2147483647, 1), -2147483648);
  assert.equal(imul(65536, 65536), 0);
  assert.equal(ineg(-2147483648), -2147483648);
  fc.assert(fc.property(int32, int32, (left, right) => {
    assert.equal(iadd(left, right), wrap32(BigInt(left) + BigInt(right)));
    assert.equal(isub(left, right), wrap32(BigInt(left) - BigInt(right)));
    assert.equal(imul(left, right), wrap32(BigInt(left) * BigInt(right)));
    if (right !== 0) assert.equal(idiv(left, right), wrap32(BigInt(left) / BigInt(right)));
  }));
});

test('Longs wrap at 64 bits', () => {
  fc.assert(fc.property(int64, int64, (left, right) => {
    assert.equal(ladd(left, right), BigInt.asIntN(64, left + right));
    assert.equal(lsub(left, right), BigInt.asIntN(64, left - right));
    assert.equal(lmul(left, right), BigInt.asIntN(64, left * right));
    if (right !== 0n) assert.equal(ldiv(left, right), BigInt.asIntN(64, left / right));
  }));
  assert.equal(lneg(-(2n ** 63n)), -(2n ** 63n));
});

test('Integer division truncates towards zero and never gives minus zero', () => {
  assert.equal(idiv(-7, 2), -3);
  assert.ok(Object.is(idiv(-1, 2), 0));
});

test('dividing by zero is "Divide by 0" for Integer, Long and Double', () => {
  for (const divide of [() => idiv(1, 0), () => ldiv(1n, 0n), () => fdiv(new Double(1), new Double(0))]) {
    assert.throws(divide, (error) => error instanceof MathException && error.message === 'Divide by 0');
  }
});

test('null operands throw NullPointerException in arithmetic and make comparisons false', () => {
  for (const operate of [iadd, isub, imul, idiv]) assert.throws(() => operate(1, null), NullPointerException);
  assert.throws(() => ladd(null, 1n), NullPointerException);
  assert.equal(ilt(null, 1), false);
  assert.equal(igt(null, 1), false);
});

test('shift counts are masked as in Java', () => {
  assert.equal(ishl(1, 33), 2);
  assert.equal(ishr(-8, 1), -4);
  assert.equal(iushr(-1, 28), 15);
  assert.equal(iushr(-1, 0), -1);
  assert.equal(lshl(1n, 65), 2n);
  assert.equal(lushr(-1n, 60), 15n);
  assert.equal(inot(0), -1);
});

test('text beyond the range of the type is invalid', () => {
  assert.equal(parseInteger(' +42 '), 42);
  assert.equal(parseLong('9223372036854775807'), 9223372036854775807n);
  assert.throws(() => parseInteger('2147483648'), (error) => error instanceof TypeException && error.message === 'Invalid integer: 2147483648');
  assert.throws(() => parseInteger('1.5'), TypeException);
  assert.throws(() => parseLong('9223372036854775808'), (error) => error instanceof TypeException && error.message === 'Invalid long: 9223372036854775808');
});

test('narrowing a Long cuts bits, narrowing a Double saturates', () => {
  assert.equal(integerFromLong(4294967297n), 1);
  assert.equal(integerFromDouble(new Double(1e20)), 2147483647);
  assert.equal(integerFromDouble(new Double(-1.9)), -1);
  assert.equal(longFromDouble(new Double(1e30)), 2n ** 63n - 1n);
});
