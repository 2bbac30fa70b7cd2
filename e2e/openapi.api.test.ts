import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ContractClient, type CallOptions, type Refusal } from './support/contract-client.ts';
import { Contract, object, text, type Json, type JsonObject } from './support/contract.ts';
import { fieldCases, shown } from './support/field-values.ts';
import { openApiProblems } from './support/openapi-rules.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const DOCUMENT_TAGS = ['transfers', 'returns', 'counts'];
/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

const contract = Contract.read();
/** Those of documents (transfers, returns, counts) have tests of their own: documents.api.test.ts. */
const ownOperations = [...contract.operations.values()].filter(({ definition }) => !DOCUMENT_TAGS.some((tag) => (definition['tags'] as readonly Json[]).includes(tag)));
const MEGABYTE = 1_048_576;

let org: RunningOrg;
let token: string;
let client: ContractClient;

before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
  client = new ContractClient(contract, org, token);
  // The tests of every field reserve thousands of times.
  await client.taken('postEvents', { body: { events: [fact({ sku: 'HF-1001', quantity: 100_000 })] } });
});
after(() => org.stop());

let count = 0;
const newKey = (): string => `contract-${String((count += 1))}`;
const line = (quantity = 1): JsonObject => ({ line: 1, sku: 'HF-1001', location: 'DC-DAVENTRY', quantity });
const reservation = (changes: JsonObject = {}): JsonObject & { readonly requestKey: string } => ({ requestKey: newKey(), kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [line()], ...changes });
const fact = (changes: JsonObject = {}): JsonObject =>
  ({ key: newKey(), intent: 'StockReceived', sku: 'HF-1002', location: 'DC-DAVENTRY', quantity: 1, occurredAt: HAPPENED_AT, source: 'CONTRACT', ...changes });

const snapshot = (changes: JsonObject = {}): JsonObject =>
  ({ key: newKey(), sku: 'HF-1003', location: 'DC-DAVENTRY', asOf: new Date().toISOString(), from: new Date(Date.now() - 3_600_000).toISOString(), sellable: 40, documents: [document()], ...changes });
const document = (changes: JsonObject = {}): JsonObject => ({ key: newKey(), quantity: 5, occurredAt: new Date().toISOString(), ...changes });
const snapshots = (...all: JsonObject[]): JsonObject => ({ source: 'ERP', snapshots: all });
/** What a fact needs beside this field to be taken with it. */
const companions = (field: string, to: Json | undefined): JsonObject =>
  to === undefined || to === null ? {} : ({ quantity: { intent: 'StockAdjusted', reason: 'counted' }, confirms: { intent: 'StockDocument' }, reverses: { intent: 'Reversal' } })[field] ?? {};

interface Item { readonly sku: string; readonly location: string; readonly onHand: number; readonly reserved: number; readonly available: number; readonly version: number }
interface Availability { readonly items: readonly Item[]; readonly unknown: readonly string[]; readonly nextCursor?: string }
interface Dated { readonly items: readonly { readonly location: string; readonly promisable: readonly { readonly from: string; readonly quantity: number }[] }[] }
interface Sums { readonly items: readonly { readonly sku: string; readonly group?: string; readonly locations: number; readonly available: number }[] }
interface Reserved { readonly results: readonly { readonly requestKey: string; readonly status: string; readonly reason?: string; readonly lines: readonly { readonly line: unknown; readonly granted: number; readonly available: number; readonly reason?: string }[] }[] }
interface Reservation { readonly requestKey: string; readonly status: string; readonly orderRef?: string; readonly lines: readonly { readonly line: unknown; readonly granted: number; readonly fulfilled: number; readonly released: number }[] }
interface Facts { readonly results: readonly { readonly key: string; readonly effect: string; readonly reason?: string }[] }

async function reserved(quantity = 1): Promise<string> {
  const request = reservation({ lines: [line(quantity)] });
  const { results } = await client.taken<Reserved>('reserve', { body: request });
  assert.equal(results[0]?.status, 'Reserved');
  return request.requestKey;
}

