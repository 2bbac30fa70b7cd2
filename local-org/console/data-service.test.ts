/** The record store that the `lightning/ui*Api` modules share, run without a browser: what is asked, what is told again, and to whom. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

interface Wire {
  connect(): void;
  disconnect(): void;
  update(config: Record<string, unknown>): void;
}
type Adapter = new (callback: (value: { data: unknown; error: unknown }) => void) => Wire;
interface RecordApi {
  getRecord: Adapter;
  getFieldValue(record: unknown, field: unknown): unknown;
  getFieldDisplayValue(record: unknown, field: unknown): unknown;
  updateRecord(input: { fields: Record<string, unknown> }, options?: { ifUnmodifiedSince: string }): Promise<unknown>;
  createRecord(input: object): Promise<unknown>;
  deleteRecord(id: string): Promise<void>;
  notifyRecordUpdateAvailable(records: { recordId: string }[]): Promise<void>;
  generateRecordInputForUpdate(record: unknown, info?: unknown): { fields: Record<string, unknown> };
}
interface Refreshing {
  refreshApex(value: unknown): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}
let asked: Asked[] = [];
let answer: (request: Asked) => { readonly status?: number; readonly body?: unknown };

Object.assign(globalThis, {
  document: { getElementById: () => ({ textContent: JSON.stringify({ requestToken: 'page-token' }) }) },
  fetch: async (url: string, init: { method: string; body?: string; headers: Record<string, string> }) => {
    const request = { method: init.method, url: url.replace('/services/data/v67.0/ui-api', ''), headers: init.headers, body: init.body === undefined ? undefined : (JSON.parse(init.body) as unknown) };
    asked.push(request);
    const { status = 200, body } = answer(request);
    return { ok: status < 300, status, statusText: '', headers: new Headers(), text: () => Promise.resolve(body === undefined ? '' : JSON.stringify(body)) };
  },
});

const settled = async (): Promise<void> => { for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve)); };
// One copy of each module: the store is shared by all of them, as in a page.
const api = (await import(new URL('./browser/lightning/uiRecordApi/uiRecordApi.ts', import.meta.url).href)) as RecordApi;
const { refreshApex } = (await import(new URL('./browser/apex.ts', import.meta.url).href)) as Refreshing;

let records = 0;
let id: string;
let version: number;
const representation = (fields: Record<string, unknown> = {}): object => ({
  apiName: 'Book__c', id, weakEtag: version, fields: Object.fromEntries(Object.entries({ Name: `v${version}`, ...fields }).map(([name, value]) => [name, { displayValue: null, value }])),
});

/** A component with a wire. */
function watch(config: Record<string, unknown>): { wire: Wire; values: { data: unknown; error: unknown }[]; names: () => unknown[] } {
  const values: { data: unknown; error: unknown }[] = [];
  const wire = new api.getRecord((value) => values.push(value));
  wire.connect();
  wire.update(config);
  return { wire, values, names: () => values.flatMap(({ data }) => (data === undefined ? [] : [api.getFieldValue(data, 'Book__c.Name')])) };
}

beforeEach(() => {
  asked = [];
  records += 1;
  version = 1;
  id = `a00Hf000000000${records}AAA`;
  answer = () => ({ body: representation() });
});

describe('getRecord', () => {
  it('asks once for equal questions, whatever the order and form of the fields', async () => {
    const one = watch({ recordId: id, fields: ['Book__c.Name', 'Book__c.Due__c'] });
    const two = watch({ recordId: id, fields: [{ objectApiName: 'Book__c', fieldApiName: 'Due__c' }, 'Book__c.Name'] });
    await settled();
    assert.deepEqual(asked.map(({ url }) => url), [`/records/${id}?fields=Book__c.Due__c%2CBook__c.Name`]);
    assert.deepEqual([one.names(), two.names()], [['v1'], ['v1']]);
    assert.equal(asked[0]?.headers['x-console-token'], 'page-token');
  });

  it('asks nothing while the record or its fields are undefined', async () => {
    const { values } = watch({ recordId: undefined, fields: ['Book__c.Name'] });
    watch({ recordId: id, fields: undefined });
    await settled();
    assert.deepEqual([asked.length, values], [0, [{ data: undefined, error: undefined }]]);
  });

  it('gives components data they cannot change', async () => {
    const { values } = watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    assert.throws(() => { (values.at(-1)?.data as { fields: Record<string, unknown> }).fields['Name'] = 'other'; }, TypeError);
  });

  it('gives errors of a read as a list, as the platform does', async () => {
    answer = () => ({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] });
    const { values } = watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    assert.deepEqual((values.at(-1)?.error as { status: number; body: unknown }).body, [{ errorCode: 'NOT_FOUND', message: 'gone' }]);
  });

  it('tells nothing to a component that is gone', async () => {
    const { wire, values } = watch({ recordId: id, fields: 'Book__c.Name' });
    wire.disconnect();
    await settled();
    assert.equal(values.length, 1);
  });
});

