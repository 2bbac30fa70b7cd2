/** What an org stores, as the platform counts it: two kilobytes a record, whatever is in it; set-up is free. platform-facts: storage-per-record. */
import type { Store } from '../../data/store/store.ts';
import type { ObjectSchema } from '../../schema/schema.ts';

const RECORD_KB = 2;
const KB_OF_A_MB = 1024;

/** Standard objects that are set-up, and what comes with other records. */
const FREE = /^(?:user|userrole|profile|group|groupmember|queuesobject|organization|name|recordtype|businesshours|holiday|staticresource|permissionset.*|custompermission|apex.*|async.*|cron.*|.*share|.*license|.*permissions|setupentityaccess|eventbussubscriber)$/;

const isCounted = ({ kind, apiName }: ObjectSchema): boolean => (kind === 'custom' && !apiName.endsWith('__Share')) || (kind === 'standard' && !FREE.test(apiName.toLowerCase()));

/** Whole megabytes that have been begun. */
export function storedMegabytes(store: Store): number {
  let records = 0;
  for (const layout of store.layouts()) {
    if (isCounted(layout.object)) records += Number(store.reader(`SELECT COUNT(*) FROM ${layout.name}`).get()?.[0] ?? 0);
  }
  return Math.ceil((records * RECORD_KB) / KB_OF_A_MB);
}

/** Jobs of the last 24 hours. */
export function asyncExecutions(store: Store, now: number): number {
  const layout = store.layout('asyncapexjob');
  if (layout === undefined) return 0;
  return Number(store.reader(`SELECT COUNT(*) FROM ${layout.name} WHERE "createddate" > ?`).get(now - 24 * 60 * 60 * 1000)?.[0] ?? 0);
}
