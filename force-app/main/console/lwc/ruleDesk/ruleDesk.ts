import { LightningElement } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import begin from '@salesforce/apex/RuleSetController.begin';
import desk from '@salesforce/apex/RuleSetController.desk';
import type { Entry, RuleDesk as Desk } from '@salesforce/apex/RuleDesk';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { ruleCountText, setName, standingIcon, validityText } from 'c/ruleTexts';

interface SetRow {
  readonly id: string;
  readonly title: string;
  readonly standing: string;
  readonly icon: string;
  readonly iconVariant: string;
  readonly validity: string;
  readonly count: string;
}

interface Section {
  readonly kind: string;
  readonly headingId: string;
  readonly label: string;
  readonly summary: string;
  readonly rows: readonly SetRow[];
  readonly hasRows: boolean;
  readonly isNaming: boolean;
  readonly draftLabel: string;
  readonly expanded: 'true' | 'false';
}

/** Shown unless somebody asks for all: what decides or may decide. */
const CURRENT: readonly string[] = ['In force', 'Begins later', 'Draft'];

/** Every rule set by kind: what counts now, what comes next, what is drafted. */
export default class RuleDesk extends NavigationMixin(LightningElement) {
  answer: Desk | undefined;
  failure: unknown;
  showsAll = false;
  /** The kind a draft is being named for. */
  namingKind: string | undefined;
  draftName = '';
  isBusy = false;
  refusal: string | undefined;

  #mustFocus = false;

  connectedCallback(): void {
    void this.load();
  }

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    this.template?.querySelector<HTMLInputElement>('input.draft-name')?.focus();
  }

  get isForbidden(): boolean {
    return this.failure !== undefined && isAccessError(this.failure);
  }

  get isFailed(): boolean {
    return this.failure !== undefined;
  }

  get isLoading(): boolean {
    return this.answer === undefined;
  }

  get errorText(): string {
    return reduceErrors(this.failure).join(' ');
  }

  get mayEdit(): boolean {
    return this.answer?.mayEdit === true;
  }

  get allLabel(): string {
    return this.showsAll ? 'Hide what is over' : 'Show what is over';
  }

  get allPressed(): 'true' | 'false' {
    return this.showsAll ? 'true' : 'false';
  }

  get sections(): Section[] {
    const sets = this.answer?.sets ?? [];
    return (this.answer?.kinds ?? []).map((kind) => {
      const name = kind.name ?? '';
      const ofKind = sets.filter((entry) => entry.kind === name);
      const inForce = ofKind.find((entry) => entry.standing === 'In force');
      const rows = ofKind.filter((entry) => this.showsAll || CURRENT.includes(entry.standing ?? '')).map(rowOf);
      const isNaming = this.namingKind === name;
      return {
        kind: name,
        headingId: `kind-${name}`,
        label: kind.label ?? name,
        summary: inForce === undefined ? `Nothing is in force: ${kind.fallback ?? ''}.` : `${setName(inForce)} decides, ${ruleCountText(inForce.ruleCount ?? 0)}. Where none fits: ${kind.fallback ?? ''}.`,
        rows,
        hasRows: rows.length > 0,
        isNaming,
        draftLabel: `New draft: ${kind.label ?? name}`,
        expanded: isNaming ? 'true' : 'false',
      };
    });
  }

  handleRetry(): void {
    void this.load();
  }

  handleAll(): void {
    this.showsAll = !this.showsAll;
  }

  handleOpen(event: Event): void {
    this.open((event.currentTarget as HTMLElement).dataset.id ?? '');
  }

  handleDraft(event: Event): void {
    const kind = (event.currentTarget as HTMLElement).dataset.kind;
    this.namingKind = kind === this.namingKind ? undefined : kind;
    this.draftName = '';
    this.refusal = undefined;
    this.#mustFocus = this.namingKind !== undefined;
  }

  handleName(event: Event): void {
    this.draftName = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.namingKind = undefined;
  }

  handleBegin(event: Event): void {
    event.preventDefault();
    const name = this.draftName.trim();
    if (name !== '' && this.namingKind !== undefined && !this.isBusy) void this.beginDraft(this.namingKind, name);
  }

  private async beginDraft(kind: string, name: string): Promise<void> {
    this.isBusy = true;
    this.refusal = undefined;
    try {
      const id = await begin({ kind, name });
      this.namingKind = undefined;
      await this.load();
      this.open(id ?? '');
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isBusy = false;
    }
  }

  private async load(): Promise<void> {
    try {
      this.answer = await desk();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }

  private open(recordId: string): void {
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Rule_Set__c', actionName: 'view' } });
  }
}

function rowOf(entry: Entry): SetRow {
  const { icon, variant } = standingIcon(entry.standing);
  return { id: entry.ruleSetId ?? '', title: setName(entry), standing: entry.standing ?? '', icon, iconVariant: variant, validity: validityText(entry), count: ruleCountText(entry.ruleCount ?? 0) };
}
