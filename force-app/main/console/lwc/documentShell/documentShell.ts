import { LightningElement, api, wire } from 'lwc';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import type { StoreChoice } from '@salesforce/apex/StoreTaskController.getStores';
import userId from '@salesforce/user/Id';
import { chooseStore, onStoreChosen, storeToShow, storesOf } from 'c/chosenStore';
import type { Store } from 'c/chosenStore';
import { isAccessError, reduceErrors } from 'c/reduceErrors';

/** One document of the list beside the work. */
export interface DocumentChoice {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly badge: string;
}

interface Row extends DocumentChoice {
  readonly current: 'true' | 'false';
  readonly className: string;
}

/**
 * What screens of transfers, returns and counts have in common: the store they are about, the list of its documents and the place for the one that is worked on.
 * Fires `storeshow` with the store, `documentopen` with the id, `retry`.
 */
export default class DocumentShell extends LightningElement {
  @api heading = '';
  /** Undefined: not fetched yet. */
  @api documents: readonly DocumentChoice[] | undefined;
  @api listLabel = '';
  @api emptyText = '';
  @api selectedId: string | undefined;
  /** Why the documents could not be fetched. */
  @api failure: unknown;
  /** Said once to screen readers. */
  @api announcement = '';

  stores: readonly Store[] | undefined;
  store: Store | undefined;
  storesFailure: unknown;

  #end: (() => void) | undefined;

  connectedCallback(): void {
    this.#end = onStoreChosen(userId, (code) => this.show(code));
  }

  disconnectedCallback(): void {
    this.#end?.();
  }

  @wire(getStores)
  wiredStores({ data, error }: { readonly data?: readonly StoreChoice[]; readonly error?: unknown }): void {
    this.storesFailure = error;
    if (data === undefined) return;
    this.stores = storesOf(data);
    const store = storeToShow(this.stores, userId);
    if (store !== undefined) this.show(store.code);
  }

  get storeCode(): string | undefined {
    return this.store?.code;
  }

  get hasStores(): boolean {
    return this.stores !== undefined && this.stores.length > 0;
  }

  get hasNoStore(): boolean {
    return this.stores?.length === 0;
  }

  get cause(): unknown {
    return this.storesFailure ?? this.failure;
  }

  get isForbidden(): boolean {
    return this.cause !== undefined && (isAccessError(this.cause) || /custom permission/.test(this.errorText));
  }

  get isFailed(): boolean {
    return this.cause !== undefined;
  }

  get errorText(): string {
    return this.cause === undefined ? '' : reduceErrors(this.cause).join(' ');
  }

  get isLoading(): boolean {
    return this.documents === undefined;
  }

  get isEmpty(): boolean {
    return this.documents?.length === 0;
  }

  get rows(): Row[] {
    return (this.documents ?? []).map((document) => {
      const isSelected = document.id === this.selectedId;
      return { ...document, current: isSelected ? 'true' : 'false', className: isSelected ? 'choice choice_selected' : 'choice' };
    });
  }

  handleStoreChoose(event: CustomEvent<string>): void {
    chooseStore(event.detail, userId);
  }

  handleOpen(event: MouseEvent): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    if (id !== undefined) this.dispatchEvent(new CustomEvent<string>('documentopen', { detail: id }));
  }

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }

  private show(code: string): void {
    const store = this.stores?.find((candidate) => candidate.code === code);
    if (store === undefined || store.code === this.store?.code) return;
    this.store = store;
    this.dispatchEvent(new CustomEvent<Store>('storeshow', { detail: store }));
  }
}
