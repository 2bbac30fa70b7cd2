/** System.Limits: what the transaction has used and may use. Counters of which nothing is known are not here and are refused by name. */
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import type { LimitName } from '../ports.ts';

/** Counter by the Apex name after `get` and `getLimit`. The deprecated ones answer with another counter, as documented. platform-facts: limits-deprecated-counters. */
const COUNTERS: Readonly<Record<string, LimitName>> = {
  Queries: 'queries', QueryRows: 'queryRows', QueryLocatorRows: 'queryLocatorRows', AggregateQueries: 'aggregateQueries', SoslQueries: 'soslQueries', FindSimilarCalls: 'soslQueries',
  DmlStatements: 'dmlStatements', Savepoints: 'dmlStatements', SavepointRollbacks: 'dmlStatements', RunAs: 'dmlStatements', DmlRows: 'dmlRows',
  CpuTime: 'cpuMilliseconds', HeapSize: 'heapBytes', Callouts: 'callouts', FutureCalls: 'futureCalls', QueueableJobs: 'queueableJobs',
  PublishImmediateDML: 'publishImmediateDml', EmailInvocations: 'emailInvocations', MobilePushApexCalls: 'mobilePushCalls', FieldsDescribes: 'fieldsDescribes',
};

const members: Record<string, LibraryFunction> = {};
for (const [apexName, name] of Object.entries(COUNTERS)) {
  members[`static Integer get${apexName}()`] = () => Math.trunc(context().limits.used(name));
  members[`static Integer getLimit${apexName}()`] = () => Math.trunc(context().limits.allowed(name));
}

export const LIMITS = defineClass('System.Limits', members);
