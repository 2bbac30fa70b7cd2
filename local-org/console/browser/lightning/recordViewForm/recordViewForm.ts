import { LightningElement, api } from 'lwc';
import { FORM_MEMBER, FormMembers, type FormState } from '../../data-service/form-context.ts';
import { NO_ERRORS } from '../../data-service/form-errors.ts';
import { followRecord } from '../../data-service/form-source.ts';
import { objectName } from '../../data-service/wire.ts';

/** A record whose fields the page arranges with `lightning-output-field`. */
export default class RecordViewForm extends LightningElement {
  @api objectApiName: unknown;
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

  /** Once for all fields that appear together. */
  private ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    queueMicrotask(() => {
      this.#isAsked = false;
      const object = objectName(this.objectApiName);
      if (object === undefined || this.#recordId === undefined || this.#members.fieldNames.length === 0) return;
      this.#end?.();
      this.#end = followRecord(
        { recordId: this.#recordId, objectApiName: object, recordTypeId: undefined, fieldNames: this.#members.fieldNames },
        ({ record, objectInfo }) => {
          this.#state = { ...this.#state, record, objectInfo };
          for (const member of this.#members.all) member.show(this.#state);
          this.dispatchEvent(new CustomEvent('load', { detail: { records: { [record.id]: record }, objectInfos: { [objectInfo.apiName]: objectInfo } } }));
        },
        (error) => {
          this.dispatchEvent(new CustomEvent('error', { detail: error }));
        },
      );
    });
  }
}
