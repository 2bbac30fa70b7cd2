import { LightningElement, api, wire } from 'lwc';
import getPlaces from '@salesforce/apex/AvailabilityController.getPlaces';
import type { Place } from '@salesforce/apex/AvailabilityController.getPlaces';
import getGroups from '@salesforce/apex/AvailabilityController.getGroups';
import type { PlaceGroup } from '@salesforce/apex/AvailabilityController.getGroups';

export interface FinderView {
  /** Channel whose view is shown; empty: the raw figures. */
  readonly channel: string;
  /** Code of the group whose locations are shown; empty: all. */
  readonly group: string;
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

interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

const CHANNELS: readonly (readonly [string, string])[] = [['STORE', 'Store'], ['TILL', 'Till'], ['WEB', 'Web shop'], ['MARKETPLACE', 'Marketplace'], ['CALLCENTRE', 'Call centre'], ['', 'Raw figures']];
const KINDS: readonly (readonly [string, string])[] = [['Region', 'Regions'], ['Network', 'Networks'], ['View', 'Views']];

/**
 * How the stock of a product is looked at: as which channel, of which places, from where, in what order.
 *
 * Fires `viewchange` with the new {@link FinderView}.
 */
export default class FinderOptions extends LightningElement {
  @api view: FinderView = { channel: 'STORE', group: '', near: '', order: 'promise', isEnoughOnly: false };
  /** How many the customer wants, for the name of the filter. */
  @api quantityText = '1';

  places: readonly Place[] = [];
  groups: readonly PlaceGroup[] = [];

  /** Without places distances cannot be asked for; everything else works. */
  @wire(getPlaces)
  wiredPlaces({ data }: { readonly data?: readonly Place[] }): void {
    this.places = data ?? [];
  }

  /** Without groups every location is shown. */
  @wire(getGroups)
  wiredGroups({ data }: { readonly data?: readonly PlaceGroup[] }): void {
    this.groups = data ?? [];
  }

  get hasGroups(): boolean {
    return this.groups.length > 0;
  }

  get isEverywhere(): boolean {
    return this.view.group === '';
  }

  get groupChoices(): ChoiceGroup[] {
    return KINDS.map(([kind, label]) => ({
      label,
      choices: this.groups.filter((group) => group.kind === kind).map(({ code, name }) => ({ value: code ?? '', label: name ?? code ?? '', isChosen: code === this.view.group })),
    })).filter(({ choices }) => choices.length > 0);
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

  handleGroup(event: Event): void {
    this.change({ group: valueOf(event) });
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
