/** Writes the demo data into an org through its public APIs: records with jsforce, opening stock as facts. Safe to run again. */
import jsforce from 'jsforce';
import type { OrgAddress } from '../org-connection.ts';
import { upsertAll, type UpsertRecord } from '../upsert.ts';
import { newStatistics, sendAll, BATCH_SIZE } from '../replay/sender.ts';
import type { Fact } from '../replay/facts.ts';
import { demoPlan, type SeedPlan } from './plan.ts';

const RECORDS_PER_CALL = 200;
/** Long before anything else happens in a demo org. */
const OPENED_AT = '2026-01-01T00:00:00.000Z';

/** @param tell gets one line per object: created, unchanged or updated, milliseconds */
export async function seed(org: OrgAddress, tell: (line: string) => void): Promise<void> {
  const plan = demoPlan();
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
  await upsert(connection, 'Stock_Location__c', 'Code__c', locationRecords(plan), tell);
  await upsert(connection, 'Product2', 'SKU__c', productRecords(plan), tell);
  const productIds = await idsBySku(connection);
  await upsert(connection, 'Product_Barcode__c', 'GTIN__c', barcodeRecords(plan, productIds), tell);
  await sendOpenings(org, plan, tell);
}

function locationRecords(plan: SeedPlan): UpsertRecord[] {
  return plan.locations.map((one) => ({
    attributes: { type: 'Stock_Location__c' }, Code__c: one.code, Name: one.name, Town__c: one.town, Type__c: one.type, Time_Zone__c: one.timeZone,
    Coordinates__Latitude__s: one.latitude, Coordinates__Longitude__s: one.longitude, Pickup__c: one.type === 'Store', Ship_From_Store__c: one.type === 'Store',
  }));
}

function productRecords(plan: SeedPlan): UpsertRecord[] {
  return plan.products.map((one) => ({ attributes: { type: 'Product2' }, SKU__c: one.sku, ProductCode: one.sku, Name: one.name, IsActive: true, Safety_Stock__c: one.safetyStock }));
}

function barcodeRecords(plan: SeedPlan, productIds: ReadonlyMap<string, string>): UpsertRecord[] {
  return plan.products.map((one) => ({ attributes: { type: 'Product_Barcode__c' }, GTIN__c: one.gtin, Product__c: productIds.get(one.sku), Pack_Quantity__c: 1 }));
}

async function idsBySku(connection: jsforce.Connection): Promise<Map<string, string>> {
  const { records } = await connection.query<{ Id: string; SKU__c: string }>("SELECT Id, SKU__c FROM Product2 WHERE SKU__c LIKE 'HF-%'");
  return new Map(records.map((record) => [record.SKU__c, record.Id]));
}

async function upsert(connection: jsforce.Connection, object: string, keyField: string, records: UpsertRecord[], tell: (line: string) => void): Promise<void> {
  const started = performance.now();
  let created = 0;
  for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
    const answers = await upsertAll(connection, object, keyField, records.slice(start, start + RECORDS_PER_CALL), true);
    const failed = answers.find((answer) => !answer.success);
    if (failed !== undefined) throw new Error(`${object}: ${JSON.stringify(failed.errors)}`);
    created += answers.filter((answer) => answer.created === true).length;
  }
  tell(`${object}: ${String(created)} created, ${String(records.length - created)} updated, ${(performance.now() - started).toFixed(0)} ms`);
}

async function sendOpenings(org: OrgAddress, plan: SeedPlan, tell: (line: string) => void): Promise<void> {
  const started = performance.now();
  const facts = plan.openings.map(({ sku, location, quantity }): Fact => ({
    key: `OPEN|${sku}|${location}`, intent: 'StockReceived', sku, location, quantity, occurredAt: OPENED_AT, source: 'SEED',
  }));
  const statistics = newStatistics();
  const batches = Array.from({ length: Math.ceil(facts.length / BATCH_SIZE) }, (_, index) => facts.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE));
  await sendAll(org, batches, 1, statistics);
  const effects = [...statistics.effects].sort().map(([effect, count]) => `${String(count)} ${effect.toLowerCase()}`).join(', ');
  if (statistics.reasons.size > 0) throw new Error(`Opening stock was not taken whole: ${effects}. ${[...statistics.reasons.keys()].slice(0, 3).join(' ')}`);
  tell(`opening stock: ${effects}, ${(performance.now() - started).toFixed(0)} ms`);
}
