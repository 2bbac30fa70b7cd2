import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import saveRule from '@salesforce/apex/RuleSetController.saveRule';
import type { Column, Row } from '@salesforce/apex/RuleSheet';
import { reduceErrors } from 'c/reduceErrors';
import { momentField, momentOfField } from 'c/ruleTexts';

interface Field {
  readonly field: string;
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly isOn: boolean;
  readonly required: boolean;
  readonly type: string;
  readonly isChoice: boolean;
  readonly isYesNo: boolean;
  readonly isMoment: boolean;
  readonly placeholder: string;
  readonly step: string | undefined;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

const INPUT_TYPES: Readonly<Record<string, string>> = { number: 'number', text: 'text' };

/** One rule: what it counts for and what it says, by the fields of its kind. Stays open with the reason when the org refuses; closes with `saved`. */
export default class RuleModal extends LightningModal {
  @api ruleSetId = '';
  /** Undefined: a new rule. */
  @api rule: Row | undefined;
  @api columns: readonly Column[] = [];

  isBusy = false;
  refusal: string | undefined;

  #entered: Readonly<Record<string, string>> = {};

  get heading(): string {
    return this.rule === undefined ? 'New rule' : `Rule ${this.rule.name ?? ''}`;
  }

  get name(): string {
    return this.#entered.Name ?? this.rule?.name ?? '';
  }

  get priority(): string {
    return this.#entered.Priority__c ?? (typeof this.rule?.priority === 'number' ? String(this.rule.priority) : '');
  }

  get narrowing(): Field[] {
    return this.fields(true);
  }

  get saying(): Field[] {
    return this.fields(false);
  }

  get buttonText(): string {
    return this.isBusy ? 'Saving…' : 'Save rule';
  }

  handleEnter(event: CustomEvent<{ value?: string; checked?: boolean }>): void {
    const { field } = (event.currentTarget as HTMLElement).dataset;
    const { value, checked } = event.detail;
    if (field !== undefined) this.#entered = { ...this.#entered, [field]: checked === undefined ? value ?? '' : String(checked) };
  }

  handleMoment(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    const { field } = input.dataset;
    if (field !== undefined) this.#entered = { ...this.#entered, [field]: momentOfField(input.value) };
  }

  handleBack(): void {
    this.close();
  }

  handleSave(): void {
    if (!this.isBusy) void this.save();
  }

  private async save(): Promise<void> {
    this.isBusy = true;
    this.refusal = undefined;
    try {
      await saveRule({ ruleSetId: this.ruleSetId, ruleId: this.rule?.ruleId ?? null, values: this.values() });
      this.close('saved');
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isBusy = false;
    }
  }

  private values(): Record<string, string> {
    const values: Record<string, string> = { Name: this.name, Priority__c: this.priority };
    for (const { field } of this.columns) if (field) values[field] = this.textOf(field);
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  }

  private fields(narrows: boolean): Field[] {
    return this.columns.filter((column) => column.narrows === narrows).map((column) => {
      const field = column.field ?? '';
      const type = column.type ?? 'text';
      const value = this.textOf(field);
      return {
        field,
        label: column.label ?? field,
        help: column.help ?? '',
        value: type === 'moment' ? momentField(value) : value,
        isOn: value === 'true',
        required: column.required === true,
        type: INPUT_TYPES[type] ?? 'text',
        isChoice: type === 'choice',
        isYesNo: type === 'yesNo',
        isMoment: type === 'moment',
        placeholder: field.startsWith('Season_') ? 'MM-DD' : '',
        step: type === 'number' ? 'any' : undefined,
        options: [{ label: narrows ? 'All' : '—', value: '' }, ...(column.choices ?? []).map((choice) => ({ label: choice.label ?? '', value: choice.value ?? '' }))],
      };
    });
  }

  private textOf(field: string): string {
    return this.#entered[field] ?? this.rule?.values?.[field] ?? '';
  }
}
