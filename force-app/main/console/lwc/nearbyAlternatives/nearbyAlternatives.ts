import { LightningElement, api } from 'lwc';
import alternativesOf from '@salesforce/apex/ReservationController.alternativesOf';
import type { AlternativeLocation } from '@salesforce/apex/AlternativeLocation';
import { formatQuantity } from 'c/formatQuantity';
import { reduceErrors } from 'c/reduceErrors';
import { distanceText } from 'c/reservationText';

export type LocationChoice = Readonly<{ location: string; locationName: string }>;

interface Row {
  readonly location: string;
  readonly name: string;
  readonly place: string;
  readonly distance: string;
  readonly left: string;
  readonly label: string;
}

const FIRST_SHOWN = 5;

/**
 * The stores that could take a reservation over as a whole, nearest first, with what would be left there.
 *
 * Fires `locationchoice` with a {@link LocationChoice}.
 */
export default class NearbyAlternatives extends LightningElement {
  @api isBusy = false;

  found: readonly AlternativeLocation[] | undefined;
  failure: unknown;
  showsAll = false;
  #requestKey: string | undefined;

  @api get requestKey(): string | undefined {
    return this.#requestKey;
  }
  set requestKey(value: string | undefined) {
    this.#requestKey = value;
    void this.load();
  }

  /** Asks again: what is left elsewhere changes by the minute. */
  @api async load(): Promise<void> {
    const requestKey = this.#requestKey;
    if (requestKey === undefined) return;
    this.failure = undefined;
    try {
      const found = (await alternativesOf({ requestKey })) ?? [];
      if (requestKey === this.#requestKey) this.found = found;
    } catch (error) {
      if (requestKey === this.#requestKey) this.failure = error;
    }
  }

  get errorText(): string | undefined {
    return this.failure === undefined ? undefined : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.found === undefined && this.failure === undefined;
  }

  get isEmpty(): boolean {
    return this.found?.length === 0;
  }

  get rows(): Row[] {
    return (this.showsAll ? (this.found ?? []) : (this.found ?? []).slice(0, FIRST_SHOWN)).map((found) => {
      const name = found.locationName ?? found.location ?? '';
      return {
        location: found.location ?? '',
        name,
        place: [found.town, found.location].filter(Boolean).join(' · '),
        distance: distanceText(found.distanceKm) || 'distance unknown',
        left: `${formatQuantity(found.left ?? 0)} left there`,
        label: `Move here: ${name}`,
      };
    });
  }

  get moreText(): string | undefined {
    const more = (this.found?.length ?? 0) - FIRST_SHOWN;
    return more > 0 && !this.showsAll ? `Show ${more} more` : undefined;
  }

  handleMore(): void {
    this.showsAll = true;
  }

  handleRetry(): void {
    void this.load();
  }

  handleChoice(event: Event): void {
    const location = (event.currentTarget as HTMLElement).dataset.location;
    const found = this.found?.find((candidate) => candidate.location === location);
    if (found === undefined || location === undefined || this.isBusy) return;
    this.dispatchEvent(new CustomEvent<LocationChoice>('locationchoice', { detail: { location, locationName: found.locationName ?? location } }));
  }
}
