import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { at, braces, js, lines, methodCode } from './code.ts';
import { LineMap, sourceMap, variableLengthQuantity } from './source-map.ts';
import { write } from './writer.ts';

const position = (line: number, column: number): { line: number; column: number; endLine: number; endColumn: number } => ({ line, column, endLine: line, endColumn: column + 1 });

describe('the writer', () => {
  it('indents what stands between braces', () => {
    assert.equal(write(js`f() ${braces(['a;', js`if (b) ${braces(['c;'])}`])}`).text, 'f() {\n  a;\n  if (b) {\n    c;\n  }\n}');
  });

  it('notes where each piece of Apex landed', () => {
    const { text, segments } = write(lines(['first', braces([js`x = ${at(position(7, 3), 'y')};`])]));
    assert.equal(text, 'first\n{\n  x = y;\n}');
    assert.deepEqual(segments, [{ line: 3, column: 6, apexLine: 7, apexColumn: 3 }]);
  });

  it('marks a piece at the start of a line behind its indentation', () => {
    assert.deepEqual(write(braces([at(position(2, 1), 'y;')])).segments, [{ line: 2, column: 2, apexLine: 2, apexColumn: 1 }]);
  });
});

describe('source maps', () => {
  it('write numbers in base 64 with the sign in the lowest bit', () => {
    assert.deepEqual([0, 1, -1, 15, 16, -16, 1000].map(variableLengthQuantity), ['A', 'C', 'D', 'e', 'gB', 'hB', 'w+B']);
  });

  it('any number comes back from its digits', () => {
    fc.assert(fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (value) => {
      assert.equal(decode(variableLengthQuantity(value)), value);
    }));
  });

  it('separate lines by semicolons and segments by commas', () => {
    const map = sourceMap('Foo.cls', [
      { line: 2, column: 2, apexLine: 1, apexColumn: 1 }, { line: 2, column: 8, apexLine: 1, apexColumn: 5 }, { line: 4, column: 0, apexLine: 3, apexColumn: 1 },
    ]);
    assert.deepEqual(map, { version: 3, sources: ['Foo.cls'], names: [], mappings: ';EAAA,MAAI;;AAEJ' });
  });
});

function decode(digits: string): number {
  let value = 0;
  [...digits].forEach((digit, index) => {
    value += ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(digit) & 31) * 32 ** index;
  });
  return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
}

describe('the line map', () => {
  const written = write(lines([
    'head',
    methodCode('Class.A.first', js`first() ${braces([at(position(3, 5), 'one();'), js`${at(position(4, 5), 'two')}(${at(position(5, 9), 'three()')});`])}`),
    methodCode('Class.A.second', js`second() ${braces([at(position(9, 5), 'four();')])}`),
  ]));
  const map = new LineMap(written.segments, written.methods);

  it('finds the piece a column lies in', () => {
    assert.deepEqual(map.find(4, 3), { line: 4, column: 5, method: 'Class.A.first' });
    assert.deepEqual(map.find(4, 8), { line: 5, column: 9, method: 'Class.A.first' });
  });

  it('a line without a piece of its own belongs to the one above', () => {
    assert.deepEqual(map.find(5, 1), { line: 5, column: 9, method: 'Class.A.first' });
    assert.deepEqual(map.find(7, 3), { line: 9, column: 5, method: 'Class.A.second' });
  });

  it('knows nothing of what lies before the first piece', () => {
    assert.equal(map.find(1, 1), undefined);
  });
});
