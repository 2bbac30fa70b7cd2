/** Shops of the Mule project, in a PostgreSQL of its own: what is heard once, what of an order was told, what is read again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseOfTests } from './test/database.ts';
import { everythingIn, muleFiles } from './test/project.ts';

const { skip, rows, value, another } = databaseOfTests();

const queries = muleFiles().flatMap(({ root }) => everythingIn(root)).filter(({ name }) => name === 'db:sql').map(({ text }) => text);
/** A query of the flows, its parameters numbered in the order they are named here. */
const queryWith = (part: string, parameters: readonly string[]): string => parameters.reduce((sql, name, index) => sql.replaceAll(`:${name}`, `cast($${String(index + 1)} as text)`), queries.find((text) => text.includes(part))!);

test('an event is heard once, of each shop', { skip }, async () => {
  assert.deepEqual([await value(`select hear_event('SQUARE', 'E1')`), await value(`select hear_event('SQUARE', 'E1')`), await value(`select hear_event('SHOPIFY', 'E1')`)], [true, false, true]);
});

test('an event whose telling failed is heard again, as the first time', { skip }, async () => {
  await rows('begin');
  assert.equal(await value(`select hear_event('SHOPIFY', 'E1')`), true);
  await rows('rollback');
  assert.equal(await value(`select hear_event('SHOPIFY', 'E1')`), true);
});

test('who comes with the same event meanwhile waits for the first, and is a duplicate then', { skip }, async () => {
  const other = await another();
  await rows('begin');
  assert.equal(await value(`select hear_event('SHOPIFY', 'E1')`), true);
  const second = other.query<{ first: boolean }>(`select hear_event('SHOPIFY', 'E1') as first`);
  await untilWaiting(second);
  await rows('commit');
  assert.deepEqual((await second).rows, [{ first: false }]);
});

const KEEP = queryWith('answer = excluded.answer', ['source', 'order', 'book']);
const book = (revision: number, lines: object): string => JSON.stringify({ isPassedOver: false, revision, lines });

test('another call about an order waits, and reads what the first told of it', { skip }, async () => {
  const other = await another();
  assert.equal(await value(`select open_order_book('SHOPIFY', '450789469')`), null);
  await rows('begin');
  await rows(`select open_order_book('SHOPIFY', '450789469')`);
  const second = other.query<{ book: string }>(`select open_order_book('SHOPIFY', '450789469') as book`);
  await untilWaiting(second);
  await rows(KEEP, ['SHOPIFY', '450789469', book(1, { 703073504: 1 })]);
  await rows('commit');
  assert.deepEqual((await second).rows.map(({ book: told }) => JSON.parse(told) as unknown), [{ isPassedOver: false, revision: 1, lines: { 703073504: 1 } }]);
});

test('an order that grew is told from what was told last', { skip }, async () => {
  for (const [revision, quantity] of [[1, 1], [2, 3]] as const) await rows(KEEP, ['SHOPIFY', '1', book(revision, { 7: quantity })]);
  assert.deepEqual(JSON.parse(String(await value(`select open_order_book('SHOPIFY', '1')`))), { isPassedOver: false, revision: 2, lines: { 7: 3 } });
  assert.equal(await value(`select open_order_book('SHOPIFY-2', '1')`), null, 'orders are those of their shop');
});

const fact = (quantity: number, change: object = {}): object => ({ place: '0', source: 'SHOPIFY', key: '1-7', lane: 'LAMP-1|LYON', occurredAt: '2026-11-21T09:14:03Z', told: { key: '1-7' }, body: { key: '1-7', sku: 'LAMP-1', location: 'LYON', quantity }, ...change });
const statusOf = async (told: object): Promise<unknown> => value(`select status from take_facts($1)`, [JSON.stringify([told])]);

test('what is known under its key is no contradiction, whatever another state of the order says of it', { skip }, async () => {
  assert.deepEqual([await statusOf(fact(1)), await statusOf(fact(2))], ['New', 'Duplicate']);
  assert.deepEqual(await rows(`select body ->> 'quantity' as quantity from work`), [{ quantity: '1' }]);
});

const held = (unresolved: object): object => fact(2, { body: { key: '1-7', sku: 'shopify|457924702', location: 'shopify|48752903', quantity: 2 }, hold: { reason: 'GW-UNKNOWN-STORE', message: 'No location.', unresolved } });
const redriven = async (): Promise<unknown> => value(queries.find((text) => text.includes('as redriven'))!);

test('a line of an unknown place and product goes on when both are named, and not before', { skip }, async () => {
  await statusOf(held({ place: 'shopify|48752903', product: 'shopify|457924702' }));
  assert.equal(await redriven(), '0');
  await value('select copy_shop_places($1)', [JSON.stringify([{ place: 'shopify|48752903', location: 'LYON' }])]);
  assert.equal(await redriven(), '0', 'the product is still unknown');
  await rows(`insert into shop_product values ('shopify|457924702', 'LAMP-1')`);
  assert.equal(await redriven(), '1');
  assert.deepEqual(await rows('select state, lane, body, unresolved from work'), [{ state: 'Waiting', lane: 'LAMP-1|LYON', body: { key: '1-7', sku: 'LAMP-1', location: 'LYON', quantity: 2 }, unresolved: null }]);
});

