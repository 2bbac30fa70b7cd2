import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SUPPORT_PATH, supportDocument } from './support.ts';

test('docs/APEX_SUPPORT.md says what the library supports; run node scripts/generate-apex-support.ts when it does not', () => {
  assert.equal(readFileSync(SUPPORT_PATH, 'utf8'), supportDocument());
});
