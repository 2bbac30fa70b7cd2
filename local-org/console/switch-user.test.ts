import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ORIGIN, startTestConsole, type TestConsole } from './support/test-host.ts';

describe('going on as another user', () => {
  let console: TestConsole;
  before(async () => {
    console = await startTestConsole();
  });
  after(() => console.server.close());
  beforeEach(() => {
    console.host.letsVisitorsIn = true;
    console.host.ended.length = 0;
  });

  const ask = (path: string, headers: Readonly<Record<string, string>>, body: object = {}) => console.request(path, { method: 'POST', headers, body });
  const fromPage = async (): Promise<Record<string, string>> => {
    const { cookie, token } = await console.login();
    return { cookie, 'x-console-token': token, origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
  };

  it('offers the users of the org to its own pages, without their sessions', async () => {
    const response = await ask('/console/users', await fromPage());
    assert.deepEqual(response.json(), { users: [
      { id: '005000000000001AAA', name: 'Ada <b>', username: 'ada@example.com', profileName: 'Standard User' },
      { id: '005000000000002AAA', name: 'Bob', username: 'bob@example.com', profileName: 'Standard User' },
    ] });
    assert.equal(response.headers['cache-control'], 'no-store');
  });

  it('gives the browser the session of the other user and ends its own', async () => {
    const response = await ask('/console/switch', await fromPage(), { userId: '005000000000002AAA' });
    assert.deepEqual([response.statusCode, response.json()], [200, { name: 'Bob' }]);
    assert.equal(response.headers['set-cookie'], 'console_sid_8080=colleague-token; Path=/; HttpOnly; SameSite=Strict');
    assert.deepEqual(console.host.ended, ['visitor-token']);
  });

  for (const path of ['/console/users', '/console/switch']) {
    it(`refuses ${path} to everybody but a page of this console, even with its cookie`, async () => {
      const { cookie, 'x-console-token': token = '' } = await fromPage();
      const forged: Readonly<Record<string, Record<string, string>>> = {
        'without the token': { cookie: cookie ?? '', origin: ORIGIN },
        'with a guessed token': { cookie: cookie ?? '', 'x-console-token': 'A'.repeat(token.length) },
        'with the token of another session': { cookie: 'console_sid_8080=colleague-token', 'x-console-token': token },
        'from another origin': { cookie: cookie ?? '', 'x-console-token': token, origin: 'http://evil.example' },
        'from another port of this host': { cookie: cookie ?? '', 'x-console-token': token, origin: 'http://127.0.0.1:9090' },
        'from an opaque origin': { cookie: cookie ?? '', 'x-console-token': token, origin: 'null' },
        'from another site': { cookie: cookie ?? '', 'x-console-token': token, 'sec-fetch-site': 'cross-site' },
      };
      for (const [how, headers] of Object.entries(forged)) {
        const response = await ask(path, headers, { userId: '005000000000002AAA' });
        assert.deepEqual([response.statusCode, response.headers['set-cookie']], [403, undefined], how);
        assert.deepEqual(Object.keys(response.json<object>()), ['message'], how);
      }
      assert.deepEqual(console.host.ended, []);
    });

    it(`refuses ${path} without a session`, async () => {
      const { 'x-console-token': token = '' } = await fromPage();
      assert.equal((await ask(path, { 'x-console-token': token, origin: ORIGIN }, { userId: '005000000000002AAA' })).statusCode, 401);
    });

    it(`cannot be reached by a link: ${path} takes no GET`, async () => {
      assert.equal((await console.request(path, { headers: await fromPage() })).statusCode, 404);
    });
  }

  it('refuses users who are not offered, and leaves the session as it is', async () => {
    const headers = await fromPage();
    for (const userId of ['005000000000009AAA', '005000000000002', '', '__proto__', null, 7, ['005000000000002AAA'], undefined]) {
      const response = await ask('/console/switch', headers, { userId });
      assert.deepEqual([response.statusCode, response.json(), response.headers['set-cookie']], [403, { message: 'This org does not let you go on as that user.' }, undefined], String(userId));
    }
    assert.deepEqual(console.host.ended, []);
  });

  it('offers and lets in nobody where the org lets nobody in without a password', async () => {
    const headers = await fromPage();
    console.host.letsVisitorsIn = false;
    assert.deepEqual((await ask('/console/users', headers)).json(), { users: [] });
    assert.equal((await ask('/console/switch', headers, { userId: '005000000000002AAA' })).statusCode, 403);
  });

  it('tells a page, and nobody else, where new events start', async () => {
    const headers = await fromPage();
    assert.deepEqual((await console.request('/console/newest-event', { headers })).json(), { replayId: 41 });
    assert.equal((await console.request('/console/newest-event', { headers: { cookie: headers['cookie'] ?? '' } })).statusCode, 403);
  });
});
