import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Reservation } from '../../process/promises/reservation.ts';
import { TransientFailure } from '../../shared/failures.ts';
import { keepReservations, reservation, reservedLine } from '../test/reservations.ts';
import { NETWORK, signature, signedGet } from '../test/till.ts';
import { World, type Sent } from '../test/world.ts';
import { registerPos } from './pos-api.ts';

let world: World;

beforeEach(async () => {
  world = await World.open();
  registerPos(world.server, { networks: [NETWORK], store: world.store, names: world.names, health: world.health, clock: world.clock, isFull: () => world.isFull, org: world.org, reserve: world.reserve });
});
afterEach(() => world.close());

const signed = (method: 'POST' | 'PATCH', url: string, body?: unknown): Sent => {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return { method, url, headers: signature(text ?? url), ...(text === undefined ? {} : { body: text }) };
};
const send = async (sent: Sent): Promise<{ status: number; body: unknown; code: string | undefined }> => {
  const answer = await world.send(sent);
  const body: unknown = answer.json();
  return { status: answer.statusCode, body, code: Array.isArray(body) ? (body as { errorCode: string }[])[0]!.errorCode : undefined };
};

describe('a quota', () => {
  const opened = { requestKey: 'q-1', store: 'lyon', register: '3', lines: [{ line: 1, sku: 'LAMP-1', quantity: 4 }] };

  it('is asked of the org for the register, and may be granted in part', async () => {
    world.orgAnswers = () => ({ status: 200, body: { results: [{ requestKey: 'q-1', status: 'Partial', lines: [{ line: 1, granted: 3, available: 0, reason: 'HF-SHORT', message: '3 of 4.' }] }] } });
    assert.deepEqual(await send(signed('POST', '/pos/v1/quotas', opened)), { status: 200, code: undefined, body: { requestKey: 'q-1', status: 'Partial', lines: [{ line: 1, granted: 3, available: 0, reason: 'HF-SHORT', message: '3 of 4.' }] } });
    assert.deepEqual(world.orgCalls[0]!.body, { requestKey: 'q-1', kind: 'Quota', purpose: 'Ship', channel: 'TILL', register: 'LYON-3', allOrNothing: false, lines: [{ line: 1, sku: 'LAMP-1', quantity: 4, location: 'LYON-CENTRE' }] });
  });

  it('under a key that stands for something else is a conflict', async () => {
    world.orgAnswers = () => ({ status: 200, body: { results: [{ requestKey: 'q-1', status: 'Refused', reason: 'HF-KEY-REUSED', message: 'Another body.', lines: [] }] } });
    assert.deepEqual(await send(signed('POST', '/pos/v1/quotas', opened)).then(({ status, code }) => [status, code]), [409, 'HF-KEY-REUSED']);
  });

  it('of a store nobody knows is 404, and the org is not asked', async () => {
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/quotas', { ...opened, store: 'NICE' })), { status: 404, code: 'GW-UNKNOWN-STORE' });
    assert.equal(world.orgCalls.length, 0);
  });

  it('is extended by its total, and returned', async () => {
    const kept = [reservation({ requestKey: 'q:1', kind: 'Quota', lines: [reservedLine({ fulfilled: 1 })] })];
    keepReservations(world, kept);
    assert.partialDeepStrictEqual(await send(signed('PATCH', '/pos/v1/quotas/q%3A1', { lines: [{ line: 1, quantity: 5 }] })), { status: 200, body: { lines: [{ line: '1', sku: 'LAMP-1', granted: 5, fulfilled: 1, released: 0 }] } });
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/quotas/q%3A1/return')), { status: 200, body: { lines: [{ released: 4 }] } });
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/quotas/unknown/return')), { status: 404, code: 'HF-UNKNOWN-RESERVATION' });
  });

  it('is all that a till can change: what a customer was promised is neither extended nor given back here', async () => {
    const kept = [reservation({ requestKey: 'web-1' }), reservation({ requestKey: 'fence-1', kind: 'Fence' })];
    keepReservations(world, kept);
    for (const key of ['web-1', 'fence-1']) {
      assert.partialDeepStrictEqual(await send(signed('POST', `/pos/v1/quotas/${key}/return`)), { status: 404, code: 'GW-UNKNOWN-RESERVATION' });
      assert.partialDeepStrictEqual(await send(signed('PATCH', `/pos/v1/quotas/${key}`, { lines: [{ line: 1, quantity: 9 }] })), { status: 404, code: 'GW-UNKNOWN-RESERVATION' });
    }
    assert.deepEqual(kept.map(({ lines }) => [lines[0]!.granted, lines[0]!.released]), [[2, 0], [2, 0]]);
  });

  it('is returned only by who signed this very call: the signature of another body does not do', async () => {
    keepReservations(world, [reservation({ requestKey: 'q-1', kind: 'Quota' })]);
    const upload = JSON.stringify({ transactions: [] });
    const answer = await world.send({ method: 'POST', url: '/pos/v1/quotas/q-1/return', headers: signature(upload), body: upload });
    assert.equal(answer.statusCode, 401);
    assert.ok(world.orgCalls.length === 0);
  });

  it('waits while the org is away', async (test) => {
    test.mock.method(world.org, 'call', async () => { throw new TransientFailure('The org does not answer.', { retryAfterMs: 2_500 }); });
    const answer = await world.send(signed('POST', '/pos/v1/quotas', opened));
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '3']);
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/quotas/q-1/return')), { status: 503 });
  });
});

