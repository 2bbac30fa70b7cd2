/**
 * `npm run growth -- [--days N] [--target-org ALIAS | --url URL --token TOKEN | --data DIR]`: how many records a store made per day in the last days of an org (7 unless
 * named; fewer when the org is younger), what that is in storage after a year, and what the archive takes out of the ledger.
 */
import jsforce, { type Connection } from 'jsforce';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { forecastOf, RECORD_KILOBYTES, type Counted, type Forecast, type Stay } from './growth/forecast.ts';
import { findOrg } from './org-connection.ts';

const USAGE = 'usage: npm run growth -- [--days N] [--target-org ALIAS | --url URL --token TOKEN | --data DIR]';
const USUAL_DAYS = 7;
const DAY_MS = 86_400_000;

/** What selling makes. Master data and positions grow with stores and products, not with days. */
const OBJECTS: readonly (readonly [object: string, stay: Stay])[] = [
  ['Stock_Entry__c', 'hot window'], ['Stock_Reservation__c', 'kept'], ['Stock_Reservation_Line__c', 'kept'], ['Store_Task__c', 'kept'], ['Store_Task_Line__c', 'kept'], ['Stock_Exception__c', 'kept'],
  ['Stock_Transfer__c', 'kept'], ['Stock_Transfer_Line__c', 'kept'], ['Stock_Return__c', 'kept'], ['Stock_Return_Line__c', 'kept'], ['Stock_Count__c', 'kept'], ['Stock_Count_Line__c', 'kept'],
];

await runScript('growth', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['days', 'target-org', 'instance-url', 'url', 'token', 'data'], []);
  const { days: asked = String(USUAL_DAYS), ...address } = values;
  if (positionals.length > 0 || !/^[1-9]\d{0,3}$/.test(asked)) throw new UsageError('--days takes a whole number of days, 1 to 9999.');
  const org = await findOrg(address);
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
  const { days, since } = await daysOf(connection, Number(asked));
  const stores = await count(connection, "SELECT COUNT() FROM Stock_Location__c WHERE Type__c = 'Store'");
  if (stores === 0) throw new CommandFailure('The org has no store. Seed it (npm run seed), or name another org.');
  const counted: Counted[] = [];
  for (const [object, stay] of OBJECTS) counted.push({ object, stay, records: await count(connection, `SELECT COUNT() FROM ${object} WHERE CreatedDate >= ${since}`) });
  const hotWindowDays = await hotWindowOf(connection);
  print(forecastOf(counted, days, stores, hotWindowDays), { days, stores, hotWindowDays });
  return 0;
});

async function count(connection: Connection, soql: string): Promise<number> {
  return (await connection.query(soql)).totalSize;
}

/** As many days as the org has made entries in, at least a part of one. */
async function daysOf(connection: Connection, most: number): Promise<{ readonly days: number; readonly since: string }> {
  const { records: [span] } = await connection.query<{ readonly first: string | null; readonly last: string | null }>('SELECT MIN(CreatedDate) first, MAX(CreatedDate) last FROM Stock_Entry__c');
  if (typeof span?.first !== 'string' || typeof span.last !== 'string') throw new CommandFailure('The ledger of the org is empty: nothing has grown yet.');
  const last = Date.parse(span.last);
  const days = Math.min(most, Math.max(1, Math.ceil((last - Date.parse(span.first)) / DAY_MS)));
  return { days, since: new Date(last - days * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z') };
}

async function hotWindowOf(connection: Connection): Promise<number> {
  const { records: [setting] } = await connection.query<{ readonly Hot_Window_Days__c: number | null }>("SELECT Hot_Window_Days__c FROM Engine_Setting__mdt WHERE DeveloperName = 'Default'");
  if (typeof setting?.Hot_Window_Days__c !== 'number') throw new CommandFailure('The Engine Setting record Default has no Hot Window Days. Enter how many days of entries stay in the ledger.');
  return setting.Hot_Window_Days__c;
}

function print({ growths, megabytes, archivedRecords }: Forecast, { days, stores, hotWindowDays }: { readonly days: number; readonly stores: number; readonly hotWindowDays: number }): void {
  const line = (object: string, perStoreAndDay: string, stay: string, megabytesText: string): void => {
    process.stdout.write(`${object.padEnd(28)}${perStoreAndDay.padStart(15)}  ${stay.padEnd(22)}${megabytesText.padStart(13)}\n`);
  };
  line('object', 'a store and day', 'stays', 'MB in a year');
  for (const { object, stay, perStoreAndDay, megabytes: own } of growths) line(object, perStoreAndDay.toFixed(1), stay === 'kept' ? 'until it is purged' : `${String(hotWindowDays)} days, then archived`, own.toFixed(1));
  process.stdout.write(`${String(stores)} stores over ${String(days)} day(s): ${megabytes.toFixed(1)} MB after a year at ${String(RECORD_KILOBYTES)} KB a record; ${Math.round(archivedRecords).toLocaleString('en')} records of Stock_History__b beside them\n`);
}
