/** What becomes of a topic's events. */
import type { StoreTransaction } from '../../../delivery/store.ts';
import type { OrgEvent } from './org-event.ts';

/** What follows from something that was heard or read; runs in the transaction that also moves the position, perhaps more than once. */
export type Effects = (transaction: StoreTransaction) => Promise<void>;

export interface TopicHandler {
  /** `/data/Stock_Reservation__ChangeEvent` */
  readonly topic: string;
  /**
   * Works out what follows from events; it may ask the org. Must be harmless when repeated: after a crash, and after a lost connection, events come again.
   * Throws when it cannot be done now: the same events are handed over again.
   */
  handle(events: readonly OrgEvent[], signal: AbortSignal): Promise<Effects>;
  /** Reads from the org what events may have told at `sinceMs` or later while nobody listened, page by page. Throws when it cannot be done now. */
  recover(sinceMs: number, signal: AbortSignal): AsyncIterable<Effects>;
  /** What no event tells is read this often, as after a gap. */
  readonly refreshMs: number;
}
