import type { Clock } from '../shared/clock.ts';
import { messageOf, type TransientFailure } from '../shared/failures.ts';
import type { Log } from '../shared/log.ts';
import type { HealthLog } from '../health/health-log.ts';
import { attempt, type AttemptResult, type EndingAt } from './attempt.ts';
import { batchesOf, type Batch } from './batches.ts';
import type { CircuitBreaker } from './breaker.ts';
import type { PartitionHolder } from './partition-holder.ts';
import { partitionOf } from './partition.ts';
import { RETRY, waitMs } from './retry.ts';
import { LeaseLost, type GatewayStore, type Lease } from './store.ts';
import type { WorkHandler, WorkItem } from './work.ts';

export interface PumpParts {
  readonly handler: WorkHandler;
  readonly store: GatewayStore;
  readonly holder: PartitionHolder;
  readonly breaker: CircuitBreaker;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthLog;
  readonly random: () => number;
  readonly owner: string;
  readonly batchesAtOnce: number;
  /** Looks for what is due this often even when nothing woke it. */
  readonly pollMs: number;
}

interface InFlight {
  readonly batch: Batch;
  readonly leases: readonly Lease[];
  readonly end: AbortController;
  readonly done: Promise<void>;
}

interface Pause {
  readonly failures: number;
  readonly untilMs: number;
}

/** Moves the work of one kind: looks for what is due, keeps several batches in flight and no partition twice, and lets partitions pause after failures. */
export class KindPump {
  readonly #parts: PumpParts;
  readonly #inFlight = new Set<InFlight>();
  readonly #pauses = new Map<number, Pause>();
  #rest = new AbortController();
  #isWoken = false;

  constructor(parts: PumpParts) {
    this.#parts = parts;
  }

  wake(): void {
    this.#isWoken = true;
    this.#rest.abort();
  }

