/** What this browser tab has reserved and not yet released. Kept in session storage, so a reload does not take the Release button away. */
export interface SessionReservation {
  readonly requestKey: string;
  readonly sku: string;
  readonly productName: string;
  readonly location: string;
  readonly locationName: string;
  readonly quantity: number;
  /** Absent when the user may not see the record: it belongs to another store. */
  readonly reservationId?: string;
}

const STORAGE_PREFIX = 'holdfast.reservations.';

/** Newest first. What cannot be read (foreign or damaged contents) counts as none. */
export function loadReservations(userId: string): SessionReservation[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_PREFIX + userId) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isReservation) : [];
  } catch {
    return [];
  }
}

export function saveReservations(userId: string, reservations: readonly SessionReservation[]): void {
  sessionStorage.setItem(STORAGE_PREFIX + userId, JSON.stringify(reservations));
}

function isReservation(value: unknown): value is SessionReservation {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as Partial<Record<keyof SessionReservation, unknown>>;
  return typeof candidate.requestKey === 'string' && typeof candidate.sku === 'string' && typeof candidate.location === 'string'
    && typeof candidate.locationName === 'string' && typeof candidate.productName === 'string' && typeof candidate.quantity === 'number';
}
