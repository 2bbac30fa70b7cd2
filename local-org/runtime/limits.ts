/** Governor limits of one transaction, counted exactly and refused with Salesforce's texts. */
import type { LimitName, LimitPort } from '../library/ports.ts';
import { LimitException } from '../values/exceptions.ts';
import { heapExceeded, HeapMeter } from './limits/heap.ts';
import { FUEL_PER_MILLISECOND, fuelLeft, setFuel } from './machine.ts';
import type { RequestKind } from './ports.ts';

export type Allowances = Readonly<Record<LimitName, number>>;

/** Per-transaction limits of synchronous Apex. platform-facts: governor-limits. */
const SYNCHRONOUS: Allowances = {
  queries: 100, queryRows: 50_000, aggregateQueries: 300, soslQueries: 20, dmlStatements: 150, dmlRows: 10_000, cpuMilliseconds: 10_000, heapBytes: 6_000_000,
  callouts: 100, futureCalls: 50, queueableJobs: 50, publishImmediateDml: 150, emailInvocations: 10, fieldsDescribes: 100, queryLocatorRows: 10_000, mobilePushCalls: 10,
};
/** A query of the data APIs runs no Apex and may bring any number of rows. */
const READING: Allowances = { ...SYNCHRONOUS, queryRows: Number.MAX_SAFE_INTEGER };
const ASYNCHRONOUS: Allowances = { ...SYNCHRONOUS, queries: 200, cpuMilliseconds: 60_000, heapBytes: 12_000_000, queueableJobs: 1, futureCalls: 0 };
const QUEUEABLE: Allowances = { ...ASYNCHRONOUS, futureCalls: 50 };

/** A method whose answer Lightning may cache writes nothing. platform-facts: cacheable-read-only. */
const CACHEABLE: Allowances = { ...SYNCHRONOUS, dmlStatements: 0, publishImmediateDml: 0 };

/** Scheduled Apex has the limits of synchronous Apex. platform-facts: scheduled-limits. */
const BY_KIND: Partial<Readonly<Record<RequestKind, Allowances>>> = {
  AURA_CACHEABLE: CACHEABLE, API_READ: READING, QUEUEABLE, FINALIZER: QUEUEABLE, FUTURE: ASYNCHRONOUS, BATCH: ASYNCHRONOUS,
};

export function allowancesFor(kind: RequestKind): Allowances {
  return BY_KIND[kind] ?? SYNCHRONOUS;
}

/** Words in front of the count: "Too many SOQL queries: 101". platform-facts: limit-texts. */
const TEXTS: Readonly<Record<LimitName, string>> = {
  queries: 'Too many SOQL queries', queryRows: 'Too many query rows', aggregateQueries: 'Too many Aggregate queries', soslQueries: 'Too many SOSL queries',
  dmlStatements: 'Too many DML statements', dmlRows: 'Too many DML rows', cpuMilliseconds: 'Apex CPU time limit exceeded', heapBytes: 'Apex heap size too large',
  callouts: 'Too many callouts', futureCalls: 'Too many future calls', queueableJobs: 'Too many queueable jobs added to the queue',
  publishImmediateDml: 'Too many publish immediate DML statements', emailInvocations: 'Too many Email Invocations', fieldsDescribes: 'Too many fields describes',
  queryLocatorRows: 'Too many query locator rows', mobilePushCalls: 'Too many mobile push apex calls',
};
/** Rows stop at the first one too many, whatever the statement would have brought. */
const STOPS_AT_ONCE: ReadonlySet<LimitName> = new Set(['queryRows', 'queryLocatorRows']);

export type LimitCounts = Readonly<Record<LimitName, number>>;

const NONE_USED: LimitCounts = Object.freeze(Object.fromEntries(Object.keys(TEXTS).map((name) => [name, 0])) as Record<LimitName, number>);

/** The running transaction's counters. CPU time is the fuel emitted code burns; see machine.ts. */
export class TransactionLimits implements LimitPort {
  readonly allowances: Allowances;
  private readonly heap: HeapMeter | undefined;
  private counts: Record<LimitName, number> = { ...NONE_USED };

  /** @param heap `undefined`: the heap is not looked at, as where a transaction that runs again must take the same course */
  constructor(allowances: Allowances, heap: HeapMeter | undefined = new HeapMeter()) {
    this.allowances = allowances;
    this.heap = heap;
    setFuel(allowances.cpuMilliseconds * FUEL_PER_MILLISECOND);
  }

  used(name: LimitName): number {
    if (name === 'heapBytes') return this.heap?.bytes() ?? 0;
    if (name !== 'cpuMilliseconds') return this.counts[name];
    return Math.max(0, Math.floor(this.allowances.cpuMilliseconds - fuelLeft() / FUEL_PER_MILLISECOND));
  }

  allowed(name: LimitName): number {
    return this.allowances[name];
  }

  consume(name: LimitName, amount: number): void {
    const count = this.counts[name] + amount;
    this.counts[name] = count;
    if (count > this.allowances[name]) throw new LimitException(`${TEXTS[name]}: ${STOPS_AT_ONCE.has(name) ? this.allowances[name] + 1 : count}`);
  }

  checkHeap(): void {
    const most = this.allowances.heapBytes;
    const bytes = this.heap?.bytesBeyond(most);
    if (bytes !== undefined) throw heapExceeded(bytes);
  }

  /** The counters now, to go back to. CPU time is not among them: it cannot be given back. */
  mark(): LimitCounts {
    return { ...this.counts };
  }
  backTo(mark: LimitCounts): void {
    this.counts = { ...mark };
  }
}