describe('a reservation at the till', () => {
  let kept: Reservation[];
  beforeEach(() => {
    kept = [reservation()];
    keepReservations(world, kept);
  });

  for (const code of ['K7M2QX', 'k7m2qx', '4711', 'web-4711-1']) {
    it(`is found by ${code}, with its lines at this store`, async () => {
      assert.deepEqual((await send(signedGet(`/pos/v1/reservations/${code}?store=LYON`))).body, { reservations: [{ requestKey: 'web-4711-1', status: 'Reserved', correlation: 'web-4711-1', orderRef: '4711', customer: 'Kim', lines: [{ line: '1', sku: 'LAMP-1', open: 2 }] }] });
    });
  }

  it('that is nowhere, elsewhere, or a quota is not found', async () => {
    assert.partialDeepStrictEqual(await send(signedGet('/pos/v1/reservations/NOBODY?store=LYON')), { status: 404, code: 'GW-UNKNOWN-RESERVATION' });
    kept[0] = reservation({ lines: [reservedLine({ location: 'NICE-1' })] });
    assert.partialDeepStrictEqual(await send(signedGet('/pos/v1/reservations/4711?store=LYON')), { status: 404 });
    kept[0] = reservation({ kind: 'Quota' });
    assert.partialDeepStrictEqual(await send(signedGet('/pos/v1/reservations/4711?store=LYON')), { status: 404 });
  });

  it('cannot be asked for in the words of a query', async () => {
    assert.partialDeepStrictEqual(await send(signedGet("/pos/v1/reservations/x'%20OR%20Name%20!=%20'?store=LYON")), { status: 400, code: 'GW-MALFORMED' });
  });

  it('is handed over by a scan, once however often it is scanned', async () => {
    const scan = signed('POST', '/pos/v1/pickups', { code: 'K7M2QX', store: 'LYON', register: '3' });
    assert.deepEqual((await send(scan)).body, { requestKey: 'web-4711-1', status: 'Fulfilled', lines: [{ line: '1', sku: 'LAMP-1', quantity: 2 }] });
    assert.deepEqual((await send(scan)).body, { requestKey: 'web-4711-1', status: 'Fulfilled', lines: [{ line: '1', sku: 'LAMP-1', quantity: 0 }] });
    assert.deepEqual(kept[0]!.lines.map(({ fulfilled }) => fulfilled), [2, 0], 'what is reserved elsewhere stays there');
    assert.ok(await world.isEmpty());
  });

  it('that was given back is the answer of the org', async () => {
    kept[0] = reservation({ status: 'Released', lines: [reservedLine({ released: 2 })] });
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/pickups', { code: '4711', store: 'LYON', register: '3' })), { status: 409, code: 'HF-ALREADY-RELEASED' });
  });

  it('is asked for by its key when its order has several', async () => {
    kept.push(reservation({ requestKey: 'web-4711-2' }));
    const { status, code, body } = await send(signed('POST', '/pos/v1/pickups', { code: '4711', store: 'LYON', register: '3' }));
    assert.deepEqual([status, code], [409, 'GW-SEVERAL-RESERVATIONS']);
    assert.match(JSON.stringify(body), /web-4711-1, web-4711-2/);
    assert.partialDeepStrictEqual(await send(signed('POST', '/pos/v1/pickups', { code: 'web-4711-2', store: 'LYON', register: '3' })), { status: 200 });
  });
});

