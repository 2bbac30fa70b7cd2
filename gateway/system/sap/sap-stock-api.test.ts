/** The System API over a simulated ERP: every answer is held against the contract. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { checkAnswers, type SeenAnswers } from '../../contracts/test/checked-answers.ts';
import { answerErrors, authoriseClients, keepRawBodies } from '../../shared/http.ts';
import { silentLog } from '../../shared/log.ts';
import { NO_FAULTS } from '../../simulator/sap/faults.ts';
import { serveSap, type SapServer } from '../../simulator/sap/server.ts';
import { SapSimulator } from '../../simulator/sap/simulator.ts';
import { registerSapStock } from './api.ts';
import { sapOverOData } from './odata-client.ts';
import { testParts } from './test/parts.ts';

const clock = { now: () => Date.parse('2026-11-21T12:00:00Z'), sleep: async () => undefined };
const LAMP = { material: 'LAMP-1', plant: '1010', storageLocation: '0001' };
const movement = { code: '03', movementType: '601', reference: 'HF0123456789ABCD', postingDate: '2026-11-21', items: [{ ...LAMP, quantity: 1.5, baseUnit: 'EA' }] };
const simulator = new SapSimulator({ clock });
const parts = testParts(clock);
let erp: SapServer;
let server: FastifyInstance;
let answers: SeenAnswers;

const call = async (method: 'GET' | 'POST', address: string, body?: unknown, token = 'all'): Promise<{ readonly status: number; readonly body: unknown }> => {
  const answer = await server.inject({ method, url: `/sap-stock/v1${address}`, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { payload: body as object }) });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
};
const codeOf = ({ body }: { readonly body: unknown }): string => (body as { errorCode: string }[])[0]!.errorCode;

describe('the System API of SAP stock', () => {
  before(async () => {
    erp = await serveSap(simulator, { user: 'HOLDFAST', password: 'open', controlToken: 'control' });
    server = fastify();
    keepRawBodies(server);
    answerErrors(server, silentLog);
    answers = checkAnswers(server);
    const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
    const authorise = authoriseClients([{ name: 'all', tokenHash: tokenHash('all'), scopes: ['system:read', 'system:write'] }, { name: 'reader', tokenHash: tokenHash('reader'), scopes: ['system:read'] }]);
    registerSapStock(server, { sap: sapOverOData({ baseUrl: erp.url, login: { kind: 'basic', user: 'HOLDFAST', password: 'open' }, clock }), store: parts.store, clock, authorise });
    simulator.post({ movementType: '501', reference: 'ORDER-1', items: [{ ...LAMP, quantityThousandths: 10_000 }] });
    simulator.post({ movementType: '311', items: [{ ...LAMP, quantityThousandths: 2_000, toStorageLocation: '0002' }] });
  });
  beforeEach(() => { simulator.setFaults(NO_FAULTS); });
  after(async () => {
    await server.close();
    await erp.close();
    await parts.close();
    answers.assertKept();
  });

  it('answers documents by number, by time and by reference', async () => {
    const one = await call('GET', '/documents/2026/4900000002');
    assert.deepEqual([one.status, (one.body as { items: unknown[] }).items.length], [200, 2]);
    const numbers = async (query: string) => ((await call('GET', `/documents?${query}`)).body as { documents: { number: string }[] }).documents.map(({ number }) => number);
    assert.deepEqual(await numbers('from=2026-11-21T11:00:00Z&to=2026-11-21T13:00:00Z&plant=1010'), ['4900000001', '4900000002']);
    assert.deepEqual(await numbers('from=2026-11-21T11:00:00Z&to=2026-11-21T13:00:00Z&plant=1020'), []);
    assert.deepEqual(await numbers('reference=ORDER-1'), ['4900000001']);
    assert.deepEqual(await numbers('reference=ORDER-2'), []);
  });

  it('answers the stock of a plant, of a place in it, and of a material', async () => {
    const rows = async (query: string) => ((await call('GET', `/stock?${query}`)).body as { stock: { storageLocation: string; quantity: number }[] }).stock.map(({ storageLocation, quantity }) => [storageLocation, quantity]);
    assert.deepEqual(await rows('plant=1010'), [['0001', 8], ['0002', 2]]);
    assert.deepEqual(await rows('plant=1010&storageLocation=0002&material=LAMP-1'), [['0002', 2]]);
    assert.deepEqual(await rows('plant=1010&material=NONE'), []);
  });

  it('posts a movement once under its reference', async () => {
    const [first, second] = [await call('POST', '/movements', movement), await call('POST', '/movements', movement)];
    assert.deepEqual([first.status, second.status, second.body], [201, 200, first.body]);
    assert.equal(simulator.book.quantity(LAMP, clock.now()), 6500);
  });

  for (const [what, method, address, body, token, status, code] of [
    ['a stranger', 'GET', '/stock?plant=1010', undefined, 'guess', 401, 'GW-UNAUTHORISED'],
    ['who may only read', 'POST', '/movements', movement, 'reader', 403, 'GW-FORBIDDEN'],
    ['a document there is not', 'GET', '/documents/2026/1', undefined, 'all', 404, 'GW-NO-DOCUMENT'],
    ['a year that is none', 'GET', '/documents/26/1', undefined, 'all', 400, 'GW-MALFORMED'],
    ['a question without a time', 'GET', '/documents?from=2026-11-21T11:00:00Z', undefined, 'all', 400, 'GW-MALFORMED'],
    ['a time of more than a day', 'GET', '/documents?from=2026-11-20T11:00:00Z&to=2026-11-21T13:00:00Z', undefined, 'all', 400, 'GW-MALFORMED'],
    ['a plant that would change the question', 'GET', `/stock?plant=${encodeURIComponent("1' or '1")}`, undefined, 'all', 400, 'GW-MALFORMED'],
    ['a quantity below nothing', 'POST', '/movements', { ...movement, items: [{ ...LAMP, quantity: -1, baseUnit: 'EA' }] }, 'all', 400, 'GW-MALFORMED'],
    ['a reference that is too long', 'POST', '/movements', { ...movement, reference: 'A'.repeat(17) }, 'all', 400, 'GW-MALFORMED'],
    ['what SAP refuses, in its words', 'POST', '/movements', { ...movement, reference: 'OTHER', movementType: '999' }, 'all', 422, 'M7/053'],
  ] as const) {
    it(`refuses ${what}, and posts nothing`, async () => {
      const documents = simulator.book.documents(clock.now()).length;
      const answer = await call(method, address, body, token);
      assert.deepEqual([answer.status, codeOf(answer)], [status, code]);
      assert.equal(simulator.book.documents(clock.now()).length, documents);
    });
  }

  it('asks to come again while SAP fails', async () => {
    simulator.setFaults({ errorShare: 1 });
    const answer = await call('GET', '/stock?plant=1010');
    assert.deepEqual([answer.status, codeOf(answer)], [503, 'GW-TRY-AGAIN']);
  });
});
