import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import type { ToastConfig } from 'lightning/platformShowToastEvent';
import availabilityFor from '@salesforce/apex/AvailabilityController.availabilityFor';
import type { Availability } from '@salesforce/apex/AvailabilityController.availabilityFor';
import type { ReserveAnswer } from '@salesforce/apex/ReservationController';
import release from '@salesforce/apex/AvailabilityController.release';
import mayView from '@salesforce/customPermission/View_Availability';
import mayReserve from '@salesforce/customPermission/Reserve_Stock';
import mayRelease from '@salesforce/customPermission/Release_Stock';
import userId from '@salesforce/user/Id';
import { byDistance, byPromise, mergeAnswer, mergeChange, rowsOf } from 'c/availabilityRows';
import type { AvailabilityChange, LocationRow, RowChange, Update } from 'c/availabilityRows';
import { AvailabilityStream } from 'c/availabilityStream';
import type { StreamState } from 'c/availabilityStream';
import type { FinderView } from 'c/finderOptions';
import { formatClockTime, formatQuantity } from 'c/formatQuantity';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { present } from 'c/present';
import type { Present } from 'c/present';
import { loadReservations, saveReservations } from 'c/sessionReservations';
import type { SessionReservation } from 'c/sessionReservations';
import type { ProductSelect } from 'c/productSearch';
import type { OpenRequest, ReleaseRequest } from 'c/reservationList';
import ReserveModal from 'c/reserveModal';
import type { RecentChange, ReserveRequest } from 'c/stockTable';

type Reserved = Present<ReserveAnswer, 'requestKey' | 'status' | 'granted' | 'available'>;

const STREAM_TEXTS: Readonly<Record<StreamState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  polling: 'Not live',
};

/** Finds a product, shows what every location can promise, and reserves it there. The numbers follow every sale and reservation made elsewhere. */
export default class AvailabilityFinder extends NavigationMixin(LightningElement) {
  /** Whose view of the stock is shown first. */
  @api get channel(): string {
    return this.view.channel;
  }
  set channel(value: string) {
    this.view = { ...this.view, channel: value };
  }

  view: FinderView = { channel: 'STORE', group: '', near: '', order: 'promise', isEnoughOnly: false };

  sku: string | undefined;
  productName = '';
  imageUrl: string | undefined;
  asOf: string | undefined;
  rows: readonly LocationRow[] | undefined;
  failure: unknown;
  quantity = 1;
  recentChanges: Readonly<Record<string, RecentChange>> = {};
  reservations: readonly SessionReservation[] = loadReservations(userId);
  busyLocation: string | undefined;
  busyKey: string | undefined;
  streamState: StreamState = 'connecting';
  announcement = '';

