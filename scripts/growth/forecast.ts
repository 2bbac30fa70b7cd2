/** What an org's records of some days say about its storage: per store and day, and per year for all stores. Salesforce counts 2 KB per record, whatever is in it. */

/** "Data Storage", Salesforce Help: most records count 2 KB; records of big objects are counted apart, by number. */
export const RECORD_KILOBYTES = 2;
const DAYS_PER_YEAR = 365;

/** What becomes of the records of an object. */
export type Stay = 'kept' | 'hot window';

export interface Counted {
  readonly object: string;
  readonly stay: Stay;
  /** Records made in the days that were counted. */
  readonly records: number;
}

export interface Growth extends Counted {
  readonly perStoreAndDay: number;
  /** Megabytes of all stores after a year: what is made in it, or what the hot window holds. */
  readonly megabytes: number;
}

export interface Forecast {
  readonly growths: readonly Growth[];
  readonly megabytes: number;
  /** Records of the big object after a year. */
  readonly archivedRecords: number;
}

/** @param days that the records were made in @param stores that made them */
export function forecastOf(counted: readonly Counted[], days: number, stores: number, hotWindowDays: number): Forecast {
  const growths = counted.map((one) => {
    const perDay = one.records / days;
    return { ...one, perStoreAndDay: perDay / stores, megabytes: (perDay * (one.stay === 'kept' ? DAYS_PER_YEAR : hotWindowDays) * RECORD_KILOBYTES) / 1024 };
  });
  const leaving = growths.filter(({ stay }) => stay === 'hot window').reduce((sum, { records }) => sum + records / days, 0);
  return { growths, megabytes: growths.reduce((sum, { megabytes }) => sum + megabytes, 0), archivedRecords: leaving * Math.max(DAYS_PER_YEAR - hotWindowDays, 0) };
}
