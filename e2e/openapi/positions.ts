/** Positions at any moment, and the feed of what changes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, fact, newKey, reservation, type Availability, type Item } from './surface.ts';

describe('positions', () => {
  interface Position { readonly sku: string; readonly location: string; readonly onHand: number; readonly reserved: number; readonly safety?: number; readonly available?: number; readonly reservations?: readonly { readonly requestKey: string; readonly quantity: number }[]; readonly parts?: readonly { readonly figure: string; readonly quantity: number }[]; readonly why?: readonly string[]; readonly entries?: readonly { readonly key: string }[] }
  interface Positions { readonly reading: string; readonly moment: string; readonly items: readonly Position[]; readonly nextCursor?: string }
  const here = { sku: 'HF-1005', location: 'LON-01' };

  it('tell now, what had happened and what was known at a moment, with what was promised', async () => {
    const before = await client.taken<Positions>('getPositions', { query: here });
    const moment = new Date().toISOString();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    await client.taken('postEvents', { body: { events: [fact({ sku: here.sku, location: here.location, quantity: 7, occurredAt: moment })] } });
    const key = newKey();
    await client.taken('reserve', { body: reservation({ requestKey: key, lines: [{ line: 1, ...here, quantity: 2 }] }) });
    const [now] = (await client.taken<Positions>('getPositions', { query: here })).items;
    assert.equal(now!.onHand, before.items[0]!.onHand + 7);
    assert.equal(now!.reservations?.find(({ requestKey }) => requestKey === key)?.quantity, 2);
    assert.equal(now!.reservations.reduce((sum, { quantity }) => sum + quantity, 0), now!.reserved);
    const known = await client.taken<Positions>('getPositions', { query: { ...here, knownAt: moment } });
    assert.deepEqual([known.reading, known.moment, known.items[0]!.onHand], ['knownAt', moment, before.items[0]!.onHand]);
    const happened = await client.taken<Positions>('getPositions', { query: { ...here, at: moment } });
    assert.deepEqual([happened.reading, happened.items[0]!.onHand], ['at', now!.onHand]);
  });

  it('explain each figure by parts that add up to it, in all readings, with the entries in pages', async () => {
    for (const reading of [{}, { at: new Date().toISOString() }, { knownAt: new Date().toISOString() }]) {
      const { items: [position] } = await client.taken<Positions>('getPositions', { query: { ...here, ...reading, explain: 'true' } });
      const sumOf = (figure: string): number => position!.parts!.filter((part) => part.figure === figure).reduce((sum, { quantity }) => sum + quantity, 0);
      assert.deepEqual([sumOf('onHand'), sumOf('reserved'), sumOf('available')], [position!.onHand, position!.reserved, position!.available]);
      assert.match(position!.why![0]!, /available of .* on hand\.$/);
    }
    const keys: string[] = [];
    for (let cursor: string | undefined, next = true; next; next = cursor !== undefined) {
      const page: Positions = await client.taken<Positions>('getPositions', { query: { sku: 'HF-1001', location: 'DC-DAVENTRY', explain: 'true', ...(cursor === undefined ? {} : { cursor }) } });
      keys.push(...page.items[0]!.entries!.map(({ key }) => key));
      cursor = page.nextCursor;
    }
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.some((key) => key.startsWith('OPEN')) || keys.length > 0);
  });

  it('of a SKU or a location come in pages, each position once', async () => {
    const pages: Positions[] = [];
    for (let cursor: string | undefined, next = true; next; next = cursor !== undefined) {
      const page: Positions = await client.taken<Positions>('getPositions', { query: { location: 'DC-DAVENTRY', ...(cursor === undefined ? {} : { cursor }) } });
      pages.push(page);
      cursor = page.nextCursor;
    }
    const skus = pages.flatMap(({ items }) => items.map(({ sku }) => sku));
    assert.ok(skus.length > 100 && pages.length > 1);
    assert.equal(new Set(skus).size, skus.length);
    assert.ok((await client.taken<Positions>('getPositions', { query: { sku: 'HF-1001' } })).items.every(({ sku }) => sku === 'HF-1001'));
    assert.deepEqual((await client.taken<Positions>('getPositions', { query: { sku: 'NO-SUCH', location: 'LON-01' } })).items, []);
  });

  it('without sku and location, at two moments, in the future, at another address are refused', async () => {
    const at = new Date().toISOString();
    await client.refused('getPositions', {}, 400, 'HF-MISSING-FIELD');
    await client.refused('getPositions', { query: { sku: 'HF-1001', explain: 'true' } }, 400, 'HF-MISSING-FIELD');
    for (const wrong of [{ at, knownAt: at }, { at: 'yesterday' }, { knownAt: '2999-01-01T00:00:00Z' }, { explain: 'perhaps' }, { explain: 'true', cursor: 'nonsense' }]) {
      await client.refused('getPositions', { query: { ...here, ...wrong } }, 400, 'HF-BAD-FIELD');
    }
    await client.refused('getPositions', { query: { sku: 'NO-SUCH', location: 'LON-01', explain: 'true' } }, 404, 'HF-UNKNOWN-POSITION');
    await client.refused('getPositions', { address: '/positions/nowhere' }, 404, 'HF-NOT-FOUND');
  });
});

describe('changes', () => {
  interface Changes { readonly items: readonly (Item & { readonly changedAt: string })[]; readonly nextCursor: string; readonly hasMore: boolean }

  it('give a copy of all positions, and then what changes', async () => {
    const copy = new Map<string, Item>();
    const read = async (cursor: string | undefined): Promise<string> => {
      const page = await client.taken<Changes>('getChanges', { query: cursor === undefined ? {} : { after: cursor } });
      for (const item of page.items) {
        const key = `${item.sku} ${item.location}`;
        if ((copy.get(key)?.version ?? 0) < item.version) copy.set(key, item);
      }
      return page.hasMore ? read(page.nextCursor) : page.nextCursor;
    };
    let cursor = await read(undefined);
    const { items } = await client.taken<Availability>('queryAvailability', { body: { skus: ['HF-1001', 'HF-1002', 'HF-1003'] } });
    for (const item of items.filter(({ version }) => version > 0)) assert.deepEqual([copy.get(`${item.sku} ${item.location}`)?.version, copy.get(`${item.sku} ${item.location}`)?.onHand], [item.version, item.onHand]);
    const before = copy.get('HF-1002 DC-DAVENTRY')!;
    await client.taken('postEvents', { body: { events: [fact({ quantity: 3 })] } });
    cursor = await read(cursor);
    assert.deepEqual([copy.get('HF-1002 DC-DAVENTRY')!.onHand, copy.get('HF-1002 DC-DAVENTRY')!.version], [before.onHand + 3, before.version + 1]);
    const known = new Map(copy);
    await read(cursor);
    assert.deepEqual(copy, known, 'nothing new, though the last second may be told again');
  });

  it('after a cursor of nowhere, at another address are refused', async () => {
    for (const after of ['nonsense', 'c1', 'c-1..2.', 'c1.0000.2.']) await client.refused('getChanges', { query: { after } }, 400, 'HF-BAD-FIELD');
    await client.refused('getChanges', { address: '/changes/nowhere' }, 404, 'HF-NOT-FOUND');
  });
});
