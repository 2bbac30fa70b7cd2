import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import type { StoreChoice } from '@salesforce/apex/StoreTaskController.getStores';
import mayPick from '@salesforce/customPermission/Pick_Tasks';
import userId from '@salesforce/user/Id';
import { chooseStore, onStoreChosen, storeToShow, storesOf } from 'c/chosenStore';
import type { Store } from 'c/chosenStore';
import { formatQuantity } from 'c/formatQuantity';
import type { BulkAction } from 'c/queueBulkBar';
import type { RowAction } from 'c/queueList';
import { FIRST_FILTER, HeldOrder, LANES, SHOWS, laneOf, queueView } from 'c/queueView';
import type { Lane, QueueFilter, QueueView, Show } from 'c/queueView';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { onTick, serverClock } from 'c/serverClock';
import { SignalStream } from 'c/signalStream';
import type { SignalState } from 'c/signalStream';
import { deskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';
import { storeClockTime, storeMoment } from 'c/storeTime';
import { emptyTexts } from './emptyTexts';
import type { EmptyTexts } from './emptyTexts';
import { askFor } from './bulk';
import { lookUp } from './lookup';
import { QueueFeed } from './queueFeed';
import { summaryOf } from './outcomes';
import { streamText } from './streamText';

/** Rows stay where they are for this long after the last movement over them. */
const HOLD_MILLIS = 4_000;
/** How long a changed row is lit. */
const FRESH_MILLIS = 2_000;

/** The work of a store, most urgent first: claim it, hand it back, open it. Follows what everybody else does. */
export default class StoreQueue extends NavigationMixin(LightningElement) {
  stores: readonly Store[] | undefined;
  store: Store | undefined;
  failure: unknown;
  filter: QueueFilter = FIRST_FILTER;
  view: QueueView | undefined;
  rows: readonly StoreTask[] = [];
  heldChanges = 0;
  selectedIds: readonly string[] = [];
  goneIds: readonly string[] = [];
  busyIds: readonly string[] = [];
  freshIds: readonly string[] = [];
  notices: Readonly<Record<string, string>> = {};
  streamState: SignalState = 'connecting';
  answeredAt = 0;
  lookupText = '';
  announcement = '';
  readonly skeletonLines = [1, 2, 3, 4, 5, 6, 7, 8] as const;

  #feed = new QueueFeed();
  #order = new HeldOrder();
  /** What rows showed last, for those whose task has ended while they were held. */
  #shown = new Map<string, StoreTask>();
  #heldUntil = 0;
  #freshTimer: ReturnType<typeof setTimeout> | undefined;
  #ends: (() => void)[] = [];
  #stream = new SignalStream({
    wants: (signal) => signal.Location_Code__c === this.store?.code,
    refresh: () => this.refresh(),
    onState: (state) => {
      this.streamState = state;
    },
  });

  connectedCallback(): void {
    this.#ends = [onTick((now) => this.tick(now)), serverClock.onDoubt(() => { void this.#stream.ask(); }), onStoreChosen(userId, (code) => this.show(code))];
    void this.#stream.start();
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#freshTimer);
    this.#stream.stop();
  }

  @wire(CurrentPageReference)
  wiredPageReference(reference: PageReference | null): void {
    const { c__lane: lane, c__show: show, c__store: store } = reference?.state ?? {};
    if (LANES.includes(lane as Lane) || SHOWS.includes(show as Show)) {
      this.take({ lane: LANES.includes(lane as Lane) ? (lane as Lane) : 'pick', show: SHOWS.includes(show as Show) ? (show as Show) : 'all', text: '', channel: '' });
    }
    if (store !== undefined) chooseStore(store, userId);
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
    return this.failure !== undefined && !this.isLoaded && isAccessError(this.failure);
  }

  get hasError(): boolean {
    return this.failure !== undefined && !this.isLoaded;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return !this.isLoaded;
  }

  get isLoaded(): boolean {
    return this.view !== undefined;
  }

  get isOutdated(): boolean {
    return this.failure !== undefined && this.isLoaded;
  }

  get outdatedText(): string {
    return `Shown as of ${storeClockTime(this.answeredAt, this.store?.timeZone)}. ${this.errorText}`;
  }

  get canManage(): boolean {
    return this.#feed.canManage;
  }

  /** Members of the store's queue work here; so do managers of all stores. Others look. Apex decides in the end. */
  get canAct(): boolean {
    const isOfNoStore = this.stores?.some(({ isMine }) => isMine) !== true;
    return mayPick === true && (this.store?.isMine === true || (this.canManage && isOfNoStore));
  }

  get isReadOnly(): boolean {
    return !this.canAct;
  }

  get readOnlyText(): string {
    return mayPick === true ? `${this.store?.name ?? ''} is not your store: its team does this work.` : 'You may look at this work, not do it.';
  }

  get overdueText(): string {
    return formatQuantity(this.view?.overdue ?? 0);
  }

  get overdueClass(): string {
    return (this.view?.overdue ?? 0) > 0 ? 'figure figure_late' : 'figure';
  }

  get dueSoonText(): string {
    return formatQuantity(this.view?.dueSoon ?? 0);
  }

  get soonClass(): string {
    return (this.view?.dueSoon ?? 0) > 0 ? 'figure figure_soon' : 'figure';
  }

  get closingText(): string {
    const closesAt = this.#feed.closesAt;
    return closesAt === undefined ? '' : `Closes ${storeMoment(closesAt, serverClock.now(), this.store?.timeZone)}`;
  }

  get streamText(): string {
    return streamText({ state: this.streamState, isPushed: this.#feed.isPushed, answeredAt: this.answeredAt, timeZone: this.store?.timeZone });
  }

  get streamDotClass(): string {
    return `dot dot_${this.streamState}`;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get listLabel(): string {
    return `Tasks of ${this.store?.name ?? 'the store'}, most urgent first`;
  }

  get heldText(): string {
    return this.heldChanges === 1 ? '1 change: show it' : `${this.heldChanges} changes: show them`;
  }

  get hasSelection(): boolean {
    return this.selectedIds.length > 0;
  }

  get selectedTasks(): StoreTask[] {
    return this.selectedIds.flatMap((id) => this.#feed.tasks.get(id) ?? []);
  }

  get isBusy(): boolean {
    return this.busyIds.length > 0;
  }

  get isFiltered(): boolean {
    const { show, channel, text } = this.filter;
    return show !== 'all' || channel !== '' || text !== '';
  }

  get empty(): EmptyTexts {
    return emptyTexts({ filter: this.filter, tasks: this.#feed.tasks.values(), now: serverClock.now(), timeZone: this.store?.timeZone });
  }

  get emptyIcon(): string {
    return this.isFiltered ? 'utility:filterList' : 'utility:success';
  }

  handleStoreChoose(event: CustomEvent<string>): void {
    chooseStore(event.detail, userId);
  }

  handleRetry(): void {
    this.failure = undefined;
    if (this.stores === undefined) void this.fetchStores();
    else void this.#stream.ask();
  }

  handleFilterChange(event: CustomEvent<Partial<QueueFilter>>): void {
    this.lookupText = '';
    this.take(event.detail);
  }

  handleShowAll(): void {
    this.take({ show: 'all', channel: '', text: '' });
  }

  /** A pickup code, scanned or typed, opens its task; anything else is looked for in the whole store. */
  async handleLookup(event: CustomEvent<string>): Promise<void> {
    const term = event.detail;
    const store = this.store;
    if (store === undefined) return;
    this.lookupText = '';
    try {
      const found = await lookUp(term, this.#feed.tasks, store.code);
      const [only] = found;
      if (found.length === 1 && only !== undefined) {
        this.take({ text: '' });
        this.open(only.id);
      } else if (only === undefined) this.lookupText = `No task of ${store.name} has “${term}” as its code, order, customer or number.`;
      else this.take({ text: term, lane: laneOf(only), show: 'all', channel: '' });
    } catch (error) {
      this.lookupText = `“${term}” could not be looked up. ${reduceErrors(error).join(' ')}`;
    }
  }

  handleRowAction(event: CustomEvent<RowAction>): void {
    const { id, verb } = event.detail;
    if (verb === 'open') this.open(id);
    else void this.act({ verb, ids: [id], reason: '' });
  }

  handleBulkAction(event: CustomEvent<BulkAction>): void {
    void this.act(event.detail);
  }

  handleSelectionChange(event: CustomEvent<readonly string[]>): void {
    this.selectedIds = event.detail;
  }

  handleClear(): void {
    this.selectedIds = [];
  }

  handleEngage(): void {
    this.#heldUntil = serverClock.mark() + HOLD_MILLIS;
  }

  handleLeave(): void {
    this.#heldUntil = 0;
    if (this.heldChanges > 0) this.draw();
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
    this.failure = undefined;
    this.view = undefined;
    this.rows = [];
    this.selectedIds = [];
    this.notices = {};
    this.lookupText = '';
    this.#feed = new QueueFeed();
    this.#heldUntil = 0;
    void this.#stream.ask();
  }

  /** Rejects, and shows the failure, when there is no answer. */
  private async refresh(): Promise<void> {
    const store = this.store;
    const feed = this.#feed;
    if (store === undefined) return;
    try {
      const changed = await feed.fetch(store.code);
      if (feed !== this.#feed) return;
      this.failure = undefined;
      this.answeredAt = serverClock.now();
      // A first answer lights nothing.
      if (this.isLoaded) this.light(changed);
      this.draw();
    } catch (error) {
      if (feed === this.#feed) this.failure = error;
      throw error;
    }
  }

  private tick(now: number): void {
    if (this.view === undefined) return;
    const isReleased = this.heldChanges > 0 && !this.isHeld;
    if (now >= this.view.changesAt || isReleased) this.draw();
  }

  private get isHeld(): boolean {
    return serverClock.mark() < this.#heldUntil;
  }

  private take(part: Partial<QueueFilter>): void {
    this.filter = { ...this.filter, ...part };
    // Whoever changes the filter wants to see the change.
    this.#heldUntil = 0;
    if (this.isLoaded) this.draw();
  }

  private draw(): void {
    const overdueBefore = this.view?.overdue;
    const { tasks } = this.#feed;
    const view = queueView(tasks.values(), this.filter, serverClock.now());
    for (const task of view.tasks) this.#shown.set(task.id, task);
    const held = this.#order.show(view.tasks.map(({ id }) => id), this.isHeld);
    const rows = held.ids.flatMap((id) => tasks.get(id) ?? this.#shown.get(id) ?? []);
    this.view = view;
    this.rows = rows;
    this.heldChanges = held.changes;
    this.goneIds = rows.flatMap(({ id }) => (tasks.has(id) ? [] : [id]));
    this.#shown = new Map(rows.map((task) => [task.id, task]));
    this.selectedIds = this.selectedIds.filter((id) => tasks.has(id));
    if (overdueBefore !== undefined && view.overdue > overdueBefore) this.announcement = view.overdue === 1 ? '1 task is overdue.' : `${formatQuantity(view.overdue)} tasks are overdue.`;
  }

  private light(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.freshIds = ids;
    clearTimeout(this.#freshTimer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- ends the light; disconnectedCallback ends it too
    this.#freshTimer = setTimeout(() => {
      this.freshIds = [];
    }, FRESH_MILLIS);
  }

  private async act(action: BulkAction): Promise<void> {
    if (this.isBusy || action.ids.length === 0) return;
    this.busyIds = action.ids;
    try {
      const outcomes = await askFor(action);
      this.#feed.take(outcomes.flatMap(({ task }) => task ?? []));
      const summary = summaryOf(action.verb, outcomes, (id) => this.#feed.tasks.get(id)?.name ?? this.#shown.get(id)?.name ?? 'The task');
      this.notices = summary.notices;
      this.selectedIds = this.selectedIds.filter((id) => !summary.doneIds.includes(id));
      this.dispatchEvent(new ShowToastEvent(summary));
      this.announcement = `${summary.title}. ${summary.message}`;
      this.draw();
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ variant: 'error', title: 'The org did not do it', message: reduceErrors(error).join(' ') }));
      // What was sent may have been done all the same.
      void this.#stream.ask();
    } finally {
      this.busyIds = [];
    }
  }

  /** What works on a document is done at its desk. */
  private open(recordId: string): void {
    const task = this.#feed.tasks.get(recordId);
    const desk = task === undefined ? undefined : deskOf(task.kind);
    if (task !== undefined && desk !== undefined) {
      this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: desk }, state: { c__document: task.documentNo } });
      return;
    }
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Store_Task__c', actionName: 'view' } });
  }
}
