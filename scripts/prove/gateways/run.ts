/**
 * Two gateways on one PostgreSQL are killed at random moments while tills upload to both. Tills send what was not answered again, unchanged, to whichever
 * gateway runs. At the end every line they were acknowledged is in the org once, and nothing waits.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { create, ledgerDifferences, query } from '../../../e2e/support/ledger-check.ts';
import { call, startOrg, type RunningOrg } from '../../../e2e/support/running-org.ts';
import { furnishHome, secretOf, TILL_NETWORK } from '../../../gateway/cli/home.ts';
import { openPostgresStore } from '../../../gateway/delivery/store-postgres.ts';
import type { GatewayStore } from '../../../gateway/delivery/store.ts';
import { startPostgres } from '../../../gateway/parts/postgres.ts';
import { systemClock } from '../../../gateway/shared/clock.ts';
import { seededRandom, type Random } from '../../../gateway/simulator/random.ts';
import { httpSend, shelfChanges, ShopFloor } from '../../../gateway/simulator/tills/shop-floor.ts';
import { NO_TILL_FAULTS } from '../../../gateway/simulator/tills/till.ts';
import { root } from '../../process.ts';
import { GatewayGroup } from '../../gateway/gateway-group.ts';
import { GatewayProcess } from '../../gateway/process.ts';

const STORES = ['LYON', 'NICE'];
const REGISTERS = ['1', '2', '3'];
const SKUS = Array.from({ length: 12 }, (_, index) => `PROOF-${String(index + 1)}`);
const OPENING = 1_000_000;
const LINES_PER_SECOND = 100;
const LONGEST_LIFE_MS = 2_000;
/** Every so many kills the dead one stays down until the other must have taken its partitions over. */
const KILLS_PER_TAKEOVER = 5;
/** Lease of 10 s, looked at every third of it, and time to deliver. */
const TAKEOVER_MS = 18_000;
const DRAIN_MS = 120_000;

export interface GatewaysProven {
  readonly kills: number;
  readonly takeovers: number;
  /** Lines of transactions tills were acknowledged. */
  readonly lines: number;
  /** Uploads without an answer, or turned away, sent again. */
  readonly failedUploads: number;
  /** Facts delivered a second time, which the org knew by their keys. */
  readonly duplicates: number;
  readonly violations: readonly string[];
}

export async function proveGateways(kills: number, seed: number, tell: (line: string) => void): Promise<GatewaysProven> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-gateways-'));
  chmodSync(folder, 0o711);
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const postgres = await startPostgres({ folder: path.join(folder, 'postgres') });
    ends.push(() => postgres.stop());
    const org = await startOrg({ seed: false, dataFolder: path.join(folder, 'org'), project: path.join(root, 'force-app') });
    ends.push(() => org.stop());
    await furnishOrg(org);
    const home = path.join(folder, 'gateway');
    const configuration = furnishHome({ folder: home, org, port: 0, postgresUrl: postgres.url });
    const gateways = ['one', 'two'].map((name) => new GatewayProcess({ name, config: configuration }));
    for (const gateway of gateways) {
      ends.push(() => gateway.kill());
      await gateway.start();
    }
    const store = await openPostgresStore({ url: postgres.url, clock: systemClock });
    ends.push(() => store.close());
    return await killAndAudit({ kills, random: seededRandom(seed), gateways, store, org, secret: secretOf(home, 'till'), tell });
  } finally {
    for (const end of ends.toReversed()) await end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly kills: number;
  readonly random: Random;
  readonly gateways: readonly GatewayProcess[];
  readonly store: GatewayStore;
  readonly org: RunningOrg;
  readonly secret: string;
  readonly tell: (line: string) => void;
}

async function furnishOrg(org: RunningOrg): Promise<void> {
  const token = await org.token();
  for (const store of STORES) await create(org, token, 'Stock_Location__c', { Name: store, Code__c: store, Type__c: 'Store', Till_Store_Code__c: store });
  for (const sku of SKUS) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
  const events = STORES.flatMap((location) => SKUS.map((sku) => ({ key: `OPEN|${sku}|${location}`, source: 'PROOF', intent: 'StockReceived', sku, location, quantity: OPENING, occurredAt: new Date().toISOString() })));
  const { status, body } = await call(org, token, 'POST', '/events', { events });
  if (status !== 200 || JSON.stringify(body).includes('Quarantined')) throw new Error(`The stock was not opened: ${JSON.stringify(body)}`);
}

