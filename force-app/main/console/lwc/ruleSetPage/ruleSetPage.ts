import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import activate from '@salesforce/apex/RuleSetController.activate';
import check from '@salesforce/apex/RuleSetController.check';
import newVersion from '@salesforce/apex/RuleSetController.newVersion';
import removeRule from '@salesforce/apex/RuleSetController.removeRule';
import retire from '@salesforce/apex/RuleSetController.retire';
import loadSheet from '@salesforce/apex/RuleSetController.sheet';
import type { Entry } from '@salesforce/apex/RuleDesk';
import type { RuleFinding } from '@salesforce/apex/RuleFinding';
import type { Column, Row, RuleSheet } from '@salesforce/apex/RuleSheet';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import RuleModal from 'c/ruleModal';
import { ruleMomentText, setName, standingIcon, validityText } from 'c/ruleTexts';
import mayEdit from '@salesforce/customPermission/Edit_Rules';

interface ShownChange {
  readonly key: string;
  readonly when: string;
  readonly text: string;
}

/** What is asked before it is done. */
type Question = 'activate' | 'retire';

/** A rule set: its rules, a check, a trial, versions side by side, and who changed what. Rules change in drafts only. */
export default class RuleSetPage extends NavigationMixin(LightningElement) {
  @api get recordId(): string | undefined {
    return this.#recordId;
  }
  set recordId(id: string | undefined) {
    this.#recordId = id;
    this.sheet = undefined;
    this.findings = undefined;
    if (id !== undefined) void this.load();
  }

  sheet: RuleSheet | undefined;
  failure: unknown;
  findings: readonly RuleFinding[] | undefined;
  isChecking = false;
  isBusy = false;
  refusal: string | undefined;
  question: Question | undefined;
  startsAt = '';

  #recordId: string | undefined;

  get isForbidden(): boolean {
    return this.failure !== undefined && isAccessError(this.failure);
  }

  get isFailed(): boolean {
    return this.failure !== undefined;
  }

  get isLoading(): boolean {
    return this.sheet === undefined;
  }

  get errorText(): string {
    return reduceErrors(this.failure).join(' ');
  }

  get entry(): Entry {
    return this.sheet?.ruleSet ?? {};
  }

  get title(): string {
    return setName(this.entry);
  }

  get kindText(): string {
    return this.entry.kindLabel ?? '';
  }

  get standing(): string {
    return this.entry.standing ?? '';
  }

  get standingIconName(): string {
    return standingIcon(this.entry.standing).icon;
  }

  get standingVariant(): string {
    return standingIcon(this.entry.standing).variant;
  }

  get validity(): string {
    return validityText(this.entry);
  }

  get fallbackText(): string {
    return `Where no rule fits: ${this.sheet?.fallback ?? ''}.`;
  }

  get isDraft(): boolean {
    return this.sheet?.mayEdit === true;
  }

  get mayCopy(): boolean {
    return mayEdit === true;
  }

  get mayRetire(): boolean {
    return mayEdit === true && this.entry.state === 'Active';
  }

  get isActivating(): boolean {
    return this.question === 'activate';
  }

  get isRetiring(): boolean {
    return this.question === 'retire';
  }

  get columns(): readonly Column[] {
    return this.sheet?.columns ?? [];
  }

  get rows(): readonly Row[] {
    return this.sheet?.rows ?? [];
  }

  get others(): readonly Entry[] {
    return this.sheet?.others ?? [];
  }

  get changes(): ShownChange[] {
    return (this.sheet?.changes ?? []).map((change) => ({ key: change.changeId ?? '', when: `${ruleMomentText(change.atMillis ?? 0)}, ${change.who ?? ''}`, text: change.what ?? '' }));
  }

  get hasChanges(): boolean {
    return this.changes.length > 0;
  }

  get successionText(): string {
    const inForce = this.others.find((other) => other.standing === 'In force');
    return inForce === undefined ? 'Nothing of this kind is in force.' : `${setName(inForce)} counts until then.`;
  }

  handleRetry(): void {
    void this.load();
  }

  handleAdd(): void {
    void this.openModal(undefined);
  }

  handleEdit(event: CustomEvent<string>): void {
    void this.openModal(this.rows.find((row) => row.ruleId === event.detail));
  }

  handleRemove(event: CustomEvent<string>): void {
    const ruleId = event.detail;
    void this.act(() => removeRule({ ruleId }));
  }

  handleCheck(): void {
    void this.runCheck();
  }

  handleAskActivate(): void {
    this.question = this.isActivating ? undefined : 'activate';
  }

  handleAskRetire(): void {
    this.question = this.isRetiring ? undefined : 'retire';
  }

  handleCancel(): void {
    this.question = undefined;
  }

  handleStart(event: Event): void {
    this.startsAt = (event.currentTarget as HTMLInputElement).value;
  }

  handleActivate(): void {
    const startsMillis = this.startsAt ? Date.parse(this.startsAt) : null;
    void this.act(() => activate({ ruleSetId: this.#recordId ?? null, startsMillis })).then((isDone) => (isDone ? undefined : this.runCheck()));
  }

  handleRetire(): void {
    void this.act(() => retire({ ruleSetId: this.#recordId ?? null }));
  }

  handleCopy(): void {
    void this.act(async () => {
      const recordId = (await newVersion({ ruleSetId: this.#recordId ?? null })) ?? '';
      this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId, objectApiName: 'Rule_Set__c', actionName: 'view' } });
    });
  }

  private async openModal(rule: Row | undefined): Promise<void> {
    const result: unknown = await RuleModal.open({ size: 'medium', label: rule === undefined ? 'New rule' : `Rule ${rule.name ?? ''}`, ruleSetId: this.#recordId ?? '', rule, columns: this.columns });
    if (result === 'saved') await this.reload();
  }

  /** @returns whether it was done */
  private async act(step: () => Promise<void>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.refusal = undefined;
    try {
      await step();
      this.question = undefined;
      await this.reload();
      return true;
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  private async reload(): Promise<void> {
    this.findings = undefined;
    this.refusal = undefined;
    await this.load();
  }

  private async runCheck(): Promise<void> {
    this.isChecking = true;
    try {
      this.findings = (await check({ ruleSetId: this.#recordId ?? null })) ?? [];
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isChecking = false;
    }
  }

  private async load(): Promise<void> {
    const id = this.#recordId;
    try {
      const sheet = await loadSheet({ ruleSetId: id ?? null });
      if (id !== this.#recordId) return;
      this.sheet = sheet ?? undefined;
      this.failure = undefined;
    } catch (error) {
      if (id === this.#recordId) this.failure = error;
    }
  }
}
