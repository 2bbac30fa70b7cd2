import { LightningElement, api } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { FORM_MEMBER, FormMembers, type FormState } from '../../data-service/form-context.ts';
import { formErrors, NO_ERRORS } from '../../data-service/form-errors.ts';
import { followRecord } from '../../data-service/form-source.ts';
import type { FetchFailure } from '../../data-service/requests.ts';
import type { WriteFailure } from '../../data-service/types.ts';
import { objectName } from '../../data-service/wire.ts';

/** A form for a record whose fields the page arranges with `lightning-input-field`. */
export default class RecordEditForm extends LightningElement {
  @api objectApiName: unknown;
  @api recordTypeId: string | undefined;
  @api density: string | undefined;
  readonly #members = new FormMembers();
  #recordId: string | undefined;
  #state: FormState = { record: undefined, objectInfo: undefined, errors: NO_ERRORS, isSaving: false };
  #end: (() => void) | undefined;
  #isAsked = false;

  @api get recordId(): string | undefined {
    return this.#recordId;
  }
  set recordId(value: string | undefined) {
    this.#recordId = value;
    this.ask();
  }

  constructor() {
    super();
    this.addEventListener(FORM_MEMBER, (event) => {
      this.#members.join(event, this.#state);
      this.ask();
    });
  }

  disconnectedCallback(): void {
    this.#end?.();
  }

  /** Saves with these values beside what was typed in. */
  @api submit(fields?: Readonly<Record<string, unknown>>): void {
    void this.save({ ...this.typed, ...fields });
  }

  handleFormSubmit(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
    this.begin();
  }

  /** The page may look at the values, and keep the form from saving them. */
  private begin(): void {
    if (this.#state.isSaving || !this.#members.all.map((member) => member.reportValidity?.() ?? true).every(Boolean)) return;
    const fields = this.typed;
    const isWanted = this.dispatchEvent(new CustomEvent('submit', { cancelable: true, detail: { fields } }));
    if (isWanted) void this.save(fields);
  }

  private get typed(): Record<string, unknown> {
    const entries = this.#members.all.flatMap((member): [string, unknown][] => {
      const value = member.value?.();
      const isNew = this.#recordId === undefined;
      const begun = isNew && member.value !== undefined ? this.#state.record?.fields[member.fieldName ?? '']?.value : undefined;
      return member.fieldName === undefined || (value === undefined && (begun === undefined || begun === null)) ? [] : [[member.fieldName, value ?? begun ?? null]];
    });
    return Object.fromEntries(entries);
  }

  private async save(fields: Readonly<Record<string, unknown>>): Promise<void> {
    this.show({ isSaving: true, errors: NO_ERRORS });
    try {
      const recordType = this.recordTypeId === undefined ? {} : { RecordTypeId: this.recordTypeId };
      const object = objectName(this.objectApiName) ?? '';
      const record = this.#recordId === undefined ? await createRecord({ apiName: object, fields: { ...fields, ...recordType } }) : await updateRecord({ fields: { ...fields, Id: this.#recordId } });
      for (const member of this.#members.all) if (this.#recordId !== undefined) member.reset?.();
      this.show({ isSaving: false });
      this.dispatchEvent(new CustomEvent('success', { detail: record }));
    } catch (error) {
      this.show({ isSaving: false, errors: formErrors(error, new Set(this.#members.fieldNames)) });
      const body = ((error as FetchFailure).body ?? {}) as WriteFailure;
      this.dispatchEvent(new CustomEvent('error', { detail: { message: body.message, detail: body.output?.errors[0]?.message ?? '', output: body.output ?? { errors: [], fieldErrors: {} } } }));
    }
  }

  private show(change: Partial<FormState>): void {
    this.#state = { ...this.#state, ...change };
    for (const member of this.#members.all) member.show(this.#state);
  }

  /** Once for all fields that appear together. */
  private ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    queueMicrotask(() => {
      this.#isAsked = false;
      const object = objectName(this.objectApiName);
      if (object === undefined || this.#members.fieldNames.length === 0) return;
      this.#end?.();
      this.#end = followRecord(
        { recordId: this.#recordId, objectApiName: object, recordTypeId: this.recordTypeId, fieldNames: this.#members.fieldNames },
        ({ record, objectInfo }) => {
          this.show({ record, objectInfo });
          this.dispatchEvent(new CustomEvent('load', { detail: { records: { [record.id]: record }, objectInfos: { [objectInfo.apiName]: objectInfo } } }));
        },
        (error) => this.show({ errors: formErrors(error, new Set()) }),
      );
    });
  }
}
