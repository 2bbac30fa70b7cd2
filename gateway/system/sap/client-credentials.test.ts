import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TransientFailure } from '../../shared/failures.ts';
import { ClientCredentials } from './client-credentials.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';

/** As service keys of SAP have them. */
const LOGIN = { clientId: 'sb-default-fce2!b94|xbem-broker!b10', clientSecret: 'wX+9/%2=:ö' };

describe('access tokens by client credentials', () => {
  let nowMs = 0;
  const clock = { now: () => nowMs, sleep: async () => undefined };
  let server: TokenServer;
  beforeEach(async () => {
    nowMs = 0;
    server = await startTokenServer({ lifeSeconds: 600 });
  });
  afterEach(() => { server.close(); });
  const credentials = (change: { readonly scope?: string; readonly tokenUrl?: string } = {}): ClientCredentials => new ClientCredentials({ ...LOGIN, tokenUrl: server.url, ...change }, clock);
  const told = async (asked: Promise<string>): Promise<string> => {
    try {
      return await asked;
    } catch (error) {
      assert.ok(error instanceof TransientFailure);
      for (const secret of [LOGIN.clientSecret, encodeURIComponent(LOGIN.clientSecret)]) assert.ok(!error.message.includes(secret), error.message);
      return error.message;
    }
  };

  it('are asked for as RFC 6749 has it, and so that SAP decodes what is encoded', async () => {
    await credentials({ scope: 'read write' }).token();
    const [{ authorization, isEncoded, form } = assert.fail()] = server.asked;
    const [user = '', secret = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    assert.deepEqual([decodeURIComponent(user), decodeURIComponent(secret), isEncoded], [LOGIN.clientId, LOGIN.clientSecret, true]);
    assert.deepEqual(Object.fromEntries(form), { grant_type: 'client_credentials', scope: 'read write' });
  });

  it('are asked for once by many at once, kept, and renewed before they end', async () => {
    const tokens = credentials();
    assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => tokens.token()))), new Set(['token-1']));
    nowMs = 569_999;
    assert.equal(await tokens.token(), 'token-1');
    nowMs = 570_000;
    assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => tokens.token()))), new Set(['token-2']));
    assert.equal(server.asked[0]?.form.has('scope'), false);
  });

  it('that live for less than a minute are renewed after half their life', async () => {
    server.close();
    server = await startTokenServer({ lifeSeconds: 20 });
    const tokens = credentials();
    await tokens.token();
    nowMs = 9_999;
    assert.equal(await tokens.token(), 'token-1');
    nowMs = 10_000;
    assert.equal(await tokens.token(), 'token-2');
  });

  it('that are refused are forgotten, and never a newer one with them', async () => {
    const tokens = credentials();
    const first = await tokens.token();
    tokens.forget(first);
    assert.equal(await tokens.token(), 'token-2');
    tokens.forget(first);
    assert.equal(await tokens.token(), 'token-2');
  });

  it('are fresh for who asks for a fresh one', async () => {
    const tokens = credentials();
    assert.deepEqual([await tokens.token(), (await tokens.fresh()).value, await tokens.token()], ['token-1', 'token-2', 'token-2']);
  });

  it('come to who waited for the question of another, who gave up', async () => {
    server.answer((response) => { response.on('close', () => undefined); });
    const tokens = credentials();
    const giveUp = new AbortController();
    const first = told(tokens.token(giveUp.signal));
    const second = tokens.token();
    while (server.asked.length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    server.answer();
    giveUp.abort();
    assert.match(await first, /does not answer when asked for a token/);
    assert.equal(await second, 'token-1');
  });

  for (const [what, status, body, message] of [
    ['refuses the client', 401, '{"error":"invalid_client","error_description":"wX+9/%2=:ö"}', /gave no token: it answered 401 invalid_client\./],
    ['answers HTML', 200, '<html>wX+9/%2=:ö</html>', /gave no token: it answered 200\./],
    ['answers what no header can carry', 200, '{"access_token":"a\\r\\nb"}', /gave no token: it answered 200\./],
    ['redirects', 302, '', /gave no token: it answered 302\./],
    ['is ill', 503, '', /gave no token: it answered 503\./],
  ] as const) {
    it(`wait while the server ${what}, and nothing tells the secret`, async () => {
      server.answer((response) => { response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end(body); });
      const tokens = credentials();
      assert.match(await told(tokens.token()), message);
      server.answer();
      assert.equal(await told(tokens.token()), 'token-1');
    });
  }

  it('wait while there is no server', async () => {
    assert.match(await told(credentials({ tokenUrl: 'http://127.0.0.1:1/oauth/token' }).token()), /127\.0\.0\.1:1 does not answer when asked for a token/);
  });
});
