/** Reservations as the org's API tells them, as far as the gateway looks at them. */
import type { ReservationRequest, ReservationResult } from '../../system/salesforce/coalescer.ts';


export type OutcomeLine = NonNullable<ReservationResult['lines']>[number];

/** Decides a reservation, together with others for the same positions. Throws Refusal (GW-BUSY 503, or the org's) or TransientFailure. */
export type Reserve = (request: ReservationRequest) => Promise<ReservationResult>;

export interface Reservation {
  readonly requestKey: string;
  readonly status: 'Reserved' | 'Partial' | 'Refused' | 'Released' | 'Expired' | 'Fulfilled';
  readonly kind?: string;
  readonly purpose?: string;
  readonly channel?: string;
  readonly orderRef?: string;
  readonly customer?: string;
  readonly expiresAt?: string;
  readonly lines: readonly ReservationLine[];
}

export interface ReservationLine {
  readonly line: number | string;
  readonly sku: string;
  /** Absent while a line that named a group stands at no location or at several. */
  readonly location?: string;
  readonly group?: string;
  readonly quantity: number;
  readonly granted: number;
  readonly fulfilled: number;
  readonly released: number;
}
