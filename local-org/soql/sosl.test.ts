import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesSearch, parseSearchText } from './search-terms.ts';
import { parseSosl, SoslSyntaxError } from './sosl.ts';

const matches = (search: string, ...texts: string[]): boolean => matchesSearch(parseSearchText(search), texts);

describe('search texts', () => {
  it('look for whole words, whatever their case', () => {
    assert.equal(matches('ACME', 'The acme corporation'), true);
    assert.equal(matches('acm', 'acme'), false);
    assert.equal(matches('acm*', 'Acme'), true);
    assert.equal(matches('a?me', 'acme'), true);
    assert.equal(matches('größe', 'GRÖSSE Größe'), true);
  });
  it('join terms by AND over all fields, words of a phrase in one', () => {
    assert.equal(matches('red pen', 'a red thing', 'a pen'), true);
    assert.equal(matches('"red pen"', 'a red thing', 'a pen'), false);
    assert.equal(matches('"red pen"', 'one red pen'), true);
    assert.equal(matches('joe.smith@example.com', 'joe.smith@example.com'), true);
  });
  it('bind AND closer than OR, and parentheses closest', () => {
    assert.equal(matches('aa OR bb AND cc', 'aa'), true);
    assert.equal(matches('(aa OR bb) AND cc', 'aa'), false);
    assert.equal(matches('aa AND NOT bb', 'aa bb'), false);
  });
});

describe('SOSL', () => {
  it('names what each object returns', () => {
    const query = parseSosl("FIND {pen\\}s} IN NAME FIELDS RETURNING Account(Id, Name WHERE Name != 'a)b' ORDER BY Name LIMIT 3), Contact LIMIT 7");
    assert.deepEqual([query.scope, query.limit, query.returning?.map((one) => [one.from.objectName, one.select.length, one.limit])], ['NAME', 7, [['Account', 2, { kind: 'number', value: 3 }], ['Contact', 1, undefined]]]);
  });
  it('takes a quoted text as Apex writes it', () => {
    assert.deepEqual(parseSosl("FIND 'map*' IN ALL FIELDS RETURNING Account").condition, { kind: 'words', words: ['map*'] });
  });
  it('refuses what it does not know', () => {
    for (const text of ['', 'FIND', 'FIND {}', 'FIND {x}', 'FIND {ab} RETURNING', 'FIND {ab} RETURNING A(', 'FIND {ab} WITH DATA CATEGORY x', 'FIND {AND}']) assert.throws(() => parseSosl(text), SoslSyntaxError, text);
  });
});