describe('the document', () => {
  it('keeps the rules of OpenAPI 3.0.3: references lead somewhere, every response has a schema, operation ids are unique, everything is used', () => {
    assert.deepEqual(openApiProblems(contract.document), []);
  });

  it('is looked at closely: a slip of each kind is reported', () => {
    const slip = (text: string, replacement: string): string[] => openApiProblems(JSON.parse(JSON.stringify(contract.document).replace(text, replacement)) as JsonObject);
    assert.match(slip('"operationId":"fulfil"', '"operationId":"release"').join('\n'), /the operationId release is taken/);
    assert.match(slip('#/components/schemas/Sku', '#/components/schemas/Skew').join('\n'), /Skew leads nowhere/);
    assert.match(slip('"summary":"A reservation as it stands"', '"sumary":"A reservation as it stands"').join('\n'), /sumary is not a field/);
    assert.match(slip('{"schema":{"$ref":"#/components/schemas/Reservation"}}', '{}').join('\n'), /schema is missing/);
    assert.match(slip('"type":"integer","format":"int64"', '"type":"integer","pattren":"int64"').join('\n'), /pattren is not a field/);
  });

  it('gives examples that its own schemas allow', () => {
    for (const { id, definition } of contract.operations.values()) {
      const media = definition['requestBody'] === undefined ? undefined : object(object(contract.resolve(definition['requestBody'])['content'])['application/json']);
      if (media?.['example'] !== undefined) assert.deepEqual(contract.requestProblems(id, media['example']), [], id);
      for (const [status, response] of Object.entries(object(definition['responses']))) {
        const example = object(object(contract.resolve(response)['content'])['application/json'])['example'];
        if (example !== undefined) assert.deepEqual(contract.answerProblems(id, Number(status), example), [], `${id} ${status}`);
      }
    }
    for (const [name, value] of Object.entries(object(object(contract.document['components'])['schemas']))) {
      const schema = object(value);
      if (schema['example'] !== undefined) assert.ok(contract.allows(schema, schema['example']), name);
    }
  });
});

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

describe('every parameter', () => {
  for (const { id, definition } of ownOperations) {
    const limited = ((definition['parameters'] ?? []) as readonly Json[]).map((one) => contract.resolve(one)).filter((one) => one['in'] === 'query' && contract.resolve(one['schema'])['maxLength'] !== undefined);
    for (const parameter of limited) {
      const name = text(parameter['name']);
      const longest = Number(contract.resolve(parameter['schema'])['maxLength']);
      it(`${name} of ${id} has at most ${String(longest)} characters`, async () => {
        const query = (length: number): Readonly<Record<string, string>> => ({ ...(id === 'reservationsOfOrder' ? { orderRef: 'some' } : { sku: 'HF-1001' }), [name]: 'x'.repeat(length) });
        const { fields } = await client.refused(id, { query: query(longest + 1) }, 400, 'HF-BAD-FIELD');
        assert.deepEqual(fields, [name]);
        // A cursor of any other text than the answer's own is refused anyway.
        if (name !== 'cursor' && name !== 'after') assert.equal((await client.send(id, { query: query(longest) })).status, 200);
      });
    }
  }
});

