/** What happened, told as facts or as snapshots. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, document, fact, snapshot, snapshots, type Facts } from './surface.ts';

describe('events', () => {
  it('answer each fact with its effect, in the order of the call', async () => {
    const one = fact();
    const { results } = await client.taken<Facts>('postEvents', {
      body: { events: [one, one, { ...one, quantity: 2 }, fact({ sku: 'NO-SUCH-SKU' }), fact({ location: 'NOWHERE' }), fact({ intent: 'StockEaten' }), fact({ condition: 'mouldy' }), fact({ quantity: 0.5 }), fact({ intent: 'StockAdjusted', quantity: -1, reason: 'broken' })] },
    });
    assert.deepEqual(results.map(({ effect, reason }) => [effect, reason]), [
      ['Applied', undefined], ['Duplicate', undefined], ['Conflict', 'HF-KEY-REUSED'], ['Quarantined', 'HF-UNKNOWN-SKU'], ['Quarantined', 'HF-UNKNOWN-LOCATION'], ['Quarantined', 'HF-UNKNOWN-INTENT'],
      ['Quarantined', 'HF-UNKNOWN-CONDITION'], ['Quarantined', 'HF-WHOLE-UNITS'], ['Applied', undefined],
    ]);
  });

  it('go on the bus with mode=async: 202, each Queued', async () => {
    const answer = await client.send<Facts>('postEvents', { query: { mode: 'async' }, body: { events: [fact(), fact({ sku: 'NO-SUCH-SKU' })] } });
    assert.equal(answer.status, 202);
    assert.deepEqual(answer.body.results.map(({ effect }) => effect), ['Queued', 'Queued']);
  });

  it('outside the range of their intent, without a reason, too many, with another mode are refused', async () => {
    await client.refused('postEvents', { body: { events: [fact({ quantity: -1 })] } }, 400, 'HF-QUANTITY-RANGE');
    await client.refused('postEvents', { body: { events: [fact({ intent: 'StockAdjusted', quantity: 0, reason: 'none' })] } }, 400, 'HF-QUANTITY-RANGE');
    await client.refused('postEvents', { body: { events: [fact({ intent: 'StockAdjusted', quantity: 1 })] } }, 400, 'HF-MISSING-FIELD');
    await client.refused('postEvents', { body: { events: [fact({ source: 'HOLDFAST' })] } }, 400, 'HF-BAD-FIELD');
    await client.refused('postEvents', { body: { events: Array.from({ length: 201 }, () => fact()) } }, 400, 'HF-TOO-MANY');
    await client.refused('postEvents', { query: { mode: 'sync' }, body: { events: [fact()] } }, 400, 'HF-BAD-FIELD');
    await client.refused('postEvents', { address: '/events/more', body: { events: [fact()] } }, 404, 'HF-NOT-FOUND');
  });

  it('leave nothing behind when one of the call is malformed', async () => {
    const good = fact();
    await client.refused('postEvents', { body: { events: [good, fact({ occurredAt: 'yesterday' })] } }, 400, 'HF-BAD-FIELD');
    assert.equal((await client.taken<Facts>('postEvents', { body: { events: [good] } })).results[0]?.effect, 'Applied');
  });
});

describe('snapshots', () => {
  it('anchor a position and deliver their documents, whatever is told of those later', async () => {
    const sale = document({ quantity: -3, confirms: { reference: 'T12-1' } });
    const one = snapshot({ sku: 'HF-1004', documents: [sale] });
    const [first, again] = [await client.taken<Facts>('postSnapshots', { body: snapshots(one) }), await client.taken<Facts>('postSnapshots', { body: snapshots(one, snapshot({ sku: 'NO-SUCH-SKU' })) })];
    assert.deepEqual([first, again].flatMap(({ results }) => results.map(({ effect, reason }) => [effect, reason])), [['Applied', undefined], ['Duplicate', undefined], ['Quarantined', 'HF-UNKNOWN-SKU']]);
    const { results } = await client.taken<Facts>('postEvents', { body: { events: [fact({ ...sale, sku: 'HF-1004', source: 'ERP', intent: 'StockDocument', actor: 'ana' })] } });
    assert.deepEqual(results.map(({ effect }) => effect), ['Duplicate']);
  });

  it('of another time than they say, or too many, are refused', async () => {
    await client.refused('postSnapshots', { body: snapshots(snapshot({ asOf: '2026-11-01T00:00:00Z', from: '2026-11-02T00:00:00Z' })) }, 400, 'HF-BAD-FIELD');
    await client.refused('postSnapshots', { body: snapshots(snapshot({ documents: [document({ quantity: 0 })] })) }, 400, 'HF-QUANTITY-RANGE');
    await client.refused('postSnapshots', { body: snapshots(...Array.from({ length: 201 }, () => snapshot())) }, 400, 'HF-TOO-MANY');
    await client.refused('postSnapshots', { body: snapshots(...Array.from({ length: 21 }, () => snapshot({ documents: Array.from({ length: 100 }, () => document()) }))) }, 400, 'HF-TOO-MANY');
    await client.refused('postEvents', { body: { events: [fact({ intent: 'StockSnapshot' })] } }, 400, 'HF-BAD-FIELD');
    await client.refused('postSnapshots', { address: '/snapshots/more', body: snapshots(snapshot()) }, 404, 'HF-NOT-FOUND');
  });
});
