import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import find from '@salesforce/apex/ReservationController.find';
import type { ReservationDetail } from '@salesforce/apex/ReservationDetail';
import mayView from '@salesforce/customPermission/View_Availability';
import { formatQuantity } from 'c/formatQuantity';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { taskWords, whenText } from 'c/reservationText';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly what: string;
  readonly where: string;
  readonly reference: string;
  readonly when: string;
  readonly pickup: string;
  readonly label: string;
}

const COMPACT_ROWS = 8;
const TYPING_PAUSE_MILLISECONDS = 300;

/** Finds reservations by what a customer can tell: the order, the pickup code, the name. Shows the latest until something is asked. */
export default class ReservationSearch extends NavigationMixin(LightningElement) {
  /** Shorter, for pages that show other things as well. */
  @api isCompact = false;

  term = '';
  found: readonly ReservationDetail[] | undefined;
  failure: unknown;
  isSearching = false;

  #pause: ReturnType<typeof setTimeout> | undefined;
  #pageReference: PageReference | null = null;
  /** Answers may cross; only the one to the last question counts. */
  #question = 0;

  @wire(CurrentPageReference)
  wiredPageReference(reference: PageReference | null): void {
    this.#pageReference = reference;
    const term = reference?.state?.c__term;
    if (term !== undefined && term !== this.term) {
      this.term = term;
      void this.search();
    }
  }

  connectedCallback(): void {
    if (mayView && this.found === undefined && !this.isSearching) void this.search();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#pause);
  }

  get isForbidden(): boolean {
    return !mayView || (this.failure !== undefined && isAccessError(this.failure));
  }

  get errorText(): string | undefined {
    return this.failure === undefined ? undefined : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.isSearching && this.found === undefined;
  }

  get isEmpty(): boolean {
    return this.found?.length === 0;
  }

  get emptyTitle(): string {
    return this.term.trim() === '' ? 'No reservations in the last seven days' : `Nothing found for “${this.term.trim()}”`;
  }

  get emptyText(): string {
    return this.term.trim() === '' ? 'What is reserved in the web shop, by agents and in stores shows up here.' : 'Order numbers, request keys and pickup codes must be complete; of a name a part is enough.';
  }

  get heading(): string {
    return this.term.trim() === '' ? 'Latest reservations' : 'Reservations found';
  }

  get rows(): Row[] {
    const shown = this.isCompact ? (this.found ?? []).slice(0, COMPACT_ROWS) : (this.found ?? []);
    return shown.map(rowOf);
  }

  get rowClass(): string {
    return this.isCompact ? 'row row_compact' : 'row';
  }

  get announcement(): string {
    if (this.found === undefined || this.term.trim() === '') return '';
    return this.found.length === 1 ? '1 reservation found.' : `${this.found.length} reservations found.`;
  }

  handleInput(event: Event): void {
    this.term = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- waits for a pause in typing; cleared on the next key and on disconnect
    this.#pause = setTimeout(() => {
      void this.search();
    }, TYPING_PAUSE_MILLISECONDS);
  }

  handleKeydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void this.searchAndOpen();
    else if (event.key === 'Escape' && this.term !== '') {
      this.term = '';
      void this.search();
    }
  }

  handleRetry(): void {
    void this.search();
  }

  handleOpen(event: Event): void {
    event.preventDefault();
    const recordId = (event.currentTarget as HTMLElement).dataset.id;
    if (recordId !== undefined) this.open(recordId);
  }

  /** A scanned or pasted code that leads to one reservation opens it. */
  private async searchAndOpen(): Promise<void> {
    await this.search();
    const [only, ...others] = this.found ?? [];
    if (this.term.trim() !== '' && only?.reservationId != null && others.length === 0) this.open(only.reservationId);
  }

  private async search(): Promise<void> {
    clearTimeout(this.#pause);
    this.#question += 1;
    const question = this.#question;
    this.isSearching = true;
    try {
      const found = await find({ term: this.term });
      if (question !== this.#question) return;
      this.found = found ?? [];
      this.failure = undefined;
      this.rememberInUrl();
    } catch (error) {
      if (question === this.#question) this.failure = error;
    } finally {
      if (question === this.#question) this.isSearching = false;
    }
  }

  private rememberInUrl(): void {
    const reference = this.#pageReference;
    const term = this.term.trim();
    if (reference === null || this.isCompact || (reference.state?.c__term ?? '') === term) return;
    this[NavigationMixin.Navigate]({ ...reference, state: { ...reference.state, c__term: term === '' ? undefined : term } }, true);
  }

  private open(recordId: string): void {
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Stock_Reservation__c', actionName: 'view' } });
  }
}

function rowOf(detail: ReservationDetail): Row {
  const lines = detail.lines ?? [];
  const [first] = lines;
  const more = lines.length > 1 ? ` + ${lines.length - 1} more` : '';
  const quantity = first === undefined ? 0 : (first.granted ?? 0) - (first.released ?? 0) || (first.requested ?? 0);
  const title = detail.customerLabel ?? detail.orderRef ?? detail.requestKey ?? '';
  return {
    id: detail.reservationId ?? '',
    title,
    status: detail.status ?? '',
    what: first === undefined ? 'Nothing' : `${formatQuantity(quantity)} × ${first.productName ?? first.sku ?? ''}${more}`,
    where: detail.locationName ?? '',
    reference: [detail.customerLabel == null ? undefined : detail.orderRef, detail.task?.pickupCode == null ? undefined : `code ${detail.task.pickupCode}`].filter(Boolean).join(' · '),
    when: detail.reservedAtMillis == null ? '' : whenText(detail.reservedAtMillis, detail.nowMillis ?? detail.reservedAtMillis),
    pickup: detail.task == null ? '' : taskWords(detail.task.state ?? ''),
    label: `Open the reservation of ${title}`,
  };
}
