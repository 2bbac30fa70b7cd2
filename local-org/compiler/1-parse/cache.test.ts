import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openSyntaxCache } from './cache.ts';
import { parseApex } from './parse.ts';
import { treeFromJson, treeToJson } from './tree-json.ts';

const everything = readFileSync(join(import.meta.dirname, 'fixtures', 'Everything.cls'), 'utf8');
const file = { path: 'Everything.cls', kind: 'class', text: everything } as const;
const fail = (error: Error): void => { throw error; };

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'syntax-')); });
afterEach(() => rmSync(folder, { recursive: true }));

/** Without properties that are undefined: a stored tree does not have them. */
const plain = (value: unknown): unknown => structuredClone(JSON.parse(treeToJson(value as never)));

describe('the syntax cache', () => {
  it('gives back the tree it was given, positions and modifier sets included', () => {
    const parsed = parseApex(file).unit;
    const restored = treeFromJson(treeToJson(parsed as never));
    assert.deepEqual(plain(restored), plain(parsed));
    assert.deepEqual(restored.pos, parsed?.pos);
    assert.ok(restored.kind === 'ClassUnit' && restored.declaration.modifiers.names instanceof Set && restored.declaration.modifiers.names.has('with sharing'));
  });

  it('parses a text once, across openings', () => {
    assert.equal(openSyntaxCache(folder, fail).parse(file).unit?.kind, 'ClassUnit');
    const second = openSyntaxCache(folder, fail);
    assert.equal(second.parse(file).unit?.kind, 'ClassUnit');
    assert.deepEqual(second.statistics, { hits: 1, misses: 0 });
  });

  it('tells the same text apart when it is another kind of unit', () => {
    const cache = openSyntaxCache(folder, fail);
    cache.parse({ path: 'a', kind: 'anonymous', text: 'class A { }' });
    assert.equal(cache.parse({ path: 'a', kind: 'class', text: 'class A { }' }).unit?.kind, 'ClassUnit');
    assert.deepEqual(cache.statistics, { hits: 0, misses: 2 });
  });

  it('ignores a damaged entry and writes it anew', () => {
    openSyntaxCache(folder, fail).parse(file);
    const [name] = readdirSync(folder) as [string];
    const intact = readFileSync(join(folder, name), 'utf8');
    for (const damaged of [intact.slice(0, -9), intact.replace('Everything', 'Elsewhere!'), '']) {
      writeFileSync(join(folder, name), damaged);
      assert.equal(openSyntaxCache(folder, fail).parse(file).unit?.kind, 'ClassUnit');
      assert.equal(readFileSync(join(folder, name), 'utf8'), intact);
    }
  });

  it('does not keep files with mistakes', () => {
    openSyntaxCache(folder, fail).parse({ path: 'a', kind: 'class', text: 'class {' });
    assert.deepEqual(readdirSync(folder), []);
  });

  it('forgets what nobody used for thirty days', () => {
    const first = openSyntaxCache(folder, fail);
    first.parse(file);
    first.parse({ ...file, text: 'class A { }' });
    first.forgetUnused();
    assert.equal(readdirSync(folder).length, 2);
    const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), longAgo, longAgo);
    const second = openSyntaxCache(folder, fail);
    second.parse(file);
    second.forgetUnused();
    assert.equal(readdirSync(folder).length, 1);
    assert.equal(openSyntaxCache(folder, fail).parse(file).unit?.kind, 'ClassUnit');
  });

  it('goes on parsing and says so when an entry can neither be read nor written', () => {
    const failures: string[] = [];
    // A file lies where the folder should be.
    writeFileSync(join(folder, 'taken'), '');
    const cache = openSyntaxCache(join(folder, 'taken'), (error) => failures.push((error as NodeJS.ErrnoException).code ?? ''));
    assert.equal(cache.parse(file).unit?.kind, 'ClassUnit');
    assert.deepEqual(failures, ['ENOTDIR', 'EEXIST']);
  });
});
