import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/failures.ts';
import type { Log } from '../shared/log.ts';
import type { GatewayStore, Lease } from './store.ts';

/** Leases are renewed so many times in their life, so that one slow answer loses none. */
const RENEWALS = 3;

export interface PartitionHolderParts {
  readonly store: GatewayStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly leaseMs: number;
  /** Is work of the partition in flight? */
  isBusy(partition: number): boolean;
  /** Other partitions are held than before. */
  changed(): void;
}

/** Keeps this process's share of the partitions leased. */
export class PartitionHolder {
  readonly #parts: PartitionHolderParts;
  #held = new Map<number, number>();
  /** Given up as soon as nothing of them is in flight. */
  #leaving = new Set<number>();
  #validUntilMs = 0;

  constructor(parts: PartitionHolderParts) {
    this.#parts = parts;
  }

  /** Partitions of which work may be begun. */
  get open(): readonly number[] {
    if (!this.#isFresh) return [];
    return [...this.#held.keys()].filter((partition) => !this.#leaving.has(partition));
  }

  leasesOf(partitions: ReadonlySet<number>): readonly Lease[] {
    return [...partitions].map((partition) => ({ partition, epoch: this.#held.get(partition) ?? -1 }));
  }

  /** Does this process still hold them, as far as it can know by itself? */
  holds(leases: readonly Lease[]): boolean {
    return this.#isValid && leases.every(({ partition, epoch }) => this.#held.get(partition) === epoch);
  }

  /** May a call be begun under them? Not late in their life: it must be over before another process takes them. */
  mayBegin(leases: readonly Lease[]): boolean {
    return this.#isFresh && this.holds(leases);
  }

  /** Another process has them. */
  forget(leases: readonly Lease[]): void {
    for (const { partition, epoch } of leases) if (this.#held.get(partition) === epoch) this.#held.delete(partition);
  }

  /** Renews until the signal; errors of the store are logged and tried again. */
  async keep(signal: AbortSignal): Promise<void> {
    const { clock, log, leaseMs } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.renew();
      } catch (error) {
        log.write('warn', 'lease-failed', { message: messageOf(error) });
      }
      this.#parts.changed();
      await clock.sleep(Math.floor(leaseMs / RENEWALS), signal);
    }
  }

  async renew(): Promise<void> {
    const { store, clock, owner, leaseMs, isBusy } = this.#parts;
    const askedAtMs = clock.now();
    const keep = [...this.#held.keys()].filter((partition) => !this.#leaving.has(partition) || isBusy(partition));
    const { held, share } = await store.lease(owner, keep, leaseMs);
    this.#held = new Map(held.map(({ partition, epoch }) => [partition, epoch]));
    // From the moment it was asked for: the store began to count later.
    this.#validUntilMs = askedAtMs + leaseMs;
    this.#leaving = new Set(held.slice(share).map(({ partition }) => partition));
  }

  get #isValid(): boolean {
    return this.#parts.clock.now() < this.#validUntilMs;
  }

  /** Half of the life is left: whoever renews in time never has less. */
  get #isFresh(): boolean {
    return this.#parts.clock.now() < this.#validUntilMs - this.#parts.leaseMs / 2;
  }
}
