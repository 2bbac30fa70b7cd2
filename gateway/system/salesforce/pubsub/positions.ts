/** What listeners hear of positions: each version once, and never an older one after a newer. */
import type { StoreTransaction } from '../../../delivery/store.ts';
import type { HealthLog } from '../../../health/health-log.ts';

export interface PositionChange {
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly reserved: number;
  /** What can be promised, 0 at least. */
  readonly available: number;
  /** Grows with every change of the position. */
  readonly version: number;
  readonly changedAtMs: number;
}

export interface PositionListener {
  /** Only what is newer than what was told before. Runs in the transaction that takes note of it, perhaps more than once. */
  changed(changes: readonly PositionChange[], transaction: StoreTransaction): Promise<void>;
}

/** The newest copy of a position is kept under this name. */
export const copyOf = (sku: string, location: string): string => `position|${sku}|${location}`;

/** Tells listeners what is new and takes note of it; the same change comes from events and from the feed, each in its own time. */
export async function takeNote(changes: readonly PositionChange[], transaction: StoreTransaction, listeners: readonly PositionListener[], health: HealthLog, source: string): Promise<void> {
  const newest = new Map<string, PositionChange>();
  for (const change of changes) {
    const name = copyOf(change.sku, change.location);
    if ((newest.get(name)?.version ?? -1) < change.version) newest.set(name, change);
  }
  const news: PositionChange[] = [];
  for (const [name, change] of newest) {
    const known = (await transaction.cursor(name)) as PositionChange | undefined;
    if (known !== undefined && known.version >= change.version) continue;
    await transaction.moveCursor(name, change);
    news.push(change);
  }
  if (changes.length > news.length) health.count(source, 'duplicate', changes.length - news.length);
  if (news.length > 0) for (const listener of listeners) await listener.changed(news, transaction);
}
