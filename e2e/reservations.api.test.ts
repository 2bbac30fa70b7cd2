import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import path from 'node:path';
import { root, runCommand } from '../scripts/process.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

let org: RunningOrg;
let token: string;

/** Schedules that say more are searched by `npm run prove`; PROPERTY_RUNS=… asks for more rounds. */
const ROUNDS = Number(process.env['PROPERTY_RUNS'] ?? 6);
const CALLERS = 64;
const UNITS = 10;

before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
});
after(() => org.stop());

interface Position {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

async function position(sku: string, location: string): Promise<Position> {
  const { body } = await call(org, token, 'GET', `/availability?sku=${sku}&location=${location}`);
  return (body as { items: Position[] }).items[0]!;
}

async function receive(key: string, sku: string, location: string, quantity: number): Promise<void> {
  const { status, body } = await call(org, token, 'POST', '/events', { events: [{ key, intent: 'StockReceived', sku, location, quantity, occurredAt: HAPPENED_AT, source: 'TEST' }] });
  assert.equal(status, 200, JSON.stringify(body));
}

const reserve = (requestKey: string, sku: string, location: string, quantity: number) =>
  call(org, token, 'POST', '/reservations', { requestKey, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku, location, quantity }] });

type Answer = { results: { requestKey: string; status: string; lines: { line: string; granted: number; available: number; reason?: string }[] }[] };

describe('64 parallel one-unit reservations on 10 units, each sent twice', () => {
  for (const processes of [1, 4]) {
    it(`grant exactly 10 in each of ${String(ROUNDS)} rounds, from ${String(processes)} client process${processes === 1 ? '' : 'es'}`, async () => {
      for (let round = 0; round < ROUNDS; round++) {
        // A product of its own per round, so that 10 units are all there is.
        const sku = `RACE-${String(processes)}-${String(round)}`;
        await createProduct(sku);
        await receive(`OPEN|${sku}|LON-01`, sku, 'LON-01', UNITS);
        const perProcess = CALLERS / processes;
        const finished = await Promise.all(Array.from({ length: processes }, (_, index) =>
          runCommand(process.execPath, [path.join(root, 'e2e/support/race-client.ts'), org.url, sku, String(index * perProcess), String(perProcess)], { show: false, env: { HOLDFAST_TOKEN: token } })));
        const granted = finished.flatMap((one) => JSON.parse(one.output) as { key: string; first: number; second: number }[]);
        assert.equal(granted.length, CALLERS);
        for (const { key, first, second } of granted) assert.equal(first, second, `both answers of ${key} agree`);
        assert.equal(granted.reduce((sum, one) => sum + one.first, 0), UNITS, `round ${String(round)}`);
        const { onHand, reserved, available } = await position(sku, 'LON-01');
        assert.deepEqual({ onHand, reserved, available }, { onHand: UNITS, reserved: UNITS, available: 0 });
      }
    });
  }
});

async function createProduct(sku: string): Promise<void> {
  const response = await fetch(`${org.url}/services/data/v67.0/sobjects/Product2`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ Name: sku, SKU__c: sku, IsActive: true }),
  });
  assert.equal(response.status, 201, await response.text());
}

describe('a reservation', () => {
  it('is granted, lowers what is available and is answered again under its key', async () => {
    const before = await position('HF-1001', 'DC-DAVENTRY');
    const first = await reserve('one-1', 'HF-1001', 'DC-DAVENTRY', 2);
    assert.equal(first.status, 200);
    assert.deepEqual((first.body as Answer).results[0]?.lines[0]?.granted, 2);
    const again = await reserve('one-1', 'HF-1001', 'DC-DAVENTRY', 2);
    assert.deepEqual(again.body, first.body);
    const afterwards = await position('HF-1001', 'DC-DAVENTRY');
    assert.deepEqual([afterwards.onHand, afterwards.reserved - before.reserved, before.available - afterwards.available], [before.onHand, 2, 2]);
  });

  it('with another body under the same key is 409 HF-KEY-REUSED', async () => {
    await reserve('one-2', 'HF-1001', 'DC-DAVENTRY', 1);
    const other = await reserve('one-2', 'HF-1001', 'DC-DAVENTRY', 3);
    assert.equal(other.status, 409);
    assert.equal((other.body as { errorCode: string }[])[0]?.errorCode, 'HF-KEY-REUSED');
  });

  it('beyond what is available is refused with the number there is', async () => {
    const { available } = await position('HF-1002', 'DC-DAVENTRY');
    const { body } = await reserve('one-3', 'HF-1002', 'DC-DAVENTRY', available + 1);
    const [result] = (body as Answer).results;
    assert.equal(result?.status, 'Refused');
    assert.deepEqual([result.lines[0]?.granted, result.lines[0]?.available], [0, available]);
    assert.ok(result.lines[0]?.reason !== undefined);
  });

  it('released gives the stock back, twice is once', async () => {
    const before = await position('HF-1003', 'DC-DAVENTRY');
    await reserve('one-4', 'HF-1003', 'DC-DAVENTRY', 2);
    for (let time = 0; time < 2; time++) {
      const released = await call(org, token, 'POST', '/reservations/one-4/release');
      assert.equal(released.status, 200, JSON.stringify(released.body));
      assert.equal((released.body as { status: string }).status, 'Released');
    }
    assert.deepEqual(await position('HF-1003', 'DC-DAVENTRY').then(({ reserved, available }) => ({ reserved, available })), { reserved: before.reserved, available: before.available });
    assert.equal((await call(org, token, 'POST', '/reservations/one-4/fulfil')).status, 409);
  });

  it('fulfilled takes the goods off the shelf; releasing it then is 409', async () => {
    const before = await position('HF-1004', 'DC-DAVENTRY');
    await reserve('one-5', 'HF-1004', 'DC-DAVENTRY', 3);
    const fulfilled = await call(org, token, 'POST', '/reservations/one-5/fulfil');
    assert.equal((fulfilled.body as { status: string }).status, 'Fulfilled');
    const afterwards = await position('HF-1004', 'DC-DAVENTRY');
    assert.deepEqual([afterwards.onHand, afterwards.reserved], [before.onHand - 3, before.reserved]);
    assert.equal((await call(org, token, 'POST', '/reservations/one-5/release')).status, 409);
  });

  it('unknown to a release answers Released and blocks the key', async () => {
    const released = await call(org, token, 'POST', '/reservations/never-made/release');
    assert.equal((released.body as { status: string }).status, 'Released');
    const { body } = await reserve('never-made', 'HF-1001', 'DC-DAVENTRY', 1);
    assert.notEqual((body as Partial<Answer>).results?.[0]?.status, 'Reserved');
  });
});

