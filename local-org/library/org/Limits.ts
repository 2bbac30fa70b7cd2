/** System.Limits: what the transaction has used and may use. Counters the local org does not keep are not here and are refused by name. */
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import type { LimitName } from '../ports.ts';

/** Apex name after `get` and `getLimit`, by counter. */
const COUNTERS: Readonly<Record<LimitName, string>> = {
  queries: 'Queries',
  queryRows: 'QueryRows',
  aggregateQueries: 'AggregateQueries',
  dmlStatements: 'DmlStatements',
  dmlRows: 'DmlRows',
  cpuMilliseconds: 'CpuTime',
  heapBytes: 'HeapSize',
  callouts: 'Callouts',
  futureCalls: 'FutureCalls',
  queueableJobs: 'QueueableJobs',
  publishImmediateDml: 'PublishImmediateDML',
  soslQueries: 'SoslQueries',
  emailInvocations: 'EmailInvocations',
  savepoints: 'Savepoints',
  fieldsDescribes: 'FieldsDescribes',
};

const members: Record<string, LibraryFunction> = {};
for (const [name, apexName] of Object.entries(COUNTERS) as [LimitName, string][]) {
  members[`static Integer get${apexName}()`] = () => Math.trunc(context().limits.used(name));
  members[`static Integer getLimit${apexName}()`] = () => Math.trunc(context().limits.allowed(name));
}

export const LIMITS = defineClass('System.Limits', members);
