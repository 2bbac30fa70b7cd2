import { LightningElement, api, wire } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import type { ToastConfig } from 'lightning/platformShowToastEvent';
import { EnclosingTabId, setTabLabel } from 'lightning/platformWorkspaceApi';
import changeQuantity from '@salesforce/apex/ReservationController.changeQuantity';
import getReservationById from '@salesforce/apex/ReservationController.getReservationById';
import move from '@salesforce/apex/ReservationController.move';
import release from '@salesforce/apex/ReservationController.release';
import type { Event as LedgerEvent, Line, ReservationDetail, Task } from '@salesforce/apex/ReservationDetail';
import { formatQuantity } from 'c/formatQuantity';
import type { LocationChoice } from 'c/nearbyAlternatives';
import { present } from 'c/present';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import type { QuantityChange } from 'c/reservationLines';
import { channelWords, groupWords, kindWords, purposeWords, taskWords, whenText } from 'c/reservationText';
import { serverClock } from 'c/serverClock';

/**
 * One reservation: what it promises, what became of it, and what can be done about it. Nothing is shown before the org has agreed:
 * another window, a till or the customer's own phone may have been faster.
 */
export default class ReservationPanel extends NavigationMixin(LightningElement) {
  detail: ReservationDetail | undefined;
  failure: unknown;
  isBusy = false;
  isMoving = false;
  refusedLine: string | undefined;
  lineRefusal: string | undefined;
  /** Why the last action was not taken. */
  refusal: string | undefined;
  announcement = '';

  #recordId: string | undefined;
  #tabId: string | null | undefined;
  /** What the tab was called last: naming it again may tell this component of its tab again. */
  #tabName: string | undefined;

