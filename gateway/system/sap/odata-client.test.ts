import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Entity } from '../../simulator/sap/entities.ts';
import { NO_FAULTS } from '../../simulator/sap/faults.ts';
import { parseFilter } from '../../simulator/sap/filter.ts';
import { serveSap, type SapServer } from '../../simulator/sap/server.ts';
import { SapSimulator } from '../../simulator/sap/simulator.ts';
import { sapOverOData } from './odata-client.ts';
import { postOnce, PostingUnsure } from './post-once.ts';
import { NotPosted, type Movement, type SapApi } from './sap-api.ts';
import { testParts, type TestParts } from './test/parts.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';

const LAMP = { material: 'LAMP-1', plant: '1010', storageLocation: '0001' };
const NOON = Date.parse('2026-11-21T12:00:00Z');
const movement: Movement = { code: '03', movementType: '601', reference: 'HF1', headerText: "it's", postingDate: '2026-11-21', items: [{ ...LAMP, quantity: 1.5, baseUnit: 'EA' }] };

let nowMs = NOON;
const clock = { now: () => nowMs, sleep: async () => undefined };
let parts: TestParts;
let simulator: SapSimulator;
let server: SapServer;
let sap: SapApi;

describe('SAP over OData', () => {
  before(async () => {
    parts = testParts(clock);
    simulator = new SapSimulator({ clock });
    server = await serveSap(simulator, { user: 'HOLDFAST', password: 'ö:pen', controlToken: 'control' });
    sap = sapOverOData({ baseUrl: server.url, login: { kind: 'basic', user: 'HOLDFAST', password: 'ö:pen' }, clock });
  });
  beforeEach(() => { simulator.setFaults(NO_FAULTS); });
  after(() => Promise.all([server.close(), parts.close()]));

  it('reads a document with both items of a transfer', async () => {
    const { year, number } = simulator.post({ movementType: '311', reference: 'MOVE-1', items: [{ ...LAMP, quantityThousandths: 2500, toStorageLocation: '0002' }] });
    const document = await sap.document({ year, number });
    assert.deepEqual([document?.createdAt, document?.postingDate, document?.reference, document?.headerText], ['2026-11-21T12:00:00.000Z', '2026-11-21', 'MOVE-1', undefined]);
    assert.deepEqual(document?.items.map((item) => [item.storageLocation, item.quantity, item.isAutomatic, item.issuingOrReceivingStorageLocation]), [['0001', 2.5, false, '0002'], ['0002', 2.5, true, '0001']]);
  });

  it('knows no document that is not there, or not yet', async () => {
    assert.equal(await sap.document({ year: '2026', number: '1' }), undefined);
    simulator.setFaults({ commitLateShare: 1, commitLateMs: 1000 });
    const late = simulator.post({ movementType: '501', items: [{ ...LAMP, quantityThousandths: 1000 }] });
    assert.equal(await sap.document(late), undefined);
    nowMs += 1000;
    assert.equal((await sap.document(late))?.number, late.number);
  });

  it('reads all pages of a time, across midnight, for the plants that are asked for', async () => {
    nowMs = Date.parse('2026-11-21T23:59:59.400Z');
    for (let index = 0; index < 450; index++) simulator.post({ movementType: '501', items: [{ ...LAMP, plant: index % 2 === 0 ? '1010' : '1020', quantityThousandths: 1000 }] });
    nowMs += 1000;
    const afterMidnight = simulator.post({ movementType: '501', items: [{ ...LAMP, quantityThousandths: 1000 }] });
    const [from, to] = ['2026-11-21T23:59:59.900Z', '2026-11-22T00:00:00.100Z'];
    assert.equal((await sap.documentsCreated(from, to, [])).length, 451);
    const ours = await sap.documentsCreated(from, to, ['1010']);
    assert.deepEqual([ours.length, ours.at(-1)?.number], [226, afterMidnight.number]);
    assert.equal((await sap.documentsCreated('2026-11-22T00:00:01Z', '2026-11-22T00:00:09Z', [])).length, 0);
  });

  it('reads stock of a place, of some materials, adding up what we do not tell apart', async () => {
    simulator.post({ movementType: '501', items: Array.from({ length: 45 }, (_, index) => ({ material: `M-${String(index)}`, plant: '1030', storageLocation: '0001', quantityThousandths: 1000 })) });
    simulator.post({ movementType: '501', items: [{ material: 'M-0', plant: '1030', storageLocation: '0001', quantityThousandths: 500, specialStockType: 'K' }] });
    assert.equal((await sap.stock('1030', '0001')).length, 46);
    assert.equal((await sap.stock('1030', '')).length, 46);
    assert.deepEqual(await sap.stock('1030', '0001', ['M-0', 'M-44', 'NONE']), [
      { material: 'M-0', plant: '1030', storageLocation: '0001', stockType: '01', quantity: 1 },
      { material: 'M-0', plant: '1030', storageLocation: '0001', stockType: '01', specialStockType: 'K', quantity: 0.5 },
      { material: 'M-44', plant: '1030', storageLocation: '0001', stockType: '01', quantity: 1 },
    ]);
  });

  it('posts once, although the connection broke before the answer came', async () => {
    const had = simulator.book.quantity(LAMP, nowMs);
    simulator.setFaults({ resetAfterShare: 1 });
    await assert.rejects(postOnce({ sap, ...parts }, movement), (error: unknown) => error instanceof TransientFailure && !(error instanceof NotPosted));
    simulator.setFaults(NO_FAULTS);
    const { isNew, document } = await postOnce({ sap, ...parts }, movement);
    assert.equal(isNew, false);
    assert.equal((await sap.documentByReference('HF1'))?.number, document.number);
    assert.equal(simulator.book.quantity(LAMP, nowMs), had - 1500);
  });

  it('posts once for two who post the same at the same time', async () => {
    const had = simulator.book.quantity(LAMP, nowMs);
    const both = await Promise.allSettled([1, 2].map(() => postOnce({ sap, ...parts }, { ...movement, reference: 'HF-BOTH' })));
    assert.deepEqual(both.map((one) => (one.status === 'fulfilled' ? one.value.isNew : one.reason instanceof PostingUnsure)), [true, true]);
    assert.equal(simulator.book.quantity(LAMP, nowMs), had - 1500);
  });

  it('knows when nothing was posted: SAP said so, or was never reached', async () => {
    for (const [errorStatus, isKnown] of [[503, true], [429, true], [403, true], [500, false], [502, false], [504, false]] as const) {
      simulator.setFaults({ errorShare: 1, errorStatus });
      const another = sapOverOData({ baseUrl: server.url, login: { kind: 'basic', user: 'HOLDFAST', password: 'ö:pen' }, clock });
      await assert.rejects(another.post(movement), (error: unknown) => error instanceof NotPosted, `${String(errorStatus)} to the question for a token`);
      const answers = [200, errorStatus];
      const fake = createServer((_request, response) => { response.writeHead(answers.shift() ?? 200, { 'x-csrf-token': 't' }).end('{}'); });
      await new Promise<void>((resolve) => { fake.listen(0, '127.0.0.1', resolve); });
      const asked = sapOverOData({ baseUrl: `http://127.0.0.1:${String((fake.address() as AddressInfo).port)}`, login: { kind: 'basic', user: 'u', password: 'p' }, clock });
      await assert.rejects(asked.post(movement), (error: unknown) => error instanceof TransientFailure && (error instanceof NotPosted) === isKnown, String(errorStatus));
      fake.close().closeAllConnections();
    }
    await assert.rejects(sapOverOData({ baseUrl: 'http://127.0.0.1:1', login: { kind: 'basic', user: 'u', password: 'p' }, clock }).post(movement), NotPosted);
  });

  it('finds references with quotes in them', async () => {
    await sap.post({ ...movement, reference: "it's" });
    assert.equal((await sap.documentByReference("it's"))?.reference, "it's");
    assert.equal(await sap.documentByReference('HF2'), undefined);
  });

  it('is refused in the words of SAP', async () => {
    await assert.rejects(sap.post({ ...movement, movementType: '999' }), (error: unknown) => error instanceof Refusal && error.code === 'M7/053' && /999 does not exist/.test(error.message));
  });

  for (const [what, faults] of [['answers 5xx in HTML', { errorShare: 1 }], ['breaks the connection', { resetShare: 1 }]] as const) {
    it(`is asked again later when it ${what}`, async () => {
      simulator.setFaults(faults);
      await assert.rejects(sap.stock('1010', '0001'), TransientFailure);
    });
  }

  it('is asked again later when it refuses our user or is not there, and nothing tells the password', async () => {
    const told = async (baseUrl: string, password: string): Promise<string> => {
      try {
        await sapOverOData({ baseUrl, login: { kind: 'basic', user: 'HOLDFAST', password }, clock }).document({ year: '2026', number: '1' });
      } catch (error) {
        assert.ok(error instanceof TransientFailure);
        return error.message;
      }
      return 'it answered';
    };
    assert.match(await told(server.url, 'guess'), /refuses our user \(401\)/);
    assert.doesNotMatch(await told(server.url, 'guess'), /guess/);
    assert.match(await told('http://127.0.0.1:1', 'guess'), /does not answer/);
  });

  for (const [what, status, headers, body, ask] of [
    ['takes none of its own CSRF tokens', 403, { 'x-csrf-token': 'Required' }, 'CSRF token validation failed', (asked: SapApi) => asked.post(movement)],
    ['has lost its service, and says so as it does of a document', 404, {}, '{"error":{"code":"/IWFND/MED/170","message":{"lang":"en","value":"No service found for namespace \'\', name \'API_MATERIAL_DOCUMENT_SRV\', version \'0001\'"}}}', (asked: SapApi) => asked.document({ year: '2026', number: '1' })],
  ] as const) {
    it(`is asked again later when it ${what}`, async (test) => {
      const fake = createServer((request, response) => {
        if (request.headers['x-csrf-token'] === 'Fetch') response.writeHead(200, { 'x-csrf-token': 't' }).end('{}');
        else response.writeHead(status, headers).end(body);
      });
      await new Promise<void>((resolve) => { fake.listen(0, '127.0.0.1', resolve); });
      test.after(() => { fake.close().closeAllConnections(); });
      await assert.rejects(async () => ask(sapOverOData({ baseUrl: `http://127.0.0.1:${String((fake.address() as AddressInfo).port)}`, login: { kind: 'basic', user: 'u', password: 'p' }, clock })), NotPosted);
    });
  }

  describe('whose pages change while they are read', () => {
    const row = (material: string, stock: number, batch = ''): Entity => ({ Material: material, Plant: '1010', StorageLocation: '0001', Batch: batch, InventorySpecialStockType: '', InventoryStockType: '01', MatlWrhsStkQtyInMatlBaseUnit: String(stock) });
    const materials = Array.from({ length: 450 }, (_, index) => `M-${String(index).padStart(3, '0')}`);
    let rows: Entity[] = [];
    let asked = 0;
    let ignoresFilter = false;
    /** What happens at SAP once so many pages were read. */
    let happens: Readonly<Record<number, () => void>> = {};
    const fake = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
      const query = Object.fromEntries(searchParams);
      const predicate = parseFilter(query['$filter'] ?? '');
      const found = rows.filter((each) => ignoresFilter || predicate(each)).sort((one, other) => (String(one['Material']) + String(one['Batch']) < String(other['Material']) + String(other['Batch']) ? -1 : 1));
      assert.match(pathname, /A_MatlStkInAcctMod$/);
      const [skip, top] = [Number(query['$skip'] ?? 0), Number(query['$top'])];
      response.end(JSON.stringify({ d: { results: found.slice(skip, skip + top) } }));
      asked += 1;
      happens[asked]?.();
    });
    const read = async (): Promise<readonly (readonly [string, number])[]> => {
      const { port } = fake.address() as AddressInfo;
      return (await sapOverOData({ baseUrl: `http://127.0.0.1:${String(port)}`, login: { kind: 'basic', user: 'u', password: 'p' }, clock }).stock('1010', '0001')).map(({ material, quantity }) => [material, quantity]);
    };
    before(() => new Promise<void>((resolve) => { fake.listen(0, '127.0.0.1', resolve); }));
    beforeEach(() => { [rows, asked, happens, ignoresFilter] = [materials.map((material) => row(material, 1)), 0, {}, false]; });
    after(() => { fake.close(); });

    it('counts no stock twice when a row appears before those that are still to be read', async () => {
      happens = { 1: () => { rows.push(row('A-NEW', 7)); } };
      assert.deepEqual(await read(), materials.map((material) => [material, 1]));
    });

    it('leaves no stock out when a row before those that are still to be read is gone', async () => {
      happens = { 1: () => { rows.shift(); }, 2: () => { rows.shift(); } };
      assert.deepEqual(await read(), materials.map((material) => [material, 1]));
    });

    it('is not asked for ever when it answers the same page again and again', async () => {
      ignoresFilter = true;
      await assert.rejects(read(), TransientFailure);
    });

    it('adds up the batches of a material that stand on two pages, or on many', async () => {
      rows = [...materials.slice(0, 150).map((material) => row(material, 1)), ...Array.from({ length: 900 }, (_, index) => row('M-500', 1, `B-${String(index)}`)), row('M-600', 2)];
      assert.deepEqual((await read()).slice(-3), [['M-149', 1], ['M-500', 900], ['M-600', 2]]);
    });
  });

  describe('that answers 200 with something else than it was asked for', () => {
    let answers: readonly unknown[] = [];
    const fake = createServer((request, response) => {
      const page = /page=(\d+)/.exec(request.url ?? '')?.[1] ?? '0';
      response.end(JSON.stringify(answers[Number(page)]));
    });
    const asked = (): SapApi => sapOverOData({ baseUrl: `http://127.0.0.1:${String((fake.address() as AddressInfo).port)}`, login: { kind: 'basic', user: 'u', password: 'p' }, clock });
    const header = { MaterialDocumentYear: '2026', MaterialDocument: '1', CreationDate: `/Date(${String(NOON)})/`, CreationTime: 'PT12H00M00S', PostingDate: `/Date(${String(NOON)})/` };
    const item = (number: string) => ({ MaterialDocumentItem: number, Material: 'LAMP-1', Plant: '1010', StorageLocation: '0001', GoodsMovementType: '501', InventoryStockType: '01', QuantityInBaseUnit: '1.000', MaterialBaseUnit: 'EA' });
    const next = { __next: 'https://sap.example.com/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader?page=1' };
    before(() => new Promise<void>((resolve) => { fake.listen(0, '127.0.0.1', resolve); }));
    after(() => { fake.close(); });

    for (const [what, answer] of [['no rows', { d: {} }], ['rows that are no list', { d: { results: null } }], ['nothing', null]] as const) {
      it(`is not understood when there are ${what}, instead of having no stock`, async () => {
        answers = [answer];
        await assert.rejects(asked().stock('1010', '0001'), (error: unknown) => error instanceof Refusal && error.code === 'GW-SAP-ANSWER');
      });
    }

    it('is not understood when it leaves out the items of a document, instead of having moved nothing', async () => {
      answers = [{ d: { ...header, to_MaterialDocumentItem: { __deferred: { uri: 'x' } } } }];
      await assert.rejects(asked().document({ year: '2026', number: '1' }), (error: unknown) => error instanceof Refusal && error.code === 'GW-SAP-ANSWER');
    });

    it('is asked for the rest of the items when it cuts them', async () => {
      answers = [{ d: { ...header, to_MaterialDocumentItem: { results: [item('0001'), item('0002')], ...next } } }, { d: { results: [item('0003')] } }];
      assert.deepEqual((await asked().document({ year: '2026', number: '1' }))?.items.map((each) => each.item), ['0001', '0002', '0003']);
      answers = [{ d: { results: [answers[0]].map((answer) => (answer as { d: unknown }).d) } }, answers[1]];
      assert.deepEqual((await asked().documentByReference('R'))?.items.length, 3);
    });

    it('may name quantities as large as SAP keeps them', async () => {
      answers = [{ d: { ...header, to_MaterialDocumentItem: { results: ['17024585.872', '8759417561.897', '20000000.1'].map((QuantityInBaseUnit) => ({ ...item('0001'), QuantityInBaseUnit })) } } }];
      assert.deepEqual((await asked().document({ year: '2026', number: '1' }))?.items.map(({ quantity }) => quantity), [17024585.872, 8759417561.897, 20000000.1]);
    });
  });

  describe('with OAuth', () => {
    let tokens: TokenServer;
    let refused: readonly string[] = [];
    const seen: string[] = [];
    const fake = createServer((request, response) => {
      const authorization = request.headers.authorization ?? '';
      seen.push(authorization);
      if (refused.includes(authorization)) response.writeHead(401).end();
      else response.end('{"d":{"results":[]}}');
    });
    const client = (): SapApi => sapOverOData({ baseUrl: `http://127.0.0.1:${String((fake.address() as AddressInfo).port)}`, login: { kind: 'oauth', tokenUrl: tokens.url, clientId: 'app', clientSecret: 'hidden' }, clock });
    before(() => new Promise<void>((resolve) => { fake.listen(0, '127.0.0.1', resolve); }));
    beforeEach(async () => {
      tokens = await startTokenServer();
      refused = [];
      seen.length = 0;
    });
    afterEach(() => { tokens.close(); });
    after(() => { fake.close(); });

    it('asks for a token once, and anew when it is refused', async () => {
      refused = ['Bearer token-1'];
      const asked = client();
      await asked.stock('1010', '0001');
      await asked.stock('1010', '0001');
      assert.deepEqual(seen, ['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
    });

    it('asks for one new token when many calls at once are refused', async () => {
      const asked = client();
      await asked.stock('1010', '0001');
      refused = ['Bearer token-1'];
      await Promise.all(Array.from({ length: 10 }, () => asked.stock('1010', '0001')));
      assert.deepEqual(tokens.given, ['token-1', 'token-2']);
    });

    it('waits when the new token is refused, too, and tells no secret', async () => {
      refused = ['Bearer token-1', 'Bearer token-2'];
      await assert.rejects(client().stock('1010', '0001'), (error: unknown) => {
        assert.ok(error instanceof TransientFailure);
        assert.match(error.message, /refuses our user \(401\).*OAuth client/);
        assert.doesNotMatch(error.message, /token-\d|hidden/);
        return true;
      });
      assert.deepEqual(tokens.given, ['token-1', 'token-2']);
    });
  });
});
