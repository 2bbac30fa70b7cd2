import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeRandomSource } from './random-source.ts';

describe('the random source', () => {
  it('gives as many bytes as asked for, more than it draws at once, too', () => {
    const random = makeRandomSource();
    for (const bytes of [0, 1, 16, 8_191, 8_192, 8_193, 100_000]) assert.equal(random(bytes).length, bytes);
  });

  it('never gives the same sixteen bytes twice', () => {
    const random = makeRandomSource();
    const drawn = new Set(Array.from({ length: 5_000 }, () => Buffer.from(random(16)).toString('hex')));
    assert.equal(drawn.size, 5_000);
  });

  it('gives bytes that later draws leave alone', () => {
    const random = makeRandomSource();
    const first = random(16);
    const kept = Buffer.from(first).toString('hex');
    for (let draw = 0; draw < 2_000; draw++) random(16);
    assert.equal(Buffer.from(first).toString('hex'), kept);
  });
});
