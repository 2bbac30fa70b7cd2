/** The past of positions beyond the hot window: entries leave the ledger for the big object, and nothing that is asked of the past changes by it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { OrgInMemory } from './support/org-in-memory.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const STARTS_AT = Date.UTC(2026, 10, 2, 9, 0, 0);
const KEYS = ['LAMP|LEEDS|0', 'LAMP|YORK|0', 'DESK|LEEDS|0'];

let org: OrgInMemory;
let count = 0;

before(async () => {
  org = OrgInMemory.start(STARTS_AT);
  for (const code of ['LEEDS', 'YORK']) await org.create('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store', Time_Zone__c: 'Europe/London', Pickup__c: true });
  for (const sku of ['LAMP', 'DESK']) await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
});
after(() => org.close());

async function post(path: string, body: unknown): Promise<void> {
  const answer = await org.call('POST', path, JSON.stringify(body));
  assert.equal(answer.status, 200, answer.text);
}

const fact = (intent: string, sku: string, location: string, quantity: number, changes: object = {}): object =>
  ({ key: `F-${String((count += 1))}`, intent, sku, location, quantity, occurredAt: new Date(org.now - 1_234).toISOString(), source: 'TILL', ...changes });

/** A day in two stores. */
async function day(): Promise<void> {
  await post('/events', { events: KEYS.flatMap((key) => {
    const [sku = '', location = ''] = key.split('|');
    return [fact('StockReceived', sku, location, 9), fact('StockSold', sku, location, 2), fact('StockReturned', sku, location, 1)];
  }) });
  const requestKey = `R-${String((count += 1))}`;
  await post('/reservations', { requestKey, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku: 'LAMP', location: 'LEEDS', quantity: 3 }] });
  await post(`/reservations/${requestKey}/fulfil`, { lines: [{ line: 1, quantity: 1 }] });
  await org.passTime(DAY_MS);
}

async function archive(): Promise<void> {
  await org.anonymous('ArchiveEntries.begin();');
  await org.passTime(MINUTE_MS);
}

async function numbers(query: string): Promise<number> {
  return Number((await org.anonymous(`System.debug(${query});`))[0]);
}

interface Figures { readonly sku: string; readonly onHand: number; readonly reserved: number; readonly inspection: number; readonly available?: number }

/** What both readings tell of every position at these moments. */
async function pastAt(moments: readonly string[]): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for (const moment of moments) {
    for (const reading of ['at', 'knownAt']) {
      const answer = await org.call('GET', `/positions?location=LEEDS&${reading}=${moment}`);
      assert.equal(answer.status, 200, answer.text);
      told.push([reading, moment, (answer.body as { items: Figures[] }).items.map(({ sku, onHand, reserved, inspection, available }) => ({ sku, onHand, reserved, inspection, available }))]);
    }
  }
  return told;
}

const archived = (key: string): Promise<number> => numbers(`StockArchives.current().entriesOf(new Set<String>{ '${key}' }, 0, ${String(org.now)}L, 10000).size()`);

describe('the archive', () => {
  before(async () => {
    for (let days = 0; days < 3; days++) await day();
  });

  it('leaves entries alone for the hot window', async () => {
    const entries = org.rows('Stock_Entry__c', ['Entry_Key__c']).length;
    await archive();
    assert.equal(org.rows('Stock_Entry__c', ['Entry_Key__c']).length, entries);
  });

  it('takes what is older, and one checkpoint and the tail fold to the very state of the position', async () => {
    await org.passTime(13 * DAY_MS);
    await day();
    const entries = org.rows('Stock_Entry__c', ['Entry_Key__c']).length;
    await archive();
    const left = org.rows('Stock_Entry__c', ['Entry_Key__c']).length;
    assert.ok(left < entries, `${String(left)} of ${String(entries)} are left`);
    let gone = 0;
    for (const key of KEYS) gone += await archived(key);
    assert.equal(left + gone, entries, 'each entry is in one place');
    assert.deepEqual(await org.anonymous(`
      Set<String> keys = new Set<String>{ '${KEYS.join("', '")}' };
      Map<String, Stock_Checkpoint__c> checkpoints = StockCheckpoint.newestOf(keys);
      for (Stock_Position__c row : [SELECT Position_Key__c, On_Hand__c, Reserved__c, Inspection__c FROM Stock_Position__c ORDER BY Position_Key__c]) {
        StockFold fold = new StockFold(StockCheckpoint.startOf(checkpoints.get(row.Position_Key__c), row.Position_Key__c, false));
        fold.add(StockHistorySelector.wholeEntriesBefore(new Set<String>{ row.Position_Key__c }, ${String(org.now)}L, 10000));
        StockState state = fold.fold();
        System.debug(state.buckets.get(StockBuckets.ON_HAND) == row.On_Hand__c && state.buckets.get(StockBuckets.INSPECTION) == row.Inspection__c && state.reserved == row.Reserved__c);
      }`), ['true', 'true', 'true']);
  });

  it('changes nothing that is told of the past, in both readings, now and explained', async () => {
    const moments = Array.from({ length: 40 }, (_, index) => new Date(STARTS_AT + index * 11 * 60 * MINUTE_MS).toISOString()).filter((moment) => Date.parse(moment) < org.now);
    const before = await pastAt(moments);
    await org.passTime(15 * DAY_MS);
    await archive();
    for (const key of KEYS) assert.ok((await archived(key)) > 0, key);
    assert.deepEqual(await pastAt(moments), before);
    for (const reading of ['', ...moments.slice(0, 6).flatMap((moment) => [`&at=${moment}`, `&knownAt=${moment}`])]) {
      const answer = await org.call('GET', `/positions?sku=LAMP&location=LEEDS&explain=true${reading}`);
      assert.equal(answer.status, 200, answer.text);
    }
  });

  it('pages through every entry there ever was, out of the ledger into the archive', async () => {
    const keys: string[] = [];
    for (let cursor: string | undefined, isMore = true; isMore; isMore = cursor !== undefined) {
      const answer = await org.call('GET', `/positions?sku=LAMP&location=LEEDS&explain=true${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      const page = answer.body as { items: { entries: { key: string }[] }[]; nextCursor?: string };
      keys.push(...page.items[0]!.entries.map(({ key }) => key));
      cursor = page.nextCursor;
    }
    assert.equal(new Set(keys).size, keys.length, 'none twice');
    assert.equal(keys.length, await archived('LAMP|LEEDS|0') + org.rows('Stock_Entry__c', ['Position_Key__c']).filter((row) => row['Position_Key__c'] === 'LAMP|LEEDS|0').length);
  });

  it('is started by the sweeps of one hour of the day, and a second run finds nothing more to do', async () => {
    const before = org.rows('Stock_Entry__c', ['Entry_Key__c']).length;
    await org.anonymous('SweepSchedule.start();');
    for (let hour = 0; hour < 26; hour++) await org.passTime(60 * MINUTE_MS);
    assert.ok(await numbers("[SELECT COUNT() FROM AsyncApexJob WHERE JobType = 'BatchApex' AND Status = 'Completed' AND NumberOfErrors = 0]") >= 6, 'two passes a run');
    assert.ok(org.rows('Stock_Entry__c', ['Entry_Key__c']).length <= before);
  });
});
