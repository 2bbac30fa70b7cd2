/** One delivery of a batch of events to the triggers of its type. */
import { eventRecord } from '../events/event-record.ts';
import type { LoggedEvent } from '../events/event-log.ts';
import type { EarlierRuns } from '../events/subscribers.ts';
import type { EventDelivery } from '../library/ports.ts';
import { ApexException, InvalidReplayIdException, RetryableException } from '../values/exceptions.ts';
import { fireEventTriggers } from './event-triggers.ts';
import { asApexError } from './exceptions.ts';
import type { Transaction } from './transaction.ts';

export class BatchDelivery implements EventDelivery {
  readonly objectName: string;
  readonly events: readonly LoggedEvent[];
  readonly retries: number;
  readonly lastError: string | null;
  #resumeCheckpoint: number | undefined;
  #transaction: Transaction | undefined;

  constructor(objectName: string, events: readonly LoggedEvent[], { retries, lastError }: EarlierRuns) {
    this.objectName = objectName;
    this.events = events;
    this.retries = retries;
    this.lastError = lastError;
  }

  get resumeCheckpoint(): string | null {
    return this.#resumeCheckpoint === undefined ? null : String(this.#resumeCheckpoint);
  }

  setResumeCheckpoint(replayId: string): void {
    const event = this.events.find((each) => String(each.replayId) === replayId);
    // platform-facts: event-checkpoint-keeps.
    if (event === undefined) throw new InvalidReplayIdException(`Replay ID ${replayId} is not in the current batch of events.`);
    this.#resumeCheckpoint = event.replayId;
    this.#transaction?.resumePoint?.set();
  }

  /** Up to where the batch is done when the triggers end, or end after a checkpoint. */
  get doneUpTo(): number {
    return this.#resumeCheckpoint ?? this.events.at(-1)!.replayId;
  }

  /**
   * Runs the triggers inside a transaction that was given this delivery. An exception after a checkpoint is answered, and what was done until the checkpoint is kept;
   * one without a checkpoint, or one that asks for the whole batch again, is thrown: nothing is to be kept.
   */
  run(transaction: Transaction): ApexException | undefined {
    const recordClass = transaction.installed.schemaPort.recordClass(this.objectName.toLowerCase());
    if (recordClass === undefined) throw new Error(`${this.objectName} is not in the schema.`);
    this.#transaction = transaction;
    try {
      fireEventTriggers(transaction, this.objectName, this.events.map((event) => eventRecord(recordClass, event)));
      return undefined;
    } catch (error) {
      const exception = asApexError(error);
      const isKept = exception instanceof ApexException && !(exception instanceof RetryableException) && transaction.resumePoint?.goBack() === true;
      if (!isKept) throw error;
      return exception;
    }
  }
}
