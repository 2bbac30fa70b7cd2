import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { checkAnswers, type SeenAnswers } from '../../contracts/test/checked-answers.ts';
import { openSqliteStore } from '../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import { newWork } from '../../delivery/test/work-items.ts';
import { answerErrors, authoriseClients, keepRawBodies } from '../../shared/http.ts';
import { silentLog } from '../../shared/log.ts';
import { registerOperations } from './routes.ts';

const NOW_MS = Date.parse('2026-11-22T10:00:00.000Z');
const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

describe('/operations/v1', () => {
  let folder: string;
  let store: GatewayStore;
  let server: FastifyInstance;
  let answers: SeenAnswers;
  const asked: unknown[] = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-operations-'));
    const clock = { now: () => NOW_MS, sleep: async () => undefined };
    store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock });
    server = Fastify();
    keepRawBodies(server);
    answerErrors(server, silentLog);
    answers = checkAnswers(server);
    registerOperations(server, {
      store, clock, authorise: authoriseClients([{ name: 'reader', tokenHash: hash('reader'), scopes: ['operations:read'] }, { name: 'writer', tokenHash: hash('writer'), scopes: ['operations:read', 'operations:write'] }]),
      figures: () => ({ sources: [{ source: 'TILL', hops: [], counts: { received: 1 } }], breakers: [{ system: 'org', state: 'Closed' }], subscriptions: [] }),
      work: { redrive: async (ids) => { asked.push(ids); return ids.length; }, discard: async (ids) => ids.length, replay: async (span) => { asked.push(span); return 7; } },
    });
    await store.transaction(async (transaction) => {
      await transaction.append([newWork({ key: 'A', occurredAtMs: NOW_MS - 5_000 }), newWork({ key: 'B', source: 'SQUARE' })]);
    });
    const [first] = await store.find({ key: 'A', most: 1 });
    await store.transaction((transaction) => transaction.finish([{ item: first!, outcome: { state: 'Dead', reason: 'GW-UNMAPPED', message: 'Movement type 951 is not in the movement map.' } }]));
  });
  after(async () => {
    await server.close();
    await store.close();
    rmSync(folder, { recursive: true });
    answers.assertKept();
  });

  const get = (url: string, token = 'reader') => server.inject({ url: `/operations/v1${url}`, headers: { authorization: `Bearer ${token}` } });
  const post = (url: string, payload: object, token = 'writer') => server.inject({ method: 'POST', url: `/operations/v1${url}`, payload, headers: { authorization: `Bearer ${token}` } });

  it('tells figures of the process and of the store', async () => {
    const { sources, work } = (await get('/figures')).json<{ sources: unknown[]; work: { state: string; source: string }[] }>();
    assert.equal(sources.length, 1);
    assert.deepEqual(work.map(({ source, state }) => `${source} ${state}`).sort(), ['SQUARE Waiting', 'TILL Dead']);
  });

  it('finds dead work with its reason, and one item with its body', async () => {
    const { items } = (await get('/work?state=Dead')).json<{ items: { id: number; key: string; reason: string }[] }>();
    assert.deepEqual(items.map(({ key, reason }) => [key, reason]), [['A', 'GW-UNMAPPED']]);
    assert.deepEqual((await get(`/work/${String(items[0]!.id)}`)).json<{ body: unknown }>().body, { quantity: 1 });
  });

  it('names work that is not there', async () => {
    assert.equal((await get('/work/999')).statusCode, 404);
  });

  for (const url of ['/work?state=Asleep', '/work?from=yesterday', '/work?afterId=-1', '/work/x']) {
    it(`refuses ${url}`, async () => {
      assert.equal((await get(url)).statusCode, 400);
    });
  }

  it('changes work for who may', async () => {
    assert.deepEqual((await post('/work/redrive', { ids: [1] })).json(), { changed: 1 });
    assert.deepEqual((await post('/work/discard', { ids: [1, 2] })).json(), { changed: 2 });
    assert.deepEqual((await post('/work/replay', { source: 'TILL', from: '2026-11-22T08:00:00Z', to: '2026-11-22T09:00:00Z' })).json(), { changed: 7 });
    assert.deepEqual(asked, [[1], { source: 'TILL', fromMs: Date.parse('2026-11-22T08:00:00Z'), toMs: Date.parse('2026-11-22T09:00:00Z') }]);
  });

  it('changes nothing for who may not, for nothing, or for a span that ends before it begins', async () => {
    const before = asked.length;
    assert.equal((await post('/work/redrive', { ids: [1] }, 'reader')).statusCode, 403);
    assert.equal((await post('/work/redrive', { ids: [1] }, 'nobody')).statusCode, 401);
    assert.equal((await post('/work/redrive', { ids: [] })).statusCode, 400);
    assert.equal((await post('/work/replay', { source: 'TILL', from: '2026-11-22T09:00:00Z', to: '2026-11-22T08:00:00Z' })).statusCode, 400);
    assert.equal(asked.length, before);
  });
});
