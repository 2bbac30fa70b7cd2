import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { serveSap, type SapServer } from './server.ts';
import { NO_FAULTS } from './faults.ts';
import { SapSimulator } from './simulator.ts';

const NOW = Date.parse('2026-11-21T09:14:03.250Z');
const BASIC = `Basic ${Buffer.from('HOLDFAST:open').toString('base64')}`;
const LAMP = { material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantityThousandths: 3000 };
const DOCUMENTS = 'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader';

let nowMs = NOW;
const clock = { now: () => nowMs, sleep: async () => undefined };
let simulator: SapSimulator;
let server: SapServer;

const get = async (address: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${server.url}/sap/opu/odata/sap/${address}`, { headers: { authorization: BASIC, accept: 'application/json', ...headers } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const results = (text: string): Record<string, unknown>[] => (JSON.parse(text) as { d: { results: Record<string, unknown>[] } }).d.results;

describe('the OData services of the simulated ERP', () => {
  before(async () => {
    simulator = new SapSimulator({ clock });
    server = await serveSap(simulator, { user: 'HOLDFAST', password: 'open', controlToken: 'control' });
    simulator.post({ movementType: '501', reference: 'ORDER-1', items: [LAMP] });
    nowMs += 60_000;
    simulator.post({ movementType: '311', items: [{ ...LAMP, toStorageLocation: '0002' }] });
  });
  beforeEach(() => { simulator.setFaults(NO_FAULTS); });
  after(async () => {
    await simulator.close();
    await server.close();
  });

  it('answer a document with its items as V2 JSON', async () => {
    const { text } = await get(`${DOCUMENTS}(MaterialDocumentYear='2026',MaterialDocument='4900000001')?$expand=to_MaterialDocumentItem&$format=json`);
    const { d } = JSON.parse(text) as { d: Record<string, unknown> & { to_MaterialDocumentItem: { results: Record<string, unknown>[] } } };
    assert.deepEqual([d['CreationDate'], d['CreationTime'], d['ReferenceDocument']], [`/Date(${String(Date.parse('2026-11-21'))})/`, 'PT09H14M03S', 'ORDER-1']);
    assert.deepEqual(d.to_MaterialDocumentItem.results.map((item) => [item['GoodsMovementType'], item['QuantityInBaseUnit'], item['InventoryStockType'], item['IsAutomaticallyCreated']]), [['501', '3.000', '01', '']]);
  });

  for (const [filter, numbers] of [
    ["CreationDate ge datetime'2026-11-21T00:00:00' and CreationTime gt time'PT09H14M03S'", ['4900000002']],
    ["ReferenceDocument eq 'ORDER-1' or ReferenceDocument eq 'it''s'", ['4900000001']],
    ["not (CreationDate lt datetime'2026-11-22T00:00:00')", []],
  ] as const) {
    it(`filter by ${filter}`, async () => {
      const { text } = await get(`${DOCUMENTS}?$filter=${encodeURIComponent(filter)}`);
      assert.deepEqual(results(text).map((row) => row['MaterialDocument']), numbers);
    });
  }

  it('page by $top and $skip', async () => {
    const pages = await Promise.all([0, 1, 2].map(async (skip) => results((await get(`${DOCUMENTS}?$top=1&$skip=${String(skip)}`)).text)));
    assert.deepEqual(pages.map((page) => page.map((row) => row['MaterialDocument'])), [['4900000001'], ['4900000002'], []]);
  });

  it('answer stock by place and stock type', async () => {
    const { text } = await get(`API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$filter=${encodeURIComponent("Plant eq '1010'")}`);
    assert.deepEqual(results(text).map((row) => [row['StorageLocation'], row['InventoryStockType'], row['MatlWrhsStkQtyInMatlBaseUnit']]), [['0001', '01', '0.000'], ['0002', '01', '3.000']]);
  });

  for (const [what, address, headers, status, message] of [
    ['a wrong password', DOCUMENTS, { authorization: 'Basic eDp5' }, 401, /Logon failed/],
    ['a document there is not', `${DOCUMENTS}(MaterialDocumentYear='2026',MaterialDocument='1')`, {}, 404, /Resource not found/],
    ['a filter it cannot read', `${DOCUMENTS}?$filter=Colour%20eq%20'red'`, {}, 400, /no property Colour/],
    ['an option it does not know', `${DOCUMENTS}?$search=lamp`, {}, 400, /\$search is not known/],
  ] as const) {
    it(`refuse ${what}`, async () => {
      const answer = await get(address, headers);
      assert.equal(answer.status, status);
      assert.match(answer.text, message);
    });
  }

  const posted = { GoodsMovementCode: '03', PostingDate: '2026-11-21T00:00:00', ReferenceDocument: 'HF1', MaterialDocumentHeaderText: '', to_MaterialDocumentItem: { results: [{ Material: 'LAMP-1', Plant: '1010', StorageLocation: '0002', GoodsMovementType: '251', QuantityInEntryUnit: '1', EntryUnit: 'EA' }] } };
  const post = async (headers: Record<string, string>) => fetch(`${server.url}/sap/opu/odata/sap/${DOCUMENTS}`, { method: 'POST', headers: { authorization: BASIC, 'content-type': 'application/json', accept: 'application/json', ...headers }, body: JSON.stringify(posted) });

  it('post a document only with the CSRF token of the session', async () => {
    const without = await post({});
    assert.deepEqual([without.status, without.headers.get('x-csrf-token')], [403, 'Required']);
    const { headers } = await get('API_MATERIAL_DOCUMENT_SRV/', { 'x-csrf-token': 'Fetch' });
    const session = headers.getSetCookie().map((cookie) => cookie.split(';')[0]!).join('; ');
    const answer = await post({ 'x-csrf-token': headers.get('x-csrf-token')!, cookie: session });
    assert.equal(answer.status, 201, await answer.text());
    assert.equal(simulator.book.quantity({ ...LAMP, storageLocation: '0002' }, nowMs), 2000);
    const [foreign] = [await post({ 'x-csrf-token': headers.get('x-csrf-token')!, cookie: 'SAP_SESSIONID_SIM_100=00' })];
    assert.equal(foreign.status, 403);
  });

  it('fail, break off and refuse their controls to strangers', async () => {
    const control = (token: string, body: unknown) => fetch(`${server.url}/simulator/faults`, { method: 'PATCH', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    assert.equal((await control('guess', { errorShare: 1 })).status, 401);
    assert.equal((await control('control', { errorShare: 2 })).status, 400);
    assert.equal((await control('control', { errorShare: 1 })).status, 200);
    assert.equal((await get(DOCUMENTS)).status, 503);
    simulator.setFaults({ errorShare: 0, resetShare: 1 });
    await assert.rejects(get(DOCUMENTS));
  });
});
