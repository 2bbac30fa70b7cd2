import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { keepReservations, reservation } from '../test/reservations.ts';
import { BEARER, World, type Sent } from '../test/world.ts';
import { registerWeb } from './web-api.ts';

let world: World;

beforeEach(async () => {
  world = await World.open();
  registerWeb(world.server, { org: world.org, store: world.store, reserve: (command) => world.reserve(command), authorise: world.authorise, clock: world.clock, isFull: () => world.isFull });
});
afterEach(() => world.close());

const send = async (url: string, body?: unknown, rest: Partial<Sent> = {}): Promise<{ status: number; body: unknown }> => {
  const answer = await world.send({ url: `/web/v1${url}`, headers: BEARER, ...(body === undefined ? {} : { body }), ...rest });
  return { status: answer.statusCode, body: answer.json() };
};
const get = (url: string): Promise<{ status: number; body: unknown }> => send(url, undefined, { method: 'GET' });
const command = { requestKey: 'web-1', kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, orderRef: '4711', lines: [{ line: 1, sku: 'LAMP-1', location: 'LYON', quantity: 2 }] };
const decided = (result: object) => (): { status: number; body: unknown } => ({ status: 200, body: { results: [result] } });

describe('a web shop', () => {
  it('is told what can be promised to its channel, and not what is on the shelf', async () => {
    world.orgAnswers = () => ({ status: 200, body: { asOf: '2026-11-22T10:00:00.000Z', items: [{ sku: 'A', location: 'LYON', onHand: 9, reserved: 1, safety: 0, inspection: 0, damaged: 0, inTransit: 0, available: 8, version: 4, promisable: [{ from: '2026-11-22', quantity: 8 }] }, { sku: 'A', group: 'NORTH', locations: 2, onHand: 9, available: 8 }], unknown: ['B'], nextCursor: 'n' } });
    assert.deepEqual((await send('/availability/query', { channel: 'WEB', skus: ['A', 'B'], days: 3 })).body, {
      asOf: '2026-11-22T10:00:00.000Z', items: [{ sku: 'A', location: 'LYON', available: 8, promisable: [{ from: '2026-11-22', quantity: 8 }], version: 4 }, { sku: 'A', group: 'NORTH', available: 8 }], unknown: ['B'], nextCursor: 'n',
    });
    assert.deepEqual(world.orgCalls[0]!.body, { channel: 'WEB', skus: ['A', 'B'], days: 3 });
  });

  it('reserves: granted, refused for want of stock, or later in peak mode', async () => {
    world.orgAnswers = decided({ requestKey: 'web-1', status: 'Reserved', lines: [{ line: 1, granted: 2, available: 5 }] });
    assert.deepEqual(await send('/reservations', { ...command, tenant: 'x' }), { status: 200, body: { requestKey: 'web-1', status: 'Reserved', lines: [{ line: 1, granted: 2, available: 5 }] } });
    assert.deepEqual(world.orgCalls[0]!.body, command, 'only what the contract names goes on');
    world.orgAnswers = decided({ requestKey: 'web-1', status: 'Refused', lines: [{ line: 1, granted: 0, available: 1, reason: 'HF-SHORT', message: '1 left.' }] });
    assert.partialDeepStrictEqual(await send('/reservations', command), { status: 200, body: { status: 'Refused', lines: [{ reason: 'HF-SHORT' }] } });
    world.orgAnswers = decided({ requestKey: 'web-1', status: 'Queued' });
    assert.deepEqual(await send('/reservations', command), { status: 202, body: { requestKey: 'web-1', status: 'Queued' } });
  });

  it('is told that a key stands for something else', async () => {
    world.orgAnswers = decided({ requestKey: 'web-1', status: 'Refused', reason: 'HF-KEY-REUSED', message: 'Another body.', lines: [] });
    assert.deepEqual(await send('/reservations', command), { status: 409, body: [{ errorCode: 'HF-KEY-REUSED', message: 'Another body.', fields: ['requestKey'] }] });
  });

  it('waits when too many want the same, and when the org is away', async () => {
    const failures: unknown[] = [new Refusal('GW-BUSY', 'Too many.', { status: 503 }), new TransientFailure('No answer.')];
    for (const failure of failures) {
      world.orgAnswers = () => { throw failure; };
      const answer = await world.send({ url: '/web/v1/reservations', headers: BEARER, body: command });
      assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '1']);
    }
  });

  it('gives back what it reserved, also while the org is away', async () => {
    world.orgAnswers = () => { throw new TransientFailure('No answer.'); };
    assert.deepEqual(await send('/reservations/web-1/release'), { status: 202, body: { requestKey: 'web-1', status: 'Accepted' } });
    assert.deepEqual(await send('/reservations/web-1/release'), { status: 202, body: { requestKey: 'web-1', status: 'Duplicate' } });
    const [work] = await world.work();
    assert.deepEqual([work!.kind, work!.lane, work!.body], ['release', 'web-1', { requestKey: 'web-1' }]);
    world.isFull = true;
    assert.equal((await send('/reservations/web-2/release')).status, 503);
  });

  it('looks a reservation up', async () => {
    keepReservations(world, [reservation()]);
    assert.partialDeepStrictEqual(await get('/reservations/web-4711-1'), { status: 200, body: { requestKey: 'web-4711-1', orderRef: '4711', lines: [{ line: '1', granted: 2 }, { line: 'B' }] } });
    assert.partialDeepStrictEqual(await get('/reservations/unknown'), { status: 404, body: [{ errorCode: 'HF-UNKNOWN-RESERVATION' }] });
  });

  it('follows every change', async () => {
    world.orgAnswers = () => ({ status: 200, body: { items: [{ sku: 'A', location: 'LYON', onHand: 9, reserved: 1, safety: 0, inspection: 0, damaged: 0, inTransit: 0, available: 8, version: 4, changedAt: '2026-11-22T10:00:00.000Z' }], nextCursor: 'c-2', hasMore: false } });
    assert.deepEqual((await get('/changes?after=c%2F1')).body, { items: [{ sku: 'A', location: 'LYON', available: 8, version: 4, changedAt: '2026-11-22T10:00:00.000Z' }], nextCursor: 'c-2', hasMore: false });
    assert.equal(world.orgCalls[0]!.path, '/changes?after=c%2F1');
  });

  it('is not told of mistakes between gateway and org', async () => {
    world.orgAnswers = () => ({ status: 403, body: [{ errorCode: 'HF-FORBIDDEN', message: 'The user integration@example.com lacks View_Availability.' }] });
    const { status, body } = await get('/changes');
    assert.deepEqual([status, (body as { errorCode: string }[])[0]!.errorCode], [500, 'GW-INTERNAL']);
    assert.doesNotMatch(JSON.stringify(body), /integration@example/);
    assert.match(world.logged.join(''), /HF-FORBIDDEN/);
  });

  for (const [name, body, message] of [
    ['no location and no group', { ...command, lines: [{ line: 1, sku: 'A', quantity: 1 }] }, /needs a location or a group/], ['both', { ...command, lines: [{ line: 1, sku: 'A', quantity: 1, location: 'L', group: 'G' }] }, /and not both/],
    ['a line twice', { ...command, lines: [command.lines[0], command.lines[0]] }, /a second time/], ['a blank SKU', { ...command, lines: [{ ...command.lines[0], sku: ' ' }] }, /sku is blank/],
    ['an end of a firm promise', { ...command, expiresAt: '2026-11-22T10:00:00Z' }, /only for a Cart/], ['a quota', { ...command, kind: 'Quota' }, /kind is "Quota"; it must be one of Firm, Cart/], ['a key with a space', { ...command, requestKey: 'a b' }, /requestKey is "a b"/],
    ['no channel', { ...command, channel: undefined }, /channel is missing/],
  ] as const) {
    it(`that reserves with ${name} is refused, and the org is not asked`, async () => {
      const answer = await send('/reservations', body);
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify((answer.body as { message: string }[])[0]!.message), new RegExp(message.source.replaceAll('"', '\\\\"')));
      assert.equal(world.orgCalls.length, 0);
    });
  }

  it('without a token, or the scope, asks nothing of the org', async () => {
    assert.equal((await send('/reservations', command, { headers: {} })).status, 401);
    assert.equal((await send('/reservations', command, { headers: { authorization: 'Bearer token-of-the-reader' } })).status, 403);
    assert.equal((await send('/reservations/x/release', undefined, { headers: { authorization: 'Bearer token-of-the-reader' } })).status, 403);
    assert.equal((await send('/availability/query', { channel: 'WEB' }, { headers: { authorization: 'Basic dTpw' } })).status, 401);
    assert.ok(world.orgCalls.length === 0 && await world.isEmpty());
    assert.doesNotMatch(world.logged.join(''), /token-of-the/);
  });
});