test('what has no meaning for stock is never told, whatever is named and however often it is re-driven', { skip }, async () => {
  await statusOf(held({ unmapped: 'restock legacy_restock', place: 'shopify|48752903' }));
  await value('select copy_shop_places($1)', [JSON.stringify([{ place: 'shopify|48752903', location: 'LYON' }])]);
  assert.deepEqual([await redriven(), await value('select redrive_work(array[1])')], ['0', '0']);
  assert.deepEqual(await rows('select state, unresolved from work'), [{ state: 'Dead', unresolved: { unmapped: 'restock legacy_restock' } }]);
});

test('a place that is named twice stands for neither, and one that is gone from the configuration for none', { skip }, async () => {
  const copy = async (...places: readonly (readonly [string, string])[]): Promise<unknown> => value('select copy_shop_places($1)', [JSON.stringify(places.map(([place, location]) => ({ place, location })))]);
  assert.equal(await copy(['square|L1', 'LYON'], ['square|L2', 'NICE']), '2');
  assert.equal(await copy(['square|L1', 'LYON'], ['square|L1', 'PARIS'], ['shopify|online', 'DC-1']), '1');
  assert.deepEqual(await rows('select place, location from shop_place'), [{ place: 'shopify|online', location: 'DC-1' }]);
  assert.equal(await copy(), '0');
});

test('the books with a shop begin once, where the configuration says or with the first question', { skip }, async () => {
  assert.equal(await value(`select shop_since('SQUARE', '2026-11-01T00:00:00+01:00')`), '2026-10-31T23:00:00.000Z');
  assert.equal(await value(`select shop_since('SQUARE', '2026-12-01T00:00:00Z')`), '2026-10-31T23:00:00.000Z');
  const first = await value(`select shop_since('SHOPIFY', '')`);
  assert.ok(Math.abs(Date.parse(String(first)) - Number(await value('select extract(epoch from now()) * 1000'))) < 60_000);
  assert.equal(await value(`select shop_since('SHOPIFY', '')`), first);
});

const SINCE = '2026-11-01T00:00:00.000Z';
const MOVE = queryWith('insert into position (name, value)', ['name', 'value']);
const due = async (pollSeconds = 3600): Promise<Readonly<Record<string, unknown>> | undefined> => (await rows(`select after_at, position_at, read_at from shop_reading('SQUARE', 'square', $1, $2)`, [SINCE, pollSeconds]))[0];
const read = async (positionAt: string): Promise<void> => { await rows(MOVE, ['changes SQUARE', JSON.stringify({ positionAt, readAt: (await due(0))!['read_at'] })]); };

test('changes are read from the beginning of the books, then when a bell rang or the last time is long ago', { skip }, async () => {
  assert.partialDeepStrictEqual(await due(), { after_at: '2026-10-31T23:59:59.999Z', position_at: SINCE });
  await read('2026-11-21T09:14:05Z');
  assert.equal(await due(), undefined);
  assert.notEqual(await due(0), undefined);
  await rows(MOVE, ['bell SQUARE', '{"event": "E1"}']);
  assert.notEqual(await due(), undefined);
  await read('2026-11-21T09:14:05Z');
  await rows(`update position set moved_at = moved_at - interval '1 second' where name = 'bell SQUARE'`);
  assert.equal(await due(), undefined, 'that bell was answered');
});

test('ten minutes before the position are read again, the position stays, and nothing before the books is read', { skip }, async () => {
  await read('2026-11-21T09:14:05Z');
  assert.partialDeepStrictEqual(await due(0), { after_at: '2026-11-21T09:04:04.999Z', position_at: '2026-11-21T09:14:05Z' });
  await read('2026-11-01T00:02:00Z');
  assert.partialDeepStrictEqual(await due(0), { after_at: '2026-10-31T23:59:59.999Z', position_at: '2026-11-01T00:02:00Z' });
});

test('a shop that does not answer is left alone for a while', { skip }, async () => {
  for (let failures = 1; failures <= 5; failures += 1) {
    assert.notEqual(await due(), undefined);
    await rows(`select defer_work('one', 'square', 0, 'HTTP:TIMEOUT')`);
  }
  assert.equal(await due(), undefined);
  await rows(`select note_success('square')`);
  assert.notEqual(await due(), undefined);
});

/** Until a query waits for a lock that another holds, or has its answer. */
async function untilWaiting(query: Promise<unknown>): Promise<void> {
  let isAnswered = false;
  const answered = (): void => { isAnswered = true; };
  query.then(answered, answered);
  while (!isAnswered && await value(`select count(*) from pg_stat_activity where wait_event_type = 'Lock'`) === '0') await value('select pg_sleep(0.01)');
}
