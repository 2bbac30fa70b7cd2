import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signature, NETWORK } from '../test/till.ts';
import { NOW_MS } from '../test/world.ts';
import { networkOf } from './signature.ts';

const BODY = Buffer.from('{"a":1}');
const called = (headers: Record<string, string>, content = BODY, nowMs = NOW_MS): string => networkOf([NETWORK], { till: headers['x-till'], signature: headers['x-signature'], content }, nowMs).network;
const refused = (code: string, message?: RegExp): object => ({ name: 'Refusal', code, status: 401, ...(message === undefined ? {} : { message }) });

describe('a signature', () => {
  it('is that of another implementation', () => {
    // printf '1795255200.{"a":1}' | openssl dgst -sha256 -hmac new-secret-of-the-north
    assert.equal(called({ 'x-till': 'NORTH', 'x-signature': 't=1795255200,v1=e098190954c0602371accb0e3c5f767158f6bde08755260099012a743d51c59c' }), 'NORTH');
  });

  for (const secret of NETWORK.secrets) {
    it(`fits with each of two live secrets (${secret.slice(0, 3)})`, () => assert.equal(called(signature(BODY, { secret })), 'NORTH'));
  }

  it('fits when the caller signs with the old and the new secret at once', () => {
    const [old, young] = [signature(BODY, { secret: 'no-longer-live' }), signature(BODY)].map((headers) => headers['x-signature']!);
    assert.equal(called({ 'x-till': 'NORTH', 'x-signature': `${old},${young!.split(',')[1]!}` }), 'NORTH');
  });

  it('is taken up to five minutes before and after', () => {
    for (const seconds of [-300, 0, 300]) assert.equal(called(signature(BODY, { atMs: NOW_MS + seconds * 1000 })), 'NORTH');
    assert.throws(() => called(signature(BODY, { atMs: NOW_MS - 301_000 })), refused('GW-CLOCK', /301 s ago/));
    assert.throws(() => called(signature(BODY, { atMs: NOW_MS + 301_000 })), refused('GW-CLOCK', /301 s ahead/));
  });

  for (const [name, headers] of [
    ['of another body', signature('{"a":2}')], ['with a wrong secret', signature(BODY, { secret: 'guessed' })], ['of an unknown network', { ...signature(BODY), 'x-till': 'EAST' }],
    ['without a network', { 'x-signature': signature(BODY)['x-signature']! }], ['that is absent', { 'x-till': 'NORTH' }], ['that is empty', { 'x-till': 'NORTH', 'x-signature': '' }],
    ['without its moment', { 'x-till': 'NORTH', 'x-signature': signature(BODY)['x-signature']!.split(',')[1]! }], ['cut short', { 'x-till': 'NORTH', 'x-signature': signature(BODY)['x-signature']!.slice(0, -2) }],
    ['whose moment was changed', { 'x-till': 'NORTH', 'x-signature': signature(BODY)['x-signature']!.replace(/t=\d+/, `t=${String(NOW_MS / 1000 + 60)}`) }],
    ['of an unknown kind', { 'x-till': 'NORTH', 'x-signature': signature(BODY)['x-signature']!.replace('v1=', 'v0=') }],
  ] as const) {
    it(`${name} is refused without telling why`, () => assert.throws(() => called(headers), refused('GW-SIGNATURE', /^No signature fits/)));
  }
});
