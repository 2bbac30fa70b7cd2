import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { gapsOf, registersOf } from './register-cursors.ts';
import { NETWORK, RUNNING_ON, sale, signature, signedGet, signedUpload, type Signing } from '../test/till.ts';
import { NOW_MS, World } from '../test/world.ts';
import { registerPos } from './pos-api.ts';

let world: World;
const seen = new Set<string>();

beforeEach(async () => {
  world = await World.open();
  registerPos(world.server, { networks: [NETWORK, RUNNING_ON], store: world.store, names: world.names, health: world.health, clock: world.clock, isFull: () => world.isFull, org: world.org, reserve: world.reserve });
});
afterEach(async () => {
  for (const one of world.answers.seen) seen.add(one);
  await world.close();
});

const tell = async (transactions: readonly unknown[], signing?: Signing): Promise<{ status: number; body: unknown; headers: Record<string, unknown> }> => {
  const answer = await world.send(signedUpload({ transactions }, signing));
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};
const statuses = (body: unknown): readonly (readonly string[])[] => (body as { transactions: { lines: { status: string }[] }[] }).transactions.map(({ lines }) => lines.map(({ status }) => status));
const error = (body: unknown): { errorCode: string; message: string; fields?: string[] } => (body as { errorCode: string; message: string; fields?: string[] }[])[0]!;
const registers = async (query = 'store=LYON', signing?: Signing): Promise<unknown[]> => (await world.send(signedGet(`/pos/v1/registers?${query}`, signing))).json<{ registers: unknown[] }>().registers;

