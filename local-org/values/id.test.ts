import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { StringException } from './exceptions.ts';
import { equalIds, idValueOf, INSTANCE, keyPrefixOf, makeId, NO_ROW, normalizeId, parseId, rowOfId, stringToId } from './id.ts';

test('15 characters get the suffix Salesforce computes', () => {
  assert.equal(normalizeId('0015g00000X1yZa'), '0015g00000X1yZaAAJ');
  assert.equal(normalizeId('001000000000001'), '001000000000001AAA');
  assert.equal(normalizeId('005A0000000ZZZz'), '005A0000000ZZZzIAO');
});

test('every row number comes back from its id and ids grow with the rows', () => {
  const prefix = fc.constantFrom('001', 'a0B', 'aZ9', '0Q0');
  fc.assert(fc.property(prefix, fc.oneof(fc.integer({ min: 1, max: 20_000_000 }), fc.maxSafeNat().map((row) => row + 1)), (keyPrefix, row) => {
    fc.pre(Number.isSafeInteger(row));
    const id = makeId(keyPrefix, row);
    assert.equal(id.length, 18);
    assert.equal(normalizeId(id), id);
    assert.equal(normalizeId(id.slice(0, 15)), id);
    assert.equal(rowOfId(keyPrefix, id), row);
    assert.equal(keyPrefixOf(id), keyPrefix);
    if (row < Number.MAX_SAFE_INTEGER) assert.ok(makeId(keyPrefix, row + 1) > id);
  }));
});

test('the ids of rows on both sides of the fast path differ only by one', () => {
  const edge = 62 ** 4;
  assert.ok(makeId('a00', edge - 1).startsWith(`a00${INSTANCE}00000zzzz`));
  assert.ok(makeId('a00', edge).startsWith(`a00${INSTANCE}000010000`));
});

test('an id of another object or another org belongs to no row', () => {
  assert.equal(rowOfId('001', makeId('003', 5)), NO_ROW);
  assert.equal(rowOfId('001', '001000000000001AAA'), NO_ROW);
});

test('lost case is restored from the suffix, but Apex takes only the right case', () => {
  const id = makeId('aBc', 123456789);
  assert.equal(normalizeId(id.toLowerCase()), id);
  assert.equal(idValueOf(id.toUpperCase(), true), id);
  assert.throws(() => parseId(id.toUpperCase()), StringException);
});

test('text that is no id throws StringException "Invalid id: …"', () => {
  for (const text of ['', 'abc', '0010000000000011', '001000000000001AAAA', '00100000000000é', '001-00000000001']) {
    assert.throws(() => parseId(text), (error) => error instanceof StringException && error.message === `Invalid id: ${text}`, text);
  }
  assert.equal(stringToId(null), null);
});

test('15 and 18 characters of one id are equal, and the case counts', () => {
  assert.ok(equalIds('0015g00000X1yZa', '0015g00000X1yZaAAJ'));
  assert.ok(!equalIds('0015g00000X1yZa', '0015g00000X1yza'));
  assert.ok(!equalIds(null, '0015g00000X1yZa'));
  assert.ok(equalIds(null, null));
});
