/** What can be promised: per place, per group, in sums, in days to come. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../support/contract.ts';
import { client, fact, org, token, type Availability, type Dated, type Facts, type Sums } from './surface.ts';

describe('availability', () => {
  it('of a SKU, of a location, of both, for a channel; codes may be written in lower case', async () => {
    const bySku = await client.taken<Availability>('getAvailability', { query: { sku: 'HF-1001' } });
    assert.ok(bySku.items.length > 10 && bySku.items.every(({ sku }) => sku === 'HF-1001'));
    const byLocation = await client.taken<Availability>('getAvailability', { query: { location: 'LON-01' } });
    assert.ok(byLocation.items.length > 30 && byLocation.items.every(({ location }) => location === 'LON-01'));
    const one = await client.taken<Availability>('getAvailability', { query: { sku: 'hf-1001', location: 'lon-01', channel: 'WEB' } });
    assert.deepEqual(one.items.map(({ sku, location }) => [sku, location]), [['HF-1001', 'LON-01']]);
  });

  it('comes in the order it was asked for, and names what does not exist', async () => {
    const { items, unknown } = await client.taken<Availability>('queryAvailability', { body: { skus: ['HF-1003', 'NO-SUCH-SKU', 'HF-1002'], locations: ['MAN-01', 'NOWHERE', 'DC-DUBLIN'], channel: 'WEB' } });
    assert.deepEqual(items.map(({ sku, location }) => `${sku} ${location}`), ['HF-1003 MAN-01', 'HF-1003 DC-DUBLIN', 'HF-1002 MAN-01', 'HF-1002 DC-DUBLIN']);
    assert.deepEqual([...unknown].sort(), ['NO-SUCH-SKU', 'NOWHERE']);
  });

  it('of a group is that of its locations by rank; a group that does not exist is named', async () => {
    const { items, unknown } = await client.taken<Availability>('queryAvailability', { body: { skus: ['HF-1001'], groups: ['scotland', 'NO-GROUP'] } });
    assert.deepEqual([items.map(({ location }) => location), unknown], [['GLA-01', 'EDI-01'], ['NO-GROUP']]);
    const shelf = await client.taken<Availability>('getAvailability', { query: { group: 'SCOTLAND' } });
    assert.deepEqual(new Set(shelf.items.map(({ location }) => location)), new Set(['EDI-01', 'GLA-01']));
  });

  it('in sums is what the locations can promise together, in all or per group', async () => {
    const skus = ['HF-1004', 'HF-1003'];
    const whole = await client.taken<Availability>('queryAvailability', { body: { skus, channel: 'WEB' } });
    const places: Record<string, readonly string[]> = { SCOTLAND: ['GLA-01', 'EDI-01'], WALES: ['CDF-01'] };
    const sumOf = (sku: string, locations?: readonly string[]): number => whole.items.filter((item) => item.sku === sku && locations?.includes(item.location) !== false).reduce((sum, { available }) => sum + available, 0);
    const all = await client.taken<Sums>('queryAvailability', { body: { skus, sums: true, channel: 'WEB' } });
    assert.deepEqual(all.items.map(({ sku, available }) => [sku, available]), skus.map((sku) => [sku, sumOf(sku)]));
    const groups = await client.taken<Sums>('queryAvailability', { body: { skus, groups: Object.keys(places), sums: true, channel: 'WEB' } });
    assert.deepEqual(groups.items.map(({ sku, group, available }) => [sku, group, available]), skus.flatMap((sku) => Object.entries(places).map(([group, locations]) => [sku, group, sumOf(sku, locations)])));
    const one = await client.taken<Sums>('getAvailability', { query: { sku: 'HF-1003', group: 'WALES', sums: 'true' } });
    assert.deepEqual(one.items.map(({ group, available }) => [group, available]), [['WALES', sumOf('HF-1003', places['WALES'])]]);
  });

  it('looks ahead: from which day on how much can be promised, per location and in sums', async () => {
    const ask = { skus: ['HF-1001'], days: 60, channel: 'WEB' };
    const dated = await client.taken<Dated>('queryAvailability', { body: ask });
    const daventry = dated.items.find(({ location }) => location === 'DC-DAVENTRY')!;
    const days = daventry.promisable.map(({ from }) => from);
    assert.ok(days.length > 1 && daventry.promisable.every(({ quantity }) => quantity >= 0), JSON.stringify(daventry));
    assert.deepEqual(days, [...days].sort());
    const [sum] = (await client.taken<Dated>('queryAvailability', { body: { ...ask, sums: true } })).items;
    const last = (steps: Dated['items'][number]['promisable']): number => steps.at(-1)!.quantity;
    assert.equal(last(sum!.promisable), dated.items.reduce((total, { promisable }) => total + last(promisable), 0));
    assert.equal((await client.taken<Dated>('getAvailability', { query: { sku: 'HF-1001', location: 'DC-DAVENTRY', days: '0' } })).items[0]!.promisable.length, 1);
    for (const wrong of ['-1', '367', 'x', '1.5']) await client.refused('getAvailability', { query: { sku: 'HF-1001', days: wrong } }, 400, 'HF-BAD-FIELD');
  });

  it('of many SKUs pages with the cursor: each item once, in the order asked, unknown ones named on their page', async () => {
    const known = Array.from({ length: 48 }, (_, index) => `HF-${String(1001 + index)}`);
    // 15 locations a SKU: 133 SKUs fit a page of 2,000 items.
    const skus = [...known.slice(0, 24), ...Array.from({ length: 200 }, (_, index) => `GHOST-${String(index)}`), ...known.slice(24)];
    const pages = await pagesOf({ skus });
    assert.equal(pages.length, 2);
    assert.deepEqual([...new Set(pages.flatMap(({ items }) => items.map(({ sku }) => sku)))], known);
    assert.deepEqual(pages.flatMap(({ unknown }) => unknown).sort(), skus.filter((sku) => sku.startsWith('GHOST')).sort());
    const whole = await client.taken<Availability>('queryAvailability', { body: { skus: known } });
    assert.deepEqual(pages.flatMap(({ items }) => items), whole.items);
  });

  it('of locations pages at exactly 2,000 items, each position once, by SKU and location', async () => {
    const locations = [...new Set((await client.taken<Availability>('queryAvailability', { body: { skus: ['HF-1001', 'HF-1002', 'HF-1003'] } })).items.map(({ location }) => location))];
    assert.equal(locations.length, 15);
    await stock(Array.from({ length: 100 }, (_, index) => `PAGED-${String(index).padStart(3, '0')}`), locations);
    const pages = await pagesOf({ locations });
    assert.deepEqual(pages.map(({ items }) => items.length).slice(0, -1), [2000]);
    const keys = pages.flatMap(({ items }) => items.map(({ sku, location }) => `${sku}|${location}`));
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.filter((key) => key.startsWith('PAGED-')).length, 100 * locations.length);
    assert.deepEqual(keys, [...keys].sort());
  });

  it('without SKU and location, with a cursor of nowhere, at another address is refused', async () => {
    await client.refused('getAvailability', {}, 400, 'HF-MISSING-FIELD');
    await client.refused('getAvailability', { query: { sku: 'A|B' } }, 400, 'HF-BAD-FIELD');
    await client.refused('getAvailability', { query: { sku: 'HF-1001', sums: 'maybe' } }, 400, 'HF-BAD-FIELD');
    await client.refused('queryAvailability', { body: { skus: ['HF-1001'], locations: ['LON-01'], groups: ['WALES'], sums: true } }, 400, 'HF-BAD-FIELD');
    for (const cursor of ['nonsense', 's', 's-1', 's1.5', 's99999999999', 'k', 'kHF-1001', '-1']) await client.refused('getAvailability', { query: { sku: 'HF-1001', cursor } }, 400, 'HF-BAD-FIELD');
    for (const body of [{}, { skus: [] }, { skus: [], locations: [], groups: [] }, { channel: 'WEB' }, { groups: ['WALES'], sums: true }]) await client.refused('queryAvailability', { body }, 400, 'HF-MISSING-FIELD');
    await client.refused('queryAvailability', { body: { skus: ['HF-1001'], cursor: 'nonsense' } }, 400, 'HF-BAD-FIELD');
    await client.refused('getAvailability', { address: '/availability/nowhere' }, 404, 'HF-NOT-FOUND');
    await client.refused('queryAvailability', { address: '/availability', body: { skus: ['HF-1001'] } }, 404, 'HF-NOT-FOUND');
  });

  async function pagesOf(question: JsonObject): Promise<Availability[]> {
    const pages: Availability[] = [];
    for (let cursor: string | undefined, next = true; next; next = cursor !== undefined) {
      const page: Availability = await client.taken<Availability>('queryAvailability', { body: cursor === undefined ? question : { ...question, cursor } });
      pages.push(page);
      cursor = page.nextCursor;
    }
    return pages;
  }

  async function stock(skus: readonly string[], locations: readonly string[]): Promise<void> {
    const response = await fetch(`${org.url}/services/data/v67.0/composite/sobjects`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ allOrNone: true, records: skus.map((sku) => ({ attributes: { type: 'Product2' }, Name: sku, SKU__c: sku, IsActive: true })) }),
    });
    assert.equal(response.status, 200, await response.text());
    const facts = skus.flatMap((sku) => locations.map((location) => fact({ sku, location })));
    for (let start = 0; start < facts.length; start += 200) {
      const { results } = await client.taken<Facts>('postEvents', { body: { events: facts.slice(start, start + 200) } });
      assert.ok(results.every(({ effect }) => effect === 'Applied'));
    }
  }
});