  #pageReference: PageReference | null = null;
  #stream = new AvailabilityStream({
    onChange: (change) => this.takeChange(change),
    catchUp: () => this.load(),
    onState: (state) => {
      this.streamState = state;
    },
  });

  connectedCallback(): void {
    if (mayView) void this.#stream.start();
    else this.streamState = 'polling';
  }

  disconnectedCallback(): void {
    this.#stream.stop();
  }

  @wire(CurrentPageReference)
  wiredPageReference(reference: PageReference | null): void {
    this.#pageReference = reference;
    const sku = reference?.state?.c__sku;
    if (sku !== undefined && sku !== this.sku) this.show(sku, sku);
  }

  get isForbidden(): boolean {
    return !mayView || (this.failure !== undefined && isAccessError(this.failure));
  }

  get maySearch(): boolean {
    return mayView === true;
  }

  /** Without numbers a failure takes their place; with numbers it is only said that they are not fresh. */
  get hasError(): boolean {
    return this.failure !== undefined && this.rows === undefined;
  }

  get isOutdated(): boolean {
    return this.failure !== undefined && this.rows !== undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.sku !== undefined && this.rows === undefined && this.failure === undefined;
  }

  get isUnstocked(): boolean {
    return this.rows?.length === 0 && this.view.group === '';
  }

  get hasProduct(): boolean {
    return this.rows !== undefined && !this.isUnstocked;
  }

  get hasReservations(): boolean {
    return this.reservations.length > 0;
  }

  /** Who cannot give back should not take. */
  get canReserve(): boolean {
    return mayReserve === true && mayRelease === true;
  }

  get isSmallestQuantity(): boolean {
    return this.quantity <= 1;
  }

  /** What the filter leaves over. */
  get shownRows(): readonly LocationRow[] {
    const rows = this.rows ?? [];
    return this.view.isEnoughOnly ? rows.filter((row) => row.available >= this.quantity) : rows;
  }

  get isFilteredAway(): boolean {
    return this.shownRows.length === 0;
  }

  get filteredText(): string {
    return this.rows?.length === 0 ? 'None of these locations has ever stocked it.' : `No location can promise ${this.quantityText}. Lower the quantity, or show all locations.`;
  }

  get quantityText(): string {
    return formatQuantity(this.quantity);
  }

  get totalText(): string {
    return formatQuantity((this.rows ?? []).reduce((sum, row) => sum + row.available, 0));
  }

  get coverageText(): string {
    const rows = this.rows ?? [];
    return `${rows.filter((row) => row.available > 0).length} of ${rows.length}`;
  }

  get asOfText(): string {
    return this.asOf === undefined ? '' : formatClockTime(this.asOf);
  }

  get streamText(): string {
    return STREAM_TEXTS[this.streamState];
  }

  get streamDotClass(): string {
    return `dot dot_${this.streamState}`;
  }

  get skeletonLines(): number[] {
    return [1, 2, 3, 4, 5];
  }

  handleProductSelect(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    if (sku === this.sku) {
      this.handleRetry();
      return;
    }
    this.show(sku, name);
    this.rememberInUrl(sku);
  }

  handleLess(): void {
    this.quantity = Math.max(1, Math.ceil(this.quantity) - 1);
  }

  handleMore(): void {
    this.quantity = Math.floor(this.quantity) + 1;
  }

  handleQuantity(event: Event): void {
    const input = event.target as HTMLInputElement;
    const entered = Math.round(input.valueAsNumber * 1000) / 1000;
    if (entered > 0) this.quantity = entered;
    // An unusable entry leaves the quantity as it was; the box must show that.
    input.value = String(this.quantity);
  }

  handleRefresh(): void {
    this.load().catch((error: unknown) => this.toast('error', 'The numbers could not be fetched', reduceErrors(error).join(' ')));
  }

  handleRetry(): void {
    this.failure = undefined;
    this.loadQuietly();
  }

  async handleReserveRequest(event: CustomEvent<ReserveRequest>): Promise<void> {
    const { location, quantity } = event.detail;
    const sku = this.sku;
    const row = this.rows?.find((candidate) => candidate.location === location);
    if (sku === undefined || row === undefined || this.busyLocation !== undefined) return;
    this.busyLocation = location;
    try {
      const answer = await ReserveModal.open<ReserveAnswer>({
        label: `Reserve ${this.productName} at ${row.locationName}`,
        size: 'small',
        sku, location, quantity, productName: this.productName, locationName: row.locationName, available: row.available, channel: this.view.channel,
      });
      if (answer !== undefined) this.takeReservation(present(answer, 'requestKey', 'status', 'granted', 'available'), quantity, row);
      // Also when nothing came of it: the reason may be that somebody else was faster.
      this.loadQuietly();
    } finally {
      this.busyLocation = undefined;
    }
  }

  handleOpenRequest(event: CustomEvent<OpenRequest>): void {
    const { reservationId } = event.detail;
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId: reservationId, objectApiName: 'Stock_Reservation__c', actionName: 'view' } });
  }

  /** Another channel or place needs another answer; order and filter only show the same one otherwise. */
  handleViewChange(event: CustomEvent<FinderView>): void {
    const before = this.view;
    this.view = event.detail;
    if (before.channel !== this.view.channel || before.near !== this.view.near || before.group !== this.view.group) this.loadQuietly();
    this.sortRows();
  }

  async handleReleaseRequest(event: CustomEvent<ReleaseRequest>): Promise<void> {
    const { requestKey } = event.detail;
    const reservation = this.reservations.find((candidate) => candidate.requestKey === requestKey);
    if (reservation === undefined || this.busyKey !== undefined) return;
    this.busyKey = requestKey;
    try {
      await release({ requestKey });
      this.keep(this.reservations.filter((candidate) => candidate.requestKey !== requestKey));
      this.toast('success', `Released ${formatQuantity(reservation.quantity)} at ${reservation.locationName}`, `${reservation.productName} can be promised again.`);
      this.loadQuietly();
    } catch (error) {
      this.toast('error', `Not released at ${reservation.locationName}`, reduceErrors(error).join(' '));
    } finally {
      this.busyKey = undefined;
    }
  }

  private show(sku: string, name: string): void {
    this.sku = sku;
    this.productName = name;
    this.imageUrl = undefined;
    this.rows = undefined;
    this.failure = undefined;
    this.recentChanges = {};
    this.announcement = '';
    this.loadQuietly();
  }

  /** A reload or a shared link then shows the same product. */
  private rememberInUrl(sku: string): void {
    const reference = this.#pageReference;
    if (reference === null) return;
    this[NavigationMixin.Navigate]({ ...reference, state: { ...reference.state, c__sku: sku } }, true);
  }

  /** Fetches the whole answer; rejects, and shows the failure, when there is none. Versions make it harmless when two answers cross. */
  private async load(): Promise<void> {
    const sku = this.sku;
    if (sku === undefined) return;
    const { channel, group, near } = this.view;
    try {
      const answer = await availabilityFor({ sku, channel, groupCode: group, near });
      // What was asked before another channel or place was chosen answers nothing any more.
      if (sku === this.sku && channel === this.view.channel && group === this.view.group) this.takeAnswer(answer);
    } catch (error) {
      if (sku === this.sku) this.failure = error;
      throw error;
    }
  }

  /** The failure is shown in place of the numbers, or above them. */
  private loadQuietly(): void {
    this.load().catch(() => undefined);
  }

  private takeAnswer(answer: Availability): void {
    this.failure = undefined;
    // The org's spelling: events carry it, a typed link may not.
    const product = present(answer.product, 'sku', 'name');
    this.sku = product.sku;
    this.productName = product.name;
    this.imageUrl = product.imageUrl ?? undefined;
    this.asOf = answer.asOf ?? undefined;
    const isFirst = this.rows === undefined;
    const isMeasured = (): boolean => this.rows?.some((row) => row.distanceKm != null) === true;
    const wasMeasured = isMeasured();
    this.take(mergeAnswer(this.rows ?? [], rowsOf(answer.items)));
    // Later answers keep the order, so that nothing moves under the pointer; one that brings distances is there to be sorted by them.
    if (isFirst || (isMeasured() && !wasMeasured)) this.sortRows();
  }

  private takeChange(change: AvailabilityChange): void {
    if (this.rows === undefined || change.SKU__c !== this.sku) return;
    const update = mergeChange(this.rows, change);
    if (update !== undefined) this.take(update);
    else this.loadQuietly();
  }

  private sortRows(): void {
    if (this.rows !== undefined) this.rows = [...this.rows].sort(this.view.order === 'distance' ? byDistance : byPromise);
  }

  private take(update: Update): void {
    this.rows = update.rows;
    if (update.changes.length === 0) return;
    const recent: Record<string, RecentChange> = { ...this.recentChanges };
    for (const change of update.changes) {
      recent[change.location] = { difference: change.availableNow - change.availableBefore, count: (recent[change.location]?.count ?? 0) + 1 };
    }
    this.recentChanges = recent;
    this.announcement = announcementOf(update.changes);
  }

  private takeReservation(result: Reserved, wanted: number, row: LocationRow): void {
    const place = row.locationName;
    const reason = result.reason ?? `${formatQuantity(result.available)} available there.`;
    if (result.status === 'Refused' || result.granted <= 0) {
      this.toast('warning', `Not reserved at ${place}`, reason);
      return;
    }
    const reservation: SessionReservation = {
      requestKey: result.requestKey,
      sku: this.sku ?? '',
      productName: this.productName,
      location: row.location,
      locationName: place,
      quantity: result.granted,
      ...(result.reservationId == null ? {} : { reservationId: result.reservationId }),
    };
    // The answer may be the recorded one of a reservation that is listed already.
    this.keep([reservation, ...this.reservations.filter(({ requestKey }) => requestKey !== result.requestKey)]);
    const left = `${formatQuantity(result.available)} still available there.`;
    if (result.status === 'Partial') this.toast('warning', `Reserved ${formatQuantity(result.granted)} of ${formatQuantity(wanted)} at ${place}`, reason);
    else this.toast('success', `Reserved ${formatQuantity(result.granted)} at ${place}`, left);
  }

  private keep(reservations: readonly SessionReservation[]): void {
    this.reservations = reservations;
    saveReservations(userId, reservations);
  }

  private toast(variant: NonNullable<ToastConfig['variant']>, title: string, message: string): void {
    this.dispatchEvent(new ShowToastEvent({ variant, title, message }));
  }
}

/** One sentence for a screen reader; a burst of changes is summed up instead of read out. */
function announcementOf(changes: readonly RowChange[]): string {
  if (changes.length > 2) return `Availability changed at ${changes.length} locations.`;
  return changes
    .map((change) => `${change.locationName}: ${formatQuantity(change.availableNow)} available, was ${formatQuantity(change.availableBefore)}.`)
    .join(' ');
}