describe('an upload', () => {
  it('is durable and answered line by line', async () => {
    const { status, body } = await tell([sale({ lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }, { line: 2, gtin: '04006381333931', quantity: 2 }] }), sale({ sequence: 2, kind: 'NoSale', lines: [] }), sale({ sequence: 3, kind: 'Refund', lines: [{ line: 1, quantity: 1 }] })]);
    assert.equal(status, 202);
    assert.deepEqual(statuses(body), [['Accepted', 'Accepted'], [], ['NoGoods']]);
    const work = await world.work();
    assert.deepEqual(work.map(({ key, lane, kind, source }) => [kind, source, key, lane]), [['fact', 'TILL', 'LYON-3-20261121-1-1', 'LAMP-1|LYON-CENTRE'], ['fact', 'TILL', 'LYON-3-20261121-1-2', 'LAMP-1|LYON-CENTRE']]);
    assert.deepEqual(await world.names.resolve(work[1]!.body), {
      key: 'LYON-3-20261121-1-2', intent: 'StockSold', sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 12, occurredAt: '2026-11-21T10:14:03+01:00', source: 'TILL', register: 'LYON-3', sequence: 1,
      reference: 'LYON-3-20261121-1', businessDay: '2026-11-21', device: 'LYON-3',
    });
    assert.equal(world.counts.get('TILL received'), 2);
  });

  it('that is sent again under its key gets the answer it had, and stores nothing', async () => {
    const first = await tell([sale()], { key: 'K-1' });
    const again = await tell([sale()], { key: 'K-1', atMs: NOW_MS + 60_000 });
    assert.deepEqual([again.status, again.body], [202, first.body]);
    assert.equal((await world.work()).length, 1);
    assert.equal(world.counts.get('TILL replayed-answer'), 1);
  });

  it('with another content under a used key is refused, and stores nothing', async () => {
    await tell([sale()], { key: 'K-1' });
    const { status, body } = await tell([sale({ sequence: 2 })], { key: 'K-1' });
    assert.deepEqual([status, error(body).errorCode], [409, 'GW-KEY-REUSED']);
    assert.equal((await world.work()).length, 1);
    assert.equal(world.counts.get('TILL refused-key'), 1);
  });

  it('uses keys of its own network: another network may use the same', async () => {
    await tell([sale()], { key: 'K-1' });
    assert.equal((await tell([sale({ sequence: 2 })], { key: 'K-1', network: RUNNING_ON })).status, 202);
  });

  it('of lines that were told before counts each once, under whatever key it comes', async () => {
    await tell([sale()]);
    const { body } = await tell([sale(), sale({ sequence: 2 })]);
    assert.deepEqual(statuses(body), [['Duplicate'], ['Accepted']]);
    assert.equal((await world.work()).length, 2);
    assert.equal(world.counts.get('TILL duplicate'), 1);
  });

  it('may hold the same transaction twice', async () => {
    const { body } = await tell([sale(), sale()]);
    assert.deepEqual(statuses(body), [['Accepted'], ['Duplicate']]);
    assert.equal((await world.work()).length, 1);
  });

  it('that contradicts what was told before is kept beside it, so that the org sees both', async () => {
    await tell([sale()]);
    const changed = sale({ lines: [{ line: 1, sku: 'LAMP-1', quantity: 5 }] });
    for (let time = 0; time < 2; time += 1) assert.deepEqual(statuses((await tell([changed])).body), [['Conflict']]);
    assert.deepEqual(statuses((await tell([sale({ sequence: 9 }), sale({ sequence: 9, actor: 'Kim' })])).body), [['Accepted'], ['Conflict']]);
    const facts = (await world.work()).map(({ body }) => body as { key: string; quantity: number });
    assert.deepEqual(facts.map(({ key, quantity }) => [key, quantity]), [['LYON-3-20261121-1-1', 1], ['LYON-3-20261121-1-1', 5], ['LYON-3-20261121-9-1', 1], ['LYON-3-20261121-9-1', 1]]);
  });

  it('from a store or of a barcode nobody knows is held with the reason, and not guessed', async () => {
    const { body } = await tell([sale({ store: 'PARIS' }), sale({ store: 'NICE' }), sale({ sequence: 2, lines: [{ line: 1, gtin: '12345678', quantity: 1 }] })]);
    assert.deepEqual((body as { transactions: { lines: { status: string; reason: string; message: string }[] }[] }).transactions.map(({ lines: [line] }) => [line!.status, line!.reason, line!.message.slice(0, 60)]), [
      ['Held', 'GW-UNKNOWN-STORE', 'No location has the Till Store Code PARIS. Set it on the loc'],
      ['Held', 'GW-UNKNOWN-STORE', 'The locations NICE-1 and NICE-2 have the same Till Store Cod'],
      ['Held', 'GW-UNKNOWN-GTIN', 'No product has the barcode 12345678. Add it to its product, '],
    ]);
    assert.deepEqual((await world.work()).map(({ lane }) => lane), ['LAMP-1|?PARIS', 'LAMP-1|?NICE', '12345678|?LYON']);
  });

  it('is turned away while too much waits, and tells when to come again', async () => {
    world.isFull = true;
    const { status, body, headers } = await tell([sale()]);
    assert.deepEqual([status, error(body).errorCode, headers['retry-after']], [503, 'GW-BUSY', '1']);
    assert.ok(await world.isEmpty());
    world.isFull = false;
    assert.equal((await tell([sale()])).status, 202);
  });

  it('is taken whole or not at all: a store that fails has stored nothing', async (test) => {
    test.mock.method(world.store, 'transaction', async () => { throw new Error('disk full at /secret/path'); });
    const { status, body } = await tell([sale()]);
    test.mock.restoreAll();
    assert.deepEqual([status, error(body).errorCode], [500, 'GW-INTERNAL']);
    assert.doesNotMatch(JSON.stringify(body), /secret/);
    assert.ok(await world.isEmpty());
  });
});

