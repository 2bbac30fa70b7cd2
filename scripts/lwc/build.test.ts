import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { runCommand } from '../process.ts';
import { buildBundles, checkBundles, describeBuild } from './build.ts';

describe('lwc:build', () => {
  let project: string;
  const bundle = (): string => join(project, 'force-app/main/area/lwc/greeting');
  const kinds = (): string[] => checkBundles(project).map((problem) => problem.kind);
  const write = (file: string, text: string): void => {
    writeFileSync(join(bundle(), file), text);
  };

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'lwc-build-'));
    mkdirSync(join(bundle(), '__tests__'), { recursive: true });
    write('greeting.ts', "import { LightningElement, api } from 'lwc';\nimport type { Word } from './words';\nexport default class Greeting extends LightningElement {\n  @api word: Word = 'hello';\n}\n");
    write('words.ts', "export type Word = string;\nexport const fallback = 'hi';\n");
    write('__tests__/greeting.test.ts', 'it(`stays out`, () => undefined);\n');
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it('writes JavaScript beside every source, with decorators kept and types gone', async () => {
    assert.deepEqual(kinds(), ['missing', 'missing']);
    const result = await buildBundles(project);
    assert.deepEqual(result.written, ['force-app/main/area/lwc/greeting/greeting.js', 'force-app/main/area/lwc/greeting/words.js']);
    const emitted = readFileSync(join(bundle(), 'greeting.js'), 'utf8');
    assert.match(emitted, /@api word = "hello";/);
    assert.doesNotMatch(emitted, /Word|words/);
    assert.equal(existsSync(join(bundle(), '__tests__/greeting.test.js')), false);
    assert.deepEqual(kinds(), []);
  });

  it('leaves current files alone, whatever their times say', async () => {
    await buildBundles(project);
    const before = statSync(join(bundle(), 'greeting.js')).mtimeMs;
    write('greeting.ts', readFileSync(join(bundle(), 'greeting.ts'), 'utf8'));
    const result = await buildBundles(project);
    assert.deepEqual(result, { written: [], removed: [], upToDate: 2 });
    assert.equal(statSync(join(bundle(), 'greeting.js')).mtimeMs, before);
    assert.equal(describeBuild(result), 'lwc:build  0 written, 2 up to date');
  });

  it('writes only what changed', async () => {
    await buildBundles(project);
    write('words.ts', "export const fallback = 'hey';\n");
    assert.deepEqual(kinds(), ['stale']);
    assert.deepEqual((await buildBundles(project)).written, ['force-app/main/area/lwc/greeting/words.js']);
  });

  it('removes what has lost its source', async () => {
    await buildBundles(project);
    rmSync(join(bundle(), 'words.ts'));
    assert.deepEqual(kinds(), ['orphan']);
    assert.deepEqual((await buildBundles(project)).removed, ['force-app/main/area/lwc/greeting/words.js']);
    assert.equal(existsSync(join(bundle(), 'words.js')), false);
  });

  it('never overwrites JavaScript written by hand', async () => {
    write('words.js', 'export const fallback = "mine";\n');
    assert.ok(kinds().includes('handwritten'));
    await assert.rejects(buildBundles(project), /words\.js stands beside .*words\.ts but was not generated from it/);
    assert.equal(readFileSync(join(bundle(), 'words.js'), 'utf8'), 'export const fallback = "mine";\n');
  });

  it('lets bundles that are written in JavaScript be', async () => {
    mkdirSync(join(project, 'force-app/main/area/lwc/plain'));
    writeFileSync(join(project, 'force-app/main/area/lwc/plain/plain.js'), 'export const one = 1;\n');
    await buildBundles(project);
    assert.deepEqual(kinds(), []);
  });

  it('fails on a source that does not parse, naming it', async () => {
    write('words.ts', 'export const = ;\n');
    await assert.rejects(buildBundles(project), /words\.ts/);
  });
});

describe('npm run lwc:build', () => {
  it('says what it found, so it ran', async () => {
    const finished = await runCommand(process.execPath, ['scripts/run.js', 'lwc-build', '--check'], { show: false });
    assert.match(finished.output, /every bundle is current|\.ts/);
  });
});
