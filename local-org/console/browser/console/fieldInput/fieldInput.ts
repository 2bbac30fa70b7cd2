import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { inputFormatter, inputKind, inputStep, inputType } from '../../data-service/field-kind.ts';
import { MASTER_RECORD_TYPE } from '../../data-service/constants.ts';
import type { Provisioned } from '../../data-service/store.ts';
import type { FieldInfo, ObjectInfo, PicklistValues } from '../../data-service/types.ts';

interface Checked extends HTMLElement {
  setCustomValidity(message: string): void;
  reportValidity(): boolean;
}

/** Where one field of a record is typed in. Dispatches `fieldchange` with `{ field, value }`. */
export default class FieldInput extends LightningElement {
  @api info!: FieldInfo;
  @api objectApiName: string | undefined;
  @api recordTypeId: string | undefined;
  @api label = '';
  @api variant: 'standard' | 'label-hidden' | 'label-stacked' = 'standard';
  @api value: unknown;
  /** Of a reference: the name of the record it leads to. */
  @api referenceName: string | undefined;
  @api required = false;
  @api disabled = false;
  picklist: PicklistValues | undefined;
  targetInfo: ObjectInfo | undefined;
  /** Reactive, which a private field is not. */
  currentMessage: string | undefined;
  #shownMessage = '';

  /** What the org said about the value. */
  @api get message(): string | undefined {
    return this.currentMessage;
  }
  set message(value: string | undefined) {
    this.currentMessage = value;
    // After the input below knows what else changed with it: one that is still disabled has nothing to complain about.
    queueMicrotask(() => this.showMessage());
  }

  @wire(getPicklistValues, { fieldApiName: '$picklistField', recordTypeId: '$picklistRecordType' })
  wiredPicklist({ data }: Provisioned<PicklistValues>): void {
    this.picklist = data;
  }

  /** What a search says it looks for. Who may not read the object is told nothing of it. */
  @wire(getObjectInfo, { objectApiName: '$lookupTarget' })
  wiredTarget({ data }: Provisioned<ObjectInfo>): void {
    this.targetInfo = data;
  }

  @api reportValidity(): boolean {
    if (this.isLookup) return !(this.required && (this.value === null || this.value === undefined));
    return (this.refs?.['input'] as Checked | undefined)?.reportValidity() ?? true;
  }

  @api focus(): void {
    ((this.refs?.['input'] ?? this.template?.querySelector('console-lookup')) as HTMLElement | null | undefined)?.focus();
  }

  renderedCallback(): void {
    this.showMessage();
  }

  get picklistField(): string | undefined {
    return this.isPicklist || this.isMultiPicklist ? `${this.objectApiName ?? ''}.${this.info.apiName}` : undefined;
  }
  get picklistRecordType(): string | undefined {
    return this.isPicklist || this.isMultiPicklist ? this.recordTypeId ?? MASTER_RECORD_TYPE : undefined;
  }

  get isLookup(): boolean {
    return inputKind(this.info) === 'lookup';
  }
  get isTextarea(): boolean {
    return inputKind(this.info) === 'textarea';
  }
  get isCheckbox(): boolean {
    return inputKind(this.info) === 'checkbox';
  }
  get isPicklist(): boolean {
    return inputKind(this.info) === 'picklist';
  }
  get isMultiPicklist(): boolean {
    return inputKind(this.info) === 'multipicklist';
  }
  get isInput(): boolean {
    return inputKind(this.info) === 'input';
  }

  get options(): { readonly label: string; readonly value: string }[] {
    const offered = (this.picklist?.values ?? []).map(({ label, value }) => ({ label, value }));
    // A value that is no longer offered stays until another is chosen.
    const own = typeof this.value === 'string' && this.value !== '' && !this.isMultiPicklist && !offered.some(({ value }) => value === this.value) ? [{ label: this.value, value: this.value }] : [];
    return [...(this.required || this.isMultiPicklist ? [] : [{ label: '--None--', value: '' }]), ...own, ...offered];
  }
  get values(): string[] {
    return typeof this.value === 'string' && this.value !== '' ? this.value.split(';') : [];
  }
  get targetLabel(): string | undefined {
    return this.target === 'User' ? 'People' : this.targetInfo?.labelPlural;
  }
  get lookupTarget(): string | undefined {
    return this.isLookup ? this.target : undefined;
  }
  get target(): string | undefined {
    const targets = this.info.referenceToInfos.map(({ apiName }) => apiName);
    return targets.includes('User') ? 'User' : targets[0];
  }
  get type(): string {
    return inputType(this.info);
  }
  get formatter(): string | undefined {
    return inputFormatter(this.info);
  }
  get step(): string | undefined {
    return this.type === 'number' ? inputStep(this.info) : undefined;
  }
  get maxLength(): number | undefined {
    return this.type === 'text' || this.isTextarea ? this.info.length || undefined : undefined;
  }
  get help(): string | undefined {
    return this.info.inlineHelpText ?? undefined;
  }

  handleChange(event: CustomEvent<{ readonly value: string }>): void {
    const { value } = event.detail;
    this.tell(value === '' ? null : this.type === 'number' && this.isInput ? Number(value) : value);
  }

  handleCheck(event: CustomEvent<{ readonly checked: boolean }>): void {
    this.tell(event.detail.checked);
  }

  handleValues(event: CustomEvent<{ readonly value: readonly string[] }>): void {
    this.tell(event.detail.value.length === 0 ? null : event.detail.value.join(';'));
  }

  handleLookup(event: CustomEvent<{ readonly recordId: string | null; readonly name: string | undefined }>): void {
    event.stopPropagation();
    this.referenceName = event.detail.name;
    this.tell(event.detail.recordId);
  }

  private showMessage(): void {
    const input = this.refs?.['input'] as Checked | undefined;
    const message = this.currentMessage ?? '';
    if (input === undefined || message === this.#shownMessage) return;
    this.#shownMessage = message;
    input.setCustomValidity(message);
    input.reportValidity();
  }

  private tell(value: unknown): void {
    this.value = value;
    // What was said about the value before says nothing about this one.
    (this.refs?.['input'] as Checked | undefined)?.setCustomValidity('');
    this.dispatchEvent(new CustomEvent('fieldchange', { bubbles: true, composed: true, detail: { field: this.info.apiName, value } }));
  }
}
