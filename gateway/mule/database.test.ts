/** The Mule project's database, in a PostgreSQL of its own: what its functions promise the flows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseOfTests } from './test/database.ts';
import { everythingIn, muleFiles, type Element } from './test/project.ts';

const { skip, rows, value } = databaseOfTests();

async function append(key: string, lane: string, state = 'Waiting'): Promise<void> {
  await rows(`insert into work (kind, source, key, lane, body, occurred_at, state) values ('fact', 'TILL', $1, $2, '{}', now(), $3)`, [key, lane, state]);
}

const lease = async (owner: string, most = 200): Promise<readonly unknown[]> => (await rows('select key from lease_work($1, $2, 60, $3)', ['fact', most, owner])).map(({ key }) => key);

test('work is leased once, oldest first, and a lane is never in two hands', { skip }, async () => {
  for (const [key, lane] of [['a', 'X'], ['b', 'Y'], ['c', 'X']] as const) await append(key, lane);
  assert.deepEqual(await lease('one', 1), ['a']);
  assert.deepEqual(await lease('two'), ['b'], 'c is of the lane that one holds');
  await rows(`update work set state = 'Done', leased_until = null where key = 'a'`);
  assert.deepEqual(await lease('three'), ['c']);
});

test('a lease that ran out is taken by others', { skip }, async () => {
  await append('a', 'X');
  await lease('one');
  assert.deepEqual(await lease('two'), []);
  await rows(`update work set leased_until = now() - interval '1 second'`);
  assert.deepEqual(await lease('two'), ['a']);
});

test('a batch that waits costs no attempt, and five failures open the breaker for everybody', { skip }, async () => {
  await append('a', 'X');
  for (let failures = 1; failures <= 5; failures += 1) {
    assert.deepEqual(await lease('one'), ['a'], `attempt ${String(failures)}`);
    assert.equal(await value(`select defer_work('one', 'salesforce', 0, 'HTTP:TIMEOUT')`), 1);
    await rows('update work set next_attempt_at = now()');
  }
  assert.deepEqual(await rows('select attempts, state from work'), [{ attempts: 0, state: 'Waiting' }]);
  assert.deepEqual(await lease('two'), [], 'the breaker is open');
  await rows(`select note_success('salesforce')`);
  assert.deepEqual(await lease('two'), ['a']);
});

test('who asks for patience gets it', { skip }, async () => {
  await append('a', 'X');
  await lease('one');
  await rows(`select defer_work('one', 'salesforce', 30, 'HTTP:TOO_MANY_REQUESTS')`);
  assert.ok(Number(await value('select extract(epoch from next_attempt_at - now()) from work')) > 29);
});

test('poison is found by sending each of its batch by itself, and only the poison dies', { skip }, async () => {
  for (const key of ['a', 'b', 'c']) await append(key, key);
  assert.equal((await lease('one')).length, 3);
  assert.equal(await value(`select isolate_work('one', 'HF-MALFORMED', 'b is malformed')`), 3);
  assert.deepEqual(await lease('two'), ['a']);
  await rows(`update work set state = 'Done' where key = 'a'`);
  assert.deepEqual(await lease('three'), ['b']);
  assert.equal(await value(`select isolate_work('three', 'HF-MALFORMED', 'b is malformed')`), 1);
  assert.deepEqual(await rows('select key, state, reason from work order by id'), [{ key: 'a', state: 'Done', reason: null }, { key: 'b', state: 'Dead', reason: 'HF-MALFORMED' }, { key: 'c', state: 'Waiting', reason: null }]);
});

test('an item that does not work is tried eight times', { skip }, async () => {
  await append('a', 'X');
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    assert.equal((await lease(`attempt ${String(attempt)}`)).length, 1);
    await rows(`select retry_work(1, 'GW-NO-DOCUMENT', 'not yet')`);
    await rows('update work set next_attempt_at = now()');
  }
  assert.deepEqual(await rows('select state, reason, attempts from work'), [{ state: 'Dead', reason: 'GW-NO-DOCUMENT', attempts: 8 }]);
});

test('the same work is not stored twice', { skip }, async () => {
  await append('a', 'X');
  await assert.rejects(append('a', 'X'), /duplicate key/);
});

test('something else under a key that was told before is kept once, and the first stays', { skip }, async () => {
  const keep = queries.find(({ text }) => text.includes('Something else was told'))!.text;
  const tell = async (body: string): Promise<void> => {
    await rows(`insert into work (kind, source, key, lane, body, told, occurred_at) values ('fact', 'TILL', 'a', 'X', $1, $1, now()) on conflict do nothing`, [body]);
    await rows(`${prepared('keep', keep)}`);
    await rows(`execute keep('${body}', 'fact', 'TILL', 'a', '${body}')`);
    await rows('deallocate keep');
  };
  for (const body of ['{"quantity": 1}', '{"quantity":1}', '{"quantity": 2}', '{"quantity": 2}']) await tell(body);
  assert.deepEqual(await rows('select told from work'), [{ told: { quantity: 1 } }]);
  assert.deepEqual(await rows('select reason, body from dead_letter'), [{ reason: 'GW-CONFLICT', body: '{"quantity": 2}' }]);
});

test('a line of an unknown store is re-driven when the store is known, with its location looked up then', { skip }, async () => {
  await append('a', 'LY|4006', 'Dead');
  await rows(`update work set body = '{"sku": "04006381333931", "location": "LY", "quantity": 2}', unresolved = '{"store": "LY", "gtin": "04006381333931"}'`);
  assert.equal(await value('select redrive_work(array[1])'), '0');
  await rows(`insert into till_store values ('LY', 'LYON')`);
  assert.equal(await value('select redrive_work(array[1])'), '0', 'the product is still unknown');
  await rows(`insert into product_barcode values ('04006381333931', 'LAMP-1', 6)`);
  assert.equal(await value('select redrive_work(array[1])'), '1');
  assert.deepEqual(await rows('select state, lane, body from work'), [{ state: 'Waiting', lane: 'LAMP-1|LYON', body: { sku: 'LAMP-1', location: 'LYON', quantity: 12 } }]);
});

test('a store code that two locations have stands for neither, and one that is gone for none', { skip }, async () => {
  const copy = async (...stores: readonly (readonly [string, string])[]): Promise<unknown> => value('select copy_till_stores($1)', [JSON.stringify(stores.map(([store, location]) => ({ store, location })))]);
  assert.equal(await copy(['LY', 'LYON'], ['PA', 'PARIS']), '2');
  assert.equal(await copy(['LY', 'LYON'], ['LY', 'LYON-2'], ['NI', 'NICE']), '1');
  assert.deepEqual(await rows('select store, location from till_store'), [{ store: 'NI', location: 'NICE' }]);
});

test('what is missing of a register is told as ranges', { skip }, async () => {
  await rows(`insert into told_transaction select 'STORES', 'LYON', '3', '2026-11-21', sequence, '2026-11-21T09:14:03Z' from unnest(array[120, 121, 123, 126]) sequence`);
  assert.deepEqual(await rows('select first_sequence, contiguous_sequence, highest_sequence, missing, transactions, last_at from register_day'), [
    { first_sequence: '120', contiguous_sequence: '121', highest_sequence: '126', missing: [{ from: 122, to: 122 }, { from: 124, to: 125 }], transactions: '4', last_at: '2026-11-21T09:14:03.000Z' },
  ]);
});

test('figures count what is held, with the age of the oldest', { skip }, async () => {
  await append('a', 'X');
  await append('b', 'Y', 'Dead');
  const figures = (await value('select figures()')) as { readonly work: readonly Record<string, unknown>[]; readonly sources: readonly Record<string, unknown>[] };
  assert.deepEqual(figures.work.map(({ state, count }) => [state, count]), [['Dead', 1], ['Waiting', 1]]);
  assert.match(String(figures.work[1]!['oldestReceivedAt']), /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(figures.sources[0]!['counts'], { received: 2, applied: 0, duplicate: 0, absorbed: 0, quarantined: 0, dead: 1 });
});

/** Numbers of DataWeave reach the driver as they are; all else as texts, which PostgreSQL takes for no other type by itself. */
const NUMBERS: Readonly<Record<string, string>> = { id: 'bigint', sequence: 'numeric', available: 'numeric', version: 'numeric', quantity: 'numeric' };

