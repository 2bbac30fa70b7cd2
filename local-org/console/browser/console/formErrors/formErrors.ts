import { LightningElement, api } from 'lwc';
import { NO_ERRORS, type FormErrors as Errors } from '../../data-service/form-errors.ts';

/** Why a record was not saved, above the form; how many fields say more. */
export default class FormErrors extends LightningElement {
  @api errors: Errors = NO_ERRORS;

  get texts(): readonly string[] {
    return this.errors.texts;
  }

  get heading(): string {
    const count = Object.keys(this.errors.fields).length;
    return count === 0 ? 'This record was not saved.' : `This record was not saved. Review ${count === 1 ? 'the marked field' : `the ${String(count)} marked fields`}.`;
  }

  get hasErrors(): boolean {
    return this.texts.length > 0 || Object.keys(this.errors.fields).length > 0;
  }
}
