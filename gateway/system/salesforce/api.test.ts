import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { keepReservations, reservation, reservedLine } from '../../experience/test/reservations.ts';
import { BEARER, World } from '../../experience/test/world.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { registerSalesforce } from './api.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
  registerSalesforce(world.server, { org: world.org, reserve: (request) => world.reserve(request), authorise: world.authorise });
});
afterEach(() => world.close());

const send = async (url: string, body?: unknown, method: 'GET' | 'POST' = body === undefined ? 'GET' : 'POST', headers: Record<string, string> = BEARER): Promise<{ status: number; body: unknown }> => {
  const answer = await world.send({ method, url: `/salesforce/v1${url}`, headers, ...(body === undefined ? {} : { body }) });
  return { status: answer.statusCode, body: answer.json() };
};
const fact = { key: 'OPEN|LAMP-1|DC-1', intent: 'StockReceived', sku: 'LAMP-1', location: 'DC-1', quantity: 40, occurredAt: '2026-11-21T08:00:00Z', source: 'WMS' };
const snapshot = { key: 'S-1', sku: 'LAMP-1', location: 'DC-1', asOf: '2026-11-21T06:00:00Z', from: '2026-11-21T00:00:00Z', sellable: 40, documents: [{ key: '2026/1/1', quantity: -3, occurredAt: '2026-11-21T04:10:00Z', confirms: { reference: 'R-1' } }] };
const command = { requestKey: 'oms-1', kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku: 'LAMP-1', group: 'NORTH', quantity: 2 }] };

describe('the org behind one door', () => {
  it('is told facts and snapshots, and answers what became of them', async (test) => {
    assert.deepEqual(await send('/facts', { facts: [fact] }), { status: 200, body: { results: [{ key: fact.key, effect: 'Applied' }] } });
    const post = test.mock.method(world.org, 'postSnapshots', async () => [{ key: 'S-1', effect: 'Applied' as const }]);
    assert.partialDeepStrictEqual(await send('/snapshots', { source: 'SAP', snapshots: [snapshot] }), { status: 200, body: { results: [{ key: 'S-1' }] } });
    assert.deepEqual(post.mock.calls[0]!.arguments.slice(0, 2), ['SAP', [snapshot]]);
  });

  it('reserves, hands over and gives back', async () => {
    world.orgAnswers = () => ({ status: 200, body: { results: [{ requestKey: 'oms-1', status: 'Reserved', lines: [{ line: 1, granted: 2, available: 5, places: [{ location: 'LYON', quantity: 2 }] }] }] } });
    assert.partialDeepStrictEqual(await send('/reservations', command), { status: 200, body: { status: 'Reserved', lines: [{ places: [{ location: 'LYON' }] }] } });
    keepReservations(world, [reservation({ requestKey: 'a:1', lines: [reservedLine({})] })]);
    assert.partialDeepStrictEqual(await send('/reservations/a%3A1'), { status: 200, body: { requestKey: 'a:1', kind: 'Firm' } });
    assert.partialDeepStrictEqual(await send('/reservations/a%3A1/fulfil', { lines: [{ line: 1, quantity: 1 }] }), { status: 200, body: { lines: [{ fulfilled: 1 }] } });
    assert.partialDeepStrictEqual(await send('/reservations/a%3A1/release', undefined, 'POST'), { status: 200, body: { lines: [{ released: 1 }] } });
    assert.partialDeepStrictEqual(await send('/reservations/b'), { status: 404, body: [{ errorCode: 'HF-UNKNOWN-RESERVATION' }] });
  });

  it('tells every change', async () => {
    const items = [{ sku: 'A', location: 'LYON', onHand: 9, reserved: 1, safety: 0, inspection: 0, damaged: 0, inTransit: 0, available: 8, version: 4, changedAt: '2026-11-22T10:00:00.000Z' }];
    world.orgAnswers = () => ({ status: 200, body: { items, nextCursor: 'c', hasMore: true } });
    assert.deepEqual((await send('/changes')).body, { items, nextCursor: 'c', hasMore: true });
  });

  it('refuses with the codes of the org, and is busy when it is', async (test) => {
    test.mock.method(world.org, 'postFacts', async () => { throw new Refusal('HF-BAD-FIELD', 'events[0].quantity is 0.', { fields: ['events[0].quantity'] }); });
    assert.partialDeepStrictEqual(await send('/facts', { facts: [fact] }), { status: 400, body: [{ errorCode: 'HF-BAD-FIELD' }] });
    test.mock.method(world.org, 'postFacts', async () => { throw new TransientFailure('No answer.'); });
    assert.partialDeepStrictEqual(await send('/facts', { facts: [fact] }), { status: 503, body: [{ errorCode: 'GW-TRY-AGAIN' }] });
    world.orgAnswers = () => ({ status: 200, body: { results: [{ requestKey: 'oms-1', status: 'Refused', reason: 'HF-KEY-REUSED', lines: [] }] } });
    assert.partialDeepStrictEqual(await send('/reservations', command), { status: 409, body: [{ errorCode: 'HF-KEY-REUSED' }] });
  });

  for (const [name, url, body] of [
    ['a fact of the org itself', '/facts', { facts: [{ ...fact, source: 'HOLDFAST' }] }], ['no facts', '/facts', { facts: [] }], ['a fact that confirms both ways', '/facts', { facts: [{ ...fact, confirms: { reference: 'R', businessDay: '2026-11-21' } }] }],
    ['too many documents', '/snapshots', { source: 'SAP', snapshots: [{ ...snapshot, documents: Array.from({ length: 1500 }, () => snapshot.documents[0]) }, { ...snapshot, documents: Array.from({ length: 501 }, () => snapshot.documents[0]) }] }],
    ['a control character', '/facts', { facts: [{ ...fact, actor: 'a\u0007' }] }],
  ] as const) {
    it(`refuses ${name}, and the org is not asked`, async (test) => {
      const [facts, snapshots] = [test.mock.method(world.org, 'postFacts'), test.mock.method(world.org, 'postSnapshots')];
      assert.equal((await send(url, body)).status, 400);
      assert.equal(facts.mock.callCount() + snapshots.mock.callCount(), 0);
    });
  }

  it('is for those whose scopes say so', async () => {
    assert.equal((await send('/facts', { facts: [fact] }, 'POST', {})).status, 401);
    assert.equal((await send('/facts', { facts: [fact] }, 'POST', { authorization: 'Bearer token-of-the-reader' })).status, 403);
    assert.equal((await send('/changes', undefined, 'GET', { authorization: 'Bearer token-of-the-reader' })).status, 403);
  });
});
