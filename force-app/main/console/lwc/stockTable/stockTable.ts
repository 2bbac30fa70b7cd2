import { LightningElement, api } from 'lwc';
import type { LocationRow } from 'c/availabilityRows';
import { formatQuantity } from 'c/formatQuantity';

export type ReserveRequest = Readonly<{ location: string; quantity: number }>;
/** A value that changed lately: by how much, and how often since the table was shown. */
export type RecentChange = Readonly<{ difference: number; count: number }>;

type Cover = 'enough' | 'short' | 'none';

interface Line {
  readonly location: string;
  readonly locationName: string;
  readonly place: string;
  readonly badgeClass: string;
  readonly available: number;
  readonly reserved: number;
  readonly safety: number;
  readonly onHand: number;
  readonly availableText: string;
  readonly onHandText: string;
  readonly reservedText: string;
  readonly safetyText: string;
  readonly stateText: string;
  readonly changeText: string | undefined;
  readonly reserveText: string;
  readonly reserveLabel: string;
  /** Not the `disabled` attribute: it would take the focus away from the button that was just pressed. */
  readonly cannotReserve: 'true' | 'false';
}

/**
 * Every location's numbers for one product, and a button that says exactly how much it would reserve there.
 *
 * Fires `reserverequest` with a {@link ReserveRequest}.
 */
export default class StockTable extends LightningElement {
  @api rows: readonly LocationRow[] = [];
  @api productName = '';
  /** How much the customer wants. */
  @api quantity = 1;
  /** By location. */
  @api recentChanges: Readonly<Record<string, RecentChange>> = {};
  /** Location whose reservation is on its way. */
  @api busyLocation: string | undefined;
  @api canReserve = false;

  get caption(): string {
    return `Stock of ${this.productName} by location`;
  }

  get lines(): Line[] {
    return this.rows.map((row) => this.lineOf(row));
  }

  handleReserve(event: Event): void {
    const location = (event.currentTarget as HTMLElement).dataset.location;
    const row = this.rows.find((candidate) => candidate.location === location);
    if (row === undefined || row.available <= 0 || this.busyLocation !== undefined) return;
    const detail: ReserveRequest = { location: row.location, quantity: this.promiseOf(row) };
    this.dispatchEvent(new CustomEvent<ReserveRequest>('reserverequest', { detail }));
  }

  private lineOf(row: LocationRow): Line {
    const cover = this.coverOf(row);
    const promise = formatQuantity(this.promiseOf(row));
    const change = this.recentChanges[row.location];
    return {
      location: row.location,
      locationName: row.locationName,
      place: [row.town, row.location].filter(Boolean).join(' · '),
      badgeClass: `badge badge_${cover}${change === undefined ? '' : change.count % 2 === 0 ? ' flash_even' : ' flash_odd'}`,
      available: row.available,
      reserved: row.reserved,
      safety: row.safety,
      onHand: row.onHand,
      availableText: formatQuantity(row.available),
      onHandText: formatQuantity(row.onHand),
      reservedText: formatQuantity(row.reserved),
      safetyText: formatQuantity(row.safety),
      stateText: { enough: 'in stock', short: `short of ${formatQuantity(this.quantity)}`, none: 'sold out' }[cover],
      changeText: change === undefined ? undefined : signed(change.difference),
      reserveText: cover === 'none' ? 'Reserve' : `Reserve ${promise}`,
      reserveLabel: cover === 'none' ? `Nothing to reserve at ${row.locationName}` : `Reserve ${promise} at ${row.locationName}`,
      cannotReserve: cover === 'none' || this.busyLocation !== undefined ? 'true' : 'false',
    };
  }

  private coverOf(row: LocationRow): Cover {
    if (row.available <= 0) return 'none';
    return row.available >= this.quantity ? 'enough' : 'short';
  }

  private promiseOf(row: LocationRow): number {
    return Math.min(this.quantity, row.available);
  }
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${formatQuantity(Math.abs(difference))}`;
}
