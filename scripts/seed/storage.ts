/** What a seed takes of the org's data storage, before anything is written. */
import type { Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { SeedPlan } from './plan.ts';
import type { Progress } from './progress.ts';

/** Salesforce counts two kilobytes for nearly every record. */
const KILOBYTES_PER_RECORD = 2;
/** By object; users, queues and business hours take none. A line of a pickup has an entry in the ledger and a line of the store's task. */
export function recordsOf({ locations, groups, products, openings, shelves, pickups, supplies }: SeedPlan): Readonly<Record<string, number>> {
  const lines = pickups.reduce((sum, pickup) => sum + pickup.lines.length, 0);
  return {
    Stock_Location__c: locations.length, Location_Group__c: groups.length, Location_Group_Member__c: groups.reduce((sum, { members }) => sum + members.length, 0), Expected_Supply__c: supplies.length,
    Product2: products.length, Product_Barcode__c: products.reduce((sum, { barcodes }) => sum + barcodes.length, 0),
    Product_Place__c: shelves.length, Stock_Position__c: openings.length, Stock_Entry__c: openings.length + lines, Rule_Set__c: 1, Rule__c: 2,
    Stock_Reservation__c: pickups.length, Stock_Reservation_Line__c: lines, Store_Task__c: pickups.length, Store_Task_Line__c: lines,
  };
}

export const megabytesFor = (records: number): number => Math.ceil((records * KILOBYTES_PER_RECORD) / 102.4) / 10;

/** Prints what is needed and what is left. Throws when it does not fit, unless asked to go on all the same. */
export async function checkStorage(connection: Connection, plan: SeedPlan, isAnyway: boolean, progress: Progress): Promise<void> {
  const planned = recordsOf(plan);
  let missing = 0;
  for (const [object, count] of Object.entries(planned)) {
    const { totalSize } = await connection.query(`SELECT COUNT() FROM ${object}`);
    missing += Math.max(0, count - totalSize);
  }
  const whole = Object.values(planned).reduce((sum, count) => sum + count, 0);
  const { DataStorageMB: storage } = (await connection.limits()) as Readonly<Record<string, { readonly Max: number; readonly Remaining: number } | undefined>>;
  const needed = `storage: about ${String(megabytesFor(missing))} MB needed for ${String(missing)} of ${String(whole)} records that are not there yet`;
  if (storage === undefined) return progress.line(`${needed}; the org does not tell how much is left`);
  progress.line(`${needed}, ${String(storage.Remaining)} of ${String(storage.Max)} MB left`);
  if (megabytesFor(missing) <= storage.Remaining || isAnyway) return;
  throw new CommandFailure(`The org has ${String(storage.Remaining)} MB of data storage left and the seed needs about ${String(megabytesFor(missing))} MB. Choose fewer --stores or --skus, or say --anyway.`);
}
