import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { parseApex } from '../compiler/1-parse/parse.ts';
import { compileProject, type CompileResult } from './compile.ts';
import { openProgramCache, programKey, type ProgramCache } from './program-cache.ts';

const META = '<?xml version="1.0"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>';
const project = (body: string): ReadonlyMap<string, string> => new Map([['main/classes/Answer.cls', `public with sharing class Answer { ${body} }`], ['main/classes/Answer.cls-meta.xml', META]]);
const RIGHT = project('public static Integer find() { return 42; }');

describe('programs on disk', () => {
  let folder: string;
  let programs: ProgramCache;
  const failures: Error[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-programs-'));
    programs = openProgramCache(folder, (error) => failures.push(error));
    failures.length = 0;
  });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  /** How many files were parsed. */
  const compile = (files: ReadonlyMap<string, string>, coverage = false): { readonly parsed: number; readonly result: CompileResult } => {
    let parsed = 0;
    const result = compileProject({ files, keyPrefixes: new Map(), coverage, programs, parse: (file) => { parsed++; return parseApex(file); } });
    return { parsed, result };
  };

  it('are run without being parsed again', () => {
    assert.equal(compile(RIGHT).parsed, 1);
    const { parsed, result } = compile(RIGHT);
    assert.equal(parsed, 0);
    assert.deepEqual(result.compiled?.program.types.get('answer')?.methods.map(({ name }) => name), ['find']);
    assert.deepEqual(failures, []);
  });

  it('are found by every byte of the project, and by whether lines are counted', () => {
    compile(RIGHT);
    assert.equal(compile(project('public static Integer find() { return 43; }')).parsed, 1);
    assert.equal(compile(RIGHT, true).parsed, 1);
    assert.notEqual(programKey(new Map([['a', 'bc']]), { coverage: false }), programKey(new Map([['ab', 'c']]), { coverage: false }));
  });

  it('are not kept when anything is wrong', () => {
    const wrong = project('public static Integer find() { return true; }');
    for (const { parsed, result } of [compile(wrong), compile(wrong)]) {
      assert.equal(parsed, 1);
      assert.equal(result.problems?.length, 1);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('count for nothing when they are torn', () => {
    compile(RIGHT);
    const file = path.join(folder, readdirSync(folder)[0]!);
    writeFileSync(file, readFileSync(file).subarray(0, 100));
    assert.equal(compile(RIGHT).parsed, 1);
    assert.equal(compile(RIGHT).parsed, 0);
  });

  it('do not pile up', () => {
    for (let number = 0; number < 14; number++) compile(project(`public static Integer find() { return ${String(number)}; }`));
    assert.equal(readdirSync(folder).length, 12);
  });

  it('are gone without: a folder that cannot be written is told, and everything is compiled', () => {
    writeFileSync(path.join(folder, 'file'), '');
    programs = openProgramCache(path.join(folder, 'file', 'inside'), (error) => failures.push(error));
    assert.equal(compile(RIGHT).parsed, 1);
    assert.ok(failures.length > 0);
  });
});
