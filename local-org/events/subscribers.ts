/**
 * Delivers logged events to event triggers: per event type in replay order, in batches, each batch one Apex transaction that also moves the subscriber's position.
 * A RetryableException is tried again with growing delay, ten runs in all; then the subscriber is in error state and gets nothing more until it is resumed. platform-facts: event-trigger-nine-retries, event-checkpoint.
 */
import type { EventLog, LoggedEvent } from './event-log.ts';
import { BusFaults } from './faults.ts';

export type DeliveryOutcome =
  | { readonly kind: 'done' }
  /** The trigger threw after EventBus.TriggerContext.setResumeCheckpoint: its work up to there is kept, delivery goes on behind it. */
  | { readonly kind: 'checkpoint'; readonly replayId: number; readonly message: string }
  | { readonly kind: 'retry'; readonly message: string }
  /** Any other exception: the platform does not deliver the batch again. */
  | { readonly kind: 'failed'; readonly message: string };

export interface SubscriberPort {
  /** API names of event types that have a trigger now. */
  subscribedObjects(): readonly string[];
  /** Events a trigger gets at most at once. */
  batchSize(objectName: string): number;
  /** Runs the triggers as Automated Process and waits for the commit. `moveTo` is called inside that transaction when it succeeds. */
  deliver(objectName: string, events: readonly LoggedEvent[], retries: number, moveTo: (replayId: number) => void): Promise<DeliveryOutcome>;
  /** Runs a small transaction that only moves the position past events that failed for good. */
  skip(move: () => void): Promise<void>;
  /** Tells the org's log about failed deliveries. */
  report(objectName: string, message: string): void;
}

const MAXIMUM_RUNS = 10;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 120_000;

interface Progress {
  /** Runs of the current first event so far. */
  runs: number;
  notBefore: number;
  isSuspended: boolean;
}

const subscriberOf = (objectName: string): string => `trigger:${objectName.toLowerCase()}`;

export class Subscribers {
  readonly #log: EventLog;
  readonly #faults: BusFaults;
  readonly #port: SubscriberPort;
  readonly #now: () => number;
  readonly #progress = new Map<string, Progress>();
  #pumping: Promise<void> | undefined;
  #isAwake = false;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(log: EventLog, port: SubscriberPort, now: () => number, faults = new BusFaults()) {
    this.#faults = faults;
    this.#log = log;
    this.#port = port;
    this.#now = now;
  }

  /** Must run inside a transaction of the store, after each deploy: event types that got a trigger are followed from now on. */
  begin(): void {
    for (const objectName of this.#port.subscribedObjects()) this.#log.begin(subscriberOf(objectName));
  }

  /** Events were committed: delivery starts when any of them has a trigger. */
  published(events: readonly LoggedEvent[]): void {
    const subscribed = this.#port.subscribedObjects();
    if (events.some(({ objectName }) => subscribed.includes(objectName))) this.wake();
  }

  /** Looks for what is to be delivered, soon, one pump at a time. */
  wake(): void {
    this.#isAwake = true;
    if (this.#isStopped || this.#pumping !== undefined) return;
    this.#pumping = this.#pump().catch((error: unknown) => { this.#port.report('event bus', String(error)); }).finally(() => {
      this.#pumping = undefined;
      if (this.#isAwake) this.wake();
    });
  }

  /** Resolves when all that can be delivered now has been delivered. */
  async idle(): Promise<void> {
    while (this.#pumping !== undefined) await this.#pumping;
  }

  /** Is the subscriber in error state after ten failed runs? */
  isSuspended(objectName: string): boolean {
    return this.#progress.get(objectName)?.isSuspended === true;
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    return this.idle();
  }

  async #pump(): Promise<void> {
    while (this.#isAwake && !this.#isStopped) {
      this.#isAwake = false;
      for (const objectName of this.#port.subscribedObjects()) await this.#drain(objectName);
    }
  }

  async #drain(objectName: string): Promise<void> {
    const progress = this.#progressOf(objectName);
    const subscriber = subscriberOf(objectName);
    while (!progress.isSuspended && !this.#isStopped) {
      const delayMs = progress.notBefore - this.#now();
      if (delayMs > 0) return this.#wakeIn(delayMs);
      const waiting = this.#log.read(objectName, this.#log.position(subscriber), this.#port.batchSize(objectName));
      if (waiting[0] === undefined) return;
      const events = this.#faults.delivered(waiting, this.#now());
      const last = events[events.length - 1];
      if (last === undefined) return this.#wakeIn(this.#faults.wait(waiting[0], this.#now()));
      const comesAgain = this.#faults.redelivers(objectName);
      const outcome = await this.#port.deliver(objectName, events, progress.runs, (replayId) => { if (!comesAgain) this.#log.moveTo(subscriber, replayId); });
      await this.#settle(objectName, subscriber, outcome, last.replayId, progress);
    }
  }

  async #settle(objectName: string, subscriber: string, outcome: DeliveryOutcome, lastReplayId: number, progress: Progress): Promise<void> {
    if (outcome.kind === 'retry') {
      progress.runs += 1;
      this.#port.report(objectName, `run ${String(progress.runs)} of ${String(MAXIMUM_RUNS)}: ${outcome.message}`);
      if (progress.runs >= MAXIMUM_RUNS) {
        progress.isSuspended = true;
        this.#port.report(objectName, `in error state after ${String(MAXIMUM_RUNS)} runs: ${outcome.message}`);
      } else {
        progress.notBefore = this.#now() + Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (progress.runs - 1));
      }
      return;
    }
    progress.runs = 0;
    progress.notBefore = 0;
    if (outcome.kind === 'done') return;
    this.#port.report(objectName, outcome.message);
    if (outcome.kind === 'failed') await this.#port.skip(() => { this.#log.moveTo(subscriber, lastReplayId); });
  }

  #progressOf(objectName: string): Progress {
    let progress = this.#progress.get(objectName);
    if (progress === undefined) this.#progress.set(objectName, (progress = { runs: 0, notBefore: 0, isSuspended: false }));
    return progress;
  }

  #wakeIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.wake(); }, delayMs);
    this.#timer.unref();
  }
}