/** What the database connector makes of a query: each `:name` a parameter of its own, quoted text left alone. */
function prepared(name: string, sql: string): string {
  const types: string[] = [];
  const text = sql.replaceAll('${drain.leaseSeconds}', '60').replaceAll(/'[^']*'|:(\w+)/g, (match, parameter: string | undefined) => {
    if (parameter === undefined) return match;
    types.push(NUMBERS[parameter] ?? 'varchar');
    return `$${String(types.length)}`;
  });
  return `prepare ${name}${types.length === 0 ? '' : `(${types.join(', ')})`} as ${text}`;
}

interface ToldRow { readonly place: string; readonly source: string; readonly key: string; readonly lane: string; readonly occurredAt: string; readonly told: unknown; readonly body: unknown; readonly hold?: unknown }

const toldRow = (place: string, quantity: number, change: Partial<ToldRow> = {}): ToldRow =>
  ({ place, source: 'WMS', key: 'W-1', lane: 'LAMP-1|DC-1', occurredAt: '2026-11-21T08:00:00Z', told: { quantity }, body: { key: 'W-1', quantity }, ...change });
const take = async (...told: readonly ToldRow[]): Promise<readonly unknown[]> => (await rows('select place, status from take_facts($1)', [JSON.stringify(told)])).map(({ place, status }) => [place, status]);