describe('every field of every body', () => {
  const schemaOfItems = (schema: JsonObject, field: string): JsonObject => contract.resolve(object(object(schema['properties'])[field])['items']);
  const goals = object(object(object(contract.resolve({ $ref: '#/components/requestBodies/Goals' })['content'])['application/json'])['schema']);
  const bodyOf = (operation: string): JsonObject => object(object(object(object(contract.operation(operation).definition['requestBody'])['content'])['application/json'])['schema']);
  const changed = (value: JsonObject, field: string, to: Json | undefined): JsonObject => Object.fromEntries(Object.entries({ ...value, [field]: to }).filter(([, part]) => part !== undefined)) as JsonObject;

  /** A quota names its register, nothing else does. */
  const requestFor = (field: string, to: Json | undefined, kind: string): JsonObject => {
    const isQuota = field === 'register' ? to !== undefined && to !== null : field === 'kind' && to === 'Quota';
    return reservation(isQuota ? { kind: 'Quota', register: 'T-1' } : { kind });
  };
  /** A line names a location or a group. */
  const lineFor = (field: string, to: Json | undefined): JsonObject => {
    const isGone = to === undefined || to === null;
    const isInGroup = (field === 'group' && !isGone) || (field === 'location' && isGone);
    return isInGroup ? changed({ ...line(), group: 'EU' }, 'location', undefined) : line();
  };

  const places: readonly { name: string; operation: string; schema: JsonObject; prefix: string; body: (field: string, to: Json | undefined) => unknown; key?: () => string }[] = [
    { name: 'an availability query', operation: 'queryAvailability', schema: withoutField(contract.schema('AvailabilityQuery'), 'cursor'), prefix: '', body: (field, to) => changed({ skus: ['HF-1001'], locations: ['LON-01'] }, field, to) },
    { name: 'a reservation', operation: 'reserve', schema: contract.schema('ReservationRequest'), prefix: '', body: (field, to) => changed(requestFor(field, to, field === 'expiresAt' ? 'Cart' : 'Firm'), field, to) },
    { name: 'one of several reservations', operation: 'reserve', schema: contract.schema('ReservationRequest'), prefix: 'requests[0].', body: (field, to) => ({ requests: [changed(requestFor(field, to, 'Cart'), field, to)] }) },
    { name: 'a reservation line', operation: 'reserve', schema: schemaOfItems(contract.schema('ReservationRequest'), 'lines'), prefix: 'lines[0].', body: (field, to) => reservation({ lines: [changed(lineFor(field, to), field, to)] }) },
    { name: 'a fact', operation: 'postEvents', schema: contract.schema('Fact'), prefix: 'events[0].', body: (field, to) => ({ events: [changed(fact(companions(field, to)), field, to)] }) },
    { name: 'a snapshot', operation: 'postSnapshots', schema: contract.schema('Snapshot'), prefix: 'snapshots[0].', body: (field, to) => snapshots(changed(snapshot(field === 'from' ? { asOf: '2999-01-01T00:00:00Z' } : field === 'asOf' ? { from: '1800-01-01T00:00:00Z' } : {}), field, to)) },
    { name: 'a document of a snapshot', operation: 'postSnapshots', schema: contract.schema('SnapshotDocument'), prefix: 'snapshots[0].documents[0].', body: (field, to) => snapshots(snapshot({ documents: [changed(document(), field, to)] })) },
    { name: 'a line to release', operation: 'release', schema: schemaOfItems(goals, 'lines'), prefix: 'lines[0].', body: (field, to) => ({ lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'a line to change', operation: 'changeReservation', schema: schemaOfItems(bodyOf('changeReservation'), 'lines'), prefix: 'lines[0].', body: (field, to) => ({ lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'a transfer', operation: 'transfer', schema: bodyOf('transfer'), prefix: '', body: (field, to) => changed({ location: 'LON-01', ...(field === 'lines' ? {} : { lines: [{ line: 1, location: 'LON-01' }] }) }, field, to), key: newKey },
    { name: 'a line to transfer', operation: 'transfer', schema: schemaOfItems(bodyOf('transfer'), 'lines'), prefix: 'lines[0].', body: (field, to) => ({ location: 'LON-01', lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'the lines to fulfil', operation: 'fulfil', schema: goals, prefix: '', body: (field, to) => changed({ lines: [{ line: 1 }] }, field, to), key: newKey },
  ];

  for (const { name, operation, schema, prefix, body, key } of places) {
    it(`of ${name} is taken or refused, with its path, as the document says`, async () => {
      const wrong: string[] = [];
      for (const { field, value, isAllowed } of fieldCases(contract, schema)) {
        const { status, body: answer } = await client.send<Refusal>(operation, { ...(key === undefined ? {} : { key: key() }), body: body(field, value) });
        const error = status === 400 ? answer[0] : undefined;
        // A quantity may be within the document's limits and still be none of its intent.
        const isRefused = error !== undefined && error.errorCode !== 'HF-QUANTITY-RANGE';
        const namesField = error === undefined || (error.fields ?? []).every((path) => path.startsWith(`${prefix}${field}`));
        if (isRefused === isAllowed || !namesField) wrong.push(`${field} ${shown(value)} (${isAllowed ? 'allowed' : 'not allowed'}): ${String(status)} ${JSON.stringify(answer).slice(0, 200)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  function withoutField(schema: JsonObject, field: string): JsonObject {
    return { ...schema, properties: Object.fromEntries(Object.entries(object(schema['properties'])).filter(([name]) => name !== field)) };
  }
});

describe('bodies that are no bodies', () => {
  const withBody = ['queryAvailability', 'reserve', 'postEvents', 'postSnapshots', 'release', 'fulfil', 'changeReservation', 'transfer'];
  const HOSTILE: readonly string[] = ['{', '{"events": [', '[1, 2]', 'null', '1', '"text"', 'true', '{"a": }', "{'a': 1}", '{"a": 1e}', '\u0000', '['.repeat(100_000), `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`];

  for (const operation of withBody) {
    it(`are 400 HF-MALFORMED-BODY for ${operation}`, async () => {
      for (const body of HOSTILE) await client.refused(operation, { key: newKey(), body }, 400, 'HF-MALFORMED-BODY');
    });

    it(`above 1 MB are 413 for ${operation}, at 1 MB they are read`, async () => {
      await client.refused(operation, { key: newKey(), body: `{}${' '.repeat(MEGABYTE - 1)}` }, 413, 'HF-BODY-TOO-LARGE');
      const { status } = await client.send(operation, { key: newKey(), body: `{}${' '.repeat(MEGABYTE - 2)}` });
      assert.ok(status !== 413, String(status));
    });
  }

  it('that are missing are 400 where one is required', async () => {
    for (const operation of ['queryAvailability', 'reserve', 'postEvents', 'postSnapshots']) await client.refused(operation, {}, 400, 'HF-MALFORMED-BODY');
  });

  it('with bytes that are no UTF-8 are 400', async () => {
    const response = await fetch(`${org.url}/services/apexrest/holdfast/v1/events`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) });
    assert.equal(response.status, 400);
    assert.deepEqual(contract.answerProblems('postEvents', 400, await response.json()), []);
  });

  it('with numbers no Decimal holds are 400 with the field', async () => {
    for (const number of ['1e400', '1e-400', '9'.repeat(400), '0.1234']) {
      const { fields } = await client.refused('postEvents', { body: JSON.stringify({ events: [fact({ quantity: 42 })] }).replace('42', number) }, 400, 'HF-BAD-FIELD');
      assert.deepEqual(fields, ['events[0].quantity']);
    }
  });
});

describe('who may do what', () => {
  const allOperations = ownOperations.map(({ id }) => id);
  const sample = (id: string): CallOptions => ({
    key: newKey(), ...(id === 'reservationsOfOrder' ? { query: { orderRef: 'x' } } : {}), ...(id === 'getAvailability' ? { query: { sku: 'HF-1001' } } : {}),
    ...({ queryAvailability: { body: { skus: ['HF-1001'] } }, reserve: { body: reservation() }, postEvents: { body: { events: [fact()] } }, postSnapshots: { body: snapshots(snapshot()) } }[id] ?? {}),
  });

  it('without a token, with a wrong one or one that was given back: 401 in the shape of the platform', async () => {
    const over = await org.token();
    const revoked = await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: over }) });
    assert.equal(revoked.status, 200);
    for (const operation of allOperations) {
      for (const wrong of [null, 'nonsense', over]) {
        const { status, body } = await client.send<Refusal>(operation, { ...sample(operation), token: wrong });
        assert.deepEqual([status, body], [401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]], operation);
      }
    }
  });

  it('a user without access to the Apex class: 403 in the words of the platform', async () => {
    for (const username of ['agent@holdfast.local', 'associate@holdfast.local']) {
      const theirs = await org.token(username);
      for (const operation of allOperations) {
        const { message } = await client.refused(operation, { ...sample(operation), token: theirs }, 403, 'FORBIDDEN');
        assert.match(message, /^You do not have access to the Apex class named: \w+Resource$/);
      }
    }
  });

  it('a user with access to the class but without the permission set: 403 HF-FORBIDDEN names the custom permission', async () => {
    const theirs = await org.token(await administratorWithoutPermissionSet());
    const needed = { getAvailability: 'View_Availability', queryAvailability: 'View_Availability', reserve: 'Reserve_Stock', reservationsOfOrder: 'View_Availability', getReservation: 'View_Availability', release: 'Release_Stock', fulfil: 'Fulfil_Stock', postEvents: 'Post_Facts', postSnapshots: 'Post_Facts', getPositions: 'View_Availability', getChanges: 'View_Availability' };
    for (const [operation, permission] of Object.entries(needed)) {
      const { message } = await client.refused(operation, { ...sample(operation), token: theirs }, 403, 'HF-FORBIDDEN');
      assert.match(message, new RegExp(`\\b${permission}\\b`));
    }
  });

  it('a component of the console asks for the same access to its Apex class', async () => {
    const findProducts = async (username: string): Promise<readonly [status: number, body: { value?: unknown[]; message?: string }]> => {
      const entered = await fetch(`${org.url}/secur/frontdoor.jsp?${new URLSearchParams({ sid: await org.token(username), retURL: '/' }).toString()}`, { redirect: 'manual' });
      const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
      const page = await (await fetch(org.url, { headers: { cookie } })).text();
      const requestToken = /"requestToken":"([^"]+)"/.exec(page)![1]!;
      const response = await fetch(`${org.url}/console/apex/AvailabilityController/findProducts`, { method: 'POST', headers: { cookie, 'x-console-token': requestToken, 'content-type': 'application/json' }, body: JSON.stringify({ term: 'HF-1001' }) });
      return [response.status, (await response.json()) as { value?: unknown[] }];
    };
    const [, granted] = await findProducts('agent@holdfast.local');
    assert.equal(granted.value?.length, 1);
    assert.deepEqual(await findProducts('integration@holdfast.local'), [500, { message: "You do not have access to the Apex class named 'AvailabilityController'." }]);
  });

  it('the integration user may do everything the surface offers', async () => {
    const theirs = await org.token('integration@holdfast.local');
    const request = reservation();
    const key = request.requestKey;
    assert.equal((await client.taken<Reserved>('reserve', { token: theirs, body: request })).results[0]?.status, 'Reserved');
    assert.equal((await client.taken<Reservation>('getReservation', { token: theirs, key })).status, 'Reserved');
    assert.equal((await client.taken<Reservation>('fulfil', { token: theirs, key })).status, 'Fulfilled');
    assert.equal((await client.taken<Facts>('postEvents', { token: theirs, body: { events: [fact()] } })).results[0]?.effect, 'Applied');
    assert.equal((await client.taken<Availability>('queryAvailability', { token: theirs, body: { skus: ['HF-1001'], locations: ['LON-01'] } })).items.length, 1);
    assert.equal((await client.send('postEvents', { token: theirs, query: { mode: 'async' }, body: { events: [fact()] } })).status, 202);
    assert.equal((await client.taken<Reservation>('release', { token: theirs, key: newKey() })).status, 'Released');
  });

  /** Administrators may run every class; what the app allows comes from its permission sets, for them too. */
  async function administratorWithoutPermissionSet(): Promise<string> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const profiles = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent("SELECT Id FROM Profile WHERE Name = 'System Administrator'")}`, { headers });
    const { records } = (await profiles.json()) as { records: { Id: string }[] };
    const username = 'bare@holdfast.local';
    const created = await fetch(`${org.url}/services/data/v67.0/sobjects/User`, {
      method: 'POST', headers,
      body: JSON.stringify({
        Username: username, LastName: 'Bare', Email: username, Alias: 'bare', CommunityNickname: 'bare', ProfileId: records[0]?.Id, TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_GB', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US',
      }),
    });
    assert.equal(created.status, 201, await created.text());
    return username;
  }
});

describe('the document and the tests', () => {
  it('know the same answers: every documented status of every operation but those of documents was seen above, but 503', () => {
    // 503 needs a transaction that holds a position for ten seconds, or a full disk: neither can be had over HTTP.
    const documented = ownOperations.flatMap(({ id, statuses }) => statuses.filter((status) => status !== '503').map((status) => `${id} ${status}`));
    assert.deepEqual(documented.filter((one) => !client.seen.has(one)), []);
  });
});