describe('POSLog', () => {
  const document = readFileSync(path.join(import.meta.dirname, 'fixtures/poslog/day.xml'));
  const post = async (body: Buffer | string, key = 'P-1') => world.send({ url: '/pos/v1/poslog', headers: { ...signature(body), 'content-type': 'application/xml', 'idempotency-key': key }, body });

  it('goes the way of all transactions', async () => {
    const answer = await post(document);
    assert.equal(answer.statusCode, 202);
    assert.deepEqual(statuses(answer.json()), [['Accepted', 'Accepted'], ['Accepted', 'Accepted'], ['Accepted'], ['Accepted'], [], []]);
    assert.deepEqual((await world.work()).map(({ body }) => (body as { intent: string }).intent), ['StockSold', 'StockSold', 'StockReturned', 'StockSold', 'StockReturned', 'Reversal']);
    assert.deepEqual(await registers(), [{ store: 'LYON', register: '3', businessDay: '2026-11-21', contiguous: 0, highest: 46, missing: [{ from: 1, to: 40 }], transactions: 6, lastAt: '2026-11-21T08:32:00.000Z' }]);
  });

  it('and JSON of the same transaction count once', async () => {
    await post('<POSLog><Transaction><RetailStoreID>lyon</RetailStoreID><WorkstationID>3</WorkstationID><SequenceNumber>1</SequenceNumber><BusinessDayDate>2026-11-21</BusinessDayDate><EndDateTime>2026-11-21T10:14:03+01:00</EndDateTime><RetailTransaction><LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>LAMP-1</ItemID><Quantity>1</Quantity></Sale></LineItem></RetailTransaction></Transaction></POSLog>');
    assert.deepEqual(statuses((await tell([sale()])).body), [['Duplicate']]);
  });

  for (const name of ['billion-laughs.xml', 'external-entity.xml']) {
    it(`with ${name} is refused and stores nothing`, async () => {
      const answer = await post(readFileSync(path.join(import.meta.dirname, 'fixtures/poslog', name)));
      assert.deepEqual([answer.statusCode, error(answer.json()).errorCode], [400, 'GW-MALFORMED']);
      assert.ok(await world.isEmpty());
    });
  }

  it('that is absent, or JSON, is refused', async () => {
    assert.equal((await world.send({ url: '/pos/v1/poslog', headers: { ...signature('/pos/v1/poslog'), 'idempotency-key': 'K' } })).statusCode, 400);
    assert.equal((await world.send({ url: '/pos/v1/poslog', headers: { ...signature('{}'), 'idempotency-key': 'K' }, body: '{}' })).statusCode, 415);
    assert.ok(await world.isEmpty());
  });
});

describe('registers', () => {
  it('tell what is missing at once, and no more when it came late', async () => {
    await tell([sale({ sequence: 1 }), sale({ sequence: 4 })]);
    assert.deepEqual(await registers(), [{ store: 'LYON', register: '3', businessDay: '2026-11-21', contiguous: 1, highest: 4, missing: [{ from: 2, to: 3 }], transactions: 2, lastAt: '2026-11-21T09:14:03.000Z' }]);
    assert.deepEqual(gapsOf(await registersOf(world.store, 'TILL')), [{ source: 'TILL', register: 'LYON-3', businessDay: '2026-11-21', from: 2, to: 3, since: new Date(NOW_MS).toISOString() }]);
    world.nowMs += 3 * 86_400_000;
    await tell([sale({ sequence: 3, kind: 'NoSale', lines: [] }), sale({ sequence: 2 })], { atMs: world.nowMs });
    assert.deepEqual(gapsOf(await registersOf(world.store, 'TILL')), []);
    assert.deepEqual(['sequence-gap', 'sequence-gap-closed', 'late'].map((what) => world.counts.get(`TILL ${what}`)), [1, 1, 2]);
  });

  it('begin anew every business day, or run on, as their network does', async () => {
    await tell([sale({ sequence: 1 }), sale({ sequence: 1, businessDay: '2026-11-22' })]);
    assert.deepEqual((await registers()).map((state) => (state as { businessDay: string }).businessDay), ['2026-11-22', '2026-11-21']);
    await tell([sale({ sequence: 500 }), sale({ sequence: 502, businessDay: '2026-11-22' })], { network: RUNNING_ON });
    assert.deepEqual(await registers('store=lyon&missing=true', { network: RUNNING_ON }), [{ store: 'LYON', register: '3', contiguous: 500, highest: 502, missing: [{ from: 501, to: 501 }], transactions: 2, lastAt: '2026-11-21T09:14:03.000Z' }]);
    assert.equal((await registers('store=LYON&businessDay=2026-11-21')).length, 1);
  });

  it('of one store are not those of a store whose code begins like it', async () => {
    await tell([sale({ store: 'LYON-2' })]);
    assert.deepEqual(await registers('store=LYON'), []);
  });

  it('forget days that are complete after two weeks, and take what comes later without alarm', async () => {
    for (let day = 1; day <= 20; day += 1) await tell([sale({ businessDay: `2026-11-${String(day).padStart(2, '0')}`, sequence: day === 2 ? 2 : 1 })]);
    assert.deepEqual((await registers()).length, 15, 'two weeks, and the day that misses something');
    await tell([sale({ businessDay: '2026-11-03', sequence: 7 })]);
    assert.deepEqual((await registers('store=LYON&missing=true')).map((state) => (state as { businessDay: string }).businessDay), ['2026-11-02']);
  });
});

