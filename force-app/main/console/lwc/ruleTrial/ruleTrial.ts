import { LightningElement, api } from 'lwc';
import tryOut from '@salesforce/apex/RuleSetController.tryOut';
import type { RuleTrial as Trial } from '@salesforce/apex/RuleTrial';
import type { Column } from '@salesforce/apex/RuleSheet';
import { reduceErrors } from 'c/reduceErrors';

interface ShownFit {
  readonly key: string;
  readonly name: string;
  readonly scope: string;
  readonly effect: string;
  readonly why: string;
  readonly rowClass: string;
}

/** Asks which rule of a set decides a case, and why the others that fit do not. */
export default class RuleTrial extends LightningElement {
  @api ruleSetId = '';
  @api columns: readonly Column[] = [];

  sku = '';
  location = '';
  channel = '';
  day = '';
  moment = '';
  trial: Trial | undefined;
  refusal: string | undefined;
  isBusy = false;

  get hasSku(): boolean {
    return this.uses('SKU__c') || this.uses('Product_Class__c');
  }

  get hasLocation(): boolean {
    return this.uses('Location_Code__c');
  }

  get hasChannel(): boolean {
    return this.uses('Channel__c');
  }

  get hasDay(): boolean {
    return this.uses('Season_From__c');
  }

  get hasMoment(): boolean {
    return this.uses('Starts_At__c');
  }

  get decisionText(): string {
    return this.trial?.decision ?? '';
  }

  get byText(): string {
    return this.trial?.ruleVersion ? `by ${this.trial.ruleVersion}` : '';
  }

  get caseText(): string {
    return this.trial?.caseText ?? '';
  }

  get fits(): ShownFit[] {
    return (this.trial?.fits ?? []).map((fit, index) => ({
      key: String(index), name: fit.ruleName ?? '', scope: fit.scope ?? '', effect: fit.effect ?? '', why: fit.why ?? '', rowClass: fit.decides === true ? 'decides' : '',
    }));
  }

  get hasFits(): boolean {
    return this.fits.length > 0;
  }

  handleEnter(event: CustomEvent<{ value: string }>): void {
    const { field } = (event.currentTarget as HTMLElement).dataset;
    if (field === 'sku' || field === 'location' || field === 'channel' || field === 'day') this[field] = event.detail.value;
  }

  handleMoment(event: Event): void {
    this.moment = (event.currentTarget as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.handleTry();
  }

  handleTry(): void {
    if (!this.isBusy) void this.ask();
  }

  private async ask(): Promise<void> {
    this.isBusy = true;
    this.refusal = undefined;
    try {
      const atMillis = this.moment === '' ? null : Date.parse(this.moment);
      this.trial = (await tryOut({ ruleSetId: this.ruleSetId, sku: this.sku, locationCode: this.location, channel: this.channel, day: this.day || null, atMillis })) ?? undefined;
    } catch (error) {
      this.trial = undefined;
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isBusy = false;
    }
  }

  private uses(field: string): boolean {
    return this.columns.some((column) => column.field === field);
  }
}
