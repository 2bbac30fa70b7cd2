import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import discard from '@salesforce/apex/QuarantineController.discard';
import driveAgain from '@salesforce/apex/QuarantineController.driveAgain';
import driveReasonAgain from '@salesforce/apex/QuarantineController.driveReasonAgain';
import getFacts from '@salesforce/apex/QuarantineController.getFacts';
import getReasons from '@salesforce/apex/QuarantineController.getReasons';
import type { QuarantinedFact } from '@salesforce/apex/QuarantinedFact';
import type { QuarantineReason } from '@salesforce/apex/QuarantineReason';
import mayPost from '@salesforce/customPermission/Post_Facts';
import type { Discard } from 'c/quarantinedFact';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { choicesOf, factsText, isWaiting, reasonText } from './quarantineTexts';
import type { ReasonChoice } from './quarantineTexts';

interface ChoiceRow extends ReasonChoice {
  readonly current: 'true' | 'false';
  readonly className: string;
}

interface Told {
  readonly title: string;
  readonly message: string;
  readonly variant: 'success' | 'warning';
}

const TYPING_PAUSE_MILLISECONDS = 300;
const ANY_SOURCE = '';

/** Facts that could not be applied: why they wait, what to do about it, and trying them again once that is done. */
export default class QuarantineDesk extends LightningElement {
  /** Undefined: not fetched yet. */
  reasons: readonly QuarantineReason[] | undefined;
  /** Why they could not be fetched. */
  failure: unknown;
  /** The reason that is looked at; empty: all that waits. */
  code = '';
  source = ANY_SOURCE;
  term = '';
  facts: readonly QuarantinedFact[] | undefined;
  isMore = false;
  isBusy = false;
  /** Why the last action was refused, or did not help. */
  problem = '';
  announcement = '';

  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Answers may cross; only the one to the last question counts. */
  #question = 0;
  #mustFocus = false;

