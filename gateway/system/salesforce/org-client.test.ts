import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { systemClock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { OrgClient } from './org-client.ts';
import type { Fact } from './org-api.ts';
import { audienceOf } from './org-session.ts';
import { startHttpOrg, type HttpOrg, type HttpOrgAnswer, type HttpOrgRequest } from './test/http-org.ts';

const fact = (key: string): Fact => ({ key, intent: 'StockSold', sku: 'LAMP-1', location: 'LYON', quantity: 1, occurredAt: '2026-11-21T09:14:03.000Z', source: 'TILL' });
const applied = ({ body }: HttpOrgRequest): HttpOrgAnswer => ({ status: 200, body: { results: (body as { events: Fact[] }).events.map(({ key }) => ({ key, effect: 'Applied' })) } });

describe('the client of an org', () => {
  let org: HttpOrg | undefined;
  const start = async (answer: Parameters<typeof startHttpOrg>[0], options: { timeoutMs?: number } = {}): Promise<{ org: HttpOrg; client: OrgClient }> => {
    org = await startHttpOrg(answer);
    return { org, client: new OrgClient({ login: org.login, clock: systemClock, ...options }) };
  };
  afterEach(async () => {
    await org?.close();
    org = undefined;
  });

  it('logs in once by JWT for all who call at the same time, with an assertion that expires within three minutes', async () => {
    const { client } = await start(applied);
    await Promise.all(['a', 'b', 'c'].map((key) => client.postFacts([fact(key)])));
    assert.equal(org!.assertions.length, 1);
    const [{ iss, sub, aud, exp }] = org!.assertions as [{ iss: string; sub: string; aud: string; exp: number }];
    assert.deepEqual([iss, sub, aud], ['consumer', 'gateway@example.com', org!.url]);
    const seconds = exp - Date.now() / 1000;
    assert.ok(seconds > 120 && seconds <= 180, String(seconds));
    assert.deepEqual({ ...(await client.session()), token: '' }, { url: org!.url, token: '', organizationId: '00D000000000001AAA' });
  });

  for (const [loginUrl, audience] of [
    ['https://login.salesforce.com/', 'https://login.salesforce.com'], ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'], ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ] as const) {
    it(`is meant for ${audience} when it logs in at ${loginUrl}`, () => {
      assert.equal(audienceOf(loginUrl), audience);
    });
  }

  it('tells facts and hears what became of each', async () => {
    const { client } = await start(applied);
    assert.deepEqual(await client.postFacts([fact('a'), fact('b')]), [{ key: 'a', effect: 'Applied' }, { key: 'b', effect: 'Applied' }]);
    assert.deepEqual(org!.requests, [{ method: 'POST', path: '/services/apexrest/holdfast/v1/events', body: { events: [fact('a'), fact('b')] } }]);
  });

  it('gets a new token when the old one has ended, once for all', async () => {
    const { client } = await start(applied);
    await client.postFacts([fact('a')]);
    org!.endTokens();
    await Promise.all([client.postFacts([fact('b')]), client.postFacts([fact('c')])]);
    assert.equal(org!.assertions.length, 2);
    assert.equal(org!.requests.length, 3);
  });

  it('does not log in for ever when every token is refused', async () => {
    const { client } = await start(applied);
    const taking = client.postFacts([fact('a')]);
    await taking;
    const endless = new OrgClient({ login: { url: org!.url, token: 'token-99' }, clock: systemClock });
    await assert.rejects(endless.postFacts([fact('a')]), TransientFailure);
  });

  it('lets work wait when it may not log in, and keeps the key to itself', async () => {
    const { client } = await start(applied);
    const stranger = await startHttpOrg(applied);
    const refused = new OrgClient({ login: { ...org!.login, loginUrl: stranger.url, privateKey: `${org!.login.privateKey}` }, clock: systemClock });
    await refused.postFacts([fact('a')]);
    await stranger.close();
    await assert.rejects(refused.postFacts([fact('a')]), (error: Error) => error instanceof TransientFailure && !error.message.includes('PRIVATE') && !error.message.includes('token-'));
    assert.equal((await client.postFacts([fact('a')])).length, 1);
  });

  for (const [name, answer, retryAfterMs] of [
    ['503 with Retry-After', { status: 503, body: [{ errorCode: 'HF-LOCK-TIMEOUT', message: 'busy' }], headers: { 'retry-after': '7' } }, 7_000],
    ['429', { status: 429, body: [] }, undefined],
    ['500 of the platform', { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'x' }] }, undefined],
    ['a used-up limit', { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }] }, 60_000],
    ['a missing permission', { status: 403, body: [{ errorCode: 'HF-FORBIDDEN', message: 'Post_Facts' }] }, undefined],
    ['a missing app', { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'Could not find a match for URL' }] }, undefined],
    ['a page for people', { status: 200, body: '<html>maintenance</html>' }, undefined],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, undefined],
    ['results of other facts', { status: 200, body: { results: [{ key: 'other', effect: 'Applied' }] } }, undefined],
    ['too few results', { status: 200, body: { results: [] } }, undefined],
    ['a success without a body', { status: 200 }, undefined],
    ['a success that is null', { status: 200, body: 'null' }, undefined],
    ['a success without results', { status: 200, body: { status: 'UP' } }, undefined],
    ['results that are no objects', { status: 200, body: { results: [null] } }, undefined],
    ['a result that does not say what became of the fact', { status: 200, body: { results: [{ key: 'a' }] } }, undefined],
    ['an effect that nobody knows', { status: 200, body: { results: [{ key: 'a', effect: 'Failed' }] } }, undefined],
    ['no answer', 'no answer', undefined],
  ] as const) {
    it(`takes ${name} for trouble that passes`, async () => {
      const { client } = await start(() => answer);
      await assert.rejects(client.postFacts([fact('a')]), (error: unknown) => error instanceof TransientFailure && error.retryAfterMs === retryAfterMs);
    });
  }

  for (const [name, answer, code] of [
    ['a malformed body', { status: 400, body: [{ errorCode: 'HF-BAD-FIELD', message: 'events[0].quantity is -1; it must be above 0.', fields: ['events[0].quantity'] }] }, 'HF-BAD-FIELD'],
    ['a body that is too large', { status: 413, body: [{ errorCode: 'HF-BODY-TOO-LARGE', message: 'x' }] }, 'HF-BODY-TOO-LARGE'],
    ['an exception in Apex', { status: 500, body: [{ errorCode: 'APEX_ERROR', message: 'System.LimitException: Apex CPU time limit exceeded' }] }, 'APEX_ERROR'],
  ] as const) {
    it(`takes ${name} for something about what was sent`, async () => {
      const { client } = await start(() => answer);
      await assert.rejects(client.postFacts([fact('a')]), (error: unknown) => error instanceof Refusal && error.code === code && error.message === answer.body[0].message);
    });
  }

  it('knows the key of a fact again when the org took white space off its ends', async () => {
    const { client } = await start(() => ({ status: 200, body: { results: [{ key: 'a', effect: 'Applied' }] } }));
    assert.equal((await client.postFacts([fact(' a ')])).length, 1);
  });

  it('waits for an answer as long as it was told, and no longer than its caller', async () => {
    const { client } = await start(() => new Promise(() => undefined), { timeoutMs: 100 });
    await assert.rejects(client.postFacts([fact('a')]), TransientFailure);
    const end = new AbortController();
    const patient = new OrgClient({ login: org!.login, clock: systemClock });
    const asked = patient.call('GET', '/availability?sku=A', undefined, end.signal);
    end.abort();
    await assert.rejects(asked, TransientFailure);
  });

  it('answers other calls as the org does', async () => {
    const { client } = await start(() => ({ status: 409, body: [{ errorCode: 'HF-ALREADY-RELEASED', message: 'x' }] }));
    assert.deepEqual(await client.call('POST', '/reservations/R%201/fulfil', {}), { status: 409, body: [{ errorCode: 'HF-ALREADY-RELEASED', message: 'x' }] });
  });

  for (const body of ['', 'null', '{"status":"UP"}', '{"records":null}']) {
    it(`takes ${body === '' ? 'an empty answer' : body} to a query for trouble that passes, never for no records`, async () => {
      const { client } = await start(() => ({ status: 200, body }));
      await assert.rejects(client.query('SELECT Id FROM Product2'), TransientFailure);
    });
  }

  it('reads all pages of a query', async () => {
    const { client } = await start(({ path }) => ({ status: 200, body: path.includes('query?q=') ? { records: [{ Id: '1' }], nextRecordsUrl: '/services/data/v67.0/query/next-1' } : { records: [{ Id: '2' }] } }));
    assert.deepEqual(await client.query("SELECT Id FROM Product2 WHERE SKU__c = 'A&B'"), [{ Id: '1' }, { Id: '2' }]);
    assert.equal(org!.requests[0]!.path, '/services/data/v67.0/query?q=SELECT%20Id%20FROM%20Product2%20WHERE%20SKU__c%20%3D%20%27A%26B%27');
  });
});
