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

interface Progress {
  /** Runs of the current first event so far. */
  runs: number;
  lastError: string | null;
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
  #wakeAt: number | undefined;
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
      } else if (this.#port.noted(objectName)?.isInError === true) {
        this.#progressOf(objectName).isSuspended = true;
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
    this.#progress.delete(objectName);
    this.#log.moveTo(subscriberOf(objectName), position);
  }

  #note(objectName: string): void {
    const { runs, lastError, isSuspended } = this.#progressOf(objectName);
    this.#port.note(objectName, { retries: Math.max(0, Math.min(runs, MAXIMUM_RUNS - 1)), lastError, isInError: isSuspended, position: this.#log.position(subscriberOf(objectName)), tip: this.#log.tip(objectName) });
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
      const outcome = await this.#port.deliver(objectName, events, { retries: progress.runs, lastError: progress.lastError }, (replayId) => {
        if (comesAgain) return;
        this.#log.moveTo(subscriber, replayId);
        this.#port.note(objectName, { retries: 0, lastError: null, isInError: false, position: replayId, tip: this.#log.tip(objectName) });
      });
      await this.#settle(objectName, subscriber, outcome, last.replayId, progress);
    }
  }

  async #settle(objectName: string, subscriber: string, outcome: DeliveryOutcome, lastReplayId: number, progress: Progress): Promise<void> {
    if (outcome.kind === 'retry') {
      progress.runs += 1;
      progress.lastError = outcome.message;
      this.#port.report(objectName, `run ${String(progress.runs)} of ${String(MAXIMUM_RUNS)}: ${outcome.message}`);
      if (progress.runs >= MAXIMUM_RUNS) {
        progress.isSuspended = true;
        this.#port.report(objectName, `in error state after ${String(MAXIMUM_RUNS)} runs: ${outcome.message}`);
      } else {
        progress.notBefore = this.#now() + Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (progress.runs - 1));
      }
      return this.#port.skip(() => { this.#note(objectName); });
    }
    progress.runs = 0;
    progress.notBefore = 0;
    progress.lastError = outcome.kind === 'failed' ? outcome.message : null;
    if (outcome.kind === 'done') return;
    this.#port.report(objectName, outcome.message);
    if (outcome.kind === 'checkpoint') return;
    await this.#port.skip(() => {
      this.#log.moveTo(subscriber, lastReplayId);
      this.#note(objectName);
    });
  }

  #progressOf(objectName: string): Progress {
    let progress = this.#progress.get(objectName);
    if (progress === undefined) this.#progress.set(objectName, (progress = { runs: 0, lastError: null, notBefore: 0, isSuspended: false }));
    return progress;
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