  isBusy(partition: number): boolean {
    return [...this.#inFlight].some(({ batch }) => batch.partitions.has(partition));
  }

  /** The system is well again: what paused need not wait any longer. */
  resume(): void {
    this.#pauses.clear();
    this.wake();
  }

  /** Ends deliveries of partitions that are another process's now. */
  endLost(): void {
    for (const { leases, end } of this.#inFlight) if (!this.#parts.holder.holds(leases)) end.abort();
  }

  /** Resolves when nothing is in flight. */
  async settle(): Promise<void> {
    await Promise.all([...this.#inFlight].map(({ done }) => done));
  }

  abort(): void {
    for (const { end } of this.#inFlight) end.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    const wake = (): void => { this.wake(); };
    signal.addEventListener('abort', wake);
    while (!signal.aborted) {
      this.#isWoken = false;
      const restMs = await this.#begin(signal);
      if (restMs > 0) await this.#restFor(restMs);
    }
    signal.removeEventListener('abort', wake);
  }

  /** Begins what can be begun; answers how long there is nothing to do, 0 when there may be more. */
  async #begin(signal: AbortSignal): Promise<number> {
    const { handler, store, breaker, batchesAtOnce, pollMs, clock } = this.#parts;
    // Also by the clock alone: a store that does not answer renews nothing.
    this.endLost();
    const nowMs = clock.now();
    const permit = breaker.permit(nowMs);
    const free = permit === 'probe' ? 1 : batchesAtOnce - this.#inFlight.size;
    const partitions = permit === 'none' || free <= 0 ? [] : this.#ready(nowMs, permit === 'probe');
    if (partitions.length === 0) return this.#untilNext(nowMs);
    const leases = new Map(this.#parts.holder.leasesOf(new Set(partitions)).map((lease) => [lease.partition, lease]));
    try {
      // What the store was slow to tell may have been delivered by another process since.
      const isMine = ({ lane }: WorkItem): boolean => this.#parts.holder.mayBegin([leases.get(partitionOf(lane))!]);
      const items = (await store.due(handler.kind, partitions, handler.mostPerBatch * free, nowMs)).filter(isMine);
      if (signal.aborted || items.length === 0 || breaker.permit(clock.now()) !== permit) return this.#untilNext(clock.now());
      if (permit === 'probe') breaker.probe(clock.now());
      for (const batch of batchesOf(items, handler.mostPerBatch, free)) this.#start(batch, permit === 'probe');
      return permit === 'probe' ? pollMs : 0;
    } catch (error) {
      this.#parts.log.write('warn', 'store-failed', { kind: handler.kind, message: messageOf(error) });
      return pollMs;
    }
  }

  #ready(nowMs: number, isProbe: boolean): readonly number[] {
    return this.#parts.holder.open.filter((partition) => !this.isBusy(partition) && (isProbe || (this.#pauses.get(partition)?.untilMs ?? 0) <= nowMs));
  }

  #untilNext(nowMs: number): number {
    const { breaker, pollMs } = this.#parts;
    const moments = [...[...this.#pauses.values()].map(({ untilMs }) => untilMs), ...(breaker.untilMs === undefined ? [] : [breaker.untilMs])].filter((moment) => moment > nowMs);
    return Math.max(1, Math.min(pollMs, ...moments.map((moment) => moment - nowMs)));
  }

  async #restFor(milliseconds: number): Promise<void> {
    if (this.#isWoken) return;
    this.#rest = new AbortController();
    await this.#parts.clock.sleep(milliseconds, this.#rest.signal);
  }

  #start(batch: Batch, isProbe: boolean): void {
    const leases = this.#parts.holder.leasesOf(batch.partitions);
    const end = new AbortController();
    const entry: InFlight = {
      batch, leases, end,
      // Begins in a later turn, when the entry is in the set.
      done: Promise.resolve().then(() => this.#deliver(batch, leases, end.signal, isProbe)).finally(() => {
        this.#inFlight.delete(entry);
        this.wake();
      }),
    };
    this.#inFlight.add(entry);
  }

  async #deliver(batch: Batch, leases: readonly Lease[], signal: AbortSignal, isProbe: boolean): Promise<void> {
    const { handler, breaker, clock, random, log } = this.#parts;
    try {
      const result = await attempt({ handler, clock, random, signal, mayBegin: () => this.#parts.holder.mayBegin(leases), write: (endings) => this.#write(leases, endings) }, batch.items);
      this.#judge(batch, result, isProbe);
    } catch (error) {
      // The system was heard, but what it said is not kept: the same items come again.
      if (isProbe) breaker.abandoned(clock.now());
      if (error instanceof LeaseLost) this.#parts.holder.forget(leases);
      else this.#pause(batch.partitions, undefined);
      log.write('warn', error instanceof LeaseLost ? 'lease-lost' : 'outcome-not-written', { kind: handler.kind, items: batch.items.length, message: messageOf(error) });
    }
  }

  #judge(batch: Batch, { poison, failure, isAborted }: AttemptResult, isProbe: boolean): void {
    const { handler, breaker, clock, health, log } = this.#parts;
    for (const { source, key, id } of poison) {
      health.count(source, 'poison-found');
      log.write('error', 'poison-found', { kind: handler.kind, source, key, id });
    }
    if (isAborted) {
      if (isProbe) breaker.abandoned(clock.now());
    } else if (failure === undefined) {
      for (const partition of batch.partitions) this.#pauses.delete(partition);
      breaker.succeeded(clock.now());
    } else {
      for (const [source, items] of Map.groupBy(batch.items, (item) => item.source)) health.count(source, 'retry', items.length);
      log.write('warn', 'delivery-failed', { kind: handler.kind, system: handler.system, items: batch.items.length, message: failure.message });
      this.#pause(batch.partitions, failure);
      breaker.failed(clock.now(), failure.retryAfterMs);
    }
  }

  #pause(partitions: ReadonlySet<number>, failure: TransientFailure | undefined): void {
    const { clock, random } = this.#parts;
    const failures = 1 + Math.max(0, ...[...partitions].map((partition) => this.#pauses.get(partition)?.failures ?? 0));
    const untilMs = clock.now() + waitMs(RETRY, failures, random(), failure?.retryAfterMs);
    for (const partition of partitions) this.#pauses.set(partition, { failures, untilMs });
  }

  async #write(leases: readonly Lease[], endings: readonly EndingAt[]): Promise<void> {
    const { store, owner, handler, clock, health } = this.#parts;
    await store.transaction(async (transaction) => {
      await transaction.fence(owner, leases);
      await transaction.finish(endings);
    });
    for (const { item, outcome } of endings) {
      if (outcome.state === 'Retry') health.count(item.source, 'retry');
      if (outcome.state === 'Dead') health.count(item.source, 'dead');
    }
    handler.settled?.(endings, clock.now());
  }
}
