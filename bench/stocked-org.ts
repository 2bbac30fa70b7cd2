/**
 * An org with as many positions as asked for. One position is made by the app itself: a product, a location and a fact. The others are copies of its rows, written by
 * one SQL statement per table while the org is stopped: a million calls would take an hour. Products and locations are copied alike, the ledger is not.
 * Positions lie store by store, as stores are opened: the rows of one SKU are far apart.
 */
import path from 'node:path';
import Database from 'better-sqlite3';
import jsforce from 'jsforce';
import { startOrg, type RunningOrg } from '../e2e/support/running-org.ts';
import { newStatistics, sendAll } from '../scripts/replay/sender.ts';
import { upsertAll } from '../scripts/upsert.ts';
import { skuOf, type Universe } from './scenarios.ts';

/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

const QUANTITY = 100_000_000;

/** `skus` x `locations` positions at locations of their own. */
export function universeOf(skuCount: number, locationCount: number): Universe {
  return { skuCount, locations: Array.from({ length: locationCount }, (_, number) => `SHOP-${String(number).padStart(3, '0')}`) };
}

/** Fills an empty data folder and starts the org on it. */
export async function startStocked(dataFolder: string, universe: Universe, env: NodeJS.ProcessEnv = {}): Promise<RunningOrg> {
  const empty = await startOrg({ seed: false, dataFolder });
  try {
    await stockFirst(empty, universe.locations[0]!);
  } finally {
    await empty.stop();
  }
  multiply(path.join(dataFolder, 'org.sqlite'), universe);
  return startOrg({ seed: false, dataFolder, env });
}

async function stockFirst(org: RunningOrg, location: string): Promise<void> {
  const token = await org.token();
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: token, version: '67.0' });
  const sku = skuOf(0);
  await upsertAll(connection, 'Stock_Location__c', 'Code__c', [{ attributes: { type: 'Stock_Location__c' }, Code__c: location, Name: location, Type__c: 'Store' }], true);
  await upsertAll(connection, 'Product2', 'SKU__c', [{ attributes: { type: 'Product2' }, SKU__c: sku, Name: sku, IsActive: true }], true);
  const fact = { key: 'OPEN', intent: 'StockReceived' as const, sku, location, quantity: QUANTITY, occurredAt: HAPPENED_AT, source: 'BENCH' };
  await sendAll({ url: org.url, token }, [[fact]], 1, newStatistics());
}

function multiply(file: string, { skuCount, locations }: Universe): void {
  const database = new Database(file);
  database.exec('CREATE TEMP TABLE sku (number INTEGER PRIMARY KEY, code TEXT); CREATE TEMP TABLE location (number INTEGER PRIMARY KEY, code TEXT)');
  const fill = (table: string, codes: readonly string[]): void => {
    const insert = database.prepare(`INSERT INTO temp.${table} VALUES (?, ?)`);
    for (const [number, code] of codes.entries()) insert.run(number, code);
  };
  database.transaction(() => {
    fill('sku', Array.from({ length: skuCount }, (_, number) => skuOf(number)));
    fill('location', locations);
    copyFirst(database, 'product2', skuCount - 1, 'temp.sku AS s, temp.location AS l WHERE s.number > 0 AND l.number = 0 ORDER BY s.number', locations[0]!);
    copyFirst(database, 'stock_location__c', locations.length - 1, 'temp.sku AS s, temp.location AS l WHERE l.number > 0 AND s.number = 0 ORDER BY l.number', locations[0]!);
    copyFirst(database, 'stock_position__c', skuCount * locations.length - 1, 'temp.sku AS s, temp.location AS l WHERE s.number + l.number > 0 ORDER BY l.number, s.number', locations[0]!);
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Copies the one row that speaks of the first SKU or location, with the codes of the others in their place, and takes its row numbers from the store's own counter. */
function copyFirst(database: Database.Database, table: string, count: number, others: string, location: string): void {
  const columns = database.prepare(`SELECT name, type FROM pragma_table_info(?)`).all(table) as { readonly name: string; readonly type: string }[];
  const { reserved } = database.prepare('SELECT reserved FROM "~numbers" WHERE name = ?').get(table) as { readonly reserved: number };
  const values = columns.map(({ name, type }) => {
    if (name === 'id') return `${String(reserved)} + ROW_NUMBER() OVER (ORDER BY l.number, s.number)`;
    return type.startsWith('TEXT') ? `REPLACE(REPLACE(t."${name}", '${skuOf(0)}', s.code), '${location}', l.code)` : `t."${name}"`;
  });
  const first = database.prepare(`SELECT MAX("id") AS id FROM "${table}"`).get() as { readonly id: number };
  const { changes } = database.prepare(`INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) SELECT ${values.join(', ')} FROM "${table}" AS t, ${others.replace('WHERE', `WHERE t."id" = ${String(first.id)} AND`)}`).run();
  if (changes !== count) throw new Error(`${table}: ${String(changes)} copies instead of ${String(count)}.`);
  database.prepare('UPDATE "~numbers" SET reserved = ? WHERE name = ?').run(reserved + count, table);
}
