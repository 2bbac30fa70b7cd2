import { LightningElement, api } from 'lwc';
import { FORM_MEMBER, plainFieldName, type FormState, type Joining } from '../../data-service/form-context.ts';
import type { FieldInfo, RecordRepresentation } from '../../data-service/types.ts';

/** The value of a field inside of a record form. */
export default class OutputField extends LightningElement {
  @api fieldName: unknown;
  @api variant: 'standard' | 'label-hidden' | 'label-stacked' | 'label-inline' = 'standard';
  @api fieldClass: string | undefined;
  record: RecordRepresentation | undefined;
  info: FieldInfo | undefined;
  #joining: Joining | undefined;

  connectedCallback(): void {
    this.#joining = { member: { fieldName: plainFieldName(this.fieldName), show: (state) => this.show(state) } };
    this.dispatchEvent(new CustomEvent(FORM_MEMBER, { bubbles: true, composed: true, detail: this.#joining }));
  }

  disconnectedCallback(): void {
    this.#joining?.leave?.();
  }

  get label(): string {
    return this.info?.label ?? '';
  }
  get hasLabel(): boolean {
    return this.variant !== 'label-hidden';
  }

  private show({ record, objectInfo }: FormState): void {
    this.record = record;
    this.info = record === undefined ? undefined : objectInfo?.fields[plainFieldName(this.fieldName) ?? ''];
  }
}
