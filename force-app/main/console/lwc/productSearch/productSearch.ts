import { LightningElement, api, wire } from 'lwc';
import findProducts from '@salesforce/apex/AvailabilityController.findProducts';
import type { ProductHit } from '@salesforce/apex/AvailabilityController.findProducts';
import { present } from 'c/present';
import type { Present } from 'c/present';
import userId from '@salesforce/user/Id';
import { reduceErrors } from 'c/reduceErrors';
import { playTone } from 'c/scanSound';
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
  /** Codes that were scanned faster than they could be answered, and for which no certain product was found. */
  notTaken: readonly string[] = [];

  /** Scanned while the org still answers for the one before; looked up in their order. */
  #waiting: string[] = [];
  /** Has anything been typed since the last Enter? */
  #isTypedAnew = false;

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
    if (error !== undefined) this.fail();
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

  get hasNotTaken(): boolean {
    return this.notTaken.length > 0;
  }

  get notTakenText(): string {
    return `Not taken: ${this.notTaken.join(', ')}. Look ${this.notTaken.length === 1 ? 'it' : 'them'} up again.`;
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
    this.#isTypedAnew = true;
    // A hit that Enter would choose belongs to what was typed before.
    this.activeIndex = -1;
    this.isOpen = true;
    if (!this.choosesOnAnswer) this.searchAfterPause();
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

  handleForget(): void {
    this.notTaken = [];
    this.focus();
  }

  /** Keeps the focus in the box, so that choosing with the mouse does not first close the list. */
  handleOptionPress(event: MouseEvent): void {
    event.preventDefault();
  }

  handleOptionClick(event: MouseEvent): void {
    const sku = (event.currentTarget as HTMLElement).dataset.sku;
    const hit = this.offered.find((candidate) => candidate.sku === sku);
    if (hit === undefined) return;
    this.#isTypedAnew = false;
    this.choose(hit);
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
    const typed = this.typed.trim();
    const isAnew = this.#isTypedAnew;
    this.#isTypedAnew = false;
    if (this.choosesOnAnswer) {
      if (isAnew) this.#waiting.push(typed);
      this.input?.select();
    } else if (active !== undefined && this.isShowingHits) this.choose(active);
    else {
      this.lookUp(typed);
      // The next scan replaces the text, even before this one is answered.
      this.input?.select();
    }
    return true;
  }

  /** Chooses what the term means without another key, when that is certain. */
  private lookUp(term: string): void {
    this.choosesOnAnswer = true;
    if (term === this.term && this.hits !== undefined) this.chooseCertainHit(this.hits);
    else this.search(term);
    // Too short to be asked for: there will be no answer.
    if (this.term === undefined) this.choosesOnAnswer = false;
  }

  private close(): boolean {
    if (this.isShowingHits) this.isOpen = false;
    else this.clear();
    return true;
  }

  private searchAfterPause(): void {
    this.isPausing = this.typed.trim().length >= SHORTEST_TERM;
    clearTimeout(this.pauseTimer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- waits for a pause in typing; cleared on the next key and on disconnect
    this.pauseTimer = setTimeout(() => this.search(this.typed.trim()), TYPING_PAUSE_MILLISECONDS);
  }

  private search(term: string): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
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
    const isOvertaken = this.#isTypedAnew || this.#waiting.length > 0;
    if (certain !== undefined) this.choose(certain);
    else if (isOvertaken) this.refuse(this.term ?? '');
    else this.moveActive(1);
    if (isOvertaken) this.goOn();
  }

  /** With what was scanned meanwhile, or is being typed. */
  private goOn(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) this.lookUp(next);
    else if (this.#isTypedAnew) this.searchAfterPause();
  }

  /** Nobody looks at a list of hits who is scanning on already: it is said instead. */
  private refuse(code: string): void {
    this.notTaken = [...this.notTaken, code];
    playTone('bad');
  }

  /** The code that is still in the box stays there; those that have left it are named. */
  private fail(): void {
    const isOvertaken = this.choosesOnAnswer && (this.#isTypedAnew || this.#waiting.length > 0);
    for (const code of isOvertaken ? [this.term ?? '', ...this.#waiting] : []) this.refuse(code);
    this.#waiting = [];
    this.choosesOnAnswer = false;
    // Forgetting the term lets the next Enter ask again.
    this.term = undefined;
  }

  private choose(hit: Hit): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
    this.isOpen = false;
    this.activeIndex = -1;
    this.recent = rememberProduct(userId, hit);
    if (!this.#isTypedAnew) this.showName(hit.name);
    this.dispatchEvent(new CustomEvent<ProductSelect>('productselect', { detail: { sku: hit.sku, name: hit.name } }));
  }

  private showName(name: string): void {
    this.typed = name;
    if (this.input === undefined) return;
    this.input.value = name;
    // The next scan replaces the text instead of being added to it.
    this.input.select();
  }

  private clear(): void {
    clearTimeout(this.pauseTimer);
    this.isPausing = false;
    this.typed = '';
    this.choosesOnAnswer = false;
    this.#waiting = [];
    this.#isTypedAnew = false;
    this.notTaken = [];
    this.term = undefined;
    this.hits = undefined;
    this.errorMessage = undefined;
    this.activeIndex = -1;
    this.isOpen = false;
    if (this.input !== undefined) this.input.value = '';
  }
}
