/** The app's own event triggers under each fault of the bus: nothing counts twice, and nothing is lost that was not lost by the bus. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { openSyntaxCache } from '../compiler/1-parse/cache.ts';
import { Store } from '../data/store/store.ts';
import type { FaultSwitches } from '../events/faults.ts';
import { context } from '../library/ports.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { setSlot, slotOf, type SObjectRecord } from '../values/sobject.ts';
import { parseSoql } from '../soql/parse.ts';
import { ADMIN_USERNAME } from './demo-users.ts';
import { LocalOrg } from './local-org.ts';
import { openProgramCache } from './program-cache.ts';

const SOURCE = path.join(import.meta.dirname, '../../force-app');
const files = new Map(readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.includes('/lwc/'))
  .map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(SOURCE, file), readFileSync(file, 'utf8')] as const;
  }).filter(([name]) => !name.includes('/lwc') && !name.endsWith('Test.cls') && !name.endsWith('Test.cls-meta.xml')));
const SYSTEM = { mode: 'system', sharing: false } as const;
const FACTS = 40;

/** Each test deploys the same app. */
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'holdfast-event-faults-'));
const tell = (error: Error): void => { throw error; };
const trees = openSyntaxCache(path.join(cacheFolder, 'trees'), tell);
const programs = openProgramCache(path.join(cacheFolder, 'programs'), tell);
after(() => { rmSync(cacheFolder, { recursive: true }); });

let now = Date.UTC(2026, 10, 22, 9, 0, 0);
let localOrg: LocalOrg;

beforeEach(async () => {
  localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => now }, parse: (file) => trees.parse(file), programs, report: () => undefined });
  assert.deepEqual(localOrg.deploy(files), []);
  await inOrg(() => {
    const place = record('Stock_Location__c', { Name: 'Lyon', Code__c: 'LYON', Type__c: 'Store', Time_Zone__c: 'Europe/Paris', Pickup__c: true });
    const product = record('Product2', { Name: 'Lamp', SKU__c: 'LAMP-1', ProductCode: 'LAMP-1', IsActive: true });
    for (const made of [place, product]) {
      const [result] = context().data.dml({ operation: 'insert', records: [made], allOrNone: true, access: SYSTEM, externalId: undefined });
      assert.deepEqual(result!.errors, []);
    }
  });
});
afterEach(() => localOrg.close());

const inOrg = <T>(body: () => T): Promise<T> => localOrg.org.run({ user: localOrg.users.byUsername(ADMIN_USERNAME)!, kind: 'ANONYMOUS' }, body);

function record(objectName: string, values: Readonly<Record<string, unknown>>): SObjectRecord {
  const made = new (localOrg.org.installed.schemaPort.recordClass(objectName.toLowerCase())!)();
  for (const [name, value] of Object.entries(values)) setSlot(made, `$${name.toLowerCase()}`, value);
  return made;
}

/** What its trigger config partitions by is in the position key. */
function fact(index: number, location: string, isDelivery: boolean): SObjectRecord {
  return record('Stock_Fact__e', {
    Position_Key__c: `LAMP-1|${location}|0`, Event_Key__c: `F-${String(index)}`, Intent__c: isDelivery ? 'StockReceived' : 'StockSold', Source__c: 'TILL', SKU__c: 'LAMP-1', Location_Code__c: location,
    Quantity__c: Decimal.fromInteger(isDelivery ? 100 : 1), Occurred_At__c: new Datetime(now),
  });
}

/** One delivery of 100, then single sales: each an event of its own transaction. */
async function publishAll(): Promise<void> {
  for (let index = 0; index < FACTS; index++) await inOrg(() => { context().events.publish([fact(index, 'LYON', index === 0)], SYSTEM); });
}

async function onHand(): Promise<number> {
  const query = parseSoql('SELECT On_Hand__c FROM Stock_Position__c');
  const [row] = await inOrg(() => context().data.query({ query, binds: [], access: SYSTEM }));
  return row === undefined ? 0 : (slotOf(row, '$on_hand__c') as Decimal).toNumber();
}

const publishedEvents = (): number => localOrg.bus.read('/event/Stock_Fact__e', 0, 1_000).length;

async function under(faults: FaultSwitches): Promise<number> {
  localOrg.faults.set(faults);
  await publishAll();
  await localOrg.subscribers.idle();
  return onHand();
}

describe('the stock trigger', () => {
  it('counts every fact once without faults', async () => { assert.equal(await under({ seed: 1 }), 100 - (FACTS - 1)); });
  it('counts every fact once when events come twice', async () => { assert.equal(await under({ seed: 2, duplicate: 0.5 }), 100 - (FACTS - 1)); });
  it('counts every fact once when batches come again, larger than before', async () => { assert.equal(await under({ seed: 3, redeliver: 0.6 }), 100 - (FACTS - 1)); });
  it('counts every fact once when all of it comes together', async () => { assert.equal(await under({ seed: 4, duplicate: 0.3, redeliver: 0.5 }), 100 - (FACTS - 1)); });
  it('sees late events late, and all of them', async () => {
    assert.equal(await under({ seed: 5, delayMs: 60_000 }), 0);
    now += 60_000;
    localOrg.subscribers.wake();
    await localOrg.subscribers.idle();
    assert.equal(await onHand(), 100 - (FACTS - 1));
  });
  it('counts every fact once when positions overtake each other', async () => {
    await inOrg(() => {
      const places = ['NICE', 'METZ', 'BREST'].map((code) => record('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store', Time_Zone__c: 'Europe/Paris', Pickup__c: true }));
      for (const { errors } of context().data.dml({ operation: 'insert', records: places, allOrNone: true, access: SYSTEM, externalId: undefined })) assert.deepEqual(errors, []);
    });
    localOrg.faults.set({ seed: 6, reorder: 0.8, duplicate: 0.3, redeliver: 0.3 });
    await inOrg(() => {
      const facts = Array.from({ length: 80 }, (_, index) => fact(index, ['LYON', 'NICE', 'METZ', 'BREST'][index % 4]!, index < 4));
      context().events.publish(facts, SYSTEM);
    });
    await localOrg.subscribers.idle();
    const query = parseSoql('SELECT On_Hand__c FROM Stock_Position__c');
    const rows = await inOrg(() => context().data.query({ query, binds: [], access: SYSTEM }));
    assert.deepEqual(rows.map((row) => (slotOf(row, '$on_hand__c') as Decimal).toNumber()), [81, 81, 81, 81]);
  });
  it('misses exactly what the bus accepted and lost', async () => {
    const left = await under({ seed: 7, lose: 0.2 });
    const lost = FACTS - publishedEvents();
    assert.ok(lost > 0, 'the seed loses something');
    const received = localOrg.bus.read('/event/Stock_Fact__e', 0, 1_000).some(({ payload }) => payload['Intent__c'] === 'StockReceived');
    assert.equal(left, (received ? 100 : 0) - (publishedEvents() - (received ? 1 : 0)));
  });
  it('the same seed does the same', async () => {
    await under({ seed: 9, lose: 0.5 });
    const keys = localOrg.bus.read('/event/Stock_Fact__e', 0, 1_000).map(({ payload }) => payload['Event_Key__c']);
    const last = localOrg.bus.latest();
    await under({ seed: 9, lose: 0.5 });
    assert.deepEqual(localOrg.bus.read('/event/Stock_Fact__e', last, 1_000).map(({ payload }) => payload['Event_Key__c']), keys);
  });
  it('refuses a bus that would never be done', () => {
    assert.throws(() => { localOrg.faults.set({ seed: 1, redeliver: 1 }); }, /redeliver must be below 1/);
  });
});
