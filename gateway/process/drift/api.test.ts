import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fastify from 'fastify';
import { checkAnswers } from '../../contracts/test/checked-answers.ts';
import { answerErrors, authoriseClients, keepRawBodies } from '../../shared/http.ts';
import { silentLog } from '../../shared/log.ts';
import { registerDrift } from './api.ts';
import type { DriftCase } from './cases.ts';

const AT = Date.UTC(2026, 10, 21, 8);
const drift = (location: string, more: Partial<DriftCase> = {}): DriftCase => ({
  key: `LAMP-1|${location}|2026/1/0001`, sku: 'LAMP-1', location, quantity: 5, driftClass: 'Lost', firstDiverging: { key: '2026/1/0001', side: 'Org', atMs: AT }, explanation: 'It was never announced.', explained: false, remedy: 'Deliver', alternatives: [], foundAtMs: AT + 60_000, ...more,
});

describe('GET /reconciliation/v1/drift', () => {
  const asked = async (query: string, token = 'open') => {
    const server = fastify();
    keepRawBodies(server);
    answerErrors(server, silentLog);
    const answers = checkAnswers(server);
    registerDrift(server, {
      check: { cases: async () => [drift('LYON', { firstDiverging: { key: '2026/2/0001', side: 'SAP', atMs: AT + 1 } }), drift('NICE', { explained: true, explainedAtMs: AT + 120_000, alternatives: ['Late'] })] },
      authorise: authoriseClients([{ name: 'desk', tokenHash: createHash('sha256').update('open').digest('hex'), scopes: ['system:read'] }]),
    });
    const answer = await server.inject({ url: `/reconciliation/v1/drift${query}`, headers: { authorization: `Bearer ${token}` } });
    answers.assertKept();
    await server.close();
    return { status: answer.statusCode, cases: (answer.json<{ cases?: { location: string; firstDiverging: { at: string }; explainedAt?: string }[] }>().cases ?? []) };
  };

  it('tells cases with the event that diverged first, the oldest event first', async () => {
    const { status, cases } = await asked('');
    assert.equal(status, 200);
    assert.deepEqual(cases.map(({ location, firstDiverging: { at }, explainedAt }) => [location, at, explainedAt]), [['NICE', '2026-11-21T08:00:00.000Z', '2026-11-21T08:02:00.000Z'], ['LYON', '2026-11-21T08:00:00.001Z', undefined]]);
  });

  it('tells open cases only, or those of a location, when asked', async () => {
    assert.deepEqual((await asked('?explained=false')).cases.map(({ location }) => location), ['LYON']);
    assert.deepEqual((await asked('?location=nice')).cases.map(({ location }) => location), ['NICE']);
  });

  it('is refused to strangers and for words that are none', async () => {
    assert.equal((await asked('', 'shut')).status, 401);
    assert.equal((await asked('?explained=perhaps')).status, 400);
  });
});
