/** Reservations as the org's API tells them, as far as the gateway looks at them. */

/** What is asked of the org, see `ReservationRequest` in docs/api/openapi.yaml; what is not named here is passed on. */
export interface ReservationCommand {
  readonly requestKey: string;
  readonly channel: string;
  readonly lines: readonly { readonly line: number | string; readonly sku: string; readonly location?: string; readonly group?: string; readonly quantity: number }[];
}

export interface ReservationOutcome {
  readonly requestKey: string;
  readonly status: 'Reserved' | 'Partial' | 'Refused' | 'Queued';
  readonly reason?: string;
  readonly message?: string;
  readonly lines?: readonly OutcomeLine[];
}

export interface OutcomeLine {
  readonly line: number | string;
  readonly granted: number;
  readonly available: number;
  readonly reason?: string;
  readonly message?: string;
  readonly places?: readonly { readonly location: string; readonly quantity: number }[];
}

/** Decides a reservation, together with others for the same positions. Throws Refusal (GW-BUSY 503, or the org's) or TransientFailure. */
export type Reserve = (command: ReservationCommand) => Promise<ReservationOutcome>;

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
