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
  const latestMs = Date.parse(createdAt) + MOST_AHEAD_MS;
  return (data?.object?.inventory_counts ?? []).flatMap(({ catalog_object_id: product, location_id: location, calculated_at: calculatedAt }) => {
    // A count that names nothing is a doorbell all the same, without a name on it.
    return product === undefined || location === undefined || calculatedAt === undefined ? [] : [{ subject: `${product}|${location}`, atMs: Math.min(Date.parse(calculatedAt), latestMs) }];
  });
}

/** A count is not of a time after its notification; the rest is for clocks of different machines. */
const MOST_AHEAD_MS = 60_000;
