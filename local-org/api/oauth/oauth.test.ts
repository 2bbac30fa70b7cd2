import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { CONSUMER_KEY, signAssertion, verifyAssertion } from './assertion.ts';
import { Sessions } from './sessions.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = Date.parse('2026-11-22T10:00:00Z');
const URL = 'http://127.0.0.1:4680';
const verify = (assertion: string, now = NOW) => verifyAssertion(assertion, pair.publicKey, [URL], now);

describe('JWT bearer assertions', () => {
  it('signed with the org\'s key name their user', () => {
    assert.deepEqual(verify(signAssertion(pair.privateKey, 'ann@x', URL, NOW)), { username: 'ann@x' });
  });
  it('signed with another key are invalid', () => {
    assert.deepEqual(verify(signAssertion(other.privateKey, 'ann@x', URL, NOW)), { problem: 'invalid assertion' });
  });
  it('expire after three minutes', () => {
    assert.deepEqual(verify(signAssertion(pair.privateKey, 'ann@x', URL, NOW), NOW + 181_000), { problem: 'expired authorization code' });
  });
  it('for another org are refused with the audience expected', () => {
    assert.match((verify(signAssertion(pair.privateKey, 'ann@x', 'http://127.0.0.1:1', NOW)) as { problem: string }).problem, /audience is invalid.*4680/);
  });
  it('may give their expiry in milliseconds, as the Salesforce CLI does', () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encode({ alg: 'RS256' })}.${encode({ iss: CONSUMER_KEY, sub: 'ann@x', aud: `${URL}/`, exp: NOW + 1000 })}`;
    assert.deepEqual(verify(`${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(pair.privateKey).toString('base64url')}`), { username: 'ann@x' });
  });
  it('that are not three parts of base64 are invalid', () => {
    for (const text of ['', 'a.b', 'a.b.c', '...']) assert.deepEqual(verify(text), { problem: 'invalid assertion' });
  });
});

describe('sessions', () => {
  it('issue tokens in the form clients accept, and find their user until they are revoked', () => {
    const sessions = new Sessions(':memory:', () => NOW);
    const token = sessions.issue('00DHf0000000001AAA', '005Hf0000000001AAA');
    assert.match(token, /^00D\w{12}![.\w]+$/);
    assert.equal(sessions.find(token)?.userId, '005Hf0000000001AAA');
    assert.equal(sessions.find(`${token}x`), undefined);
    assert.equal(sessions.revoke(token), true);
    assert.equal(sessions.find(token), undefined);
    assert.equal(sessions.revoke(token), false);
    sessions.close();
  });
  it('end after thirty days', () => {
    let now = NOW;
    const sessions = new Sessions(':memory:', () => now);
    const token = sessions.issue('00DHf0000000001AAA', '005Hf0000000001AAA');
    now += 31 * 24 * 60 * 60 * 1000;
    assert.equal(sessions.find(token), undefined);
    sessions.close();
  });
});
