/**
 * What the finder knows about each location, and how it learns: from whole answers of the org and from single change events.
 * The two travel different ways and may arrive in any order, so the version of a position decides and not the time of arrival.
 */
import type { LocationAvailability } from '@salesforce/apex/LocationAvailability';
import { present } from 'c/present';
import type { Present } from 'c/present';

export type LocationRow = Present<LocationAvailability, 'location' | 'locationName' | 'onHand' | 'reserved' | 'safety' | 'available' | 'version'>;

/** Throws when the org left a number out. */
export function rowsOf(items: readonly LocationAvailability[] | null | undefined): readonly LocationRow[] {
  return (items ?? []).map((item) => present(item, 'location', 'locationName', 'onHand', 'reserved', 'safety', 'available', 'version'));
}

/** Fields of `Availability_Changed__e` as the event bus delivers them. */
export interface AvailabilityChange {
  readonly Position_Key__c: string;
  readonly SKU__c: string;
  readonly Location_Code__c: string;
  readonly Available__c: number;
  readonly On_Hand__c: number;
  readonly Reserved__c: number;
  readonly Version__c: number;
}

export interface RowChange {
  readonly location: string;
  readonly locationName: string;
  readonly availableBefore: number;
  readonly availableNow: number;
}

export interface Update {
  readonly rows: readonly LocationRow[];
  /** Locations whose available quantity is another one than before. */
  readonly changes: readonly RowChange[];
}

/** Takes over a whole answer. A row that an event has already brought further keeps its newer numbers; the order of known rows stays, so nothing moves under the pointer. */
export function mergeAnswer(rows: readonly LocationRow[], answer: readonly LocationRow[]): Update {
  const known = new Map(rows.map((row) => [row.location, row]));
  const answered = new Map(answer.map((row) => [row.location, row]));
  const merged = (row: LocationRow): LocationRow => {
    const before = known.get(row.location);
    return before !== undefined && before.version > row.version ? { ...row, ...numbersOf(before) } : row;
  };
  const kept = rows.flatMap((row) => answered.get(row.location) ?? []);
  const added = answer.filter((row) => !known.has(row.location));
  const next = [...kept, ...(rows.length === 0 ? [...added].sort(byPromise) : added)].map(merged);
  return { rows: next, changes: next.flatMap((row) => changeOf(known.get(row.location), row)) };
}

/** Takes over one change event; `undefined` when it is about a location that is not shown, or what the channel sees there is not what the event tells, so only a whole answer can help. An event that is no newer changes nothing. */
export function mergeChange(rows: readonly LocationRow[], change: AvailabilityChange): Update | undefined {
  const before = rows.find((row) => row.location === change.Location_Code__c);
  if (before === undefined) return undefined;
  if (change.Version__c <= before.version) return { rows, changes: [] };
  // The event tells what anybody could have; fences and buffers make it another figure for this channel.
  if ((before.ownFence ?? 0) !== 0 || (before.buffer ?? 0) !== 0) return undefined;
  const after: LocationRow = {
    ...before,
    available: change.Available__c,
    onHand: change.On_Hand__c,
    reserved: change.Reserved__c,
    version: change.Version__c,
    // The event does not tell what else is held back; the next whole answer does.
    notAvailableReason: null,
    promisable: null,
  };
  return { rows: rows.map((row) => (row === before ? after : row)), changes: changeOf(before, after) };
}

/** Best promise first: most available, then by name. */
export function byPromise(left: LocationRow, right: LocationRow): number {
  return right.available - left.available || left.locationName.localeCompare(right.locationName);
}

/** Nearest first; places that are not on the map come last, best promise first. */
export function byDistance(left: LocationRow, right: LocationRow): number {
  return (left.distanceKm ?? Number.POSITIVE_INFINITY) - (right.distanceKm ?? Number.POSITIVE_INFINITY) || byPromise(left, right);
}

function numbersOf(row: LocationRow): Pick<LocationRow, 'onHand' | 'reserved' | 'safety' | 'available' | 'version'> {
  const { onHand, reserved, safety, available, version } = row;
  return { onHand, reserved, safety, available, version };
}

function changeOf(before: LocationRow | undefined, after: LocationRow): RowChange[] {
  if (before === undefined || before.available === after.available) return [];
  return [{ location: after.location, locationName: after.locationName, availableBefore: before.available, availableNow: after.available }];
}
