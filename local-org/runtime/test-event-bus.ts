/** The event bus of one test: keeps what was published until it is delivered, and what a subscriber wants again. */
import type { LoggedEvent } from '../events/event-log.ts';
import type { PendingEvent } from '../events/outbox.ts';
import { RetryableException } from '../values/exceptions.ts';
import { BatchDelivery } from './batch-delivery.ts';

interface Waiting {
  events: readonly LoggedEvent[];
  retries: number;
  lastError: string | null;
}

/** Runs the triggers; answers what they threw. */
type Deliver = (delivery: BatchDelivery) => Error | undefined;

export class TestEventBus {
  readonly #waiting = new Map<string, Waiting>();
  #lastReplayId = 0;

  add(published: readonly PendingEvent[]): void {
    for (const { objectName, payload } of published) {
      this.#lastReplayId += 1;
      const event: LoggedEvent = { replayId: this.#lastReplayId, objectName, publishedAt: 0, payload };
      const waiting = this.#waiting.get(objectName);
      if (waiting === undefined) this.#waiting.set(objectName, { events: [event], retries: 0, lastError: null });
      else waiting.events = [...waiting.events, event];
    }
  }

  /** One round: a batch that is to be retried, or whose trigger stopped at a checkpoint, waits for the next. */
  deliver(deliver: Deliver): void {
    for (const [objectName, waiting] of [...this.#waiting]) {
      const delivery = new BatchDelivery(objectName, waiting.events, waiting);
      const error = deliver(delivery);
      if (error instanceof RetryableException) {
        waiting.retries += 1;
        waiting.lastError = error.$message;
        continue;
      }
      const left = error === undefined ? waiting.events.filter(({ replayId }) => replayId > delivery.doneUpTo) : [];
      if (left.length === 0) this.#waiting.delete(objectName);
      else this.#waiting.set(objectName, { events: left, retries: 0, lastError: null });
    }
  }
}