  @api get recordId(): string | undefined {
    return this.#recordId;
  }
  set recordId(value: string | undefined) {
    if (value === this.#recordId) return;
    this.#recordId = value;
    this.detail = undefined;
    this.isMoving = false;
    void this.load();
  }

  /** Without console navigation there is no tab. */
  @wire(EnclosingTabId)
  takeTab(tabId: string | null | undefined): void {
    this.#tabId = tabId;
    this.nameTab();
  }

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.handleVisibility);
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.handleVisibility);
  }

  get isLoading(): boolean {
    return this.detail === undefined && this.failure === undefined;
  }

  get isForbidden(): boolean {
    return this.failure !== undefined && isAccessError(this.failure);
  }

  get hasError(): boolean {
    return this.detail === undefined && this.failure !== undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isOutdated(): boolean {
    return this.detail !== undefined && this.failure !== undefined;
  }

  get title(): string {
    return this.detail?.customerLabel ?? this.detail?.orderRef ?? this.detail?.requestKey ?? '';
  }

  get status(): string {
    return this.detail?.status ?? '';
  }

  get lines(): readonly Line[] {
    return this.detail?.lines ?? [];
  }

  get events(): readonly LedgerEvent[] {
    return this.detail?.events ?? [];
  }

  get nowMillis(): number {
    return this.detail?.nowMillis ?? 0;
  }

  get facts(): readonly { readonly name: string; readonly value: string }[] {
    const detail = this.detail;
    if (detail === undefined) return [];
    const facts: [string, string | null | undefined][] = [
      ['Kind', kindWords(detail.kind)],
      ['Store', detail.locationName],
      ['Asked of', groupWords(detail.lines ?? [])],
      ['Order', detail.orderRef],
      ['For', purposeWords(detail.kind, detail.purpose)],
      ['Channel', channelWords(detail.channel ?? '')],
      ['Register', detail.register],
      ['Priority', detail.priority == null ? undefined : `${detail.priority} of 9${detail.priority === 1 ? ', kept longest' : ''}`],
      ['Reserved', detail.reservedAtMillis == null ? undefined : whenText(detail.reservedAtMillis, this.nowMillis)],
      ['Ends by itself', detail.expiresAtMillis == null ? undefined : whenText(detail.expiresAtMillis, this.nowMillis)],
      ['Request', detail.requestKey],
    ];
    return facts.flatMap(([name, value]) => (value == null || value === '' ? [] : [{ name, value }]));
  }

  get task(): Task | undefined {
    return this.detail?.task ?? undefined;
  }

  get taskText(): string {
    const task = this.task;
    return [taskWords(task?.state ?? ''), task?.bay == null ? '' : `bay ${task.bay}`, task?.assigneeName == null ? '' : `by ${task.assigneeName}`].filter(Boolean).join(' · ');
  }

  /** Ready goods wait until they must be collected; others are due to be ready. */
  get dueAt(): number | undefined {
    const task = this.task;
    if (task === undefined || !['Open', 'Picking', 'Picked', 'Ready'].includes(task.state ?? '')) return undefined;
    return (task.state === 'Ready' ? task.collectByMillis : task.dueAtMillis) ?? undefined;
  }

  get warnAt(): number | undefined {
    return this.task?.state === 'Ready' ? undefined : (this.task?.warnAtMillis ?? undefined);
  }

  get pausedAt(): number | undefined {
    return this.task?.pausedAtMillis ?? undefined;
  }

  get cannotChange(): boolean {
    return this.detail?.canChange !== true;
  }

  get canChange(): boolean {
    return this.detail?.canChange === true;
  }

  get cannotMove(): boolean {
    return this.isBusy || this.detail?.canMove !== true;
  }

  get cannotRelease(): boolean {
    return this.isBusy || this.detail?.canRelease !== true;
  }

  get whyNot(): string | undefined {
    return this.detail?.whyNot ?? undefined;
  }

  get movingText(): string {
    return this.isMoving ? 'Keep it here' : 'Move to another store';
  }

  get isMovingText(): 'true' | 'false' {
    return this.isMoving ? 'true' : 'false';
  }

  handleRefresh(): void {
    void this.load();
  }

  handleMoving(): void {
    this.isMoving = !this.isMoving;
    this.refusal = undefined;
  }

  handleOpenTask(): void {
    const taskId = this.task?.taskId;
    if (taskId != null) this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId: taskId, objectApiName: 'Store_Task__c', actionName: 'view' } });
  }

  async handleQuantityChange(event: CustomEvent<QuantityChange>): Promise<void> {
    const { line, quantity } = event.detail;
    await this.ask(async (requestKey) => {
      try {
        this.take(await changeQuantity({ requestKey, line, quantity }));
        this.announcement = `Line ${line} promises ${formatQuantity(quantity)} now.`;
      } catch (error) {
        this.refusedLine = line;
        this.lineRefusal = reduceErrors(error).join(' ');
      }
    });
  }

  async handleRelease(): Promise<void> {
    const open = this.lines.reduce((sum, line) => sum + (line.open ?? 0), 0);
    const agreed = await LightningConfirm.open({
      label: 'Release this reservation?',
      message: `${formatQuantity(open)} reserved for ${this.title} can then be promised to anybody. This cannot be taken back.`,
      theme: 'warning',
    });
    if (!agreed) return;
    await this.ask(async (requestKey) => {
      this.take(await release({ requestKey }));
      this.isMoving = false;
      this.toast('success', 'Released', `${formatQuantity(open)} can be promised again at ${this.detail?.locationName ?? 'the store'}.`);
    });
  }

  async handleLocationChoice(event: CustomEvent<LocationChoice>): Promise<void> {
    const { location, locationName } = event.detail;
    await this.ask(async (requestKey) => {
      const answer = present(await move({ requestKey, toLocation: location, newRequestKey: null }), 'detail', 'newRequestKey');
      this.take(answer.detail);
      this.isMoving = false;
      this.toast('success', `Moved to ${locationName}`, `It is promised there now, as ${answer.newRequestKey}.`);
      // Who works for one store only may not see what another has promised.
      if (answer.newReservationId != null) this.open(answer.newReservationId);
    });
  }

  /** One thing at a time; a refusal is shown where it happened, and the org asked how things stand. */
  private async ask(action: (requestKey: string) => Promise<void>): Promise<void> {
    const requestKey = this.detail?.requestKey;
    if (requestKey == null || this.isBusy) return;
    this.isBusy = true;
    this.refusal = undefined;
    this.refusedLine = undefined;
    this.lineRefusal = undefined;
    try {
      await action(requestKey);
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isBusy = false;
    }
  }

  /** Several reservations may be open: their tabs are told apart by the customer, not by a request key. */
  private nameTab(): void {
    if (this.#tabId == null || this.detail === undefined || this.#tabName === this.title) return;
    this.#tabName = this.title;
    setTabLabel(this.#tabId, this.title).catch(() => {
      // The tab was closed while the reservation was on its way.
    });
  }

  private async load(): Promise<void> {
    const reservationId = this.#recordId;
    if (reservationId === undefined) return;
    const sentAt = serverClock.mark();
    try {
      const detail = present(await getReservationById({ reservationId }), 'requestKey', 'nowMillis');
      if (reservationId !== this.#recordId) return;
      serverClock.take(detail.nowMillis, sentAt);
      this.take(detail);
    } catch (error) {
      if (reservationId === this.#recordId) this.failure = error;
    }
  }

  private take(detail: ReservationDetail | null): void {
    this.detail = present(detail, 'requestKey', 'status');
    this.nameTab();
    this.failure = undefined;
  }

  private open(recordId: string): void {
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Stock_Reservation__c', actionName: 'view' } });
  }

  private toast(variant: NonNullable<ToastConfig['variant']>, title: string, message: string): void {
    this.dispatchEvent(new ShowToastEvent({ variant, title, message }));
  }

  /** Whoever comes back to the page sees how things stand now, unless something is being entered. */
  private handleVisibility = (): void => {
    if (document.visibilityState === 'visible' && !this.isBusy && !this.isMoving) void this.load();
  };
}