  connectedCallback(): void {
    if (mayPost === true) void this.load();
  }

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    (this.refs?.heading as HTMLElement | undefined)?.focus();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#pause);
  }

  get isForbidden(): boolean {
    return mayPost !== true || (this.failure !== undefined && isAccessError(this.failure));
  }

  get isFailed(): boolean {
    return this.failure !== undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get isLoading(): boolean {
    return this.reasons === undefined;
  }

  get isListLoading(): boolean {
    return this.facts === undefined;
  }

  /** Nothing waits, and nothing was discarded. */
  get isEmpty(): boolean {
    return this.reasons?.length === 0;
  }

  get choices(): ChoiceRow[] {
    return choicesOf(this.reasons ?? []).map((choice) => {
      const isSelected = choice.code === this.code;
      return { ...choice, current: isSelected ? 'true' : 'false', className: isSelected ? 'choice choice_selected' : 'choice' };
    });
  }

  get heading(): string {
    return this.code === '' ? 'All that waits' : reasonText(this.code).title;
  }

  get advice(): string {
    return this.code === '' ? 'Nothing of this has changed stock. Choose a reason to see what to do about it.' : reasonText(this.code).advice;
  }

  get canTryAll(): boolean {
    return this.chosen?.isPassing === true;
  }

  get tryAllLabel(): string {
    const count = this.chosen?.count ?? 0;
    return count === 1 ? 'Try it again' : `Try all ${factsText(count)} again`;
  }

  get sourceOptions(): { label: string; value: string }[] {
    const names = new Set(this.looked.flatMap(({ sources }) => (sources ?? []).flatMap(({ source }) => source ?? [])));
    return [{ label: 'All sources', value: ANY_SOURCE }, ...[...names].sort().map((name) => ({ label: name, value: name }))];
  }

  /** With one source only there is nothing to choose. */
  get hasSources(): boolean {
    return this.sourceOptions.length > 2;
  }

  get rows(): readonly QuarantinedFact[] {
    return this.facts ?? [];
  }

  get isNothingFound(): boolean {
    return this.facts?.length === 0;
  }

  get nothingText(): string {
    return this.term.trim() !== '' || this.source !== ANY_SOURCE ? 'Nothing that waits fits your search.' : 'Nothing waits.';
  }

  handleRetry(): void {
    this.failure = undefined;
    this.reasons = undefined;
    void this.load();
  }

  handleRefresh(): void {
    this.problem = '';
    void this.load();
  }

  handleChoose(event: MouseEvent): void {
    this.code = (event.currentTarget as HTMLElement).dataset.code ?? '';
    this.source = ANY_SOURCE;
    this.problem = '';
    this.facts = undefined;
    void this.loadFacts();
  }

  handleSource(event: CustomEvent<{ readonly value: string }>): void {
    this.source = event.detail.value;
    void this.loadFacts();
  }

  handleTerm(event: Event): void {
    this.term = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the next letter, or leaving the page, ends it
    this.#pause = setTimeout(() => {
      void this.loadFacts();
    }, TYPING_PAUSE_MILLISECONDS);
  }

  handleMore(): void {
    void this.loadFacts(this.facts?.at(-1)?.entryId ?? undefined);
  }

  handleTryAll(): void {
    const { code } = this;
    void this.act(async () => {
      const { applied, waiting, isGoingOn } = await driveReasonAgain({ code });
      const rest = [(waiting ?? 0) === 0 ? undefined : `${factsText(waiting ?? 0)} still wait${waiting === 1 ? 's' : ''}.`, isGoingOn === true ? 'A job goes on with the others.' : undefined].filter((part) => part !== undefined);
      return { title: `${factsText(applied ?? 0)} applied`, message: rest.join(' '), variant: (waiting ?? 0) === 0 ? 'success' : 'warning' };
    });
  }

  handleDrive(event: CustomEvent<string>): void {
    const entryIds = [event.detail];
    void this.act(async () => {
      const [outcome] = await driveAgain({ entryIds });
      if (outcome === undefined) throw new Error('Somebody else has tried it meanwhile. Look at the list again.');
      if (outcome.message != null) throw new Error(`It still waits: ${outcome.message}`);
      return { title: 'Applied', message: outcome.key ?? '', variant: 'success' };
    });
  }

  handleDiscard(event: CustomEvent<Discard>): void {
    const { entryId, reason } = event.detail;
    void this.act(async () => {
      if ((await discard({ entryIds: [entryId], reason })) !== 1) throw new Error('It does not wait any more. Look at the list again.');
      return { title: 'Discarded', message: 'It is kept under Discarded, with your reason.', variant: 'success' };
    });
  }

  private get chosen(): QuarantineReason | undefined {
    return this.reasons?.find(({ code }) => code === this.code);
  }

  /** The reasons whose facts are listed. */
  private get looked(): readonly QuarantineReason[] {
    return (this.reasons ?? []).filter((reason) => (this.code === '' ? isWaiting(reason) : reason.code === this.code));
  }

  /** Does something and shows what is left, whether it helped or not: the reason of a fact may be another now. */
  private async act(call: () => Promise<Told>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const told = await call();
      this.announcement = `${told.title}. ${told.message}`;
      this.dispatchEvent(new ShowToastEvent(told));
      this.#mustFocus = true;
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
    await this.load();
  }

  private async load(): Promise<void> {
    try {
      this.reasons = await getReasons();
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
      return;
    }
    if (this.chosen === undefined) this.code = '';
    if (!this.sourceOptions.some(({ value }) => value === this.source)) this.source = ANY_SOURCE;
    await this.loadFacts();
  }

  /** @param beforeEntryId of the last one that is shown: older ones are added to them */
  private async loadFacts(beforeEntryId?: string): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    const codes = this.looked.flatMap(({ code }) => code ?? []);
    const source = this.source === ANY_SOURCE ? null : this.source;
    try {
      const page = await getFacts({ codes, source, term: this.term, beforeEntryId: beforeEntryId ?? null });
      if (question !== this.#question) return;
      const facts = page.facts ?? [];
      this.facts = beforeEntryId === undefined ? facts : [...(this.facts ?? []), ...facts];
      this.isMore = page.isMore === true;
    } catch (failure) {
      if (question === this.#question) this.failure = failure;
    }
  }
}
