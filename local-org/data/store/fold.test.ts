import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold, isAscii } from './fold.ts';

test('letters outside ASCII fold with their other case', () => {
  assert.equal(fold('ÄÖÜ Éclair ΣΟΦΟΣ Жук'), 'äöü éclair σοφοσ жук');
  assert.equal(fold('ΟΔΌΣ'), fold('οδός'));
});

test('letters whose other case is longer or ASCII stay themselves', () => {
  assert.equal(fold('Straße'), 'straße');
  assert.equal(fold('İ'), 'İ');
  assert.equal(fold('\u212a'), '\u212a');
});

test('folding twice is folding once, keeps the number of characters, and makes ASCII only of ASCII', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const folded = fold(text);
    assert.equal(fold(folded), folded);
    assert.equal([...folded].length, [...text].length);
    assert.equal(isAscii(folded), isAscii(text));
  }));
});
