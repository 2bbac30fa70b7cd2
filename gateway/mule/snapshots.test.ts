/** Snapshots of the Mule project, in a PostgreSQL of its own: which positions a run may tell, and which it leaves. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { positionKey, snapshotOf } from '../process/reconciliation/manifest.ts';
import { databaseOfTests } from './test/database.ts';

const { skip, rows, value } = databaseOfTests();

beforeEach(async () => {
  if (skip === false) await rows(`insert into product values ('A'), ('B')`);
});

interface Document { readonly key: string; readonly sku: string; readonly location: string; readonly quantity: number; readonly occurredAt: string; readonly confirms?: { readonly reference: string } }

const AS_OF = '2026-11-21T09:00:00.000Z';
const FROM = '2026-11-21T07:00:00.000Z';
const document = (key: string, change: Partial<Document> = {}): Document => ({ key, sku: 'A', location: 'LYON', quantity: -1, occurredAt: '2026-11-21T08:30:00.000Z', ...change });
const stockRow = (quantity: number, change: object = {}): object => ({ sku: 'A', location: 'LYON', condition: 'sellable', quantity, ...change });

interface Seen { readonly before?: readonly Document[]; readonly after?: readonly Document[]; readonly unmapped?: readonly object[]; readonly stock?: readonly object[] }

const readingOf = ({ before: first = [], after: second = first, unmapped = [], stock = [] }: Seen): string =>
  JSON.stringify({ asOf: AS_OF, from: FROM, plants: ['1000'], locations: ['LYON'], before: { documents: first, unmapped }, after: { documents: second, unmapped: [] }, stock });

async function run(seen: Seen): Promise<Record<string, unknown>> {
  await value('select begin_run(null)');
  const [{ id } = {}] = await rows(`select id from take_run('me')`);
  await value(`select take_snapshots($1, 'me', 'SAP', $2)`, [id, readingOf(seen)]);
  return (await value('select shown from shown_run where id = $1', [id])) as Record<string, unknown>;
}

const bodies = async (): Promise<readonly Record<string, unknown>[]> => (await rows(`select body from work where kind = 'snapshot' order by id`)).map(({ body }) => body as Record<string, unknown>);

test('stock whose documents stood still is told, with their names, in sums per condition', { skip }, async () => {
  const documents = [document('2026/1/0001', { confirms: { reference: 'R-1' } })];
  const shown = await run({ before: documents, stock: [stockRow(40), stockRow(2.5), stockRow(1, { condition: 'damaged' })] });
  assert.deepEqual([shown['state'], shown['positions'], shown['told'], shown['left']], ['Done', 1, 1, []]);
  const [told] = await bodies();
  const sums = { key: positionKey({ sku: 'A', location: 'LYON' }), stock: { sellable: 42.5, inspection: 0, damaged: 1 }, asOfMs: Date.parse(AS_OF), fromMs: Date.parse(FROM) };
  assert.deepEqual(told, JSON.parse(JSON.stringify(snapshotOf({ ...sums, documents: documents.map((one) => ({ ...one, intent: 'StockDocument', source: 'SAP' })) }))), 'as the Node gateway would tell it');
  assert.deepEqual(await bodies(), [{
    key: `A|LYON|${AS_OF}`, sku: 'A', location: 'LYON', asOf: AS_OF, from: FROM, sellable: 42.5, inspection: 0, damaged: 1,
    documents: [{ key: '2026/1/0001', quantity: -1, occurredAt: '2026-11-21T08:30:00.000Z', confirms: { reference: 'R-1' } }],
  }]);
});

test('what has documents and no stock any more is told as zero', { skip }, async () => {
  await run({ before: [document('2026/1/0001')] });
  assert.deepEqual((await bodies()).map(({ sellable }) => sellable), [0]);
});

for (const [name, first, second] of [['came', ['1'], ['1', '2']], ['went', ['1', '2'], ['1']], ['was replaced by another', ['1'], ['2']]] as const) {
  test(`a position of which a document ${name} meanwhile is left to the next run`, { skip }, async () => {
    const shown = await run({ before: first.map((key) => document(key)), after: second.map((key) => document(key)), stock: [stockRow(40), stockRow(5, { sku: 'B' })] });
    assert.deepEqual([shown['positions'], shown['told'], shown['left']], [2, 1, [{ sku: 'A', location: 'LYON', reason: 'GW-MOVED' }]]);
    assert.deepEqual((await bodies()).map(({ sku }) => sku), ['B']);
  });
}

test('a position with a document that is not understood is left', { skip }, async () => {
  const shown = await run({ unmapped: [{ sku: 'A', location: 'LYON' }], stock: [stockRow(40)] });
  assert.deepEqual(shown['left'], [{ sku: 'A', location: 'LYON', reason: 'GW-UNMAPPED' }]);
});

test('what is no product of the org, or at no location that was asked for, is passed over', { skip }, async () => {
  const shown = await run({ stock: [stockRow(1, { sku: 'PALLET' }), stockRow(1, { location: 'PARIS' })] });
  assert.deepEqual([shown['positions'], shown['told']], [0, 0]);
});

test('of more than 2,000 documents those of the last hour are named, and more of those are too many', { skip }, async () => {
  const many = (sku: string, occurredAt: string): readonly Document[] => Array.from({ length: 2001 }, (_, index) => document(`${sku}-${String(index)}`, { sku, occurredAt }));
  const documents = [...many('A', '2026-11-21T07:30:00.000Z'), document('A-last'), ...many('B', '2026-11-21T08:30:00.000Z')];
  const shown = await run({ before: documents, stock: [stockRow(1), stockRow(1, { sku: 'B' })] });
  assert.deepEqual(shown['left'], [{ sku: 'B', location: 'LYON', reason: 'GW-TOO-MANY-DOCUMENTS' }]);
  const [told] = await bodies();
  assert.deepEqual([told!['from'], (told!['documents'] as Document[]).map(({ key }) => key)], ['2026-11-21T08:00:00.000Z', ['A-last']]);
});

test('one run at a time, and the next may begin when it has ended', { skip }, async () => {
  assert.equal((await value('select begin_run(null)') as { state: string }).state, 'Running');
  assert.equal(await value('select begin_run(null)'), null);
  const [{ id } = {}] = await rows(`select id from take_run('me')`);
  assert.deepEqual(await rows(`select id from take_run('another')`), [], 'it has one worker');
  assert.equal(await value(`select fail_run($1, 'another', 'not mine')`, [id]), '0');
  assert.equal(await value(`select fail_run($1, 'me', 'SAP does not answer.')`, [id]), '1');
  assert.partialDeepStrictEqual(await value('select shown from shown_run'), { id, state: 'Failed', message: 'SAP does not answer.' });
  assert.notEqual(await value('select begin_run(null)'), null);
});

test('a run whose worker died is over after an hour, and nothing it read later is told', { skip }, async () => {
  await value('select begin_run(null)');
  const [{ id } = {}] = await rows(`select id from take_run('me')`);
  await rows(`update snapshot_run set id = 'run-1', began_at = now() - interval '61 minutes' where id = $1`, [id]);
  assert.notEqual(await value(`select begin_run('["LYON"]')`), null);
  await assert.rejects(value(`select take_snapshots('run-1', 'me', 'SAP', $1)`, [readingOf({ stock: [stockRow(1)] })]), /is not this worker's any more/);
  assert.deepEqual([await bodies(), await value(`select locations from take_run('me')`)], [[], '["LYON"]']);
});

test('documents are read from the last snapshot on, an hour at least and a week at most', { skip }, async () => {
  const hours = async (...plants: readonly string[]): Promise<number> => Math.round(Number(await value(`select extract(epoch from now() - snapshot_from('SAP', $1)::timestamptz) / 3600`, [plants])));
  const keep = async (plant: string, hoursAgo: number): Promise<void> => { await rows('insert into position (name, value) values ($1, $2)', [`snapshot SAP ${plant}`, { fromMs: Date.now() - hoursAgo * 3_600_000 }]); };
  assert.equal(await hours('1000'), 1);
  await keep('1000', 5);
  await keep('2000', 0);
  await keep('3000', 1000);
  assert.deepEqual([await hours('1000'), await hours('2000'), await hours('1000', '2000'), await hours('3000')], [5, 1, 5, 168]);
  await run({ stock: [stockRow(1)] });
  assert.equal(await value(`select value ->> 'fromMs' from position where name = 'snapshot SAP 1000'`), String(Date.parse('2026-11-21T08:00:00.000Z')));
});

test('a call of snapshots has at most 2,000 documents, and one snapshot at least', { skip }, async () => {
  const keep = async (key: string, documents: number): Promise<void> => { await rows(`insert into work (kind, source, key, lane, body, occurred_at) values ('snapshot', 'SAP', $1, $1, $2, now())`, [key, { documents: Array.from({ length: documents }, () => 1) }]); };
  assert.equal(await value('select snapshots_at_once()'), 1);
  for (const [key, documents] of [['a', 1500], ['b', 500], ['c', 1]] as const) await keep(key, documents);
  assert.equal(await value('select snapshots_at_once()'), 2);
  await rows(`delete from work where key = 'a'`);
  await keep('d', 2001);
  assert.equal(await value('select snapshots_at_once()'), 2);
  await rows(`delete from work where key <> 'd'`);
  assert.equal(await value('select snapshots_at_once()'), 1);
});
