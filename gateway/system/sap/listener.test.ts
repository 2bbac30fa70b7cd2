import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { jsonLog } from '../../shared/log.ts';
import { listenOn } from './listener.ts';
import { failingInlet, testParts, type TestParts } from './test/parts.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';

describe('a listener whose connection ends', () => {
  let parts: TestParts;
  let tokens: TokenServer;
  beforeEach(async () => {
    parts = testParts();
    tokens = await startTokenServer({ givesIdTokens: true });
  });
  afterEach(async () => {
    tokens.close();
    await parts.close();
  });

  it('tells why, and nothing of the tokens that the broker repeats', async () => {
    const logged: string[] = [];
    const clock = { now: () => Date.now(), sleep: async () => undefined };
    const end = new AbortController();
    const heard: (string | undefined)[] = [];
    await listenOn({
      kind: 'mqtt', where: { topic: 'documents' }, oauth: { tokenUrl: tokens.url, clientId: 'mesh', clientSecret: 'very-secret' }, signal: end.signal,
      listenOver: async (token) => {
        if (heard.push(token?.value) === 3) end.abort();
        return { wasOpen: false, why: `OPENID~mesh~${token?.idToken ?? ''}~${token?.value ?? ''} is refused` };
      },
    }, { ...parts, clock, log: jsonLog((line) => logged.push(line)), inlet: failingInlet(parts, () => false) });
    assert.deepEqual(heard, ['token-1', 'token-2', 'token-3']);
    assert.deepEqual(logged.map((line) => (JSON.parse(line) as { message: string }).message), Array.from({ length: 2 }, () => 'OPENID~mesh~the token~the token is refused'));
  });
});
