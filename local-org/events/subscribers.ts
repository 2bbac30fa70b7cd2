/**
 * Delivers logged events to event triggers: per event type and partition in replay order, in batches, each batch one Apex transaction that also moves the subscriber's position.
 * A RetryableException is tried again with growing delay, ten runs in all; then the subscriber is in error state and gets nothing more until it is resumed. platform-facts: event-trigger-nine-retries, event-checkpoint.
 */
import type { EventLog, LoggedEvent } from './event-log.ts';
import { BusFaults } from './faults.ts';
import { ONE_PARTITION, type Partition, type Partitioning } from './partitions.ts';
import { subscriberOf, Subscription } from './subscription.ts';

export type DeliveryOutcome =
  | { readonly kind: 'done' }
  /** The trigger threw after EventBus.TriggerContext.setResumeCheckpoint: its work up to there is kept, delivery goes on behind it. */
  | { readonly kind: 'checkpoint'; readonly replayId: number; readonly message: string }
  | { readonly kind: 'retry'; readonly message: string }
  /** Any other exception: the platform does not deliver the batch again. */
  | { readonly kind: 'failed'; readonly message: string };

/** Runs of the same batch that asked to get it again. */
export interface EarlierRuns {
  readonly retries: number;
  readonly lastError: string | null;
}

export interface SubscriberState extends EarlierRuns {
  readonly isInError: boolean;
  readonly position: number;
  readonly tip: number;
}

export interface SubscriberPort {
  /** API names of event types that have a trigger now. */
  subscribedObjects(): readonly string[];
  /** Events a trigger gets at most at once. */
  batchSize(objectName: string): number;
  /** Absent: one partition. */
  partitioning?(objectName: string): Partitioning;
  /** Runs the triggers as Automated Process and waits for the commit. `moveTo` is called inside that transaction when it succeeds. */
  deliver(objectName: string, events: readonly LoggedEvent[], earlier: EarlierRuns, moveTo: (replayId: number) => void): Promise<DeliveryOutcome>;
  /** What was noted about the object's subscriber last. */
  noted(objectName: string): SubscriberState | undefined;
  /** Inside a transaction of the store: writes down how the subscriber stands, for everybody to see. */
  note(objectName: string, state: SubscriberState): void;
  /** Runs a small transaction of the bus's own bookkeeping. */
  skip(move: () => void): Promise<void>;
  /** Tells the org's log about failed deliveries. */
  report(objectName: string, message: string): void;
}

const MAXIMUM_RUNS = 10;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 120_000;
/** Between two deliveries of a busy org: events gather to be delivered together, and requests have their turn. The first event after a rest waits for nothing. platform-facts: event-delivery-pace. */
const REST_MS = 20;

export class Subscribers {
  readonly #log: EventLog;
  readonly #faults: BusFaults;
  readonly #port: SubscriberPort;
  readonly #now: () => number;
  readonly #subscriptions = new Map<string, Subscription>();
  /** Event types whose triggers are in error state, with what went wrong last. */
  readonly #suspended = new Map<string, string | null>();
  #pumping: Promise<void> | undefined;
  #isAwake = false;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt: number | undefined;
  /** What was published during a delivery or just after it is looked for when the rest is over. */
  #isRestDue = false;
  #rest: NodeJS.Timeout | undefined;
  /** By the clock of the machine: a rest is about its work, not about the time in the org. */
  #restsSince = Number.NEGATIVE_INFINITY;
  #isStopped = false;
  #hasBegun = false;

  constructor(log: EventLog, port: SubscriberPort, now: () => number, faults = new BusFaults()) {
    this.#faults = faults;
    this.#log = log;
    this.#port = port;
    this.#now = now;
  }

  /**
   * Must run inside a transaction of the store, after each deploy: event types that got a trigger are followed from now on. A subscriber in error state stays so over a
   * restart; a deploy while the org runs lets it go on with new events. platform-facts: event-error-state.
   */
  begin(): void {
    for (const objectName of this.#port.subscribedObjects()) {
      this.#log.begin(subscriberOf(objectName));
      if (this.#hasBegun) {
        if (this.isSuspended(objectName)) this.#goOn(objectName, this.#log.tip(objectName));
      } else {
        const noted = this.#port.noted(objectName);
        if (noted?.isInError === true) this.#suspended.set(objectName, noted.lastError);
      }
      this.#note(objectName);
    }
    this.#hasBegun = true;
  }

