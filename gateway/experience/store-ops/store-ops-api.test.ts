import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { RingUps } from '../../process/promises/ring-ups.ts';
import { keepReservations, reservation } from '../test/reservations.ts';
import { BEARER, World } from '../test/world.ts';
import { registerStoreOps } from './store-ops-api.ts';

let world: World;

beforeEach(async () => {
  world = await World.open();
  registerStoreOps(world.server, { store: world.store, names: world.names, org: world.org, authorise: world.authorise, health: world.health, clock: world.clock, isFull: () => world.isFull });
});
afterEach(() => world.close());

const post = async (url: string, body: unknown, headers: Record<string, string> = BEARER): Promise<{ status: number; body: unknown }> => {
  const answer = await world.send({ url: `/store-ops/v1${url}`, headers, body });
  return { status: answer.statusCode, body: answer.json() };
};
const count = { documentNo: 'C-1', location: 'lyon-centre', actor: 'Kim', device: 'H-7', lines: [{ line: 1, sku: 'lamp-1', quantity: 0, countedAt: '2026-11-21T19:00:00+01:00' }, { line: 2, gtin: '4006381333931', quantity: 2, countedAt: '2026-11-21T19:01:00+01:00' }] };
const receipt = { documentNo: 'R-1', location: 'LYON-CENTRE', occurredAt: '2026-11-21T08:00:00Z', lines: [{ line: 1, sku: 'LAMP-1', quantity: 4, condition: 'damaged' }] };
const told = async (): Promise<unknown[]> => Promise.all((await world.work()).map(({ body }) => world.names.resolve(body)));

describe('a handheld', () => {
  it('tells what was counted, each line at its moment', async () => {
    assert.deepEqual(await post('/counts', count), { status: 202, body: { lines: [{ key: 'C-1-1', status: 'Accepted' }, { key: 'C-1-2', status: 'Accepted' }] } });
    assert.deepEqual(await told(), [
      { key: 'C-1-1', intent: 'StockCounted', occurredAt: '2026-11-21T19:00:00+01:00', reference: 'C-1', sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 0, source: 'HANDHELD', actor: 'Kim', device: 'H-7' },
      { key: 'C-1-2', intent: 'StockCounted', occurredAt: '2026-11-21T19:01:00+01:00', reference: 'C-1', sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 12, source: 'HANDHELD', actor: 'Kim', device: 'H-7' },
    ]);
  });

  it('tells what arrived, from suppliers and from other stores', async () => {
    await post('/receipts', receipt);
    await post('/receipts', { ...receipt, documentNo: 'R-2', transfer: 'TR-9', lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }] });
    await post('/receipts', { ...receipt, documentNo: 'R-3', reference: 'PO-5' });
    assert.deepEqual((await told()).map((fact) => { const { intent, reference, condition } = fact as { intent: string; reference: string; condition?: string }; return [intent, reference, condition]; }), [
      ['StockReceived', 'R-1', 'damaged'], ['TransferReceived', 'TR-9', undefined], ['StockReceived', 'PO-5', 'damaged'],
    ]);
  });

  it('may tell it again; what it tells differently is kept beside it', async () => {
    await post('/receipts', receipt);
    assert.deepEqual(await post('/receipts', receipt), { status: 202, body: { lines: [{ key: 'R-1-1', status: 'Duplicate' }] } });
    assert.partialDeepStrictEqual(await post('/receipts', { ...receipt, lines: [{ line: 1, sku: 'LAMP-1', quantity: 5 }] }), { body: { lines: [{ status: 'Conflict' }] } });
    assert.deepEqual(await world.work().then((work) => work.map(({ body }) => (body as { key: string }).key)), ['R-1-1', 'R-1-1']);
  });

  it('is told which barcode nobody knows, and the count is kept', async () => {
    assert.partialDeepStrictEqual(await post('/counts', { ...count, lines: [{ ...count.lines[1], gtin: '12345678' }] }), { status: 202, body: { lines: [{ status: 'Held', reason: 'GW-UNKNOWN-GTIN' }] } });
    assert.equal((await world.work()).length, 1);
  });

  it('finds what a customer collects here, and hands it over', async () => {
    keepReservations(world, [reservation()]);
    const found = await world.send({ method: 'GET', url: '/store-ops/v1/reservations/K7M2QX?location=lyon-centre', headers: BEARER });
    assert.partialDeepStrictEqual(found.json(), { reservations: [{ requestKey: 'web-4711-1', lines: [{ open: 2 }] }] });
    assert.partialDeepStrictEqual(await post('/hand-overs', { code: 'K7M2QX', location: 'LYON-CENTRE' }), { status: 200, body: { status: 'Fulfilled', lines: [{ quantity: 2 }] } });
    assert.partialDeepStrictEqual(await post('/hand-overs', { code: 'NOBODY', location: 'LYON-CENTRE' }), { status: 404 });
  });

  it('does not hand over what was rung up at a till, also while the org has not heard of that', async () => {
    keepReservations(world, [reservation()]);
    const ringUps = new RingUps(world.store);
    await post('/receipts', receipt);
    await world.store.transaction(async (transaction) => ringUps.remember(transaction, { key: 'web-4711-1|LYON-CENTRE' }, { source: 'HANDHELD', receipt: 'LYON-3-20261121-77', keys: ['R-1-1'] }));
    assert.partialDeepStrictEqual(await post('/hand-overs', { code: 'K7M2QX', location: 'LYON-CENTRE' }), { status: 409, body: [{ errorCode: 'GW-NOTHING-OPEN' }] });
  });

  for (const [name, url, body, headers, status] of [
    ['no token', '/counts', count, {}, 401], ['an unknown token', '/counts', count, { authorization: 'Bearer guessed' }, 401], ['a token for something else', '/counts', count, { authorization: 'Bearer token-of-the-reader' }, 403],
    ['a line twice', '/counts', { ...count, lines: [count.lines[0], count.lines[0]] }, BEARER, 400], ['a line of nothing', '/receipts', { ...receipt, lines: [{ line: 1, quantity: 1 }] }, BEARER, 400],
    ['a negative count', '/counts', { ...count, lines: [{ ...count.lines[0], quantity: -1 }] }, BEARER, 400], ['| in a location', '/counts', { ...count, location: 'A|B' }, BEARER, 400], ['no JSON', '/counts', '{', BEARER, 400],
    ['a body that is too large', '/counts', `"${'x'.repeat(1_100_000)}"`, BEARER, 413],
  ] as const) {
    it(`with ${name} is refused, and nothing is stored`, async () => {
      assert.equal((await post(url, body, { ...headers })).status, status);
      assert.ok(await world.isEmpty());
    });
  }

  it('is turned away while too much waits', async () => {
    world.isFull = true;
    assert.equal((await post('/counts', count)).status, 503);
    assert.ok(await world.isEmpty());
  });
});
