import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { answerErrors } from '../shared/http.ts';
import { Refusal } from '../shared/failures.ts';
import { silentLog } from '../shared/log.ts';
import { Figures } from './figures.ts';
import { createMetrics } from './prometheus.ts';
import { registerHealth, runningFigures, type SurfaceParts } from './surface.ts';
import { movableClock } from './test/movable-clock.ts';

const clock = movableClock();

function serverWith(changes: Partial<SurfaceParts> = {}): FastifyInstance {
  const server = Fastify();
  answerErrors(server, silentLog);
  const work = { figures: async () => [] };
  registerHealth(server, { work, clock, metrics: createMetrics({ clock, work: work.figures }), ...changes });
  return server;
}

describe('/healthz', () => {
  it('is ok while work can be taken and goes out', async () => {
    const answer = await serverWith({ breakers: () => [{ system: 'org', state: 'Closed', sinceMs: 0 }], reportTakenAtMs: () => clock.now() - 5000 }).inject('/healthz');
    assert.deepEqual([answer.statusCode, answer.json()], [200, { status: 'ok', problems: [] }]);
  });

  it('is degraded, and still 200, while something that work goes to is not there: nothing is lost by it', async () => {
    const answer = await serverWith({
      breakers: () => [{ system: 'SAP', state: 'Open', sinceMs: 0 }], subscriptions: () => [{ topic: '/event/A', state: 'Connecting' }], reportTakenAtMs: () => undefined,
    }).inject('/healthz');
    assert.deepEqual([answer.statusCode, answer.json()], [200, { status: 'degraded', problems: ['SAP does not answer', 'no events of /event/A', 'the org takes no reports'] }]);
  });

  it('is 503 when the store cannot be read, and does not tell its secrets', async () => {
    const answer = await serverWith({ work: { figures: async () => Promise.reject(new Error('postgres://user:secret@host')) } }).inject('/healthz');
    assert.equal(answer.statusCode, 503);
    assert.doesNotMatch(answer.body, /secret/);
  });
});

describe('/metrics', () => {
  it('is text for Prometheus, for those who may', async () => {
    const answer = await serverWith().inject('/metrics');
    assert.equal(answer.statusCode, 200);
    assert.match(answer.headers['content-type'] as string, /^text\/plain/);
    assert.match(answer.body, /^# HELP holdfast_gateway_work /m);
    const refused = await serverWith({ before: async () => Promise.reject(new Refusal('GW-UNAUTHORISED', 'No.', { status: 401 })) }).inject('/metrics');
    assert.equal(refused.statusCode, 401);
  });
});

describe('running figures', () => {
  it('are counts since the process began and percentiles of the window', () => {
    const figures = new Figures(clock);
    figures.count('TILL', 'received', 2);
    figures.hop('TILL', 'source-to-org', 40);
    assert.deepEqual(runningFigures(figures, [{ system: 'org', state: 'Open', sinceMs: 0 }], [{ topic: '/event/A', state: 'Live', position: '7' }]), {
      sources: [{ source: 'TILL', hops: [{ hop: 'source-to-org', p50Ms: 40, p95Ms: 40, p99Ms: 40, count: 1 }], counts: { received: 2 } }],
      breakers: [{ system: 'org', state: 'Open', since: '1970-01-01T00:00:00.000Z' }],
      subscriptions: [{ topic: '/event/A', state: 'Live', position: '7' }],
    });
  });
});
