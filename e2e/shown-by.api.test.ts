/** What docs/domain.md says shows a row of the product, done as it is written there: every line for the shell answers, and no row is without one or a screen. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../scripts/process.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

interface Row {
  readonly name: string;
  /** Commands as they stand in the cell, without the tests it names: those run by themselves. */
  readonly lines: readonly string[];
}

const ROWS: readonly string[] = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2', 'B3', 'B4', 'C1', 'C2', 'C3', 'C4', 'C5', 'E1', 'E2', 'E3', 'F4', 'F5', 'G3'];
const rows = rowsOf(readFileSync(path.join(root, 'docs/domain.md'), 'utf8'));

let org: RunningOrg;
let token: string;
before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
});
after(() => org.stop());

function rowsOf(text: string): readonly Row[] {
  const table = text.slice(text.indexOf('## Shown by'));
  return [...table.matchAll(/^\| ([A-G]\d [^|]*) \| (.*) \|$/gm)].map(([, name = '', cell = '']) => ({
    name, lines: [...cell.matchAll(/`((?:hf |npx local-org |npm run (?:rebuild|growth))[^`]*)`/g)].map(([, line = '']) => line),
  }));
}

/** `hf` and the addresses as the section above the table explains them, against this org. */
function shell(line: string): Promise<{ readonly exitCode: number; readonly output: string }> {
  const script = `
    hf() { curl -s --fail-with-body -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; }
    npx() { shift; node local-org/cli/local-org.js "$@" --url "$URL" --data "$FOLDER"; }
    npm() { shift; local name="$1"; shift; [ "$1" != -- ] || shift; node scripts/run.js "$name" "$@" --data "$FOLDER"; }
    API="$URL/services/apexrest/holdfast/v1"; DATA="$URL/services/data/v67.0"
    ${line}`;
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], { cwd: root, env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, TOKEN: token, URL: org.url, FOLDER: org.dataFolder }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.on('error', reject);
    child.on('close', (code) => { resolve({ exitCode: code ?? 128, output }); });
  });
}

describe('the table "Shown by"', () => {
  it('has every row that the stock engine promises', () => {
    assert.deepEqual(rows.map(({ name }) => name.slice(0, 2)), ROWS);
  });
  for (const { name, lines } of rows) {
    for (const line of lines) {
      it(`${name}: ${line}`, async () => {
        const { exitCode, output } = await shell(line);
        assert.equal(exitCode, 0, output);
        assert.doesNotMatch(output, /"errorCode"|"success" ?: ?false/, output);
        assert.doesNotMatch(output.trim(), /^0?$/, 'it shows something');
      });
    }
  }
});
