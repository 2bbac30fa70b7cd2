import { LightningElement, api } from 'lwc';
import type { Store } from 'c/chosenStore';

interface Option {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

/** Which store the screen is about; only its name when there is nothing to choose. Fires `storechoose` with the store's code. */
export default class StorePicker extends LightningElement {
  @api stores: readonly Store[] = [];
  /** Code of the store that is shown. */
  @api value: string | undefined;

  get hasChoice(): boolean {
    return this.stores.length > 1;
  }

  get onlyName(): string {
    return this.stores[0]?.name ?? '';
  }

  get options(): Option[] {
    const isMixed = this.stores.some(({ isMine }) => isMine) && this.stores.some(({ isMine }) => !isMine);
    return this.stores.map(({ code, name, isMine }) => ({ value: code, label: isMixed && !isMine ? `${name} (view only)` : name, description: code }));
  }

  handleChange(event: CustomEvent<{ readonly value: string }>): void {
    this.dispatchEvent(new CustomEvent<string>('storechoose', { detail: event.detail.value }));
  }
}
