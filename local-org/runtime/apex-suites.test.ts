/** Apex test classes about the language and the library, run by the test runner: what they assert, a real org could be asked too. One file, one public class beside its helpers. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { runTests } from './test-runner.ts';
import { ADMINISTRATOR, ScriptOrg } from './test/script-org.ts';

const ROOT = join(import.meta.dirname, 'test/suites');
const paths = globSync('**/*.cls', { cwd: ROOT }).toSorted();
const host = new ScriptOrg();
host.install(paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8'), kind: 'class' })));
const { results } = runTests(host.org.installed, { services: host.org.services, eventUser: () => ADMINISTRATOR }, { user: ADMINISTRATOR });

describe('Apex test classes', () => {
  for (const className of new Set(results.map((result) => result.className))) {
    describe(className, () => {
      for (const result of results.filter((each) => each.className === className)) {
        it(result.methodName, () => {
          assert.equal(result.outcome, 'Pass', `${result.message}\n${result.stackTrace}`);
        });
      }
    });
  }

  it('are all found', () => {
    const tested = new Set(results.map((result) => result.className));
    for (const path of paths.filter((each) => each.endsWith('Test.cls'))) assert.ok(tested.has(basename(path, '.cls')), path);
  });
});