describe('a change', () => {
  it('made by updateRecord reaches every component that shows the record', async () => {
    const one = watch({ recordId: id, fields: 'Book__c.Name' });
    const two = watch({ recordId: id, fields: ['Book__c.Name', 'Book__c.Due__c'] });
    await settled();
    version = 2;
    await api.updateRecord({ fields: { Id: id, Name: 'v2' } });
    assert.deepEqual([one.names(), two.names()], [['v1', 'v2'], ['v1', 'v2']]);
    assert.deepEqual(asked[2], { method: 'PATCH', url: `/records/${id}`, headers: asked[2]!.headers, body: { fields: { Name: 'v2' } } });
  });

  it('seen by one component reaches those that show an older version', async () => {
    const one = watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    version = 2;
    watch({ recordId: id, fields: ['Book__c.Name', 'Book__c.Due__c'] });
    await settled();
    assert.deepEqual(one.names(), ['v1', 'v2']);
  });

  it('of another record asks nothing again', async () => {
    watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    await api.notifyRecordUpdateAvailable([{ recordId: 'a00Hf00000000ZZAAA' }]);
    assert.equal(asked.length, 1);
  });

  it('that changed nothing that is shown is not told twice', async () => {
    const { values } = watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    const before = values.length;
    await api.notifyRecordUpdateAvailable([{ recordId: id }]);
    assert.deepEqual([asked.length, values.length], [2, before]);
  });

  it('is fetched by refreshApex for the value of any wire', async () => {
    const { values, names } = watch({ recordId: id, fields: 'Book__c.Name' });
    await settled();
    version = 3;
    await refreshApex(values.at(-1));
    assert.deepEqual(names(), ['v1', 'v3']);
  });

  it('is not written over one somebody else made in between', async () => {
    answer = ({ method }) => (method === 'PATCH' ? { status: 412, body: [{ errorCode: 'PRECONDITION_FAILED', message: 'changed' }] } : { body: representation() });
    const failure = await api.updateRecord({ fields: { Id: id } }, { ifUnmodifiedSince: '2026-11-22T10:00:00.000Z' }).catch((error: unknown) => error);
    assert.equal(asked[0]?.headers['if-unmodified-since'], '2026-11-22T10:00:00.000Z');
    assert.deepEqual((failure as { body: unknown }).body, { statusCode: 412, errorCode: 'PRECONDITION_FAILED', message: 'changed' });
  });
});

describe('a record in the hands of a component', () => {
  const shelf = { apiName: 'Shelf__c', id: 'a01', weakEtag: 0, fields: { Name: { displayValue: null, value: 'Novels' } } };
  const book = { apiName: 'Book__c', id: 'a00', fields: { Price__c: { displayValue: '$5.00', value: 5 }, Shelf__r: { displayValue: 'Novels', value: shelf }, Owner: { displayValue: null, value: null } } };

  it('is read by field, also over relationships', () => {
    const fields = ['Book__c.Price__c', { objectApiName: 'Book__c', fieldApiName: 'Shelf__r.Name' }, 'Book__c.Owner.Name', 'Book__c.Missing__c'];
    assert.deepEqual(fields.map((field) => api.getFieldValue(book, field)), [5, 'Novels', null, undefined]);
    assert.equal(api.getFieldDisplayValue(book, 'Book__c.Price__c'), '$5.00');
  });

  it('becomes an input with the fields that may be changed', () => {
    assert.deepEqual(api.generateRecordInputForUpdate(book, { fields: { Price__c: { updateable: true } } }), { fields: { Price__c: 5, Id: 'a00' } });
  });
});
