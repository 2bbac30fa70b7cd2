import { LightningElement, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { EnclosingUtilityId, updateUtility } from 'lightning/platformUtilityBarApi';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import type { StoreChoice } from '@salesforce/apex/StoreTaskController.getStores';
import userId from '@salesforce/user/Id';
import { onStoreChosen, storeToShow, storesOf } from 'c/chosenStore';
import type { Store } from 'c/chosenStore';
import { reduceErrors } from 'c/reduceErrors';
import { onTick, serverClock } from 'c/serverClock';
import { SignalStream } from 'c/signalStream';
import { slaStateOf, slaText } from 'c/slaState';
import { fetchToday } from 'c/storeToday';
import type { StoreToday } from 'c/storeToday';

/** Sits in the utility bar of every page: the label counts down to what is due next and lights up when something is overdue. */
export default class PickupTimer extends NavigationMixin(LightningElement) {
  @wire(EnclosingUtilityId) utilityId: string | undefined;

  stores: readonly Store[] = [];
  store: Store | undefined;
  today: StoreToday | undefined;
  errorText = '';

  #label = '';
  #ends: (() => void)[] = [];
  #stream = new SignalStream({
    wants: (signal) => signal.Location_Code__c === this.store?.code,
    refresh: () => this.refresh(),
    onState: () => undefined,
  });

  connectedCallback(): void {
    this.#ends = [onTick((now) => this.tell(now)), serverClock.onDoubt(() => this.ask()), onStoreChosen(userId, (code) => this.show(code))];
    void this.#stream.start();
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
    this.#stream.stop();
  }

  @wire(getStores)
  wiredStores({ data, error }: { readonly data?: readonly StoreChoice[]; readonly error?: unknown }): void {
    if (error !== undefined) this.errorText = reduceErrors(error).join(' ');
    if (data === undefined) return;
    this.stores = storesOf(data);
    const store = storeToShow(this.stores, userId);
    if (store === undefined) this.errorText = 'You belong to no store yet.';
    else this.show(store.code);
  }

  get storeName(): string {
    return this.store?.name ?? '';
  }

  get next(): StoreToday['next'] {
    return this.today?.next;
  }

  get hasOverdue(): boolean {
    return (this.today?.overdue ?? 0) > 0;
  }

  get overdueText(): string {
    const overdue = this.today?.overdue ?? 0;
    return overdue === 1 ? '1 task is overdue' : `${overdue} tasks are overdue`;
  }

  handleOpenNext(): void {
    const next = this.next;
    if (next === undefined) return;
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId: next.taskId, objectApiName: 'Store_Task__c', actionName: 'view' } });
  }

  handleOpenOverdue(): void {
    this.openQueue({ c__lane: 'pick', c__show: 'overdue' });
  }

  handleOpenQueue(): void {
    this.openQueue({});
  }

  private openQueue(state: Readonly<Record<string, string>>): void {
    this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Store_Queue' }, state });
  }

  private ask(): void {
    void this.#stream.ask();
  }

  private show(code: string): void {
    const store = this.stores.find((candidate) => candidate.code === code);
    if (store === undefined || store.code === this.store?.code) return;
    this.store = store;
    this.today = undefined;
    this.ask();
  }

  private async refresh(): Promise<void> {
    const code = this.store?.code;
    if (code === undefined) return;
    try {
      const today = await fetchToday(code);
      if (code !== this.store?.code) return;
      this.today = today;
      this.errorText = '';
      this.tell(serverClock.now());
    } catch (error) {
      this.errorText = reduceErrors(error).join(' ');
      throw error;
    }
  }

  /** The bar is told only when its text changes: at most once a minute while there is time. */
  private tell(now: number): void {
    if (this.today === undefined || this.utilityId === undefined) return;
    const label = labelOf(this.today, now);
    if (label === this.#label) return;
    this.#label = label;
    const isLate = this.today.overdue > 0 || (this.next !== undefined && slaStateOf(this.next, now) === 'late');
    // A bar that does not take the label still opens the panel, which says the same.
    updateUtility(this.utilityId, { label, highlighted: isLate }).catch(() => undefined);
  }
}

/** `Mug +1 more: due in 12 min · 2 overdue`, short enough for the bar. */
function labelOf(today: StoreToday, now: number): string {
  const overdue = today.overdue > 0 ? `${today.overdue} overdue` : '';
  const next = today.next === undefined || slaStateOf(today.next, now) === 'late' ? '' : `Next ${slaText(today.next, now)}`;
  return [next, overdue].filter(Boolean).join(' · ') || (today.next === undefined ? 'Nothing due' : slaText(today.next, now));
}
