/**
 * Language scripts: anonymous Apex with what each line is expected to print. A real org could run the same files.
 *   System.debug(x); // expect: text            what this line prints; several outputs are separated by ` || `
 *   …                // expect throws: text     the exception the script ends with
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { exceptionHeading } from './exceptions.ts';
import { ApexException } from '../values/exceptions.ts';
import { ADMINISTRATOR, ScriptOrg } from './test/script-org.ts';

const ROOT = join(import.meta.dirname, '../compiler/test/apex');

interface Expectations {
  readonly byLine: ReadonlyMap<number, readonly string[]>;
  readonly thrown: string | undefined;
}

function expectationsOf(text: string): Expectations {
  const byLine = new Map<number, readonly string[]>();
  let thrown: string | undefined;
  text.split('\n').forEach((line, index) => {
    const ending = /\/\/ expect throws: (.*)$/.exec(line);
    const output = /\/\/ expect: (.*)$/.exec(line);
    if (ending !== null) thrown = ending[1]!;
    else if (output !== null) byLine.set(index + 1, output[1]!.split(' || '));
  });
  return { byLine, thrown };
}

async function run(text: string, path: string): Promise<Expectations> {
  const host = new ScriptOrg();
  const program = host.install([{ path, text, kind: 'anonymous' }]);
  const byLine = new Map<number, string[]>();
  let thrown: string | undefined;
  const log = ({ line, text: output }: { line: number | undefined; text: string }): void => {
    byLine.set(line!, [...(byLine.get(line!) ?? []), output]);
  };
  try {
    await host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS', log }, () => program.invoke('AnonymousBlock', 'execute'));
  } catch (error) {
    if (!(error instanceof ApexException)) throw error;
    thrown = exceptionHeading(error);
  }
  return { byLine, thrown };
}

describe('Apex scripts', () => {
  for (const path of globSync('**/*.apex', { cwd: ROOT }).toSorted()) {
    it(relative('.', path).replace('.apex', ''), async () => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const expected = expectationsOf(text);
      assert.ok(expected.byLine.size > 0 || expected.thrown !== undefined, `${path} expects nothing`);
      const actual = await run(text, path);
      assert.deepEqual({ thrown: actual.thrown, ...Object.fromEntries(actual.byLine) }, { thrown: expected.thrown, ...Object.fromEntries(expected.byLine) });
    });
  }
});
