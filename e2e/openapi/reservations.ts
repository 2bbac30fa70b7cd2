/** Promises from the first request to their end. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, fact, line, newKey, reservation, reserved, type Reservation, type Reserved } from './surface.ts';

describe('reservations', () => {
  it('one, several, partial and refused; the answer to a key is repeated word for word', async () => {
    const one = reservation({ orderRef: 'order-1' });
    const first = await client.taken<Reserved>('reserve', { body: one });
    assert.deepEqual(await client.taken<Reserved>('reserve', { body: one }), first);
    const { results } = await client.taken<Reserved>('reserve', {
      body: {
        requests: [
          reservation({ lines: [{ ...line(), line: 'A-1' }, { ...line(), line: 2, sku: 'HF-1002' }] }),
          // Of a SKU of its own: a partial grant takes all there is.
          reservation({ allOrNothing: false, lines: [{ ...line(999_999), sku: 'HF-1004' }] }),
          reservation({ lines: [line(999_999), { ...line(), line: '2' }] }),
          reservation({ lines: [{ ...line(), sku: 'NO-SUCH-SKU' }, { ...line(), line: 2, location: 'NOWHERE' }, { ...line(0.5), line: 3 }] }),
          reservation({ kind: 'Cart', expiresAt: '2020-01-01T00:00:00Z' }),
          reservation({ kind: 'Cart', expiresAt: '2999-01-01T00:00:00+01:00' }),
        ],
      },
    });
    assert.deepEqual(results.map(({ status }) => status), ['Reserved', 'Partial', 'Refused', 'Refused', 'Refused', 'Reserved']);
    assert.deepEqual(results.map(({ lines }) => lines.map(({ reason }) => reason)), [
      [undefined, undefined], ['HF-SHORT'], ['HF-SHORT', 'HF-ALL-OR-NOTHING'], ['HF-UNKNOWN-SKU', 'HF-UNKNOWN-LOCATION', 'HF-WHOLE-UNITS'], ['HF-EXPIRED'], [undefined],
    ]);
    assert.deepEqual(results[0]?.lines.map((answered) => answered.line), ['A-1', 2]);
    for (const { requestKey, status } of results) assert.equal((await client.taken<Reservation>('getReservation', { key: requestKey })).status, status);
  });

  it('go on the bus with mode=async: 202 Queued, decided in their turn and answered when sent again', async () => {
    const body = reservation();
    const queued = await client.send<{ results: unknown[] }>('reserve', { query: { mode: 'async' }, body });
    assert.equal(queued.status, 202);
    assert.deepEqual(queued.body.results, [{ requestKey: body.requestKey, status: 'Queued' }]);
    assert.equal((await client.taken<Reserved>('reserve', { body })).results[0]?.status, 'Reserved');
    await client.refused('reserve', { query: { mode: 'later' }, body }, 400, 'HF-BAD-FIELD');
  });

  it('with a key that is taken or blocked: 409 alone, a refused result among several', async () => {
    const first = reservation();
    await client.taken('reserve', { body: first });
    const other = { ...first, channel: 'TILL' };
    await client.refused('reserve', { body: other }, 409, 'HF-KEY-REUSED');
    const blocked = reservation();
    assert.equal((await client.taken<Reservation>('release', { key: blocked.requestKey })).status, 'Released');
    await client.refused('reserve', { body: blocked }, 409, 'HF-KEY-RELEASED');
    const { results } = await client.taken<Reserved>('reserve', { body: { requests: [other, blocked, reservation()] } });
    assert.deepEqual(results.map(({ status, reason }) => [status, reason]), [['Refused', 'HF-KEY-REUSED'], ['Refused', 'HF-KEY-RELEASED'], ['Reserved', undefined]]);
  });

  it('of an order are listed 100 a page, by key', async () => {
    const keys: string[] = [];
    for (const size of [100, 5]) {
      const requests = Array.from({ length: size }, () => reservation({ orderRef: 'order-of-105' }));
      keys.push(...requests.map(({ requestKey }) => requestKey));
      await client.taken('reserve', { body: { requests } });
    }
    const first = await client.taken<{ items: Reservation[]; nextCursor?: string }>('reservationsOfOrder', { query: { orderRef: 'order-of-105' } });
    assert.equal(first.items.length, 100);
    const second = await client.taken<{ items: Reservation[]; nextCursor?: string }>('reservationsOfOrder', { query: { orderRef: 'order-of-105', cursor: first.nextCursor! } });
    assert.equal(second.nextCursor, undefined);
    assert.deepEqual([...first.items, ...second.items].map(({ requestKey }) => requestKey), [...keys].sort());
    assert.deepEqual((await client.taken<{ items: Reservation[] }>('reservationsOfOrder', { query: { orderRef: 'no such order' } })).items, []);
    await client.refused('reservationsOfOrder', {}, 400, 'HF-MISSING-FIELD');
  });

  it('that nobody made, and keys that are none', async () => {
    await client.refused('getReservation', { key: 'never-made' }, 404, 'HF-UNKNOWN-RESERVATION');
    await client.refused('fulfil', { key: 'never-made' }, 404, 'HF-UNKNOWN-RESERVATION');
    for (const key of ['a b', 'ä', 'x'.repeat(81), 'a|b', 'a%b']) for (const operation of ['getReservation', 'release', 'fulfil']) await client.refused(operation, { key }, 400, 'HF-BAD-FIELD');
    await client.refused('getReservation', { address: '/reservations/a/b' }, 404, 'HF-NOT-FOUND');
    await client.refused('release', { address: '/reservations/a/relaese' }, 404, 'HF-NOT-FOUND');
  });

  it('with every character a key may have can be found again', async () => {
    const key = `Az09._:-${newKey()}`;
    await client.taken('reserve', { body: reservation({ requestKey: key }) });
    assert.equal((await client.taken<Reservation>('getReservation', { key })).requestKey, key);
    assert.equal((await client.taken<Reservation>('getReservation', { address: `/reservations/${key}` })).requestKey, key);
    await client.refused('getReservation', { key: key.toLowerCase() }, 404, 'HF-UNKNOWN-RESERVATION');
  });

  it('are fulfilled and released line by line up to a total, and repeating is harmless', async () => {
    const key = await reserved(5);
    const step = async (operation: string, quantity: number): Promise<number[]> => {
      const { lines } = await client.taken<Reservation>(operation, { key, body: { lines: [{ line: '1', quantity }] } });
      return [lines[0]!.fulfilled, lines[0]!.released];
    };
    assert.deepEqual(await step('fulfil', 2), [2, 0]);
    assert.deepEqual(await step('fulfil', 2), [2, 0]);
    assert.deepEqual(await step('release', 1), [2, 1]);
    await client.refused('fulfil', { key, body: { lines: [{ line: 1, quantity: 5 }] } }, 409, 'HF-LINE-QUANTITY');
    await client.refused('release', { key, body: { lines: [{ line: 1, quantity: 4 }] } }, 409, 'HF-LINE-QUANTITY');
    await client.refused('fulfil', { key, body: { lines: [{ line: 9 }] } }, 404, 'HF-UNKNOWN-LINE');
    await client.refused('release', { key, body: { lines: [{ line: 9 }] } }, 404, 'HF-UNKNOWN-LINE');
    await client.refused('release', { key, body: { lines: [{ line: 1, location: 'LON-01' }] } }, 400, 'HF-UNSUPPORTED');
    assert.equal((await client.taken<Reservation>('fulfil', { key, body: {} })).status, 'Fulfilled');
  });

  it('that went the other way are 409', async () => {
    const released = await reserved();
    await client.taken('release', { key: released });
    await client.taken('release', { key: released });
    await client.refused('fulfil', { key: released }, 409, 'HF-ALREADY-RELEASED');
    const fulfilled = await reserved();
    await client.taken('fulfil', { key: fulfilled });
    await client.taken('fulfil', { key: fulfilled });
    await client.refused('release', { key: fulfilled }, 409, 'HF-ALREADY-FULFILLED');
    const short = reservation({ lines: [line(999_999)] });
    await client.taken('reserve', { body: short });
    await client.refused('fulfil', { key: short.requestKey }, 409, 'HF-NOTHING-RESERVED');
  });

  it('are changed up to what is available, all lines or none, and repeating is harmless', async () => {
    const key = await reserved(5);
    const change = (quantity: number): Promise<Reservation> => client.taken<Reservation>('changeReservation', { key, body: { lines: [{ line: 1, quantity }] } });
    for (const quantity of [7, 7, 2, 2]) {
      const { lines } = await change(quantity);
      assert.equal(lines[0]!.granted - lines[0]!.released, quantity);
    }
    await client.refused('changeReservation', { key, body: { lines: [{ line: 1, quantity: 999_999 }] } }, 409, 'HF-SHORT');
    await client.refused('changeReservation', { key, body: { lines: [] } }, 400, 'HF-BAD-FIELD');
    await client.refused('changeReservation', { key, body: { lines: [{ line: 1 }] } }, 400, 'HF-MISSING-FIELD');
    await client.refused('changeReservation', { key, body: { lines: [{ line: 1, quantity: 1, location: 'LON-01' }] } }, 400, 'HF-UNSUPPORTED');
    await client.refused('changeReservation', { key: 'never-made', body: { lines: [{ line: 1, quantity: 1 }] } }, 404, 'HF-UNKNOWN-RESERVATION');
    await client.taken('release', { key });
    await client.refused('changeReservation', { key, body: { lines: [{ line: 1, quantity: 1 }] } }, 409, 'HF-NOT-OPEN');
  });

  it('are transferred to another location in one step, and repeating is harmless', async () => {
    const key = await reserved(2);
    const [location, elsewhere] = ['DC-DAVENTRY', 'LON-01'];
    await client.taken('postEvents', { body: { events: [fact({ sku: 'HF-1001', location: elsewhere, quantity: 10 })] } });
    const transfer = (): Promise<Reservation & { transferredTo: Reservation }> => client.taken('transfer', { key, body: { location: elsewhere } });
    const moved = await transfer();
    assert.deepEqual([moved.status, moved.transferredTo.status, moved.transferredTo.requestKey], ['Released', 'Reserved', `${key}.moved-1`]);
    assert.deepEqual(await transfer(), moved);
    await client.refused('transfer', { key, body: { location } }, 409, 'HF-NOT-OPEN');
    await client.refused('transfer', { key: moved.transferredTo.requestKey, body: { location: 'NOWHERE' } }, 409, 'HF-UNKNOWN-LOCATION');
    await client.refused('transfer', { key: 'a b', body: { location } }, 400, 'HF-BAD-FIELD');
    await client.refused('transfer', { key, body: {} }, 400, 'HF-MISSING-FIELD');
    await client.refused('transfer', { key: 'never-made', body: { location } }, 404, 'HF-UNKNOWN-RESERVATION');
  });

  it('refuse what is not supported or contradicts itself', async () => {
    await client.refused('reserve', { body: reservation({ lines: [{ ...line(), group: 'NORTH' }] }) }, 400, 'HF-UNSUPPORTED');
    await client.refused('reserve', { body: reservation({ expiresAt: '2999-01-01T00:00:00Z' }) }, 400, 'HF-BAD-FIELD');
    await client.refused('reserve', { body: reservation({ lines: [line(), { ...line(), line: '1' }] }) }, 400, 'HF-BAD-FIELD');
    await client.refused('reserve', { body: { requests: Array.from({ length: 101 }, () => reservation()) } }, 400, 'HF-TOO-MANY');
    const lines = Array.from({ length: 101 }, (_, index) => ({ ...line(), line: index }));
    await client.refused('reserve', { body: { requests: [reservation({ lines }), reservation({ lines })] } }, 400, 'HF-TOO-MANY');
  });
});
