/** The two sides of the comparison do the same work. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { ADMINISTRATOR, ScriptOrg } from '../../local-org/runtime/test/script-org.ts';
import type { Program } from '../../local-org/runtime/program.ts';
import { byHand } from './by-hand.ts';

describe('the loops of the benchmark', () => {
  const host = new ScriptOrg();
  let program: Program;
  before(() => {
    program = host.install([{ path: 'Loops.cls', text: readFileSync(path.join(import.meta.dirname, 'Loops.cls'), 'utf8'), kind: 'class' }]);
  });

  for (const [name, work] of Object.entries(byHand)) {
    it(`give the same in Apex and in JavaScript: ${name}`, async () => {
      const apex = await host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, () => program.invoke('Loops', name, [20]));
      const written = work(20);
      // By hand, decimals are hundredths.
      assert.equal(String(apex), typeof written === 'bigint' ? (Number(written) / 100).toFixed(2) : String(written));
    });
  }
});
