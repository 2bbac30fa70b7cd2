import { api, LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import acceptDrift from '@salesforce/apex/IntegrationHealthController.acceptDrift';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import recountDrift from '@salesforce/apex/IntegrationHealthController.recountDrift';
import type { IntegrationConcern } from '@salesforce/apex/IntegrationConcern';
import { formatQuantity } from 'c/formatQuantity';
import { agoText, driftText, momentText } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly driftClass: string;
  readonly difference: string;
  readonly explanation: string;
  readonly diverging: string;
  readonly advice: string;
  readonly since: string;
  readonly isCounted: boolean;
  readonly canRecount: boolean;
  readonly isAccepting: boolean;
}

const PAGE = 50;

/** Gaps between the ERP and the ledger: why, from which event on, and what to do about them. */
export default class DriftList extends LightningElement {
  @api nowMillis = 0;
  @api canManage = false;

  rows: readonly IntegrationConcern[] | undefined;
  isMore = false;
  /** The case whose acceptance is being explained. */
  acceptingId = '';
  note = '';
  isBusy = false;
  problem = '';

  /** What the list says of itself is that it could not be read; not what became of something asked for. */
  #isUnread = false;
  #mustFocus = '';

  connectedCallback(): void {
    void this.load();
  }

  renderedCallback(): void {
    if (this.#mustFocus === '') return;
    this.template!.querySelector<HTMLElement>(this.#mustFocus)?.focus({ preventScroll: true });
    this.#mustFocus = '';
  }

  @api async refresh(): Promise<void> {
    if ((this.rows?.length ?? 0) <= PAGE && !this.isBusy) await this.load();
  }

  get isLoading(): boolean {
    return this.rows === undefined;
  }

  get isEmpty(): boolean {
    return this.rows?.length === 0;
  }

  get shown(): Row[] {
    return (this.rows ?? []).map((row) => {
      const text = driftText(row.driftClass);
      const quantity = row.quantity ?? 0;
      const isCounted = row.asked === 'Recount';
      return {
        id: row.exceptionId ?? '',
        title: `${row.sku ?? ''} at ${row.locationName ?? row.location ?? ''}`,
        driftClass: text.title,
        difference: `The ERP has ${formatQuantity(Math.abs(quantity))} ${quantity < 0 ? 'less' : 'more'}`,
        explanation: row.explanation ?? row.message ?? '',
        diverging: row.divergingKey == null ? '' : `First differs at ${row.divergingKey}, ${momentText(row.divergingAtMillis)}`,
        advice: text.advice,
        since: `found ${agoText(row.raisedAtMillis, this.nowMillis)}`,
        isCounted,
        canRecount: this.canManage && !isCounted,
        isAccepting: row.exceptionId === this.acceptingId,
      };
    });
  }

  handleMore(): void {
    void this.load(this.rows?.at(-1)?.exceptionId ?? undefined);
  }

  handleAccept(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset.id ?? '';
    this.acceptingId = this.acceptingId === id ? '' : id;
    this.note = '';
    if (this.acceptingId !== '') this.#mustFocus = 'input.note';
  }

  handleNote(event: Event): void {
    this.note = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.acceptingId = '';
  }

  handleAccepted(event: Event): void {
    event.preventDefault();
    const [exceptionId, note] = [this.acceptingId, this.note];
    void this.act(async () => {
      await acceptDrift({ exceptionId, note });
      return { title: 'Accepted', message: 'It is off the list until it is another difference.' };
    });
  }

  handleRecount(event: Event): void {
    const exceptionId = (event.currentTarget as HTMLElement).dataset.id ?? '';
    void this.act(async () => ({ title: 'Count asked for', message: `The store finds it under Counts as ${await recountDrift({ exceptionId })}.` }));
  }

  private async act(call: () => Promise<{ readonly title: string; readonly message: string }>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      this.dispatchEvent(new ShowToastEvent({ ...(await call()), variant: 'success' }));
      this.acceptingId = '';
      this.dispatchEvent(new CustomEvent('asked'));
      this.#mustFocus = 'h2';
    } catch (failure) {
      this.#isUnread = false;
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
    await this.load();
  }

  private async load(afterId?: string): Promise<void> {
    try {
      const page = await getConcerns({ type: 'Drift', source: null, reason: null, afterId: afterId ?? null });
      this.rows = afterId === undefined ? page.rows ?? [] : [...(this.rows ?? []), ...(page.rows ?? [])];
      this.isMore = page.isMore === true;
      if (this.#isUnread) this.problem = '';
      this.#isUnread = false;
    } catch (failure) {
      this.rows ??= [];
      this.#isUnread = true;
      this.problem = reduceErrors(failure).join(' ');
    }
  }
}
