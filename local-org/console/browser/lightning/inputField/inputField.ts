import { LightningElement, api } from 'lwc';
import { referred } from '../../data-service/field-kind.ts';
import { FORM_MEMBER, plainFieldName, type FormState, type Joining } from '../../data-service/form-context.ts';
import { NO_ERRORS } from '../../data-service/form-errors.ts';
import type { FieldInfo } from '../../data-service/types.ts';

const NOTHING: FormState = { record: undefined, objectInfo: undefined, errors: NO_ERRORS, isSaving: false };

/** Where a field is filled in, inside of a `lightning-record-edit-form`. */
export default class InputField extends LightningElement {
  @api fieldName: unknown;
  @api variant: 'standard' | 'label-hidden' | 'label-stacked' | 'label-inline' = 'standard';
  @api disabled = false;
  @api readOnly = false;
  @api required = false;
  state: FormState = NOTHING;
  own: unknown = undefined;
  isTouched = false;
  #joining: Joining | undefined;

  /** A value set by the page goes before the record's. */
  @api get value(): unknown {
    return this.isTouched ? this.own : this.recordValue;
  }
  set value(value: unknown) {
    this.own = value;
    this.isTouched = value !== undefined;
  }

  @api reset(): void {
    this.own = undefined;
    this.isTouched = false;
  }

  @api reportValidity(): boolean {
    return (this.refs?.['input'] as (HTMLElement & { reportValidity(): boolean }) | undefined)?.reportValidity() ?? true;
  }

  @api focus(): void {
    (this.refs?.['input'] as HTMLElement | undefined)?.focus();
  }

  connectedCallback(): void {
    this.#joining = {
      member: {
        fieldName: plainFieldName(this.fieldName),
        show: (state) => {
          this.state = state;
        },
        value: () => (this.isTouched ? this.own : undefined),
        reportValidity: () => this.reportValidity(),
        reset: () => this.reset(),
      },
    };
    this.dispatchEvent(new CustomEvent(FORM_MEMBER, { bubbles: true, composed: true, detail: this.#joining }));
  }

  disconnectedCallback(): void {
    this.#joining?.leave?.();
  }

  get name(): string {
    return plainFieldName(this.fieldName) ?? '';
  }
  get info(): FieldInfo | undefined {
    return this.state.record === undefined ? undefined : this.state.objectInfo?.fields[this.name];
  }
  get label(): string {
    return this.info?.label ?? '';
  }
  get objectApiName(): string | undefined {
    return this.state.objectInfo?.apiName;
  }
  get recordTypeId(): string | undefined {
    return this.state.record?.recordTypeId ?? undefined;
  }
  get recordValue(): unknown {
    return this.state.record?.fields[this.name]?.value ?? null;
  }
  get shownValue(): unknown {
    return this.value;
  }
  get referenceName(): string | undefined {
    const { record } = this.state;
    return this.info === undefined || record === undefined || this.isTouched ? undefined : referred(record, this.info)?.name;
  }
  get isRequired(): boolean {
    return this.required || this.info?.required === true;
  }
  get isDisabled(): boolean {
    const isAllowed = this.state.record?.id === '' ? this.info?.createable : this.info?.updateable;
    return this.disabled || this.readOnly || isAllowed !== true || this.state.isSaving;
  }
  get message(): string | undefined {
    return this.state.errors.fields[this.name];
  }

  handleChange(event: CustomEvent<{ readonly value: unknown }>): void {
    event.stopPropagation();
    this.own = event.detail.value;
    this.isTouched = true;
    this.dispatchEvent(new CustomEvent('change', { bubbles: true, composed: true, detail: { value: event.detail.value } }));
  }
}
