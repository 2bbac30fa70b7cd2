import { LightningElement, api } from 'lwc';
import type { LocationRow } from 'c/availabilityRows';
import { formatQuantity } from 'c/formatQuantity';
import { promisableText } from 'c/promisableText';
import { distanceText } from 'c/reservationText';

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
  readonly reason: string | undefined;
  /** What can be promised on other days. */
  readonly promise: string | undefined;
  readonly distance: string | undefined;
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

  get hasDistances(): boolean {
    return this.rows.some((row) => row.distanceKm != null);
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

  /** Up and down go from location to location, as in a list. */
  handleKeydown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...this.template!.querySelectorAll<HTMLButtonElement>('button[data-location]')];
    const next = buttons[buttons.indexOf(event.currentTarget as HTMLButtonElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  private lineOf(row: LocationRow): Line {
    const cover = this.coverOf(row);
    const promise = formatQuantity(this.promiseOf(row));
    const change = this.recentChanges[row.location];
    return {
      location: row.location,
      locationName: row.locationName,
      place: [row.town, row.location, row.pickup === true ? undefined : 'no pickup'].filter(Boolean).join(' · '),
      distance: row.distanceKm === 0 ? 'here' : distanceText(row.distanceKm) || undefined,
      reason: cover === 'enough' ? undefined : (row.notAvailableReason ?? heldText(row)),
      promise: promisableText(row.promisable, row.available),
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

/** Between two answers of the org, what the numbers themselves tell. */
function heldText(row: LocationRow): string | undefined {
  const held = [row.reserved > 0 ? `${formatQuantity(row.reserved)} reserved` : '', row.safety > 0 ? `${formatQuantity(row.safety)} safety stock` : ''].filter(Boolean);
  return held.length > 0 ? held.join(', ') : undefined;
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${formatQuantity(Math.abs(difference))}`;
}