test('a fact that is told again is a duplicate, whatever the order of its fields', { skip }, async () => {
  assert.deepEqual(await take(toldRow('0', 1, { told: { a: 1, b: 2 } })), [['0', 'New']]);
  assert.deepEqual(await take(toldRow('0', 1, { told: { b: 2, a: 1 }, body: {} })), [['0', 'Duplicate']]);
  assert.deepEqual(await take(toldRow('0', 1, { source: 'WMS-2' })), [['0', 'New']], 'keys are those of their source');
});

test('something else under a key is stored beside the first, once, and both are told to the org under that key', { skip }, async () => {
  assert.deepEqual(await take(toldRow('0', 1), toldRow('1', 2), toldRow('2', 1)), [['0', 'New'], ['1', 'Conflict'], ['2', 'Duplicate']], 'in one call, too');
  assert.deepEqual(await take(toldRow('0', 2)), [['0', 'Conflict']]);
  const stored = await rows('select key, body from work order by id');
  assert.deepEqual(stored.map(({ body }) => body), [{ key: 'W-1', quantity: 1 }, { key: 'W-1', quantity: 2 }]);
  assert.match(String(stored[1]!['key']), /^W-1#[0-9a-f]{16}$/);
  const leased = queries.find(({ text }) => text.includes("lease_work('fact'"))!.text;
  await rows(prepared('leased', leased));
  assert.deepEqual((await rows(`execute leased('one')`)).map(({ key }) => key), ['W-1', 'W-1']);
  await rows('deallocate leased');
});

test('a fact of an unknown product is held, and driven again once the barcode is known', { skip }, async () => {
  const hold = { reason: 'GW-UNKNOWN-GTIN', message: 'No product has it.', unresolved: { gtin: '04006381333931' } };
  assert.deepEqual(await take(toldRow('0', 2, { body: { sku: '04006381333931', location: 'LYON', quantity: 2 }, hold })), [['0', 'New']]);
  assert.deepEqual(await rows('select state, reason, ended_at is not null as ended from work'), [{ state: 'Dead', reason: 'GW-UNKNOWN-GTIN', ended: true }]);
  await rows(`insert into product_barcode values ('04006381333931', 'LAMP-1', 6)`);
  assert.equal(await value('select redrive_work(array[1])'), '1');
  assert.deepEqual(await rows('select state, lane, body from work'), [{ state: 'Waiting', lane: 'LAMP-1|LYON', body: { sku: 'LAMP-1', location: 'LYON', quantity: 12 } }]);
});

test('nothing of a call is stored when a part of it cannot be', { skip }, async () => {
  await assert.rejects(take(toldRow('0', 1), toldRow('1', 1, { key: 'W-2', occurredAt: 'at noon' })), /timestamp/);
  assert.equal(await value('select count(*) from work'), '0');
});

test('more than may wait is full', { skip }, async () => {
  const full = queries.find(({ text }) => text.includes('as full'))!.text;
  await rows(prepared('held', full));
  const isFull = async (most: number): Promise<unknown> => value(`execute held('fact', '${String(most)}')`);
  for (const key of ['a', 'b']) await append(key, key);
  await append('c', 'c', 'Dead');
  assert.deepEqual([await isFull(1), await isFull(2), await isFull(3)], [true, true, false]);
  await rows('deallocate held');
});

const queries: readonly Element[] = muleFiles().flatMap(({ root }) => everythingIn(root)).filter(({ name }) => name === 'db:sql');

test('the database understands every query of the flows, with the types that its driver sends', { skip }, async () => {
  assert.ok(queries.length > 20);
  for (const [index, { text }] of queries.entries()) {
    await assert.doesNotReject(rows(prepared(`q${String(index)}`, text)), text);
    await rows(`deallocate q${String(index)}`);
  }
});