  /** Must run inside a transaction of the store; wake it afterwards. Ends the error state: behind what was read last, or with new events only. */
  resume(objectName: string, from: 'position' | 'tip'): void {
    this.#goOn(objectName, from === 'tip' ? this.#log.tip(objectName) : this.#log.position(subscriberOf(objectName)));
    this.#note(objectName);
  }

  #goOn(objectName: string, position: number): void {
    this.#suspended.delete(objectName);
    this.#subscriptions.delete(objectName);
    this.#log.moveTo(subscriberOf(objectName), position);
  }

  /** One state for all partitions: that of the one that failed most. platform-facts: event-partitions. */
  #note(objectName: string): void {
    const position = this.#log.position(subscriberOf(objectName));
    const tip = this.#log.tip(objectName);
    if (this.#suspended.has(objectName)) {
      return this.#port.note(objectName, { retries: MAXIMUM_RUNS - 1, lastError: this.#suspended.get(objectName) ?? null, isInError: true, position, tip });
    }
    this.#port.note(objectName, { ...this.#worst(this.#subscriptions.get(objectName)?.partitions ?? []), isInError: false, position, tip });
  }

  #worst(partitions: readonly Partition[]): EarlierRuns {
    const [worst] = partitions.toSorted((one, other) => other.runs - one.runs || Number(other.lastError !== null) - Number(one.lastError !== null));
    return { retries: worst?.runs ?? 0, lastError: worst?.lastError ?? null };
  }

  /** Events were committed: delivery starts when any of them has a trigger. */
  published(events: readonly LoggedEvent[]): void {
    const subscribed = this.#port.subscribedObjects();
    if (events.some(({ objectName }) => subscribed.includes(objectName))) this.#wakeRested();
  }

  #wakeRested(): void {
    if (this.#isStopped || this.#rest !== undefined) return;
    if (this.#pumping !== undefined) {
      this.#isRestDue = true;
      return;
    }
    const left = this.#restsSince + REST_MS - performance.now();
    if (left <= 0) return this.wake();
    this.#rest = setTimeout(() => { this.#endRest(); }, left);
  }

  #endRest(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.wake();
  }

  /** Looks for what is to be delivered, soon, one pump at a time. */
  wake(): void {
    this.#isAwake = true;
    if (this.#isStopped || this.#pumping !== undefined) return;
    this.#pumping = this.#pump().catch((error: unknown) => { this.#port.report('event bus', String(error)); }).finally(() => {
      this.#pumping = undefined;
      this.#restsSince = performance.now();
      const isRestDue = this.#isRestDue;
      this.#isRestDue = false;
      if (this.#isAwake) this.wake();
      else if (isRestDue) this.#wakeRested();
    });
  }

  /** Resolves when all that can be delivered now has been delivered. */
  async idle(): Promise<void> {
    for (;;) {
      if (this.#rest !== undefined) this.#endRest();
      if (this.#pumping === undefined) return;
      await this.#pumping;
    }
  }

  /** Is the subscriber in error state after ten failed runs? */
  isSuspended(objectName: string): boolean {
    return this.#suspended.has(objectName);
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#rest);
    this.#rest = undefined;
    return this.idle();
  }

  async #pump(): Promise<void> {
    while (this.#isAwake && !this.#isStopped) {
      this.#isAwake = false;
      for (const objectName of this.#port.subscribedObjects()) if (!this.#suspended.has(objectName)) await this.#drain(objectName);
    }
  }

  /** In rounds: each gives every partition that has something its next batch. What is published meanwhile waits for the rest after it. */
  async #drain(objectName: string): Promise<void> {
    for (;;) {
      const subscription = this.#subscriptionOf(objectName);
      const batchSize = this.#port.batchSize(objectName);
      subscription.fill(batchSize);
      const busy = subscription.partitions.filter(({ waiting }) => waiting.length > 0).sort((one, other) => one.waiting[0]!.replayId - other.waiting[0]!.replayId);
      const ready = busy.filter((partition) => this.#isReady(partition));
      if (ready.length === 0) return;
      const isAnyFull = ready.some(({ waiting }) => waiting.length >= batchSize);
      for (const partition of this.#faults.inRound(ready, objectName)) {
        if (this.#isStopped || this.#suspended.has(objectName) || this.#subscriptionOf(objectName) !== subscription) break;
        await this.#deliverNext(objectName, subscription, partition, batchSize);
      }
      if (this.#isStopped || this.#suspended.has(objectName)) return;
      const isChanged = this.#subscriptionOf(objectName) !== subscription;
      if (!isChanged && !isAnyFull && busy.every(({ waiting }) => waiting.length === 0)) return;
    }
  }

  /** Wakes up later when it is not. */
  #isReady({ notBefore, waiting }: Partition): boolean {
    const now = this.#now();
    const delayMs = Math.max(notBefore - now, this.#faults.wait(waiting[0]!, now));
    if (delayMs > 0) this.#wakeIn(delayMs);
    return delayMs <= 0;
  }

  async #deliverNext(objectName: string, subscription: Subscription, partition: Partition, batchSize: number): Promise<void> {
    const events = this.#faults.delivered(partition.waiting.slice(0, batchSize), this.#now());
    const last = events[events.length - 1];
    if (last === undefined) return;
    const comesAgain = this.#faults.redelivers(objectName);
    let done: number | undefined;
    const outcome = await this.#port.deliver(objectName, events, { retries: partition.runs, lastError: partition.lastError }, (replayId) => {
      if (comesAgain) return;
      done = replayId;
      const position = subscription.keep(partition, replayId);
      const others = subscription.partitions.filter((each) => each !== partition);
      this.#port.note(objectName, { ...this.#worst(others), isInError: false, position, tip: this.#log.tip(objectName) });
    });
    if (outcome.kind === 'retry') return this.#sendAgain(objectName, partition, outcome.message);
    partition.runs = 0;
    partition.notBefore = 0;
    partition.lastError = outcome.kind === 'failed' ? outcome.message : null;
    if (outcome.kind !== 'done') this.#port.report(objectName, outcome.message);
    if (outcome.kind === 'failed') {
      await this.#port.skip(() => {
        subscription.keep(partition, last.replayId);
        this.#note(objectName);
      });
      done = last.replayId;
    }
    if (done !== undefined) partition.moveTo(done);
  }

  async #sendAgain(objectName: string, partition: Partition, message: string): Promise<void> {
    partition.runs += 1;
    partition.lastError = message;
    this.#port.report(objectName, `run ${String(partition.runs)} of ${String(MAXIMUM_RUNS)}: ${message}`);
    if (partition.runs >= MAXIMUM_RUNS) {
      this.#suspended.set(objectName, message);
      this.#subscriptions.delete(objectName);
      this.#port.report(objectName, `in error state after ${String(MAXIMUM_RUNS)} runs: ${message}`);
    } else {
      partition.notBefore = this.#now() + Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (partition.runs - 1));
    }
    await this.#port.skip(() => { this.#note(objectName); });
  }

  #subscriptionOf(objectName: string): Subscription {
    const partitioning = this.#port.partitioning?.(objectName) ?? ONE_PARTITION;
    let subscription = this.#subscriptions.get(objectName);
    if (subscription?.fits(partitioning) !== true) this.#subscriptions.set(objectName, (subscription = new Subscription(this.#log, objectName, partitioning)));
    return subscription;
  }

  /** The earliest of all subscribers that wait decides. */
  #wakeIn(delayMs: number): void {
    const at = this.#now() + delayMs;
    if (this.#wakeAt !== undefined && this.#wakeAt <= at) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(() => {
      this.#wakeAt = undefined;
      this.wake();
    }, delayMs);
    this.#timer.unref();
  }
}
