import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { updateRecord } from 'lightning/uiRecordApi';
import { formErrors, NO_ERRORS, type FormErrors } from '../../data-service/form-errors.ts';

/** Asks who shall own a record and closes with the name of the new owner. */
export default class OwnerModal extends LightningModal {
  @api recordId: string | undefined;
  @api objectApiName: string | undefined;
  @api recordName = '';
  target: 'User' | 'Group' = 'User';
  ownerId: string | null = null;
  ownerName: string | undefined;
  errors: FormErrors = NO_ERRORS;
  isSaving = false;
  kinds = [{ label: 'User', value: 'User' }, { label: 'Queue', value: 'Group' }];

  get question(): string {
    return `Who shall own ${this.recordName}?`;
  }
  get cannotSave(): boolean {
    return this.isSaving || this.ownerId === null;
  }

  handleKind(event: CustomEvent<{ readonly value: 'User' | 'Group' }>): void {
    this.target = event.detail.value;
  }

  handleChange(event: CustomEvent<{ readonly recordId: string | null; readonly name: string | undefined }>): void {
    this.ownerId = event.detail.recordId;
    this.ownerName = event.detail.name;
  }

  handleCancel(): void {
    this.close(undefined);
  }

  async handleSave(): Promise<void> {
    this.isSaving = true;
    try {
      await updateRecord({ fields: { Id: this.recordId, OwnerId: this.ownerId } });
      this.close(this.ownerName);
    } catch (error) {
      this.errors = formErrors(error, new Set());
    } finally {
      this.isSaving = false;
    }
  }
}
