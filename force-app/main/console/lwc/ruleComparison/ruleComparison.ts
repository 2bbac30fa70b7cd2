import { LightningElement, api } from 'lwc';
import compare from '@salesforce/apex/RuleSetController.compare';
import type { Difference } from '@salesforce/apex/RuleComparison';
import type { Entry } from '@salesforce/apex/RuleDesk';
import { reduceErrors } from 'c/reduceErrors';
import { setName } from 'c/ruleTexts';

interface ShownDifference {
  readonly key: string;
  readonly verb: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What this version says otherwise than another of its kind; that in force is offered first. */
export default class RuleComparison extends LightningElement {
  @api ruleSetId = '';
  @api others: readonly Entry[] = [];

  chosenId: string | undefined;
  differences: readonly Difference[] | undefined;
  refusal: string | undefined;

  get hasOthers(): boolean {
    return this.others.length > 0;
  }

  get options(): { label: string; value: string }[] {
    return this.others.map((other) => ({ label: `${setName(other)} (${(other.standing ?? '').toLowerCase()})`, value: other.ruleSetId ?? '' }));
  }

  get hasDifferences(): boolean {
    return (this.differences ?? []).length > 0;
  }

  get isSame(): boolean {
    return this.differences?.length === 0;
  }

  get shown(): ShownDifference[] {
    return (this.differences ?? []).map((one) => ({ key: one.key ?? '', verb: one.verb ?? '', name: one.ruleName ?? '', before: one.before ?? '—', after: one.after ?? '—' }));
  }

  handleChoose(event: CustomEvent<{ value: string }>): void {
    this.chosenId = event.detail.value;
    void this.load(this.chosenId);
  }

  private async load(beforeId: string): Promise<void> {
    this.refusal = undefined;
    try {
      const differences = await compare({ ruleSetId: this.ruleSetId, beforeId });
      if (beforeId === this.chosenId) this.differences = differences ?? [];
    } catch (error) {
      this.differences = undefined;
      this.refusal = reduceErrors(error).join(' ');
    }
  }
}
