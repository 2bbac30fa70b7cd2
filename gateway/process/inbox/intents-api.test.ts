import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { BEARER, World } from '../../experience/test/world.ts';
import { registerIntents } from './intents-api.ts';

let world: World;

beforeEach(async () => {
  world = await World.open();
  registerIntents(world.server, { store: world.store, names: world.names, authorise: world.authorise, health: world.health, clock: world.clock, isFull: () => world.isFull });
});
afterEach(() => world.close());

const intent = (change: object = {}): Record<string, unknown> => ({ key: 'W-1', intent: 'StockReceived', sku: 'lamp-1', location: 'dc-1', quantity: 40, occurredAt: '2026-11-21T08:00:00Z', source: 'WMS', ...change });
const post = async (intents: unknown, headers: Record<string, string> = BEARER): Promise<{ status: number; body: unknown }> => {
  const answer = await world.send({ url: '/inventory-intent/v1/intents', headers, body: { intents } });
  return { status: answer.statusCode, body: answer.json() };
};
const get = async (key: string): Promise<{ status: number; body: unknown }> => {
  const answer = await world.send({ method: 'GET', url: `/inventory-intent/v1/intents/WMS/${key}`, headers: BEARER });
  return { status: answer.statusCode, body: answer.json() };
};

describe('an intent', () => {
  it('is durable, with what the contract names and nothing else', async () => {
    assert.deepEqual(await post([intent({ reference: 'PO-1', secret: 'x' }), intent({ key: 'W-2', quantity: -1, intent: 'StockAdjusted', reason: 'found' })]), { status: 202, body: { intents: [{ key: 'W-1', status: 'Accepted' }, { key: 'W-2', status: 'Accepted' }] } });
    assert.deepEqual(await Promise.all((await world.work()).map(({ body }) => world.names.resolve(body))), [
      { key: 'W-1', intent: 'StockReceived', sku: 'LAMP-1', location: 'DC-1', quantity: 40, occurredAt: '2026-11-21T08:00:00Z', source: 'WMS', reference: 'PO-1' },
      { key: 'W-2', intent: 'StockAdjusted', sku: 'LAMP-1', location: 'DC-1', quantity: -1, occurredAt: '2026-11-21T08:00:00Z', source: 'WMS', reason: 'found' },
    ]);
  });

  it('counts once, whatever the order of its fields', async () => {
    await post([intent()]);
    const reversed = Object.fromEntries(Object.entries(intent()).toReversed());
    assert.deepEqual((await post([reversed])).body, { intents: [{ key: 'W-1', status: 'Duplicate' }] });
    assert.deepEqual((await post([intent({ source: 'WMS-2' })])).body, { intents: [{ key: 'W-1', status: 'Accepted' }] }, 'keys are those of their source');
    assert.deepEqual(Object.fromEntries(world.counts), { 'WMS received': 1, 'WMS duplicate': 1, 'WMS-2 received': 1 });
  });

  it('tells what became of it', async () => {
    await post([intent()]);
    assert.partialDeepStrictEqual(await get('W-1'), { status: 200, body: { source: 'WMS', key: 'W-1', state: 'Waiting', attempts: 0 } });
    const [item] = await world.work();
    await world.store.transaction((transaction) => transaction.finish([{ item: { ...item!, attempts: 2 }, outcome: { state: 'Done', effect: 'Applied' } }]));
    assert.partialDeepStrictEqual(await get('W-1'), { body: { state: 'Done', effect: 'Applied', attempts: 2, endedAt: new Date(world.nowMs).toISOString() } });
    assert.partialDeepStrictEqual(await get('W-9'), { status: 404, body: [{ errorCode: 'GW-UNKNOWN-INTENT' }] });
  });

  for (const [name, intents] of [
    ['in the name of the org', [intent({ source: 'HOLDFAST' })]], ['with | in its key', [intent({ key: 'A|B' })]], ['that is blank where it matters', [intent({ sku: ' ' })]], ['201 times', Array.from({ length: 201 }, (_, key) => intent({ key: `K${String(key)}` }))],
    ['with an intent that is no word', [intent({ intent: 'Stock Received; DROP' })]], ['beside one that is malformed', [intent(), intent({ key: 'W-2', quantity: 'many' })]],
  ] as const) {
    it(`${name} is refused, and nothing is stored`, async () => {
      assert.equal((await post(intents)).status, 400);
      assert.ok(await world.isEmpty());
    });
  }

  it('of nobody, or of somebody who may not, is refused; so it is while too much waits', async () => {
    assert.equal((await post([intent()], {})).status, 401);
    assert.equal((await post([intent()], { authorization: 'Bearer token-of-the-reader' })).status, 403);
    world.isFull = true;
    assert.equal((await post([intent()])).status, 503);
    assert.ok(await world.isEmpty());
  });
});
