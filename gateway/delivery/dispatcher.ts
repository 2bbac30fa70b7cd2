/**
 * Delivers what the store holds. Whatever happens to the process, a work item ends only by an outcome that was written under the leases it was delivered
 * with; until then it comes again. Items of a lane are delivered in their order, and no lane is in flight twice.
 */
import type { HealthLog } from '../health/health-log.ts';
import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/failures.ts';
import type { Log } from '../shared/log.ts';
import { CircuitBreaker, type BreakerFigure } from './breaker.ts';
import { KindPump } from './kind-pump.ts';
import { PartitionHolder } from './partition-holder.ts';
import type { GatewayStore } from './store.ts';
import type { WorkHandler, WorkKind } from './work.ts';

export interface DispatcherParts {
  readonly store: GatewayStore;
  readonly handlers: readonly WorkHandler[];
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthLog;
}

export interface DispatcherOptions {
  /** Name of this process: no other that runs has it, and after a restart it takes its partitions back at once. */
  readonly owner: string;
  /** Batches of one kind in flight at the same time. */
  readonly batchesAtOnce?: number;
  /** Items of one kind that may wait before inlets turn callers away. */
  readonly mostWaiting?: number;
  /** How long the partitions of a process that died stay untouched. */
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** How long a stop waits for what is in flight. */
  readonly graceMs?: number;
  /** In [0, 1). */
  readonly random?: () => number;
}

const DEFAULTS = { batchesAtOnce: 4, mostWaiting: 50_000, leaseMs: 10_000, pollMs: 1_000, graceMs: 10_000, random: Math.random };

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #options: Required<DispatcherOptions>;
  readonly #breakers = new Map<string, CircuitBreaker>();
  readonly #pumps = new Map<WorkKind, KindPump>();
  readonly #holder: PartitionHolder;
  readonly #waiting = new Map<WorkKind, number>();
  readonly #end = new AbortController();
  readonly #loops: Promise<void>[] = [];
  #unsubscribe = (): void => undefined;

  constructor(parts: DispatcherParts, options: DispatcherOptions) {
    this.#parts = parts;
    this.#options = { ...DEFAULTS, ...options };
    const { store, clock, log, handlers } = parts;
    const { owner, leaseMs } = this.#options;
    this.#holder = new PartitionHolder({ store, clock, log, owner, leaseMs, isBusy: (partition) => this.#all((pump) => pump.isBusy(partition)).includes(true), changed: () => { this.#leasesChanged(); } });
    for (const handler of handlers) this.#pumps.set(handler.kind, this.#pumpOf(handler));
  }

  /** Takes leases and begins; from now on appended work is delivered without being asked for. */
  start(): void {
    this.#unsubscribe = this.#parts.store.onAppended((appended) => {
      for (const [kind, count] of appended) {
        this.#waiting.set(kind, (this.#waiting.get(kind) ?? 0) + count);
        this.#pumps.get(kind)?.wake();
      }
    });
    const { signal } = this.#end;
    this.#loops.push(this.#holder.keep(signal), this.#countWaiting(signal), ...this.#all((pump) => pump.run(signal)));
  }

  /** Begins nothing more, waits for what is in flight, gives its partitions to others. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#end.abort();
    await Promise.all(this.#loops);
    const settled = new AbortController();
    const patience = this.#parts.clock.sleep(this.#options.graceMs, settled.signal).then(() => { this.#all((pump) => { pump.abort(); }); });
    await Promise.all(this.#all((pump) => pump.settle()));
    settled.abort();
    await patience;
    await this.#parts.store.release(this.#options.owner).catch((error: unknown) => {
      // They expire by themselves.
      this.#parts.log.write('warn', 'lease-failed', { message: messageOf(error) });
    });
  }

  /** Does so much wait that callers should come back later? Inlets ask before they accept. */
  isFull(kind: WorkKind): boolean {
    return (this.#waiting.get(kind) ?? 0) >= this.#options.mostWaiting;
  }

  breakers(): readonly BreakerFigure[] {
    return [...this.#breakers.values()].map((breaker) => breaker.figure());
  }

  #pumpOf(handler: WorkHandler): KindPump {
    const { store, clock, log, health } = this.#parts;
    const { owner, batchesAtOnce, pollMs, random } = this.#options;
    return new KindPump({ handler, store, holder: this.#holder, breaker: this.#breakerOf(handler.system), clock, log, health, random, owner, batchesAtOnce, pollMs });
  }

  #breakerOf(system: string): CircuitBreaker {
    const known = this.#breakers.get(system);
    if (known !== undefined) return known;
    const { clock, log, health, handlers } = this.#parts;
    const breaker = new CircuitBreaker(system, clock.now(), this.#options.random, (state) => {
      log.write(state === 'Open' ? 'warn' : 'info', 'breaker', { system, state });
      if (state === 'Open') health.count(system, 'breaker-opened');
      if (state === 'Closed') for (const handler of handlers) if (handler.system === system) this.#pumps.get(handler.kind)?.resume();
    });
    this.#breakers.set(system, breaker);
    return breaker;
  }

  #leasesChanged(): void {
    this.#all((pump) => {
      pump.endLost();
      pump.wake();
    });
  }

  /** Counts anew what other processes and operators change, too. */
  async #countWaiting(signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.#parts;
    while (!signal.aborted) {
      try {
        const figures = (await store.figures()).filter(({ state }) => state === 'Waiting');
        this.#waiting.clear();
        for (const { kind, count } of figures) this.#waiting.set(kind, (this.#waiting.get(kind) ?? 0) + count);
      } catch (error) {
        log.write('warn', 'store-failed', { message: messageOf(error) });
      }
      await clock.sleep(this.#options.pollMs, signal);
    }
  }

  #all<T>(ask: (pump: KindPump) => T): T[] {
    return [...this.#pumps.values()].map(ask);
  }
}
