import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dadd, ddiv, Decimal, deq, dlt, dmul, dsub, parseDecimal } from './decimal.ts';
import { Double } from './double.ts';
import { MathException, NullPointerException, TypeException } from './exceptions.ts';

const of = (text: string): Decimal => Decimal.parse(text);

/** Unscaled values around the end of the safe integers, where the representation changes. */
const anyDecimal = fc.tuple(
  fc.oneof(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), fc.bigInt({ min: 2n ** 53n - 100n, max: 2n ** 53n + 100n }), fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })),
  fc.integer({ min: 0, max: 20 }),
).map(([unscaled, scale]) => ({ unscaled, scale, decimal: Decimal.fromUnscaled(unscaled, scale) }));

const exact = (decimal: Decimal, scale: number): bigint => BigInt(decimal.unscaled) * 10n ** BigInt(scale - decimal.scale);
const isNormal = (decimal: Decimal): boolean => typeof decimal.unscaled === 'number' ? Number.isSafeInteger(decimal.unscaled) && !Object.is(decimal.unscaled, -0) : !Number.isSafeInteger(Number(decimal.unscaled));

test('a decimal keeps the scale it is written with', () => {
  assert.equal(of('1.50').toString(), '1.50');
  assert.equal(of('-0.00').toString(), '0.00');
  assert.equal(of('.5').toString(), '0.5');
  assert.equal(of('+7').scale, 0);
});

test('adding 1.50 and 2 keeps two decimals and multiplying adds the scales', () => {
  assert.equal(of('1.50').add(of('2')).toString(), '3.50');
  assert.equal(of('1.50').multiply(of('2.0')).toString(), '3.000');
});

test('the whole part is cut off towards zero, as 64 bits', () => {
  fc.assert(fc.property(anyDecimal, ({ unscaled, scale, decimal }) => {
    assert.equal(decimal.toLong(), BigInt.asIntN(64, unscaled / 10n ** BigInt(scale)));
  }));
});

test('sums, differences and products are exact on both sides of the safe integers', () => {
  fc.assert(fc.property(anyDecimal, anyDecimal, (left, right) => {
    const scale = Math.max(left.scale, right.scale);
    const sum = left.decimal.add(right.decimal);
    const difference = left.decimal.subtract(right.decimal);
    const product = left.decimal.multiply(right.decimal);
    assert.equal(sum.scale, scale);
    assert.equal(exact(sum, scale), exact(left.decimal, scale) + exact(right.decimal, scale));
    assert.equal(exact(difference, scale), exact(left.decimal, scale) - exact(right.decimal, scale));
    assert.equal(BigInt(product.unscaled), left.unscaled * right.unscaled);
    assert.equal(product.scale, left.scale + right.scale);
    assert.ok([sum, difference, product, left.decimal.negate()].every(isNormal));
  }));
});

test('order agrees with the exact values and equal values of different scale are equal', () => {
  fc.assert(fc.property(anyDecimal, anyDecimal, (left, right) => {
    const first = exact(left.decimal, 20);
    const second = exact(right.decimal, 20);
    assert.equal(left.decimal.compareTo(right.decimal), first < second ? -1 : first > second ? 1 : 0);
    assert.ok(left.decimal.equals(left.decimal.setScale(left.scale + 3, 'UNNECESSARY')));
  }));
});

test('text survives parsing', () => {
  fc.assert(fc.property(anyDecimal, ({ decimal }) => {
    assert.deepEqual(of(decimal.toString()), decimal);
    assert.deepEqual(of(decimal.toPlainString()), decimal);
  }));
});

test('a quotient that comes out even has few decimals, another one 33', () => {
  assert.equal(of('10').divideBy(of('4')).toString(), '2.5');
  assert.equal(of('6.00').divideBy(of('2.0')).toString(), '3.0');
  assert.equal(of('1').divideBy(of('3')).toString(), `0.${'3'.repeat(33)}`);
  assert.equal(of('2').divideBy(of('3')).toString(), `0.${'6'.repeat(32)}7`);
  assert.equal(of('0').divideBy(of('7')).toString(), '0');
});

test('an exact quotient times the divisor gives the dividend', () => {
  fc.assert(fc.property(fc.integer({ min: -100000, max: 100000 }), fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 4 }), (factor, divisor, scale) => {
    const dividend = Decimal.fromUnscaled(factor * divisor, scale);
    const quotient = dividend.divideBy(Decimal.fromInteger(divisor));
    assert.ok(quotient.multiply(Decimal.fromInteger(divisor)).equals(dividend));
  }));
});

test('dividing by zero throws MathException "Divide by 0"', () => {
  for (const divide of [() => of('1').divideBy(of('0.00')), () => of('1').divide(of('0'), 2, 'HALF_UP'), () => ddiv(of('1'), of('0'))]) {
    assert.throws(divide, (error) => error instanceof MathException && error.message === 'Divide by 0');
  }
});

test('a null operand throws NullPointerException, but compares as false', () => {
  for (const operate of [dadd, dsub, dmul, ddiv]) {
    assert.throws(() => operate(null, of('1')), (error) => error instanceof NullPointerException && error.message === 'Attempt to de-reference a null object');
  }
  assert.equal(dlt(null, of('1')), false);
  assert.equal(dlt(of('1'), null), false);
  assert.equal(deq(null, null), true);
  assert.equal(deq(null, of('0')), false);
});

test('text that is no number throws TypeException with the text', () => {
  for (const text of ['', 'abc', '1,5', '1.2.3', '--1', '0x10', '1e']) {
    assert.throws(() => parseDecimal(text), (error) => error instanceof TypeException && error.message === `Invalid decimal: ${text}`, text);
  }
});

test('a double becomes the decimal of its shortest text', () => {
  assert.equal(Decimal.fromDouble(new Double(0.1)).toString(), '0.1');
  assert.equal(Decimal.fromDouble(new Double(3)).toString(), '3.0');
  assert.equal(Decimal.fromNumber(3).toString(), '3');
  assert.equal(Decimal.fromDouble(new Double(1e21)).toPlainString(), '1000000000000000000000');
});

test('equal small whole numbers are one object', () => {
  assert.equal(Decimal.fromInteger(12), Decimal.fromInteger(12));
  assert.equal(Decimal.fromInteger(5).add(Decimal.fromInteger(7)), Decimal.fromInteger(12));
});
