import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import mayView from '@salesforce/customPermission/View_Availability';
import getEntries from '@salesforce/apex/PositionController.getEntries';
import getPosition from '@salesforce/apex/PositionController.getPosition';
import type { Entry } from '@salesforce/apex/PositionController';
import { AvailabilityStream } from 'c/availabilityStream';
import { formatQuantity } from 'c/formatQuantity';
import { changeText, intentText, momentText, outcomeText } from 'c/positionTexts';
import { present } from 'c/present';
import type { Present } from 'c/present';
import { reduceErrors } from 'c/reduceErrors';

type LedgerEntry = Present<Entry, 'entryId'>;

const PAGE_SIZE = 25;
/** Source of what Holdfast itself has written. */
const OWN_SOURCE = 'HOLDFAST';
const BUCKETS = [['onHandChange', 'on hand'], ['reservedChange', 'reserved'], ['inspectionChange', 'inspection'], ['damagedChange', 'damaged'], ['inTransitChange', 'in transit']] as const;

/** The ledger of a position, newest first: every change with what happened, who says so, and what it did to each bucket. */
export default class PositionEntries extends NavigationMixin(LightningElement) {
  @api recordId: string | undefined;

  entries: readonly LedgerEntry[] | undefined;
  hasMore = false;
  isBusy = false;
  failure: unknown;

  #positionKey: string | undefined;
  #stream = new AvailabilityStream({
    onChange: (change) => {
      if (change.Position_Key__c === this.#positionKey) void this.loadNewest().catch(() => undefined);
    },
    catchUp: () => this.loadNewest(),
    onState: () => undefined,
  });

  connectedCallback(): void {
    if (!mayView) return;
    void this.open().catch(() => undefined);
    void this.#stream.start();
  }

  disconnectedCallback(): void {
    this.#stream.stop();
  }

  get isShown(): boolean {
    return mayView === true;
  }

  get isFailed(): boolean {
    return this.failure !== undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.entries === undefined && this.failure === undefined;
  }

  get isEmpty(): boolean {
    return this.entries?.length === 0;
  }

  get hasEntries(): boolean {
    return this.entries !== undefined && this.entries.length > 0;
  }

  get rows(): readonly { key: string; what: string; outcome: string; cause: string; when: string; late: string; changes: readonly { bucket: string; text: string; pillClass: string }[]; reservationId: string | null | undefined; linkLabel: string; requestKey: string | null | undefined; hasPlainKey: boolean }[] {
    return (this.entries ?? []).map((entry) => ({
      key: entry.entryId,
      what: whatOf(entry),
      outcome: outcomeText(entry.outcome),
      cause: causeOf(entry),
      when: entry.occurredAtMillis == null ? '' : momentText(entry.occurredAtMillis),
      late: lateText(entry),
      changes: changesOf(entry),
      reservationId: entry.reservationId,
      requestKey: entry.requestKey,
      linkLabel: `Open the reservation ${entry.requestKey ?? ''}`,
      hasPlainKey: entry.reservationId == null && entry.requestKey != null,
    }));
  }

  handleReservation(event: Event): void {
    event.preventDefault();
    const recordId = (event.currentTarget as HTMLElement).dataset.id;
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Stock_Reservation__c', actionName: 'view' } });
  }

  handleMore(): void {
    void this.loadMore();
  }

  handleRetry(): void {
    void this.open().catch(() => undefined);
  }

  private async open(): Promise<void> {
    await this.loadNewest();
    const position = await getPosition({ recordIdOrKey: this.recordId ?? null });
    this.#positionKey = position.positionKey ?? undefined;
  }

  /** New entries come on top; what has been paged to stays. */
  private async loadNewest(): Promise<void> {
    const { recordId } = this;
    if (recordId === undefined) return;
    try {
      const page = await getEntries({ recordIdOrKey: recordId, beforeEntryId: null, pageSize: PAGE_SIZE });
      const newest = entriesOf(page.entries);
      const known = this.entries ?? [];
      const overlap = known.findIndex(({ entryId }) => entryId === newest.at(-1)?.entryId);
      // Without an overlap entries lie between: the list begins anew rather than with a hole.
      this.entries = overlap === -1 ? newest : [...newest, ...known.slice(overlap + 1)];
      if (overlap === -1) this.hasMore = page.hasMore === true;
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
      throw failure;
    }
  }

  private async loadMore(): Promise<void> {
    const last = this.entries?.at(-1);
    if (this.recordId === undefined || last === undefined || this.isBusy) return;
    this.isBusy = true;
    try {
      const page = await getEntries({ recordIdOrKey: this.recordId, beforeEntryId: last.entryId, pageSize: PAGE_SIZE });
      const known = this.entries ?? [];
      // Meanwhile the list may have begun anew; then this page does not follow it.
      if (known.at(-1)?.entryId === last.entryId) {
        this.entries = [...known, ...entriesOf(page.entries)];
        this.hasMore = page.hasMore === true;
      }
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.isBusy = false;
    }
  }
}

function entriesOf(answer: readonly Entry[] | null | undefined): readonly LedgerEntry[] {
  return (answer ?? []).map((entry) => present(entry, 'entryId'));
}

function whatOf({ intent, quantity }: LedgerEntry): string {
  return quantity == null || quantity === 0 ? intentText(intent) : `${intentText(intent)}: ${formatQuantity(Math.abs(quantity))}`;
}

/** Who says so, and by which receipt or document. What Holdfast did itself needs no source. */
function causeOf({ source, register, reference, actor, reason }: LedgerEntry): string {
  const parts = [source === OWN_SOURCE ? undefined : source, register == null ? undefined : `register ${register}`, reference, actor == null ? undefined : `by ${actor}`, reason];
  return parts.filter((part) => part != null && part !== '').join(' · ');
}

const LATE_MILLIS = 15 * 60_000;

/** Facts may arrive long after they happened; then both times matter. */
function lateText({ occurredAtMillis, receivedAtMillis }: LedgerEntry): string {
  if (occurredAtMillis == null || receivedAtMillis == null || receivedAtMillis - occurredAtMillis < LATE_MILLIS) return '';
  return `told ${momentText(receivedAtMillis)}`;
}

function changesOf(entry: LedgerEntry): readonly { bucket: string; text: string; pillClass: string }[] {
  return BUCKETS.flatMap(([member, bucket]) => {
    const change = entry[member];
    return change == null || change === 0 ? [] : [{ bucket, text: changeText(change), pillClass: `pill ${change > 0 ? 'pill_more' : 'pill_less'}` }];
  });
}
