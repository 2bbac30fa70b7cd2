import { LightningElement, api, wire } from 'lwc';
import getPlaces from '@salesforce/apex/AvailabilityController.getPlaces';
import type { Place } from '@salesforce/apex/AvailabilityController.getPlaces';

export interface FinderView {
  /** Channel whose view is shown; empty: the raw figures. */
  readonly channel: string;
  /** Code of the location to measure distances from; empty: none are shown. */
  readonly near: string;
  readonly order: 'promise' | 'distance';
  /** Only locations that can promise as much as is wanted. */
  readonly isEnoughOnly: boolean;
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

const CHANNELS: readonly (readonly [string, string])[] = [['STORE', 'Store'], ['WEB', 'Web shop'], ['CALL', 'Call centre'], ['', 'Raw figures']];

/**
 * How the stock of a product is looked at: as which channel, from where, in what order.
 *
 * Fires `viewchange` with the new {@link FinderView}.
 */
export default class FinderOptions extends LightningElement {
  @api view: FinderView = { channel: 'STORE', near: '', order: 'promise', isEnoughOnly: false };
  /** How many the customer wants, for the name of the filter. */
  @api quantityText = '1';

  places: readonly Place[] = [];

  /** Without places distances cannot be asked for; everything else works. */
  @wire(getPlaces)
  wiredPlaces({ data }: { readonly data?: readonly Place[] }): void {
    this.places = data ?? [];
  }

  get channelChoices(): Choice[] {
    const known = CHANNELS.some(([value]) => value === this.view.channel) ? CHANNELS : [...CHANNELS, [this.view.channel, this.view.channel] as const];
    return known.map(([value, label]) => ({ value, label, isChosen: value === this.view.channel }));
  }

  get placeChoices(): Choice[] {
    const places = this.places
      .filter(({ hasCoordinates, code }) => hasCoordinates === true && code != null)
      .map(({ code, name }) => ({ value: code ?? '', label: name ?? code ?? '', isChosen: code === this.view.near }));
    return [{ value: '', label: 'Anywhere', isChosen: this.view.near === '' }, ...places];
  }

  get filterText(): string {
    return `Only where ${this.quantityText} can be promised`;
  }

  handleChannel(event: Event): void {
    this.change({ channel: valueOf(event) });
  }

  /** Whoever names a place wants the nearest; who takes it back wants what it was before. */
  handleNear(event: Event): void {
    const near = valueOf(event);
    this.change({ near, order: near === '' ? 'promise' : 'distance' });
  }

  handleFilter(event: Event): void {
    this.change({ isEnoughOnly: (event.target as HTMLInputElement).checked });
  }

  private change(part: Partial<FinderView>): void {
    this.dispatchEvent(new CustomEvent<FinderView>('viewchange', { detail: { ...this.view, ...part } }));
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
