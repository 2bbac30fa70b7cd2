/** What Square's webhook tells: that something changed. */
import type { components } from '../../../contracts/generated/shops.generated.ts';
import type { Bell } from '../poll-state.ts';

export type SquareNotification = components['schemas']['SquareNotification'];

const COUNT_UPDATED = 'inventory.count.updated';

/**
 * The counts of a notification as bells, never as quantities: `calculated_at` is when Square got the latest change that is counted
 * (https://developer.squareup.com/reference/square/objects/InventoryCount). `undefined` for other notifications.
 */
export function squareBells({ type, data, created_at: createdAt }: SquareNotification): readonly Bell[] | undefined {
  if (type !== COUNT_UPDATED) return undefined;
  const counts = data?.object?.inventory_counts ?? [];
  return counts.map((count) => ({ subject: `${count.catalog_object_id}|${count.location_id}`, atMs: Math.min(Date.parse(count.calculated_at), Date.parse(createdAt) + MOST_AHEAD_MS) }));
}

/** A count is not of a time after its notification; the rest is for clocks of different machines. */
const MOST_AHEAD_MS = 60_000;
