import { LightningElement, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import type { ToastConfig } from 'lightning/platformShowToastEvent';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import type { StoreChoice } from '@salesforce/apex/StoreTaskController.getStores';
import closeEarly from '@salesforce/apex/StoreHoursController.closeEarly';
import resolveException from '@salesforce/apex/StoreHomeController.resolveException';
import mayManage from '@salesforce/customPermission/Manage_Store';
import mayPick from '@salesforce/customPermission/Pick_Tasks';
import userId from '@salesforce/user/Id';
import { chooseStore, onStoreChosen, storeToShow, storesOf } from 'c/chosenStore';
import type { Store } from 'c/chosenStore';
import type { Resolution } from 'c/exceptionList';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { serverClock } from 'c/serverClock';
import { SignalStream } from 'c/signalStream';
import type { SignalState } from 'c/signalStream';
import type { QueuePart } from 'c/storeFigures';
import { storeClockTime, storeMoment } from 'c/storeTime';
import { fetchToday } from 'c/storeToday';
import type { StoreToday } from 'c/storeToday';

const STREAM_TEXTS: Readonly<Record<SignalState, string>> = { connecting: 'Connecting…', live: 'Live', polling: 'Every 20 seconds', offline: 'Offline' };

/** A store's home: today's pickups, what is due next, what went wrong. Every number leads to the work behind it. */
export default class StoreHome extends NavigationMixin(LightningElement) {
  stores: readonly Store[] | undefined;
  store: Store | undefined;
  today: StoreToday | undefined;
  failure: unknown;
  streamState: SignalState = 'connecting';
  answeredAt = 0;
  busyId: string | undefined;
  isClosing = false;
  isBusy = false;
  reason = '';
  readonly skeletonLines: readonly number[] = [1, 2, 3];

  #ends: (() => void)[] = [];
  #stream = new SignalStream({
    wants: (signal) => signal.Location_Code__c === this.store?.code,
    refresh: () => this.refresh(),
    onState: (state) => {
      this.streamState = state;
    },
  });

  connectedCallback(): void {
    this.#ends = [serverClock.onDoubt(() => this.ask()), onStoreChosen(userId, (code) => this.show(code))];
    void this.#stream.start();
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
    this.#stream.stop();
  }

  @wire(getStores)
  wiredStores({ data, error }: { readonly data?: readonly StoreChoice[]; readonly error?: unknown }): void {
    if (error !== undefined) this.failure = error;
    if (data === undefined) return;
    this.failure = undefined;
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

  get isForbidden(): boolean {
    return this.hasError && isAccessError(this.failure);
  }

  get hasError(): boolean {
    return this.failure !== undefined && this.today === undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.today === undefined;
  }

  get isOutdated(): boolean {
    return this.failure !== undefined && this.today !== undefined;
  }

  get outdatedText(): string {
    return `Shown as of ${storeClockTime(this.answeredAt, this.today?.timeZone)}. ${this.errorText}`;
  }

  get streamText(): string {
    if (this.streamState === 'offline' && this.answeredAt > 0) return `Offline since ${storeClockTime(this.answeredAt, this.today?.timeZone)}`;
    return this.streamState === 'live' && this.today?.isPushed === false ? STREAM_TEXTS.polling : STREAM_TEXTS[this.streamState];
  }

  get streamDotClass(): string {
    return `dot dot_${this.streamState}`;
  }

  get hoursText(): string {
    const { closesAt, isOpen, timeZone } = this.today ?? {};
    if (isOpen !== true) return 'The store is closed now.';
    return closesAt === undefined ? 'The store is open round the clock.' : `Open until ${storeMoment(closesAt, serverClock.now(), timeZone)}.`;
  }

  get exceptionsTitle(): string {
    const count = this.today?.exceptions.length ?? 0;
    return count === 0 ? 'Exceptions' : `Exceptions (${count})`;
  }

  /** Apex decides; this only leaves out buttons that it would refuse. */
  get canResolve(): boolean {
    return mayPick === true;
  }

  get canCloseEarly(): boolean {
    return mayManage === true && this.today?.isOpen === true;
  }

  get closeQuestion(): string {
    return `Close ${this.store?.name ?? 'the store'} from now on to the end of the day? Open pickups become due later by the time it is closed.`;
  }

  handleStoreChoose(event: CustomEvent<string>): void {
    chooseStore(event.detail, userId);
  }

  handleRetry(): void {
    this.failure = undefined;
    if (this.stores === undefined) void this.fetchStores();
    else this.ask();
  }

  handleQueuePart(event: CustomEvent<QueuePart>): void {
    const { lane, show } = event.detail;
    this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Store_Queue' }, state: { c__lane: lane, c__show: show } });
  }

  handleOpenTask(event: CustomEvent<string>): void {
    this.open(event.detail);
  }

  handleOpenNext(): void {
    if (this.today?.next !== undefined) this.open(this.today.next.taskId);
  }

  async handleResolve(event: CustomEvent<Resolution>): Promise<void> {
    const { id, resolution } = event.detail;
    this.busyId = id;
    try {
      await resolveException({ exceptionId: id, resolution });
      await this.#stream.ask();
      this.toast('success', 'Resolved', resolution);
    } catch (error) {
      this.toast('error', 'Not resolved', reduceErrors(error).join(' '));
    } finally {
      this.busyId = undefined;
    }
  }

  handleCloseOpen(): void {
    this.isClosing = true;
  }

  handleCloseCancel(): void {
    this.isClosing = false;
    this.reason = '';
  }

  handleCloseKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.handleCloseCancel();
  }

  handleReason(event: Event): void {
    this.reason = (event.target as HTMLInputElement).value;
  }

  async handleClose(event: Event): Promise<void> {
    event.preventDefault();
    const store = this.store;
    const reason = this.reason.trim();
    if (store === undefined || reason === '' || this.isBusy) return;
    this.isBusy = true;
    try {
      const closed = await closeEarly({ locationCode: store.code, untilMillis: null, reason });
      this.handleCloseCancel();
      const until = typeof closed.untilMillis === 'number' ? ` until ${storeMoment(closed.untilMillis, serverClock.now(), store.timeZone)}` : '';
      this.toast('success', `${store.name} is closed${until}`, 'Open pickups are due later by that time.');
      await this.#stream.ask();
    } catch (error) {
      this.toast('error', 'The store stays open', reduceErrors(error).join(' '));
    } finally {
      this.isBusy = false;
    }
  }

  private ask(): void {
    void this.#stream.ask();
  }

  private async fetchStores(): Promise<void> {
    try {
      this.wiredStores({ data: await getStores() });
    } catch (error) {
      this.failure = error;
    }
  }

  private show(code: string): void {
    const store = this.stores?.find((candidate) => candidate.code === code);
    if (store === undefined || store.code === this.store?.code) return;
    this.store = store;
    this.today = undefined;
    this.failure = undefined;
    this.handleCloseCancel();
    this.ask();
  }

  /** Rejects, and shows the failure, when there is no answer. */
  private async refresh(): Promise<void> {
    const code = this.store?.code;
    if (code === undefined) return;
    try {
      const today = await fetchToday(code);
      if (code !== this.store?.code) return;
      this.today = today;
      this.failure = undefined;
      this.answeredAt = serverClock.now();
    } catch (error) {
      if (code === this.store?.code) this.failure = error;
      throw error;
    }
  }

  private open(recordId: string): void {
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Store_Task__c', actionName: 'view' } });
  }

  private toast(variant: NonNullable<ToastConfig['variant']>, title: string, message: string): void {
    this.dispatchEvent(new ShowToastEvent({ variant, title, message }));
  }
}