describe('facts', () => {
  it('sent twice count once; the same key with another body is a conflict', async () => {
    const before = await position('HF-1005', 'LON-01');
    const sale = (quantity: number) => call(org, token, 'POST', '/events', { events: [{ key: 'till-1-7', intent: 'StockSold', sku: 'HF-1005', location: 'LON-01', quantity, occurredAt: HAPPENED_AT, source: 'TILL' }] });
    const effects = [await sale(1), await sale(1), await sale(2)].map(({ body }) => (body as { results: { effect: string }[] }).results[0]?.effect);
    assert.deepEqual(effects, ['Applied', 'Duplicate', 'Conflict']);
    assert.equal((await position('HF-1005', 'LON-01')).onHand, before.onHand - 1);
  });

  it('asynchronously go over the bus and arrive', async () => {
    const before = await position('HF-1006', 'LON-01');
    const queued = await call(org, token, 'POST', '/events?mode=async', { events: [{ key: 'async-1', intent: 'StockReceived', sku: 'HF-1006', location: 'LON-01', quantity: 4, occurredAt: HAPPENED_AT, source: 'TEST' }] });
    assert.equal(queued.status, 202);
    assert.equal((queued.body as { results: { effect: string }[] }).results[0]?.effect, 'Queued');
    for (let attempt = 0; attempt < 100 && (await position('HF-1006', 'LON-01')).onHand === before.onHand; attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await position('HF-1006', 'LON-01')).onHand, before.onHand + 4);
  });
});

describe('bad input gets a specific answer and leaves nothing behind', () => {
  const event = { key: 'bad-1', intent: 'StockSold', sku: 'HF-1001', location: 'LON-01', quantity: 1, occurredAt: HAPPENED_AT, source: 'TEST' };
  const post = (events: unknown) => call(org, token, 'POST', '/events', { events });
  const effectOf = (answer: { body: unknown }) => (answer.body as { results: { effect: string; reason?: string; message?: string }[] }).results[0]!;

  it('unknown SKU, location or intent: stored in quarantine with the value named', async () => {
    for (const [name, value] of [['sku', 'NO-SUCH-SKU'], ['location', 'NOWHERE'], ['intent', 'StockEaten']] as const) {
      const { effect, reason, message } = effectOf(await post([{ ...event, key: `bad-${name}`, [name]: value }]));
      assert.equal(effect, 'Quarantined');
      assert.match(reason ?? '', /^HF-UNKNOWN-/);
      assert.match(message ?? '', new RegExp(value, 'i'));
    }
  });

  it('a quantity outside the range of the intent, a malformed time, a missing field: 400, and nothing of the call is stored', async () => {
    const good = { ...event, key: 'good-beside-bad' };
    for (const change of [{ quantity: -1 }, { quantity: 0 }, { quantity: 1.23456 }, { quantity: '1' }, { occurredAt: 'yesterday' }, { source: undefined }]) {
      const answer = await post([good, { ...event, key: 'bad-2', ...change }]);
      assert.equal(answer.status, 400, JSON.stringify([change, answer.body]));
      assert.match((answer.body as { errorCode: string }[])[0]!.errorCode, /^HF-/);
    }
    assert.equal(effectOf(await post([good])).effect, 'Applied');
  });

  it('malformed JSON, a wrong shape, too many lines, an oversize body', async () => {
    assert.equal((await call(org, token, 'POST', '/events', '{"events": [')).status, 400);
    assert.equal((await call(org, token, 'POST', '/events', '[1, 2]')).status, 400);
    assert.equal((await call(org, token, 'POST', '/reservations', 'null')).status, 400);
    assert.equal((await post(Array.from({ length: 201 }, (_, index) => ({ ...event, key: `many-${String(index)}` })))).status, 400);
    const oversize = await call(org, token, 'POST', '/events', JSON.stringify({ events: [{ ...event, reason: 'x'.repeat(1_100_000) }] }));
    assert.equal(oversize.status, 413);
  });

  it('a missing or wrong token is 401 INVALID_SESSION_ID', async () => {
    for (const wrong of [undefined, 'nonsense', '00D000000000000!x']) {
      const answer = await call(org, wrong, 'GET', '/availability?sku=HF-1001');
      assert.equal(answer.status, 401);
      assert.equal((answer.body as { errorCode: string }[])[0]?.errorCode, 'INVALID_SESSION_ID');
    }
  });

  it('an unknown SKU in a reservation is refused by name, an unknown path and verb are 404 and 405', async () => {
    const { body } = await reserve('bad-res', 'NO-SUCH-SKU', 'LON-01', 1);
    assert.match(JSON.stringify(body), /NO-SUCH-SKU/);
    assert.equal((await call(org, token, 'GET', '/nothing-here')).status, 404);
    assert.equal((await call(org, token, 'DELETE', '/events')).status, 405);
  });
});
