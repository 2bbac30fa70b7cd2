import { api, LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import discard from '@salesforce/apex/IntegrationHealthController.discard';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import redrive from '@salesforce/apex/IntegrationHealthController.redrive';
import redriveReason from '@salesforce/apex/IntegrationHealthController.redriveReason';
import type { IntegrationConcern } from '@salesforce/apex/IntegrationConcern';
import type { DeadReason } from '@salesforce/apex/IntegrationHealthController';
import { agoText, countText, reasonAdvice, several } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface ReasonChoice {
  readonly key: string;
  readonly label: string;
  readonly count: string;
  readonly className: string;
  readonly pressed: 'true' | 'false';
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly origin: string;
  readonly message: string;
  readonly asked: string;
  readonly isChosen: boolean;
  readonly label: string;
}

const ANY = '';
const PAGE = 50;
const keyOf = ({ source, reason }: DeadReason): string => `${source ?? ''} ${reason ?? ''}`;
const ASKED: Readonly<Record<string, string>> = { Redrive: 'Asked for: deliver again', Discard: 'Asked for: discard' };

/** What gateways gave up on. Nothing is done here: gateways hear of it with their next report, and say what came of it. */
export default class DeadLetterList extends LightningElement {
  @api nowMillis = 0;
  /** May the user decide, or only look? */
  @api canManage = false;

  rows: readonly IntegrationConcern[] | undefined;
  isMore = false;
  /** Source and reason that is looked at; empty: all. */
  chosenReason = ANY;
  chosenIds: ReadonlySet<string> = new Set();
  isAskingWhy = false;
  note = '';
  isBusy = false;
  problem = '';

  #reasons: readonly DeadReason[] = [];
  #question = 0;
  /** What the list says of itself is that it could not be read; not what became of something asked for. */
  #isUnread = false;
  #mustFocus: '' | 'why' | 'heading' = '';

  @api get reasons(): readonly DeadReason[] {
    return this.#reasons;
  }

  set reasons(reasons: readonly DeadReason[]) {
    this.#reasons = reasons;
    if (this.chosenReason !== ANY && !reasons.some((reason) => keyOf(reason) === this.chosenReason)) this.chosenReason = ANY;
  }

  connectedCallback(): void {
    void this.load();
  }

  renderedCallback(): void {
    if (this.#mustFocus === '') return;
    (this.refs?.[this.#mustFocus] as HTMLElement | undefined)?.focus({ preventScroll: true });
    this.#mustFocus = '';
  }

  /** Looks again; who has paged on keeps what is shown. */
  @api async refresh(): Promise<void> {
    if ((this.rows?.length ?? 0) <= PAGE && !this.isBusy) await this.load();
  }

  get isLoading(): boolean {
    return this.rows === undefined;
  }

  get isEmpty(): boolean {
    return this.rows?.length === 0;
  }

  get hasReasons(): boolean {
    return this.#reasons.length > 0;
  }

  get choices(): ReasonChoice[] {
    const all = this.#reasons.reduce((sum, { count }) => sum + (count ?? 0), 0);
    const choice = (key: string, label: string, count: number): ReasonChoice => ({
      key, label, count: countText(count), className: key === this.chosenReason ? 'chip chip_chosen' : 'chip', pressed: key === this.chosenReason ? 'true' : 'false',
    });
    return [choice(ANY, 'All', all), ...this.#reasons.map((reason) => choice(keyOf(reason), `${reason.source ?? ''} · ${reason.reason ?? ''}`, reason.count ?? 0))];
  }

  get isReasonChosen(): boolean {
    return this.reason !== undefined;
  }

  get advice(): string {
    return reasonAdvice(this.reason?.reason ?? '');
  }

  get allLabel(): string {
    return this.reason?.count === 1 ? 'Deliver it again' : `Deliver all ${countText(this.reason?.count)} again`;
  }

  get canDeliverAll(): boolean {
    return this.canManage && this.isReasonChosen;
  }

  get shown(): Row[] {
    return (this.rows ?? []).map((row) => ({
      id: row.exceptionId ?? '',
      title: `${row.source ?? ''} ${row.eventKey ?? ''}`,
      origin: `${row.workKind ?? ''} · ${row.reason ?? ''} · happened ${agoText(row.happenedAtMillis, this.nowMillis)}`,
      message: row.explanation ?? row.message ?? '',
      asked: ASKED[row.asked ?? ''] ?? '',
      isChosen: this.chosenIds.has(row.exceptionId ?? ''),
      label: `Choose ${row.source ?? ''} ${row.eventKey ?? ''}`,
    }));
  }

  get hasChosen(): boolean {
    return this.chosenIds.size > 0;
  }

  get chosenText(): string {
    return `${several(this.chosenIds.size, 'dead letter', 'dead letters')} chosen`;
  }

  get areAllChosen(): boolean {
    return (this.rows?.length ?? 0) > 0 && this.rows!.every(({ exceptionId }) => this.chosenIds.has(exceptionId ?? ''));
  }

  handleReason(event: MouseEvent): void {
    this.chosenReason = (event.currentTarget as HTMLElement).dataset.key ?? ANY;
    this.chosenIds = new Set();
    this.isAskingWhy = false;
    this.problem = '';
    this.rows = undefined;
    void this.load();
  }

  handleChoose(event: Event): void {
    const { dataset, checked } = event.target as HTMLInputElement;
    const chosen = new Set(this.chosenIds);
    if (checked) chosen.add(dataset.id ?? '');
    else chosen.delete(dataset.id ?? '');
    this.chosenIds = chosen;
  }

  handleChooseAll(event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    this.chosenIds = new Set(checked ? (this.rows ?? []).map(({ exceptionId }) => exceptionId ?? '') : []);
  }

  handleMore(): void {
    void this.load(this.rows?.at(-1)?.exceptionId ?? undefined);
  }

  handleRedrive(): void {
    void this.ask(async () => several(await redrive({ exceptionIds: [...this.chosenIds] }), 'dead letter', 'dead letters'), 'asked to be delivered again');
  }

  handleRedriveAll(): void {
    const { source, reason, count } = this.reason ?? {};
    void this.ask(async () => {
      await redriveReason({ source: source ?? null, reason: reason ?? null });
      return several(count ?? 0, 'dead letter', 'dead letters');
    }, 'asked to be delivered again');
  }

  handleAskWhy(): void {
    this.isAskingWhy = !this.isAskingWhy;
    this.note = '';
    if (this.isAskingWhy) this.#mustFocus = 'why';
  }

  handleNote(event: Event): void {
    this.note = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.handleAskWhy();
  }

  handleDiscard(event: Event): void {
    event.preventDefault();
    const { note } = this;
    void this.ask(async () => several(await discard({ exceptionIds: [...this.chosenIds], note }), 'dead letter', 'dead letters'), 'asked to be discarded');
  }

  private get reason(): DeadReason | undefined {
    return this.#reasons.find((reason) => keyOf(reason) === this.chosenReason);
  }

  private async ask(call: () => Promise<string>, what: string): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const title = `${await call()} ${what}`;
      this.chosenIds = new Set();
      this.isAskingWhy = false;
      this.dispatchEvent(new ShowToastEvent({ title, message: 'The gateway hears of it with its next report.', variant: 'success' }));
      this.dispatchEvent(new CustomEvent('asked'));
      this.#mustFocus = 'heading';
    } catch (failure) {
      this.#isUnread = false;
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
    await this.load();
  }

  /** @param afterId of the last one that is shown: later ones are added to them */
  private async load(afterId?: string): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    try {
      const page = await getConcerns({ type: 'DeadLetter', source: this.reason?.source ?? null, reason: this.reason?.reason ?? null, afterId: afterId ?? null });
      if (question !== this.#question) return;
      this.rows = afterId === undefined ? page.rows ?? [] : [...(this.rows ?? []), ...(page.rows ?? [])];
      this.isMore = page.isMore === true;
      if (this.#isUnread) this.problem = '';
      this.#isUnread = false;
      const ids = new Set(this.rows.map(({ exceptionId }) => exceptionId));
      this.chosenIds = new Set([...this.chosenIds].filter((id) => ids.has(id)));
    } catch (failure) {
      if (question !== this.#question) return;
      this.rows ??= [];
      this.#isUnread = true;
      this.problem = reduceErrors(failure).join(' ');
    }
  }
}
