/**
 * What a bus does to its events on a bad day, by switches and seeded, for tests: events late, twice, lost after they were accepted, batches again and larger than
 * before, change events as gaps. Everything here the platform may do too, but for the same event twice in one batch, which publishers cause.
 */
import type { LoggedEvent } from './event-log.ts';
import type { PendingEvent } from './outbox.ts';

export interface FaultSwitches {
  /** The same switches with the same seed do the same to the same events. */
  readonly seed: number;
  /** Milliseconds until subscribers get to see an event. */
  readonly delayMs?: number;
  /** Shares of 1. An event comes twice in its batch. */
  readonly duplicate?: number;
  /** An event was accepted and is never delivered to anybody. */
  readonly lose?: number;
  /** A batch that was worked off is delivered again, with what was published meanwhile. Below 1, or it never ends. */
  readonly redeliver?: number;
  /** Share of the rounds in which partitions of a trigger overtake each other; events of one partition never do. */
  readonly reorder?: number;
  /** A change event names its records and says nothing of what changed. */
  readonly gap?: number;
}

export class BusFaults {
  #switches: FaultSwitches | undefined;
  /** By event type: what one does leaves the others alone. */
  readonly #states = new Map<string, number>();

  /** `undefined`: a bus without faults. */
  set(switches: FaultSwitches | undefined): void {
    if ((switches?.redeliver ?? 0) >= 1) throw new RangeError(`redeliver must be below 1, not ${String(switches!.redeliver)}: nothing would ever be done.`);
    this.#switches = switches;
    this.#states.clear();
  }

  /** What is left of events a transaction publishes. */
  published(events: readonly PendingEvent[]): readonly PendingEvent[] {
    const { lose = 0, gap = 0 } = this.#switches ?? {};
    if (lose === 0 && gap === 0) return events;
    return events.filter(({ objectName }) => !this.#happens(lose, objectName)).map((event) => (this.#happens(gap, event.objectName) ? asGap(event) : event));
  }

  /** What of a batch a subscriber gets now. */
  delivered(events: readonly LoggedEvent[], now: number): readonly LoggedEvent[] {
    const { delayMs = 0, duplicate = 0 } = this.#switches ?? {};
    if (delayMs === 0 && duplicate === 0) return events;
    const young = events.findIndex(({ publishedAt }) => publishedAt + delayMs > now);
    return (young < 0 ? events : events.slice(0, young)).flatMap((event) => (this.#happens(duplicate, event.objectName) ? [event, event] : [event]));
  }

  /** Milliseconds until the first of some events may be seen; 0 when it may be now. */
  wait(first: LoggedEvent, now: number): number {
    const { delayMs = 0 } = this.#switches ?? {};
    return delayMs === 0 ? 0 : Math.max(0, first.publishedAt + delayMs - now);
  }

  redelivers(objectName: string): boolean {
    return this.#happens(this.#switches?.redeliver ?? 0, objectName);
  }

  /** The partitions that get their next batch in this round, in this order. */
  inRound<T>(partitions: readonly T[], objectName: string): readonly T[] {
    if (partitions.length < 2 || !this.#happens(this.#switches?.reorder ?? 0, objectName)) return partitions;
    const shuffled = partitions.map((partition) => ({ partition, place: this.#random(objectName) })).sort((one, other) => one.place - other.place);
    // Some sit the round out, so that others get ahead by more than a batch.
    return shuffled.slice(0, Math.ceil(partitions.length / 2)).map(({ partition }) => partition);
  }

  #happens(share: number, objectName: string): boolean {
    return share > 0 && this.#random(objectName) < share;
  }

  /** mulberry32 */
  #random(objectName: string): number {
    const state = ((this.#states.get(objectName) ?? this.#switches?.seed ?? 0) + 0x6d2b79f5) | 0;
    this.#states.set(objectName, state);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function asGap(event: PendingEvent): PendingEvent {
  const header = event.payload['ChangeEventHeader'] as { readonly changeType: string } | undefined;
  if (header === undefined || header.changeType.startsWith('GAP_')) return event;
  return { ...event, payload: { ChangeEventHeader: { ...header, changeType: `GAP_${header.changeType}`, changedFields: [], nulledFields: [], diffFields: [] } } };
}