describe('what is not signed right', () => {
  for (const [name, send, code] of [
    ['unsigned', () => ({ url: '/pos/v1/transactions', headers: { 'idempotency-key': 'K' }, body: { transactions: [sale()] } }), 'GW-SIGNATURE'],
    ['signed with a wrong secret', () => signedUpload({ transactions: [sale()] }, { secret: 'wrong-secret' }), 'GW-SIGNATURE'],
    ['signed long ago', () => signedUpload({ transactions: [sale()] }, { atMs: NOW_MS - 600_000 }), 'GW-CLOCK'],
    ['signed for another body', () => ({ ...signedUpload({ transactions: [sale()] }), body: JSON.stringify({ transactions: [sale({ sequence: 2 })] }) }), 'GW-SIGNATURE'],
  ] as const) {
    it(`(${name}) is 401, and nothing is stored`, async () => {
      const answer = await world.send(send());
      assert.deepEqual([answer.statusCode, error(answer.json()).errorCode], [401, code]);
      assert.ok(await world.isEmpty());
    });
  }

  it('is counted by what was wrong', async () => {
    await world.send(signedUpload({ transactions: [sale()] }, { secret: 'wrong-secret' }));
    await world.send(signedUpload({ transactions: [sale()] }, { atMs: NOW_MS - 600_000 }));
    assert.deepEqual([world.counts.get('TILL refused-signature'), world.counts.get('TILL refused-clock')], [1, 1]);
  });

  it('but caught and sent again by somebody else, also under another key, moves nothing twice', async () => {
    const caught = signedUpload({ transactions: [sale()] }, { key: 'K-1' });
    await world.send(caught);
    assert.equal((await world.send(caught)).statusCode, 202);
    const other = await world.send({ ...caught, headers: { ...caught.headers, 'idempotency-key': 'K-2' } });
    assert.deepEqual(statuses(other.json()), [['Duplicate']]);
    assert.equal((await world.work()).length, 1);
  });

  it('of a question is 401, too: its path is what is signed', async () => {
    const answer = await world.send({ method: 'GET', url: '/pos/v1/registers?store=LYON', headers: signature('/pos/v1/registers?store=NICE') });
    assert.equal(answer.statusCode, 401);
  });

  it('leaves no secret and no signature in the log', async () => {
    await world.send(signedUpload({ transactions: [sale()] }, { secret: 'wrong-secret' }));
    await world.send(signedUpload('{"transactions":'));
    await tell([sale()]);
    const all = world.logged.join('\n') + JSON.stringify(await world.work());
    for (const secret of [...NETWORK.secrets, ...RUNNING_ON.secrets, 'wrong-secret', signature(JSON.stringify({ transactions: [sale()] }))['x-signature']!]) assert.ok(!all.includes(secret));
  });
});

