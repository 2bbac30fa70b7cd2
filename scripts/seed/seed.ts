/** Writes a plan into an org through its public APIs: records with jsforce, opening stock and pickups as a till or a shop sends them. Safe to run again. */
import jsforce, { type Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';
import type { Fact } from '../replay/facts.ts';
import { BATCH_SIZE, newStatistics, sendAll } from '../replay/sender.ts';
import { advancePickups } from './advance-pickups.ts';
import { ensureOpeningHours } from './opening-hours.ts';
import { queryAll, upsertRecords, type FieldValues, type RecordSet } from './org-writer.ts';
import { ensurePickupRules } from './pickup-rules.ts';
import { queueNameOf, STORAGE_LOCATION, type LocationPlan } from './places.ts';
import type { SeedPlan } from './plan.ts';
import type { Progress } from './progress.ts';
import { ensureQueues } from './queues.ts';
import { reservePickups } from './reserve-pickups.ts';
import { checkStorage } from './storage.ts';
import { startSweeps } from './sweeps.ts';

export interface SeedOptions {
  /** Go on when the org has too little storage. */
  readonly isAnyway: boolean;
  readonly progress: Progress;
}

/** Facts of different positions do not wait for each other. */
const CONNECTIONS = 4;
const MANY_FACTS = 2000;
const DAY_MILLISECONDS = 86_400_000;

export async function seed(org: OrgAddress, plan: SeedPlan, { isAnyway, progress }: SeedOptions): Promise<void> {
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
  await checkStorage(connection, plan, isAnyway, progress);
  const stores = plan.locations.filter(({ type }) => type === 'Store');
  const hoursOf = await ensureOpeningHours(connection, plan.locations, progress);
  await ensureQueues(connection, stores, progress);
  await upsertRecords(connection, locationRecords(plan, hoursOf), progress);
  await upsertRecords(connection, groupRecords(plan), progress);
  await upsertRecords(connection, memberRecords(plan, await idsByCode(connection, 'Location_Group__c'), await idsByCode(connection, 'Stock_Location__c')), progress);
  await upsertRecords(connection, productRecords(plan), progress);
  await upsertRecords(connection, barcodeRecords(plan, await idsBySku(connection)), progress);
  await upsertRecords(connection, shelfRecords(plan), progress);
  await upsertRecords(connection, supplyRecords(plan, Date.now()), progress);
  await ensurePickupRules(connection, progress);
  await startSweeps(connection, progress);
  await sendOpenings(org, connection, plan, progress);
  await reservePickups(org, plan.pickups, progress);
  await advancePickups(connection, plan.pickups, progress);
}

function locationRecords({ locations }: SeedPlan, hoursOf: (location: LocationPlan) => string | undefined): RecordSet {
  const records = locations.map((one): FieldValues => ({
    Code__c: one.code, Name: one.name, Town__c: one.town, Type__c: one.type, Time_Zone__c: one.timeZone, Business_Hours__c: hoursOf(one),
    Coordinates__Latitude__s: one.latitude, Coordinates__Longitude__s: one.longitude, Pickup__c: one.type === 'Store', Ship_From_Store__c: one.type === 'Store',
    ERP_Plant__c: one.plant, ERP_Storage_Location__c: STORAGE_LOCATION, ...(one.type === 'Store' ? { Queue__c: queueNameOf(one.code), Till_Store_Code__c: one.code } : {}),
  }));
  return { object: 'Stock_Location__c', keyField: 'Code__c', records };
}

function groupRecords({ groups }: SeedPlan): RecordSet {
  return { object: 'Location_Group__c', keyField: 'Code__c', records: groups.map((one): FieldValues => ({ Code__c: one.code, Name: one.name, Kind__c: one.kind, Description__c: one.description })) };
}

function memberRecords({ groups }: SeedPlan, groupIds: ReadonlyMap<string, string>, locationIds: ReadonlyMap<string, string>): RecordSet {
  const records = groups.flatMap(({ code, members }) => members.map((location, index): FieldValues => ({
    Member_Key__c: `${code}|${location}`, Group__c: groupIds.get(code), Location__c: locationIds.get(location), Rank__c: index + 1,
  })));
  return { object: 'Location_Group_Member__c', keyField: 'Member_Key__c', records };
}

/** Days count from today, so that a seed of any day shows what is to come. */
function supplyRecords({ supplies }: SeedPlan, now: number): RecordSet {
  const records = supplies.map((one): FieldValues => ({
    Supply_Key__c: one.key, SKU__c: one.sku, Location_Code__c: one.location, Kind__c: one.kind, Quantity__c: one.quantity, Source__c: 'SEED', Due_On__c: new Date(now + one.dueInDays * DAY_MILLISECONDS).toISOString().slice(0, 10),
  }));
  return { object: 'Expected_Supply__c', keyField: 'Supply_Key__c', records };
}

function productRecords({ products }: SeedPlan): RecordSet {
  const records = products.map((one): FieldValues => ({
    SKU__c: one.sku, ProductCode: one.sku, Name: one.name, IsActive: true, Safety_Stock__c: one.safetyStock, Class__c: one.productClass, Short_Code__c: one.shortCode,
    Colour__c: one.colour, ...(one.size === undefined ? {} : { Size__c: one.size }), Image_Url__c: one.imageUrl,
  }));
  return { object: 'Product2', keyField: 'SKU__c', records };
}

function barcodeRecords({ products }: SeedPlan, productIds: ReadonlyMap<string, string>): RecordSet {
  const records = products.flatMap(({ sku, barcodes }) => barcodes.map((one): FieldValues => ({ GTIN__c: one.gtin, Product__c: productIds.get(sku), Pack_Quantity__c: one.packQuantity })));
  return { object: 'Product_Barcode__c', keyField: 'GTIN__c', records };
}

function shelfRecords({ shelves }: SeedPlan): RecordSet {
  const records = shelves.map((one): FieldValues => ({
    Place_Key__c: `${one.sku}|${one.location}`, Name: `${one.sku}|${one.location}`, SKU__c: one.sku, Location_Code__c: one.location, Place__c: one.place, Walk_Order__c: one.walkOrder, Confidence__c: 1,
  }));
  return { object: 'Product_Place__c', keyField: 'Place_Key__c', records };
}

async function idsByCode(connection: Connection, object: string): Promise<Map<string, string>> {
  const rows = await queryAll<{ readonly Id: string; readonly Code__c: string }>(connection, `SELECT Id, Code__c FROM ${object}`);
  return new Map(rows.map(({ Id, Code__c }) => [Code__c, Id]));
}

async function openedPositions(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await queryAll<{ readonly Position_Key__c: string }>(connection, 'SELECT Position_Key__c FROM Stock_Position__c');
  return new Set(rows.map(({ Position_Key__c }) => Position_Key__c));
}

async function idsBySku(connection: Connection): Promise<Map<string, string>> {
  const rows = await queryAll<{ readonly Id: string; readonly SKU__c: string }>(connection, "SELECT Id, SKU__c FROM Product2 WHERE SKU__c LIKE 'HF-%'");
  return new Map(rows.map(({ Id, SKU__c }) => [SKU__c, Id]));
}

/** Yesterday, because the ledger takes no facts of long ago; and once, because it forgets the keys of what it has archived. */
async function sendOpenings(org: OrgAddress, connection: Connection, { openings }: SeedPlan, progress: Progress): Promise<void> {
  const started = performance.now();
  const opened = await openedPositions(connection);
  const occurredAt = new Date(Math.floor(Date.now() / DAY_MILLISECONDS - 1) * DAY_MILLISECONDS).toISOString();
  const facts = openings.filter(({ sku, location }) => !opened.has(`${sku}|${location}|0`)).map(({ sku, location, quantity }): Fact => ({
    key: `OPEN|${sku}|${location}`, intent: 'StockReceived', sku, location, quantity, occurredAt, source: 'SEED',
  }));
  const statistics = newStatistics();
  function* batches(): Generator<readonly Fact[]> {
    for (let start = 0; start < facts.length; start += BATCH_SIZE) {
      progress.at('opening stock', statistics.sent, facts.length);
      yield facts.slice(start, start + BATCH_SIZE);
    }
  }
  await sendAll(org, batches(), facts.length > MANY_FACTS ? CONNECTIONS : 1, statistics);
  const effects = [...statistics.effects].sort().map(([effect, count]) => `${String(count)} ${effect.toLowerCase()}`).join(', ');
  if (statistics.reasons.size > 0) throw new CommandFailure(`Opening stock was not taken whole: ${effects}. ${[...statistics.reasons.keys()].slice(0, 3).join(' ')}`);
  progress.line(`opening stock: ${[effects, `${String(openings.length - facts.length)} there already`].filter((part) => part !== '').join(', ')}, ${(performance.now() - started).toFixed(0)} ms`);
}
