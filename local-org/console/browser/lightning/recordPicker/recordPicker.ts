import { LightningElement, api } from 'lwc';
import { address, failureText, read } from '../../data-service/requests.ts';
import type { ObjectInfo, RecordRepresentation } from '../../data-service/types.ts';

/** Finds a record of an object by its name. What filters by other fields, or shows more than the name, is refused by name. */
export default class RecordPicker extends LightningElement {
  @api label = '';
  @api variant: 'standard' | 'label-hidden' = 'standard';
  @api placeholder: string | undefined;
  @api required = false;
  @api disabled = false;
  @api objectApiName: string | undefined;
  info: ObjectInfo | undefined;
  name: string | undefined;
  problem: string | undefined;
  /** Reactive, which a private field is not. */
  currentValue: string | undefined;

  @api get value(): string | undefined {
    return this.currentValue;
  }
  set value(value: string | undefined) {
    this.currentValue = value ?? undefined;
    if (this.currentValue === undefined) this.name = undefined;
    else if (this.isConnected) void this.readName();
  }

  @api set filter(value: unknown) {
    this.refuse('filter', value);
  }
  get filter(): unknown {
    return undefined;
  }

  @api set displayInfo(value: unknown) {
    this.refuse('display-info', value);
  }
  get displayInfo(): unknown {
    return undefined;
  }

  @api set matchingInfo(value: unknown) {
    this.refuse('matching-info', value);
  }
  get matchingInfo(): unknown {
    return undefined;
  }

  @api clearSelection(): void {
    this.value = undefined;
  }

  @api focus(): void {
    (this.refs?.['lookup'] as HTMLElement | undefined)?.focus();
  }

  connectedCallback(): void {
    void this.readName();
  }

  get objectLabel(): string | undefined {
    return this.info?.labelPlural;
  }

  handleChange(event: CustomEvent<{ readonly recordId: string | null; readonly name: string | undefined }>): void {
    event.stopPropagation();
    this.currentValue = event.detail.recordId ?? undefined;
    this.name = event.detail.name;
    this.dispatchEvent(new CustomEvent('change', { detail: { recordId: event.detail.recordId } }));
  }

  private refuse(attribute: string, value: unknown): void {
    if (value !== undefined && value !== null) this.problem = `The local org does not support '${attribute}' of lightning-record-picker.`;
  }

  private async readName(): Promise<void> {
    try {
      this.info ??= await read<ObjectInfo>(`/object-info/${this.objectApiName ?? ''}`);
      const field = this.info.nameFields[0];
      if (this.currentValue === undefined || field === undefined) return;
      const record = await read<RecordRepresentation>(address(`/records/${this.currentValue}`, { fields: `${this.info.apiName}.${field}` }));
      this.name = typeof record.fields[field]?.value === 'string' ? record.fields[field].value : record.id;
    } catch (error) {
      this.problem = failureText(error);
    }
  }
}
