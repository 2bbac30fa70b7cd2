import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../scripts/process.ts';

test('a short drill with a crash in it loses nothing, counts nothing twice and knows every broken promise', async () => {
  const { exitCode, output } = await runCommand(process.execPath, ['scripts/run.js', 'drill', '--orders', '200', '--seconds', '10'], { show: false });
  assert.equal(exitCode, 0, output);
  assert.match(output, /the org is back after/);
  assert.match(output, /^all +200 /m);
  assert.match(output, /audit: nothing lost, nothing twice, every broken promise known/);
});