describe('a reservation that is rung up', () => {
  const sale = { businessDay: '2026-11-21', sequence: 77, occurredAt: '2026-11-21T10:00:00Z' };
  const ring = (change: object = {}): Sent => signed('POST', '/pos/v1/pickups', { code: 'K7M2QX', store: 'LYON', register: '3', actor: 'Ana', sale, ...change });
  let kept: Reservation[];
  beforeEach(() => {
    kept = [reservation()];
    keepReservations(world, kept);
  });

  it('is a sale that names it, in the sequence of the register', async () => {
    assert.deepEqual((await send(ring())).body, { requestKey: 'web-4711-1', status: 'RungUp', lines: [{ line: '1', sku: 'LAMP-1', quantity: 2 }] });
    const work = await world.work();
    assert.partialDeepStrictEqual(await world.names.resolve(work[0]!.body), { key: 'LYON-3-20261121-77-1', intent: 'StockSold', sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 2, correlation: 'web-4711-1', actor: 'Ana' });
    assert.equal((await world.store.cursors('register|')).length, 1);
  });

  it('is rung up once: asked again, also when the org has the sale, it gets the same answer', async () => {
    const first = await send(ring());
    kept[0] = reservation({ status: 'Fulfilled', lines: [reservedLine({ fulfilled: 2 })] });
    assert.deepEqual(await send(ring()), first);
    assert.equal((await world.work()).length, 1);
  });

  it('cannot be rung up with a transaction of something else, nor when nothing is open', async () => {
    await send(ring());
    assert.partialDeepStrictEqual(await send(ring({ code: '4711' })), { status: 409, code: 'GW-KEY-REUSED' });
    kept[0] = reservation({ status: 'Fulfilled', lines: [reservedLine({ fulfilled: 2 })] });
    assert.partialDeepStrictEqual(await send(ring({ sale: { ...sale, sequence: 78 } })), { status: 409, code: 'GW-NOTHING-OPEN' });
    assert.equal((await world.work()).length, 1);
  });

  const other = (change: object = {}): Sent => ring({ register: '4', sale: { ...sale, sequence: 5 }, ...change });
  /** The org gets what waits: the sale is there, and the reservation is handed over. */
  const deliver = async (): Promise<void> => {
    await world.store.transaction(async (transaction) => transaction.finish((await world.work()).map((item) => ({ item, outcome: { state: 'Done', effect: 'Applied' } }))));
    kept[0] = reservation({ status: 'Fulfilled', lines: [reservedLine({ fulfilled: 2 })] });
  };

  it('is rung up at one register only, also while the org has not heard of it yet', async () => {
    await send(ring());
    assert.partialDeepStrictEqual(await send(other()), { status: 409, code: 'GW-NOTHING-OPEN' });
    assert.partialDeepStrictEqual(await send(other({ sale: undefined })), { status: 409, code: 'GW-NOTHING-OPEN' }, 'nor handed over without a sale');
    assert.equal((await world.work()).length, 1);
    assert.equal(kept[0]!.lines[0]!.fulfilled, 0);
  });

  it('is rung up at one register only when two scan it at the same moment', async () => {
    const answers = await Promise.all([send(ring()), send(other())]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
    assert.equal((await world.work()).length, 1);
  });

  it('can be rung up again for what was added since, once the org has the first sale', async () => {
    await send(ring());
    await deliver();
    assert.partialDeepStrictEqual(await send(other()), { status: 409, code: 'GW-NOTHING-OPEN' });
    kept[0] = reservation({ lines: [reservedLine({ granted: 3, fulfilled: 2 })] });
    assert.partialDeepStrictEqual(await send(other()), { status: 200, body: { status: 'RungUp', lines: [{ quantity: 1 }] } });
    assert.partialDeepStrictEqual(await send(ring({ sale: { ...sale, sequence: 99 } })), { status: 409, code: 'GW-NOTHING-OPEN' });
    assert.equal((await world.work()).length, 2);
  });

  it('is not rung up while too much waits', async () => {
    world.isFull = true;
    assert.partialDeepStrictEqual(await send(ring()), { status: 503, code: 'GW-BUSY' });
    assert.ok(await world.isEmpty());
  });

  it('has to be signed', async () => {
    assert.equal((await world.send({ ...ring(), headers: {} })).statusCode, 401);
    assert.ok(await world.isEmpty());
  });
});