async function killAndAudit(stage: Stage): Promise<GatewaysProven> {
  const { kills, random, gateways, secret, store, org } = stage;
  const tills = STORES.flatMap((name) => REGISTERS.map((register) => ({ network: TILL_NETWORK, secret, store: name, register })));
  const floor = new ShopFloor({ tills, skus: SKUS, clock: systemClock, random });
  for (const till of floor.tills) till.faults = { ...NO_TILL_FAULTS, repeatedShare: 0.05, lostAnswerShare: 0.05, heldBackShare: 0.05 };
  // A till asks the next gateway when one does not answer.
  const group = new GatewayGroup(gateways);
  const send = httpSend(() => group.urlBy(random));
  let failedUploads = 0;
  const closing = new AbortController();
  const trading = floor.open(send, { linesPerSecond: () => LINES_PER_SECOND, signal: closing.signal, onFailure: () => { failedUploads += 1; } });
  let takeovers = 0;
  const violations: string[] = [];
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await after(random.next() * LONGEST_LIFE_MS);
      const dying = gateways[Math.floor(random.next() * gateways.length)]!;
      await dying.kill();
      if (kill % KILLS_PER_TAKEOVER === 2) {
        takeovers += 1;
        violations.push(...await notTakenOver(store));
      }
      await dying.start();
      stage.tell(`kill ${String(kill)} of ${String(kills)} (${dying.name}): ${String(floor.tills.reduce((sum, { journal }) => sum + journal.length, 0))} transactions so far`);
    }
  } finally {
    closing.abort();
    await trading;
  }
  for (const till of floor.tills) till.faults = NO_TILL_FAULTS;
  await floor.tellRest(send);
  violations.push(...await notDelivered(store), ...await differences(org, floor));
  for (const gateway of gateways) await gateway.stop();
  const effects = (await store.figures()).filter(({ kind, effect }) => kind === 'fact' && effect === 'Duplicate');
  return { kills, takeovers, lines: keysOf(floor).size, failedUploads, duplicates: effects.reduce((sum, { count }) => sum + count, 0), violations };
}

/** What was accepted before one of them died must be delivered by the other. */
async function notTakenOver(store: GatewayStore): Promise<readonly string[]> {
  const diedAtMs = Date.now();
  await after(TAKEOVER_MS);
  const left = await store.find({ state: 'Waiting', toMs: diedAtMs, most: 1_000 });
  return left.length === 0 ? [] : [`${String(left.length)} items of a dead gateway were not taken over within ${String(TAKEOVER_MS / 1000)} s`];
}

async function notDelivered(store: GatewayStore): Promise<readonly string[]> {
  const giveUpAtMs = Date.now() + DRAIN_MS;
  while (Date.now() < giveUpAtMs && (await store.find({ state: 'Waiting', most: 1 })).length > 0) await after(200);
  const left = [...await store.find({ state: 'Waiting', most: 1_000 }), ...await store.find({ state: 'Dead', most: 1_000 })];
  return left.map(({ key, state, reason, message }) => `${key} is ${state} (${reason ?? 'no reason'}: ${message ?? ''})`);
}

/** By now every transaction is acknowledged: what they add up to must be there, line by line. */
async function differences(org: RunningOrg, floor: ShopFloor): Promise<readonly string[]> {
  const token = await org.token();
  const violations = [...await ledgerDifferences(org, token)];
  const expected = keysOf(floor);
  const found = (await query(org, token, "SELECT Entry_Key__c FROM Stock_Entry__c WHERE Entry_Key__c LIKE 'TILL|%'")).map((row) => String(row['Entry_Key__c']).split('|')[1]!);
  const known = new Set(found);
  violations.push(...[...expected].filter((key) => !known.has(key)).map((key) => `${key} was acknowledged and is not in the org`));
  violations.push(...[...known].filter((key) => !expected.has(key)).map((key) => `${key} is in the org and was never sold`));
  if (found.length !== known.size) violations.push(`${String(found.length - known.size)} lines are in the org twice`);
  const changes = shelfChanges(floor.tills.flatMap(({ journal }) => journal));
  for (const row of await query(org, token, 'SELECT Position_Key__c, On_Hand__c FROM Stock_Position__c')) {
    const [sku = '', location = ''] = String(row['Position_Key__c']).split('|');
    const wanted = OPENING + (changes.get(`${sku}|${location}`) ?? 0);
    if (row['On_Hand__c'] !== wanted) violations.push(`${sku} at ${location}: ${String(row['On_Hand__c'])} on hand, sales and returns add up to ${String(wanted)}`);
  }
  return violations;
}

/** Keys of all lines, as the contract of tills makes them. */
function keysOf(floor: ShopFloor): ReadonlySet<string> {
  return new Set(floor.tills.flatMap(({ journal }) => journal).flatMap(({ store, register, businessDay, sequence, lines = [] }) =>
    lines.map(({ line }) => `${store}-${register}-${businessDay.replaceAll('-', '')}-${String(sequence)}-${String(line)}`)));
}
