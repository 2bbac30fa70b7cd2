import { LightningElement, api } from 'lwc';
import type { SessionReservation } from 'c/sessionReservations';
import { formatQuantity } from 'c/formatQuantity';

export type ReleaseRequest = Readonly<{ requestKey: string }>;
export type OpenRequest = Readonly<{ reservationId: string }>;

interface Entry extends SessionReservation {
  readonly quantityText: string;
  readonly releaseLabel: string;
  readonly openLabel: string;
  readonly isBusy: 'true' | 'false';
}

/**
 * The reservations made here, each with a way back.
 *
 * Fires `releaserequest` with a {@link ReleaseRequest} and `openrequest` with an {@link OpenRequest}.
 */
export default class ReservationList extends LightningElement {
  @api reservations: readonly SessionReservation[] = [];
  /** Request key of the reservation whose release is on its way. */
  @api busyKey: string | undefined;

  get entries(): Entry[] {
    return this.reservations.map((reservation) => ({
      ...reservation,
      quantityText: formatQuantity(reservation.quantity),
      releaseLabel: `Release ${formatQuantity(reservation.quantity)} ${reservation.productName} at ${reservation.locationName}`,
      openLabel: `Open the reservation of ${formatQuantity(reservation.quantity)} ${reservation.productName} at ${reservation.locationName}`,
      isBusy: reservation.requestKey === this.busyKey ? 'true' : 'false',
    }));
  }

  handleRelease(event: Event): void {
    const requestKey = (event.currentTarget as HTMLElement).dataset.key;
    if (requestKey === undefined || requestKey === this.busyKey) return;
    this.dispatchEvent(new CustomEvent<ReleaseRequest>('releaserequest', { detail: { requestKey } }));
  }

  handleOpen(event: Event): void {
    const reservationId = (event.currentTarget as HTMLElement).dataset.id;
    if (reservationId !== undefined) this.dispatchEvent(new CustomEvent<OpenRequest>('openrequest', { detail: { reservationId } }));
  }
}
