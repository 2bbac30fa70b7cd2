import { partitionOf } from './partition.ts';
import type { WorkItem } from './work.ts';

export interface Batch {
  /** In the order of their ids. */
  readonly items: readonly WorkItem[];
  /** Nothing else of these is in flight, so no lane is in flight twice. */
  readonly partitions: ReadonlySet<number>;
}

/** Items from which on another batch is worth another call. */
const ITEMS_PER_BATCH = 50;

/**
 * Spreads what is due over batches that can be in flight side by side: a partition is whole in one of them. Few items share one call; many fill as many
 * calls as may run. Where a batch is full, the newest of it wait for the next.
 */
export function batchesOf(items: readonly WorkItem[], mostPerBatch: number, mostBatches: number): readonly Batch[] {
  const count = Math.max(1, Math.min(mostBatches, Math.ceil(items.length / Math.min(ITEMS_PER_BATCH, mostPerBatch))));
  const batches = Array.from({ length: count }, () => ({ items: [] as WorkItem[], partitions: new Set<number>() }));
  const groups = [...Map.groupBy(items, ({ lane }) => partitionOf(lane))].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [partition, group] of groups) {
    const smallest = batches.reduce((a, b) => (b.items.length < a.items.length ? b : a));
    smallest.items.push(...group);
    smallest.partitions.add(partition);
  }
  return batches.flatMap((batch) => {
    const kept = batch.items.toSorted((a, b) => a.id - b.id).slice(0, mostPerBatch);
    return kept.length === 0 ? [] : [{ items: kept, partitions: new Set(kept.map(({ lane }) => partitionOf(lane))) }];
  });
}
