import { LightningElement, api, wire } from 'lwc';
import findProducts from '@salesforce/apex/AvailabilityController.findProducts';
import type { ProductHit } from '@salesforce/apex/AvailabilityController.findProducts';
import { present } from 'c/present';
import type { Present } from 'c/present';
import userId from '@salesforce/user/Id';
import { reduceErrors } from 'c/reduceErrors';
import { loadRecentProducts, rememberProduct } from './recentProducts';

export type ProductSelect = Readonly<{ sku: string; name: string }>;

const TYPING_PAUSE_MILLISECONDS = 200;
const SHORTEST_TERM = 2;

type Hit = Present<ProductHit, 'sku' | 'name'>;

interface Option extends Hit {
  readonly id: string;
  readonly isActive: 'true' | 'false';
  readonly className: string;
}

/**
 * A search box that takes typing and barcode scanners alike. A scanner types faster than a pause and ends with Enter:
 * then the search runs at once and a single or exact hit is chosen without another key.
 *
 * Fires `productselect` with a {@link ProductSelect}.
 */
export default class ProductSearch extends LightningElement {
  /** What the wire searches for; `undefined` keeps it from asking. */
  term: string | undefined;
  typed = '';
  hits: readonly Hit[] | undefined;
  errorMessage: string | undefined;
  /** Offered while nothing is typed. */
  recent: readonly Hit[] = loadRecentProducts(userId);
  activeIndex = -1;
  isOpen = false;
  /** Enter was pressed before the answer was there: choose as soon as it comes. */
  choosesOnAnswer = false;
  pauseTimer: ReturnType<typeof setTimeout> | undefined;
  isPausing = false;

