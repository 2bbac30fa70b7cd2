/** Ids and moments of tooling records. They live as long as the org's process. */
import { makeId } from '../../values/id.ts';

/** platform-facts: tooling-key-prefixes */
const KEY_PREFIXES = {
  AsyncApexJob: '707', ApexTestQueueItem: '709', ApexTestResult: '07M', ApexTestRunResult: '05m', ApexCodeCoverage: '714', ApexCodeCoverageAggregate: '715', ApexOrgWideCoverage: '716',
  ApexLog: '07L', TraceFlag: '7tf', DebugLevel: '7dl',
} as const;

export type ToolingName = keyof typeof KEY_PREFIXES;

let last = 0;

export function nextId(name: ToolingName): string {
  last += 1;
  return makeId(KEY_PREFIXES[name], last);
}

/** `2026-11-21T10:30:00.000+0000` */
export const momentText = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '+0000');
