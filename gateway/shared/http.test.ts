import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { Refusal, TransientFailure } from './failures.ts';
import { answerErrors, authoriseClients, BODY_LIMIT_BYTES, keepRawBodies } from './http.ts';
import { jsonLog } from './log.ts';

interface Told { readonly errorCode: string; readonly message: string; readonly fields?: readonly string[] }

describe('an HTTP surface', () => {
  const lines: string[] = [];
  let server: FastifyInstance;
  before(async () => {
    server = Fastify({ bodyLimit: BODY_LIMIT_BYTES });
    keepRawBodies(server);
    answerErrors(server, jsonLog((line) => lines.push(line)));
    const authorise = authoriseClients([{ name: 'web shop', tokenHash: createHash('sha256').update('right').digest('hex'), scopes: ['web:read'] }]);
    server.post('/echo', async (request) => ({ body: request.body, raw: request.rawBody?.toString('latin1') }));
    server.get('/open', { preHandler: authorise('web:read') }, async () => 'yes');
    server.get('/closed', { preHandler: authorise('web:write') }, async () => 'yes');
    server.get('/busy', async () => { throw new TransientFailure('The org does not answer.', { retryAfterMs: 2_500 }); });
    server.get('/full', async () => { throw new Refusal('GW-BUSY', 'Too much waits.', { status: 503, fields: ['lines'] }); });
    server.get('/mistake', async () => { throw new Error('password=hunter2'); });
    await server.ready();
  });
  after(() => server.close());
  const told = (payload: string): Told => (JSON.parse(payload) as Told[])[0]!;
  const post = (payload: string | Buffer, type = 'application/json') => server.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } });

  it('keeps the bytes of a body beside what they say', async () => {
    assert.deepEqual((await post('{ "a": 1 }')).json(), { body: { a: 1 }, raw: '{ "a": 1 }' });
    assert.deepEqual((await post('<a/>', 'text/xml')).json(), { raw: '<a/>' });
  });

  for (const [what, body] of [['half an object', '{"a":'], ['a key into prototypes', '{"a":{"__proto__":{"x":1}}}'], ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])]] as const) {
    it(`refuses ${what}`, async () => {
      const answer = await post(body);
      assert.equal(answer.statusCode, 400);
      assert.equal(told(answer.payload).errorCode, 'GW-MALFORMED');
    });
  }

  it('refuses a body beyond its limit, and types it cannot read', async () => {
    assert.equal(told((await post(`"${'x'.repeat(BODY_LIMIT_BYTES)}"`)).payload).errorCode, 'GW-BODY-TOO-LARGE');
    assert.equal((await post('a', 'text/plain')).statusCode, 415);
  });

  it('lets in who has a token with the scope', async () => {
    const get = (url: string, token?: string) => server.inject({ url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
    assert.deepEqual(await Promise.all([get('/open', 'right'), get('/open', 'wrong'), get('/open'), get('/closed', 'right')].map(async (answer) => (await answer).statusCode)), [200, 401, 401, 403]);
  });

  it('tells what may work later when to come again', async () => {
    const answer = await server.inject('/busy');
    assert.deepEqual([answer.statusCode, answer.headers['retry-after'], told(answer.payload).errorCode], [503, '3', 'GW-TRY-AGAIN']);
    const full = await server.inject('/full');
    assert.deepEqual([full.statusCode, full.headers['retry-after'], told(full.payload)], [503, '1', { errorCode: 'GW-BUSY', message: 'Too much waits.', fields: ['lines'] }]);
  });

  it('keeps the text of its own mistakes to its log', async () => {
    const answer = await server.inject('/mistake');
    assert.equal(told(answer.payload).errorCode, 'GW-INTERNAL');
    assert.doesNotMatch(answer.payload, /hunter2/);
    assert.match(lines.join(''), /request-failed/);
  });

  it('names an address that is not there', async () => {
    assert.equal(told((await server.inject('/nowhere?a=1')).payload).message, 'There is no GET /nowhere.');
  });
});