  /** What a key does in the search box; true when the browser must not act on it as well. */
  #keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => this.moveActive(1),
    ArrowUp: () => this.moveActive(-1),
    Enter: () => this.chooseOrSearch(),
    Escape: () => this.close(),
  };

  @api focus(): void {
    this.input?.focus();
  }

  @wire(findProducts, { term: '$term' })
  wiredProducts({ data, error }: { readonly data?: readonly ProductHit[]; readonly error?: unknown }): void {
    if (this.term === undefined) return;
    this.errorMessage = error === undefined ? undefined : reduceErrors(error).join(' ');
    this.hits = error === undefined ? data?.map((hit) => present(hit, 'sku', 'name')) : undefined;
    this.activeIndex = -1;
    // Forgetting the term lets the next Enter ask again.
    if (error !== undefined) this.term = undefined;
    if (this.choosesOnAnswer && this.hits !== undefined) this.chooseCertainHit(this.hits);
  }

  disconnectedCallback(): void {
    clearTimeout(this.pauseTimer);
  }

  get input(): HTMLInputElement | undefined {
    return this.refs?.term as HTMLInputElement | undefined;
  }

  get hasTerm(): boolean {
    return this.typed !== '';
  }

  get isSearching(): boolean {
    return this.isPausing || (this.term !== undefined && this.hits === undefined && this.errorMessage === undefined);
  }

  get isRecent(): boolean {
    return this.typed.trim() === '' && this.recent.length > 0;
  }

  get offered(): readonly Hit[] {
    return this.isRecent ? this.recent : (this.hits ?? []);
  }

  get options(): Option[] {
    return this.offered.map((hit, index) => ({
      ...hit,
      id: `hit-${index}`,
      isActive: index === this.activeIndex ? 'true' : 'false',
      className: `slds-media slds-media_center slds-listbox__option slds-listbox__option_entity slds-listbox__option_has-meta${index === this.activeIndex ? ' slds-has-focus' : ''}`,
    }));
  }

  get message(): string | undefined {
    if (this.errorMessage !== undefined) return this.errorMessage;
    if (this.hits?.length === 0) return `Nothing is called, numbered or coded “${this.term ?? this.typed}”.`;
    return undefined;
  }

  get isShowingHits(): boolean {
    return this.isOpen && (this.message !== undefined || this.offered.length > 0);
  }

  get expanded(): 'true' | 'false' {
    return this.isShowingHits ? 'true' : 'false';
  }

  get comboboxClass(): string {
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click${this.isShowingHits ? ' slds-is-open' : ''}`;
  }

  get activeOptionId(): string | undefined {
    return this.activeIndex >= 0 && this.isShowingHits ? `hit-${this.activeIndex}` : undefined;
  }

  get announcement(): string {
    if (!this.isShowingHits) return '';
    if (this.message !== undefined) return this.message;
    if (this.isRecent) return 'Products you looked at lately.';
    const count = this.hits?.length ?? 0;
    return count === 1 ? '1 product found.' : `${count} products found.`;
  }

  handleInput(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.choosesOnAnswer = false;
    this.isOpen = true;
    this.isPausing = this.typed.trim().length >= SHORTEST_TERM;
    clearTimeout(this.pauseTimer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- waits for a pause in typing; cleared on the next key and on disconnect
    this.pauseTimer = setTimeout(() => this.search(), TYPING_PAUSE_MILLISECONDS);
  }

  handleKeydown(event: KeyboardEvent): void {
    if (this.#keys[event.key]?.() === true) event.preventDefault();
  }

  handleFocus(): void {
    this.isOpen = true;
    this.input?.select();
  }

  handleBlur(): void {
    this.isOpen = false;
  }

  handleClear(): void {
    this.clear();
    this.focus();
  }

  /** Keeps the focus in the box, so that choosing with the mouse does not first close the list. */
  handleOptionPress(event: MouseEvent): void {
    event.preventDefault();
  }

  handleOptionClick(event: MouseEvent): void {
    const sku = (event.currentTarget as HTMLElement).dataset.sku;
    const hit = this.offered.find((candidate) => candidate.sku === sku);
    if (hit !== undefined) this.choose(hit);
  }

  private moveActive(step: 1 | -1): boolean {
    const count = this.offered.length;
    if (count === 0) return false;
    this.isOpen = true;
    this.activeIndex = this.activeIndex === -1 && step === -1 ? count - 1 : (this.activeIndex + step + count) % count;
    return true;
  }

  private chooseOrSearch(): boolean {
    const active = this.offered[this.activeIndex];
    const isAnswered = this.typed.trim() === this.term && this.hits !== undefined;
    if (active !== undefined && this.isShowingHits) this.choose(active);
    else if (isAnswered) this.chooseCertainHit(this.hits ?? []);
    else {
      this.choosesOnAnswer = true;
      this.search();
    }
    return true;
  }

  private close(): boolean {
    if (this.isShowingHits) this.isOpen = false;
    else this.clear();
    return true;
  }

  private search(): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
    const term = this.typed.trim();
    if (term === this.term) return;
    this.hits = undefined;
    this.errorMessage = undefined;
    this.term = term.length >= SHORTEST_TERM ? term : undefined;
  }

  private chooseCertainHit(hits: readonly Hit[]): void {
    this.choosesOnAnswer = false;
    const typed = this.term?.toUpperCase();
    const exact = hits.find((hit) => hit.sku.toUpperCase() === typed || hit.shortCode?.toUpperCase() === typed);
    const certain = exact ?? (hits.length === 1 ? hits[0] : undefined);
    if (certain !== undefined) this.choose(certain);
    else this.moveActive(1);
  }

  private choose(hit: Hit): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
    this.isOpen = false;
    this.activeIndex = -1;
    this.typed = hit.name;
    this.recent = rememberProduct(userId, hit);
    if (this.input !== undefined) {
      this.input.value = hit.name;
      // The next scan replaces the text instead of being added to it.
      this.input.select();
    }
    this.dispatchEvent(new CustomEvent<ProductSelect>('productselect', { detail: { sku: hit.sku, name: hit.name } }));
  }

  private clear(): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
    this.typed = '';
    this.term = undefined;
    this.hits = undefined;
    this.errorMessage = undefined;
    this.activeIndex = -1;
    this.isOpen = false;
    if (this.input !== undefined) this.input.value = '';
  }
}
