import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseApex } from './parse.ts';
import { refusalOf } from './test-support/parsing.ts';
import { ownRefusals, sharedRefusals } from './test-support/refusals.ts';

describe('refused sources', () => {
  for (const [source, message] of Object.entries({ ...sharedRefusals, ...ownRefusals })) {
    it(`${JSON.stringify(source)} is refused with ${message}`, () => assert.equal(refusalOf(source), message));
  }

  it('carry the path of the file', () => {
    assert.equal(parseApex({ path: 'force-app/A.cls', kind: 'class', text: 'class' }).diagnostics[0]?.path, 'force-app/A.cls');
  });

  it('say so when they are nested too deeply', () => {
    const deep = parseApex({ path: 'x', kind: 'class', text: `class A { String s = ${Array(5000).fill("'a'").join(' + ')}; }` });
    assert.match(deep.diagnostics[0]?.message ?? '', /^The source is nested too deeply/);
  });

  it('never throw, whatever tokens come in whatever order', () => {
    const token = fc.constantFrom('class', 'A', '{', '}', '(', ')', ';', 'Integer', '=', '1', "'x'", "'", '[', ']', 'SELECT', 'FROM', '.', '<', '>', 'new', 'if', 'trigger', 'on', '@', '?.', '\\', '\n', '😀', 'for', ':', ',');
    fc.assert(fc.property(fc.array(token, { maxLength: 25 }), fc.constantFrom('class', 'trigger', 'anonymous'), (tokens, kind) => {
      const { unit, diagnostics } = parseApex({ path: 'x', kind: kind, text: tokens.join(' ') });
      assert.equal(unit === undefined, diagnostics.length > 0);
    }), { numRuns: 60 });
  });
});
