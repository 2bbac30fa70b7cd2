/** What an org of an edition may use. Names are those of the REST resource `limits`. platform-facts: edition-allowances. */

export type Edition = 'Developer' | 'scratch' | 'Enterprise';

/** Names of `/limits` that the local org counts. */
export type AllowanceName =
  | 'DailyApiRequests' | 'DailyAsyncApexExecutions' | 'DailyBulkApiBatches' | 'DailyBulkV2QueryJobs' | 'DailyDeliveredPlatformEvents' | 'DataStorageMB'
  | 'DurableStreamingApiConcurrentClients' | 'HourlyPublishedPlatformEvents';

export interface EditionProfile {
  readonly allowances: Readonly<Record<AllowanceName, number>>;
  /** How deep chains of queueable jobs may become; `undefined`: without limit. */
  readonly queueableDepth: number | undefined;
  readonly scheduledJobs: number;
}

/** Every edition. */
const SHARED = { DailyAsyncApexExecutions: 250_000, DailyBulkApiBatches: 15_000, DailyBulkV2QueryJobs: 10_000 } as const;

const SMALL = { ...SHARED, DailyApiRequests: 15_000, DailyDeliveredPlatformEvents: 10_000, DurableStreamingApiConcurrentClients: 20, HourlyPublishedPlatformEvents: 50_000 } as const;

export const EDITIONS: Readonly<Record<Edition, EditionProfile>> = {
  Developer: { allowances: { ...SMALL, DataStorageMB: 5 }, queueableDepth: 5, scheduledJobs: 100 },
  scratch: { allowances: { ...SMALL, DailyApiRequests: 100_000, DataStorageMB: 200 }, queueableDepth: 5, scheduledJobs: 100 },
  Enterprise: {
    allowances: {
      ...SHARED, DailyApiRequests: 100_000, DailyDeliveredPlatformEvents: 25_000, DataStorageMB: 10_240, DurableStreamingApiConcurrentClients: 1_000, HourlyPublishedPlatformEvents: 250_000,
    },
    queueableDepth: undefined, scheduledJobs: 100,
  },
};

/** Ignoring case; `undefined`: there is no such edition. */
export function editionNamed(name: string): Edition | undefined {
  return (Object.keys(EDITIONS) as Edition[]).find((edition) => edition.toLowerCase() === name.toLowerCase());
}
