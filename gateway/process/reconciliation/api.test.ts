import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fastify from 'fastify';
import { checkAnswers } from '../../contracts/test/checked-answers.ts';
import { systemClock } from '../../shared/clock.ts';
import { answerErrors, authoriseClients, keepRawBodies } from '../../shared/http.ts';
import { silentLog } from '../../shared/log.ts';
import { MovementMap } from '../intent/movement-map.ts';
import { Places } from '../intent/places.ts';
import { registerRuns } from './api.ts';
import { Runs } from './runs.ts';
import type { SnapshotReport, SnapshotRun } from './snapshot-run.ts';

const rules = { current: async () => ({ source: 'SAP', movements: new MovementMap([]), places: new Places([{ location: 'LYON', plant: '1010', storageLocation: '0001' }]), tillMode: 'Final' as const }) };
const report: SnapshotReport = { positions: 2, told: 1, differing: [], left: [{ sku: 'LAMP-1', location: 'LYON', reason: 'GW-MOVED' }] };

async function served(run: () => Promise<SnapshotReport>, use: (call: (method: 'GET' | 'POST', path: string, body?: unknown, token?: string) => Promise<{ status: number; body: unknown }>, runs: Runs) => Promise<void>): Promise<void> {
  const server = fastify();
  keepRawBodies(server);
  answerErrors(server, silentLog);
  const answers = checkAnswers(server);
  const runs = new Runs({ snapshots: { run } as unknown as SnapshotRun, rules, clock: systemClock, log: silentLog });
  const authorise = authoriseClients([{ name: 'desk', tokenHash: createHash('sha256').update('open').digest('hex'), scopes: ['system:read', 'process:write'] }, { name: 'screen', tokenHash: createHash('sha256').update('look').digest('hex'), scopes: ['system:read'] }]);
  registerRuns(server, { runs, authorise });
  await use(async (method, url, body, token = 'open') => {
    const answer = await server.inject({ method, url: `/reconciliation/v1${url}`, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { payload: body as object }) });
    return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
  }, runs);
  answers.assertKept();
  await runs.close();
  await server.close();
}

describe('runs of snapshots', () => {
  it('are begun on demand, one at a time, and say what they left', async () => {
    const gate = Promise.withResolvers<SnapshotReport>();
    await served(() => gate.promise, async (call, runs) => {
      const begun = await call('POST', '/runs', { locations: ['lyon'] });
      const { id } = begun.body as { id: string };
      assert.equal(begun.status, 202);
      assert.equal((await call('POST', '/runs', {})).status, 409);
      gate.resolve(report);
      await runs.idle();
      const { body } = await call('GET', `/runs/${id}`);
      assert.deepEqual({ ...(body as object), beganAt: '', endedAt: '' }, { id, state: 'Done', beganAt: '', endedAt: '', positions: 2, told: 1, left: report.left });
      assert.equal(((await call('GET', '/runs')).body as { runs: unknown[] }).runs.length, 1);
    });
  });

  it('tell why they failed', async () => {
    await served(async () => { throw new Error('SAP does not answer'); }, async (call, runs) => {
      await call('POST', '/runs', {});
      await runs.idle();
      assert.deepEqual(((await call('GET', '/runs')).body as { runs: { state: string; message: string }[] }).runs.map(({ state, message }) => [state, message]), [['Failed', 'SAP does not answer']]);
    });
  });

  it('are refused to strangers, for locations that are none, and in other words', async () => {
    await served(async () => report, async (call) => {
      for (const [status, body, token] of [[401, {}, 'guess'], [403, {}, 'look'], [400, { locations: ['ROME'] }, 'open'], [400, { locations: 'LYON' }, 'open']] as const) assert.equal((await call('POST', '/runs', body, token)).status, status);
      assert.equal((await call('GET', '/runs/run-1')).status, 404);
    });
  });
});
