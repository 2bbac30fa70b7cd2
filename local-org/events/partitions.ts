/**
 * Parallel subscriptions of an event trigger: each event belongs to one partition by its partition key, and each partition is read in order, with a position of its own.
 * Events of one key never overtake each other; events of different keys may. platform-facts: event-partitions.
 */
import { createHash } from 'node:crypto';
import type { LoggedEvent } from './event-log.ts';

export interface Partitioning {
  /** 1 to 10. */
  readonly count: number;
  /** API name of the field whose value decides. */
  readonly keyField: string;
}

export const ONE_PARTITION: Partitioning = { count: 1, keyField: 'EventUuid' };

/** Case counts; events without a value share a partition. */
export function partitionOf(event: LoggedEvent, { count, keyField }: Partitioning): number {
  if (count === 1) return 0;
  const value = event.payload[keyField] ?? null;
  return createHash('sha256').update(JSON.stringify(value)).digest().readUInt32BE(0) % count;
}

/** What one partition still has to deliver, and how its deliveries went. */
export class Partition {
  /** Everything up to this replay id has been dealt with. */
  position: number;
  /** Runs of the current first event so far. */
  runs = 0;
  lastError: string | null = null;
  notBefore = 0;
  #waiting: LoggedEvent[] = [];

  constructor(position: number) {
    this.position = position;
  }

  add(event: LoggedEvent): void {
    if (event.replayId > this.position) this.#waiting.push(event);
  }

  get waiting(): readonly LoggedEvent[] {
    return this.#waiting;
  }

  /** The first event behind a replay id that waits. */
  firstAfter(replayId: number): number | undefined {
    return this.#waiting.find((event) => event.replayId > replayId)?.replayId;
  }

  moveTo(replayId: number): void {
    this.position = replayId;
    const left = this.#waiting.findIndex((event) => event.replayId > replayId);
    this.#waiting = left < 0 ? [] : this.#waiting.slice(left);
  }
}
