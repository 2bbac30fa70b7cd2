import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { root, runCommand } from '../scripts/process.ts';
import { withHotProducts } from './support/hot-products.ts';
import { create, ledgerDifferences, query } from './support/ledger-check.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const PROCESSES = 4;
const CALLS = 150;
const UNITS = 300;
const SKU = 'HOT-1';
const SHARDED_SKU = 'HOT-2';

let org: RunningOrg;
let token: string;
before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
});
after(() => org.stop());

it('a hot SKU under four processes that give up and send again is promised no more than there is, loses no promise, and its ledger equals its positions', async () => {
  await expectRushIsRight(SKU);
});

it('the same holds for a hot product whose promises are made at three shards', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hot-product-'));
  try {
    for (const [file, text] of withHotProducts(new Map(), { [SHARDED_SKU]: 3 })) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    await localOrg('deploy', folder);
    writeFileSync(path.join(folder, 'sweep.apex'), 'while (new SweepShards().run()) {}');
    await expectRushIsRight(SHARDED_SKU, () => localOrg('exec', path.join(folder, 'sweep.apex')));
    const promises = await query(org, token, `SELECT Position_Key__c FROM Stock_Entry__c WHERE Intent__c = 'ReservationCreated' AND Position_Key__c LIKE '${SHARDED_SKU}|%'`);
    assert.equal(new Set(promises.map((row) => row['Position_Key__c'])).size, 4, 'made at the position and at each of its shards');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function localOrg(...args: readonly string[]): Promise<void> {
  const { exitCode, output } = await runCommand(process.execPath, [path.join(root, 'local-org/cli/local-org.js'), ...args, '--url', org.url, '--data', org.dataFolder], { show: false });
  assert.equal(exitCode, 0, output);
}

/** @param prepare what happens once the goods are there */
async function expectRushIsRight(sku: string, prepare: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
  const opening = await call(org, token, 'POST', '/events', { events: [{ key: `open-${sku}`, intent: 'StockReceived', sku, location: 'LON-01', quantity: UNITS, occurredAt: new Date().toISOString(), source: 'TEST' }] });
  assert.equal(opening.status, 200, JSON.stringify(opening.body));
  await prepare();
  const ended = await Promise.all(Array.from({ length: PROCESSES }, (_, index) =>
    runCommand(process.execPath, [path.join(root, 'e2e/support/hot-client.ts'), org.url, sku, String(index * CALLS), String(CALLS)], { show: false, env: { HOLDFAST_TOKEN: token } })));
  const clients = ended.map(({ output }) => JSON.parse(output) as { granted: number; sold: number; givenUp: number });
  const total = (of: (client: (typeof clients)[number]) => number): number => clients.reduce((sum, client) => sum + of(client), 0);
  assert.ok(total(({ givenUp }) => givenUp) > 0, 'some calls were given up');
  const { body } = await call(org, token, 'GET', `/availability?sku=${sku}&location=LON-01`);
  const [{ onHand, reserved } = { onHand: 0, reserved: 0 }] = (body as { items: { onHand: number; reserved: number }[] }).items;
  assert.deepEqual({ onHand, reserved }, { onHand: UNITS - total(({ sold }) => sold), reserved: total(({ granted }) => granted) });
  // A sale may come after the last promise and is never refused; promises alone may not pass what was received.
  assert.ok(reserved <= UNITS, `${String(reserved)} of ${String(UNITS)} were promised`);
  assert.deepEqual(await ledgerDifferences(org, token), []);
}
