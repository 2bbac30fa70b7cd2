import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { progressTo } from './progress.ts';

describe('progress', () => {
  const written = (isTTY: boolean): string => {
    let text = '';
    const progress = progressTo({ isTTY, write: (part) => { text += part; } }, 'seed: ');
    progress.at('opening stock', 500, 1000);
    progress.line('opening stock: 1000 applied');
    return text;
  };

  it('moves a bar on a terminal and takes it away before the line that sums up', () => {
    assert.match(written(true), /^\r.*seed: opening stock █{15}░{15} 500 of 1000\r.*seed: opening stock: 1000 applied\n$/);
  });

  it('is plain lines elsewhere', () => { assert.equal(written(false), 'seed: opening stock: 1000 applied\n'); });
});
