/**
 * Hot products against the same oracle as all others: whatever is called in whatever order, calls are answered as if there were no shards, nothing is promised
 * twice, and the ledger is true at every step. PROPERTY_SEED=… repeats a run, PROPERTY_RUNS=… digs deeper.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { readProjectFiles } from '../local-org/cli/read-project.ts';
import type { ProjectFiles } from '../local-org/deploy/compile.ts';
import { ADMIN_USERNAME } from '../local-org/deploy/demo-users.ts';
import { shortagesLeft } from '../scripts/prove/interleavings/variants.ts';
import { root } from '../scripts/process.ts';
import { withHotProducts } from './support/hot-products.ts';
import { OrgInMemory } from './support/org-in-memory.ts';
import { createMasterData, expectLedgerIsTrue, Play, STARTS_AT } from './support/stock-play.ts';
import { schedule, SKUS, type Step } from './support/stock-schedules.ts';

const SHARDS = { PIECE: 2, GUARDED: 1, WEIGHED: 4 };
assert.deepEqual(Object.keys(SHARDS).sort(), [...SKUS].sort(), 'every product of the schedules is hot');

/** Deployed beside the app by these tests only: the step of the sweep, as a call. */
const STEP = 'public with sharing class SweepNow { public static void shards() { while (new SweepShards().run()) {} } }';
const STEP_META = '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>';

const OFF = Object.fromEntries(SKUS.map((sku) => [sku, 0]));

const hotFiles = (shards: Readonly<Record<string, number>>) => (files: ProjectFiles): ProjectFiles => {
  const all = new Map(withHotProducts(shortagesLeft(files), shards));
  all.set('main/proof/classes/SweepNow.cls', STEP);
  all.set('main/proof/classes/SweepNow.cls-meta.xml', STEP_META);
  return all;
};

let org: OrgInMemory;
before(async () => {
  org = OrgInMemory.start(STARTS_AT, hotFiles(SHARDS));
  await createMasterData(org);
});
after(() => org.close());

function runs(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const { PROPERTY_RUNS: asked, PROPERTY_SEED: seed } = process.env;
  return { numRuns: asked === undefined ? usual : Number(asked), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

async function sweep(): Promise<void> {
  const { org: engine, users } = org.localOrg;
  await engine.run({ user: users.byUsername(ADMIN_USERNAME)!, kind: 'ANONYMOUS' }, () => engine.program.invoke('SweepNow', 'shards', []));
  expectLedgerIsTrue(org);
}

/** As an administrator would: the records are deployed again. */
function deploy(shards: Readonly<Record<string, number>>): void {
  assert.deepEqual(org.localOrg.deploy(hotFiles(shards)(readProjectFiles(path.join(root, 'force-app')))), []);
}

/** Every call is compared with the model, which knows nothing of shards. @returns how many promises were made at shards */
async function play(steps: readonly Step[], isSweptBefore: readonly boolean[]): Promise<number> {
  const run = new Play(org);
  for (const [index, step] of steps.entries()) {
    if (isSweptBefore[index % isSweptBefore.length] === true) await sweep();
    const call = run.callOf(step);
    if (call === undefined) continue;
    await run.make(call);
    expectLedgerIsTrue(org);
    await run.expectAvailability();
  }
  await run.expectReservations();
  return org.rows('Stock_Entry__c', ['Intent__c', 'Position_Key__c']).filter((entry) => entry['Intent__c'] === 'ReservationCreated' && !String(entry['Position_Key__c']).endsWith('|0')).length;
}

test('calls for hot products are granted and told what they would be without shards, and the ledger is true at every step', async () => {
  let atShards = 0;
  await fc.assert(fc.asyncProperty(schedule(16), fc.array(fc.boolean(), { minLength: 1, maxLength: 16 }), async (steps, isSweptBefore) => {
    atShards += await play(steps, isSweptBefore);
  }), runs(200));
  assert.ok(atShards > 0, 'some promises were made at shards');
});

test('switched off and on, and with more and fewer shards, calls are answered the same; what shards held comes back and their rows stay', async () => {
  const settings = [OFF, SHARDS, Object.fromEntries(SKUS.map((sku) => [sku, 3])), Object.fromEntries(SKUS.map((sku) => [sku, 1])), OFF];
  try {
    await fc.assert(fc.asyncProperty(schedule(16), fc.boolean(), async (steps, isSweptAtOnce) => {
      const run = new Play(org);
      for (const [index, step] of steps.entries()) {
        if (index % 4 === 0) deploy(settings[(index / 4) % settings.length]!);
        if (index % 4 === (isSweptAtOnce ? 0 : 2)) await sweep();
        const call = run.callOf(step);
        if (call === undefined) continue;
        await run.make(call);
        expectLedgerIsTrue(org);
        await run.expectAvailability();
      }
      deploy(OFF);
      await sweep();
      for (const row of org.rows('Stock_Position__c', ['Position_Key__c', 'Reserved__c', 'Allotted__c'])) {
        assert.equal(row['Allotted__c'], null, `${row['Position_Key__c']} has handed out nothing`);
        if (!String(row['Position_Key__c']).endsWith('|0')) assert.equal(row['Reserved__c'], 0, `${row['Position_Key__c']} holds nothing`);
      }
    }), runs(2));
  } finally {
    deploy(SHARDS);
  }
});