describe('what is malformed', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  for (const [name, body, status, message] of [
    ['no JSON', '{"transactions":[', 400, /not JSON/], ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, /not JSON/], ['an empty list', { transactions: [] }, 400, /transactions is a list of 0; it must have at least 1 items/],
    ['nested too deep', `{"transactions":${deep}}`, 400, /nested deeper|not JSON/], ['reaching into prototypes', '{"__proto__":{"polluted":1},"transactions":[]}', 400, /__proto__/],
    ['too large', `{"transactions":"${'x'.repeat(1_100_000)}"}`, 413, /1048576 bytes/],
    ['201 lines', { transactions: [sale({ lines: Array.from({ length: 150 }, (_, line) => ({ line: line + 1, sku: 'A', quantity: 1 })) }), sale({ sequence: 2, lines: Array.from({ length: 51 }, (_, line) => ({ line: line + 1, sku: 'A', quantity: 1 })) })] }, 400, /201 lines together; send at most 200/],
    ['one good and one bad transaction', { transactions: [sale(), sale({ sequence: -1 })] }, 400, /transactions\[1\]\.sequence is -1/],
    ['a line twice', { transactions: [sale({ lines: [{ line: 1, sku: 'A', quantity: 1 }, { line: 1, sku: 'B', quantity: 1 }] })] }, 400, /lines\[1\]\.line is 1 a second time/],
    ['a line of nothing', { transactions: [sale({ lines: [{ line: 1, quantity: 1 }] })] }, 400, /neither sku nor gtin/], ['a blank SKU', { transactions: [sale({ lines: [{ line: 1, sku: '  ', quantity: 1 }] })] }, 400, /sku is blank/],
    ['a Void of nothing', { transactions: [sale({ kind: 'Void' })] }, 400, /voids is missing/], ['a Void that does not say of what lines', { transactions: [sale({ kind: 'Void', voids: { businessDay: '2026-11-20', sequence: 1 }, lines: undefined })] }, 400, /lines is missing/], ['a Sale that voids', { transactions: [sale({ voids: { businessDay: '2026-11-20', sequence: 1 } })] }, 400, /only for a Void/],
    ['a NoSale with lines', { transactions: [sale({ kind: 'NoSale' })] }, 400, /is a NoSale and has lines/], ['a Sale without lines', { transactions: [sale({ lines: null })] }, 400, /lines is missing/],
    ['| in a key', { transactions: [sale({ store: 'A|B' })] }, 400, /store is "A\|B"/], ['control characters', { transactions: [sale({ actor: 'a\u0000b' })] }, 400, /actor is "a\\u0000b"/], ['a huge number', '{"transactions":[{"sequence":1e999}]}', 400, /./],
  ] as const) {
    it(`(${name}) is refused, and nothing is stored`, async () => {
      const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const answer = await world.send({ url: '/pos/v1/transactions', headers: { ...signature(text), 'idempotency-key': 'K' }, body: text });
      assert.equal(answer.statusCode, status);
      assert.match(error(answer.json()).message, message);
      assert.ok(await world.isEmpty());
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  }

  it('(no Idempotency-Key, or one with a line break) is refused', async () => {
    const { headers, ...rest } = signedUpload({ transactions: [sale()] });
    const others = Object.fromEntries(Object.entries(headers!).filter(([name]) => name !== 'idempotency-key'));
    assert.match(error((await world.send({ ...rest, headers: others })).json()).message, /Idempotency-Key is missing/);
    assert.equal((await world.send({ ...rest, headers: { ...others, 'idempotency-key': 'ä' } })).statusCode, 400);
    assert.ok(await world.isEmpty());
  });

  it('(XML where JSON belongs) is 415', async () => {
    assert.equal((await world.send({ url: '/pos/v1/transactions', headers: { ...signature('<a/>'), 'content-type': 'application/xml', 'idempotency-key': 'K' }, body: '<a/>' })).statusCode, 415);
  });

  it('is counted', async () => {
    await tell([sale({ kind: 'Gift' })]);
    assert.equal(world.counts.get('TILL refused-body'), 1);
  });
});

after(() => {
  const documented = ['202', '400', '401', '409', '413', '415', '503'].map((status) => `postTransactions ${status}`);
  assert.deepEqual(documented.filter((one) => !seen.has(one)), [], 'every documented answer of postTransactions was seen');
});
