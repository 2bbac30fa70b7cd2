import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compareText } from './collation.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { hashOf, hashText } from './equality.ts';
import type { RoundingModeName } from './rounding.ts';

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

interface DecimalFixture {
  readonly decimals: [unscaled: string, scale: number, text: string, plain: string, hash: number, precision: number, stripped: string, integer: number, long: string, double: string][];
  readonly pairs: [string, string, sum: string, difference: string, product: string, order: number, quotient5: string | null, quotient2: string | null][];
  readonly roundings: [string, number, RoundingModeName, string][];
}
interface ValueFixture {
  readonly doubles: [bits: string, text: string, hash: number][];
  readonly textHashes: [string, number][];
  readonly longHashes: [string, number][];
  readonly collation: [string, string, number][];
}

const decimals = fixture<DecimalFixture>('java-decimals');
const values = fixture<ValueFixture>('java-values');

test('decimals parse, print, hash and convert as BigDecimal does', () => {
  for (const [unscaled, scale, text, plain, hash, precision, stripped, integer, long, double] of decimals.decimals) {
    const decimal = Decimal.parse(text);
    assert.deepEqual(decimal, Decimal.fromUnscaled(BigInt(unscaled), scale), text);
    assert.equal(decimal.toString(), text);
    assert.equal(decimal.toPlainString(), plain);
    assert.equal(decimal.hashCode(), hash, `hash of ${text}`);
    assert.equal(decimal.precision(), precision, `precision of ${text}`);
    assert.equal(decimal.stripTrailingZeros().toString(), stripped);
    assert.equal(decimal.toInteger(), integer, `integer of ${text}`);
    assert.equal(String(decimal.toLong()), long);
    assert.equal(decimal.toNumber(), Number(double), `double of ${text}`);
  }
});

test('decimal arithmetic gives the values and scales of BigDecimal', () => {
  for (const [left, right, sum, difference, product, order, quotient5, quotient2] of decimals.pairs) {
    const a = Decimal.parse(left);
    const b = Decimal.parse(right);
    assert.equal(a.add(b).toString(), sum, `${left} + ${right}`);
    assert.equal(a.subtract(b).toString(), difference, `${left} - ${right}`);
    assert.equal(a.multiply(b).toString(), product, `${left} * ${right}`);
    assert.equal(a.compareTo(b), order, `${left} <=> ${right}`);
    if (quotient5 !== null) assert.equal(a.divide(b, 5, 'HALF_EVEN').toString(), quotient5, `${left} / ${right}`);
    if (quotient2 !== null) assert.equal(a.divide(b, 2, 'CEILING').toString(), quotient2, `${left} / ${right} up`);
  }
});

test('every rounding mode rounds as BigDecimal.setScale does', () => {
  for (const [text, scale, mode, expected] of decimals.roundings) assert.equal(Decimal.parse(text).setScale(scale, mode).toString(), expected, `${text} to ${scale} ${mode}`);
});

test('doubles print and hash as in Java', () => {
  const view = new DataView(new ArrayBuffer(8));
  for (const [bits, text, hash] of values.doubles) {
    view.setBigUint64(0, BigInt(`0x${bits}`));
    const value = new Double(view.getFloat64(0));
    assert.equal(value.toString(), text);
    assert.equal(hashOf(value), hash, `hash of ${text}`);
  }
});

test('text and Long hash codes are those of Java', () => {
  for (const [text, hash] of values.textHashes) assert.equal(hashText(text), hash, text);
  for (const [value, hash] of values.longHashes) assert.equal(hashOf(BigInt(value)), hash, value);
});

test('text is ordered as Java\'s English collator orders it without case', () => {
  for (const [left, right, order] of values.collation) assert.equal(Math.sign(compareText(left, right)), order, `"${left}" <=> "${right}"`);
});
