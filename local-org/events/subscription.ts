/** How far the triggers of one event type have read: what is in the log behind their partitions' positions. */
import type { EventLog } from './event-log.ts';
import { Partition, partitionOf, type Partitioning } from './partitions.ts';

/** Batches a partition may fall behind before the others wait for it. */
const BATCHES_AHEAD = 10;

export class Subscription {
  readonly partitions: readonly Partition[];
  readonly #log: EventLog;
  readonly #name: string;
  readonly #objectName: string;
  readonly #partitioning: Partitioning;
  /** What has been read out of the log and given to the partitions. */
  #read: number;

  constructor(log: EventLog, objectName: string, partitioning: Partitioning) {
    this.#log = log;
    this.#objectName = objectName;
    this.#partitioning = partitioning;
    this.#name = subscriberOf(objectName);
    const base = log.position(this.#name);
    const ahead = log.partitionPositions(this.#name, layoutOf(partitioning));
    this.partitions = Array.from({ length: partitioning.count }, (_, index) => new Partition(Math.max(base, ahead.get(index) ?? 0)));
    this.#read = base;
  }

  /** Is it still what the org's metadata asks for? */
  fits({ count, keyField }: Partitioning): boolean {
    return count === this.#partitioning.count && keyField === this.#partitioning.keyField;
  }

  /** Reads on until every partition has a batch, or there is no more, or one holds too much up. */
  fill(batchSize: number): void {
    const { count } = this.#partitioning;
    while (this.partitions.some(({ waiting }) => waiting.length < batchSize)) {
      if (this.partitions.some(({ waiting }) => waiting.length > batchSize * BATCHES_AHEAD)) return;
      const page = this.#log.read(this.#objectName, this.#read, batchSize * count);
      for (const event of page) this.partitions[partitionOf(event, this.#partitioning)]!.add(event);
      if (page.length === 0) return;
      this.#read = page.at(-1)!.replayId;
    }
  }

  /** Inside a transaction of the store: writes down that a partition has come so far. Answers up to where every partition has come then. */
  keep(partition: Partition, replayId: number): number {
    const position = this.#positionAfter(partition, replayId);
    this.#log.moveTo(this.#name, position);
    if (this.partitions.length > 1) this.#log.movePartition(this.#name, layoutOf(this.#partitioning), this.partitions.indexOf(partition), replayId);
    return position;
  }

  /** Partitions that wait for nothing are as far as the log has been read. */
  #positionAfter(moved: Partition, replayId: number): number {
    const next = this.partitions.map((partition) => (partition === moved ? partition.firstAfter(replayId) : partition.waiting[0]?.replayId));
    if (this.partitions.length === 1) return replayId;
    return Math.min(this.#read, ...next.filter((first) => first !== undefined).map((first) => first - 1));
  }
}

export const subscriberOf = (objectName: string): string => `trigger:${objectName.toLowerCase()}`;

const layoutOf = ({ count, keyField }: Partitioning): string => `${String(count)}:${keyField}`;
