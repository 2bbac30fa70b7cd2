import { LightningElement } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import getToday from '@salesforce/apex/ServiceHomeController.getToday';
import type { Concern, ExceptionRow, ServiceToday } from '@salesforce/apex/ServiceHomeController';
import type { ShortageLine } from '@salesforce/apex/ShortageLine';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { whenText } from 'c/reservationText';
import { serverClock } from 'c/serverClock';

const REFRESH_SECONDS = 60;

const EXCEPTION_TYPES: Readonly<Record<string, string>> = { SlaBreach: 'Late pickup', MissingTask: 'Pickup without a task', NotFound: 'Not found on the shelf', LateEvent: 'Event came late', Shortage: 'Promised and not there' };
/** What an agent does about a promise that a shortage falls on. */
const PROMISE_STATES: Readonly<Record<string, string>> = { Waiting: 'looking for other stock', NeedsAgent: 'call the customer' };

interface ExceptionLine {
  readonly id: string;
  readonly type: string;
  readonly message: string;
  readonly where: string;
  readonly when: string;
  readonly targetId: string | undefined;
  readonly targetObject: string;
  readonly promises: readonly { readonly key: string; readonly text: string }[];
}

interface ConcernLine {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly where: string;
  readonly dueAt: number | undefined;
  readonly pausedAt: number | undefined;
}

/** Customers who will not get what was promised come first; the order is kept otherwise. */
const byUrgency = (one: ExceptionRow, other: ExceptionRow): number => Number(other.type === 'Shortage') - Number(one.type === 'Shortage');

function promiseText({ quantity, customer, orderRef, requestKey, purpose, state, note }: ShortageLine): string {
  const what = `${String(quantity ?? 0)} for ${customer ?? orderRef ?? requestKey ?? ''}${purpose === 'Ship' ? ', to be sent' : purpose === 'Pickup' ? ', to be collected' : ''}`;
  return [what, PROMISE_STATES[state ?? ''] ?? state, note].filter(Boolean).join(': ');
}

/** An agent's morning: what went wrong in the stores, which customers to call before they come, and the search for the one on the phone. */
export default class ServiceHome extends NavigationMixin(LightningElement) {
  today: ServiceToday | undefined;
  failure: unknown;
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    void this.load();
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- looks again every minute while the page is seen; cleared on disconnect
    this.#timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.load();
    }, REFRESH_SECONDS * 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  get isLoading(): boolean {
    return this.today === undefined && this.failure === undefined;
  }

  get isForbidden(): boolean {
    return this.failure !== undefined && isAccessError(this.failure);
  }

  get errorText(): string | undefined {
    return this.failure === undefined || this.isForbidden ? undefined : reduceErrors(this.failure).join(' ');
  }

  get exceptions(): readonly ExceptionRow[] {
    return this.today?.exceptions ?? [];
  }

  get concerns(): readonly Concern[] {
    return this.today?.concerns ?? [];
  }

  get hasExceptions(): boolean {
    return this.exceptions.length > 0;
  }

  get hasConcerns(): boolean {
    return this.concerns.length > 0;
  }

  get noConcernText(): string {
    const isAnythingShort = this.exceptions.some(({ type }) => type === 'Shortage');
    return isAnythingShort ? 'No pickup is late, but something is promised and not there.' : 'Every promise is on its way. Nobody has to be called.';
  }

  get exceptionCount(): string {
    return this.countText(this.exceptions.length);
  }

  get lateCount(): string {
    return this.countText(this.concerns.filter(({ kind }) => kind === 'Late').length);
  }

  get collectCount(): string {
    return this.countText(this.concerns.filter(({ kind }) => kind === 'Collect').length);
  }

  get partialCount(): string {
    return this.countText(this.concerns.filter(({ kind }) => kind === 'Partial').length);
  }

  get exceptionLines(): ExceptionLine[] {
    const now = this.today?.nowMillis ?? 0;
    return [...this.exceptions].sort(byUrgency).map((row) => ({
      id: row.exceptionId ?? '',
      type: EXCEPTION_TYPES[row.type ?? ''] ?? row.type ?? '',
      message: row.message ?? '',
      where: row.locationName ?? '',
      when: row.raisedAtMillis == null ? '' : whenText(row.raisedAtMillis, now),
      targetId: row.reservationId ?? row.exceptionId ?? undefined,
      targetObject: row.reservationId == null ? 'Stock_Exception__c' : 'Stock_Reservation__c',
      promises: (row.promises ?? []).map((promise) => ({ key: `${promise.requestKey ?? ''}|${promise.line ?? ''}`, text: promiseText(promise) })),
    }));
  }

  get concernLines(): ConcernLine[] {
    return this.concerns.map(({ kind, reservation }) => {
      const title = reservation?.customerLabel ?? reservation?.orderRef ?? reservation?.requestKey ?? '';
      const task = reservation?.task;
      return {
        id: reservation?.reservationId ?? '',
        title,
        why: { Late: 'Not ready in time', Collect: 'Waits to be collected', Partial: 'Only partly reserved' }[kind ?? ''] ?? kind ?? '',
        where: [reservation?.locationName, reservation?.orderRef === title ? undefined : reservation?.orderRef].filter(Boolean).join(' · '),
        dueAt: (kind === 'Late' ? task?.dueAtMillis : kind === 'Collect' ? task?.collectByMillis : undefined) ?? undefined,
        pausedAt: task?.pausedAtMillis ?? undefined,
      };
    });
  }

  handleRetry(): void {
    void this.load();
  }

  handleOpen(event: Event): void {
    event.preventDefault();
    const { id, object } = (event.currentTarget as HTMLElement).dataset;
    if (id !== undefined) this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId: id, objectApiName: object, actionName: 'view' } });
  }

  /** A list that is as long as lists get may have more behind it. */
  private countText(count: number): string {
    const most = this.today?.mostRows ?? Number.POSITIVE_INFINITY;
    return count >= most ? `${most}+` : String(count);
  }

  private async load(): Promise<void> {
    const sentAt = serverClock.mark();
    try {
      const today = await getToday();
      if (today.nowMillis != null) serverClock.take(today.nowMillis, sentAt);
      this.today = today;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }
}
