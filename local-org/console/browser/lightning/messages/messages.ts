import { LightningElement } from 'lwc';
import { FORM_MEMBER, type Joining } from '../../data-service/form-context.ts';
import { NO_ERRORS, type FormErrors } from '../../data-service/form-errors.ts';

/** Where a record form says why it was not saved. */
export default class Messages extends LightningElement {
  errors: FormErrors = NO_ERRORS;
  #joining: Joining | undefined;

  connectedCallback(): void {
    this.#joining = {
      member: {
        fieldName: undefined,
        show: ({ errors }) => {
          this.errors = errors;
        },
      },
    };
    this.dispatchEvent(new CustomEvent(FORM_MEMBER, { bubbles: true, composed: true, detail: this.#joining }));
  }

  disconnectedCallback(): void {
    this.#joining?.leave?.();
  }
}
