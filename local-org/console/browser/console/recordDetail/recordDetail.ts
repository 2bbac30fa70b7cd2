import { LightningElement, api, wire } from 'lwc';
import { getRecordUi, updateRecord } from 'lightning/uiRecordApi';
import { formErrors, NO_ERRORS, type FormErrors } from '../../data-service/form-errors.ts';
import { failureText } from '../../data-service/requests.ts';
import { followRefresh } from '../../data-service/refresh-part.ts';
import type { Provisioned } from '../../data-service/store.ts';
import { refreshApex } from '../../refreshable.ts';
import type { LayoutSection, ObjectInfo, RecordRepresentation, RecordUi } from '../../data-service/types.ts';
import { MASTER_RECORD_TYPE } from '../../data-service/constants.ts';
import type { SectionMode } from '../recordSections/recordSections.ts';

interface Sections extends HTMLElement {
  reportValidity(): boolean;
  focusField(field: string): void;
}

/** A record as its page layout shows it, to read and to edit in place. */
export default class RecordDetail extends LightningElement {
  @api recordId: string | undefined;
  @api objectApiName: string | undefined;
  layoutTypes = ['Full'];
  modes = ['View'];
  record: RecordRepresentation | undefined;
  objectInfo: ObjectInfo | undefined;
  sections: readonly LayoutSection[] = [];
  problem: string | undefined;
  isEditing = false;
  isSaving = false;
  edited: Readonly<Record<string, unknown>> = {};
  errors: FormErrors = NO_ERRORS;
  #focusField: string | undefined;
  #wired: Provisioned<RecordUi> | undefined;
  #endRefresh: (() => void) | undefined;

  @wire(getRecordUi, { recordIds: '$recordId', layoutTypes: '$layoutTypes', modes: '$modes' })
  wiredRecord(wired: Provisioned<RecordUi>): void {
    const { data, error } = wired;
    this.#wired = wired;
    this.problem = error === undefined ? undefined : failureText(error);
    const record = this.recordId === undefined ? undefined : Object.values(data?.records ?? {})[0];
    if (data === undefined || record === undefined) return;
    this.record = record;
    this.objectInfo = data.objectInfos[record.apiName];
    this.sections = data.layouts[record.apiName]?.[record.recordTypeId ?? MASTER_RECORD_TYPE]?.['Full']?.['View']?.sections ?? [];
  }

  connectedCallback(): void {
    this.#endRefresh = followRefresh(this, () => refreshApex(this.#wired));
  }

  disconnectedCallback(): void {
    this.#endRefresh?.();
  }

  renderedCallback(): void {
    if (this.#focusField === undefined) return;
    (this.refs?.['sections'] as Sections | undefined)?.focusField(this.#focusField);
    this.#focusField = undefined;
  }

  get mode(): SectionMode {
    return this.isEditing ? 'edit' : 'view';
  }

  get canEdit(): boolean {
    return this.objectInfo?.updateable === true;
  }

  handleEdit(event: CustomEvent<{ readonly field: string }>): void {
    this.isEditing = true;
    this.#focusField = event.detail.field;
  }

  handleFieldChange(event: CustomEvent<{ readonly field: string; readonly value: unknown }>): void {
    this.edited = { ...this.edited, [event.detail.field]: event.detail.value };
  }

  handleCancel(): void {
    this.isEditing = false;
    this.edited = {};
    this.errors = NO_ERRORS;
  }

  async handleSave(): Promise<void> {
    const record = this.record;
    if (record === undefined || (this.refs?.['sections'] as Sections).reportValidity() === false) return;
    this.isSaving = true;
    this.errors = NO_ERRORS;
    try {
      const since = record.lastModifiedDate;
      if (Object.keys(this.edited).length > 0) await updateRecord({ fields: { ...this.edited, Id: record.id } }, since === null ? undefined : { ifUnmodifiedSince: since });
      this.handleCancel();
    } catch (error) {
      this.errors = formErrors(error, this.shownFields);
    } finally {
      this.isSaving = false;
    }
  }

  private get shownFields(): ReadonlySet<string> {
    const items = this.sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems)).filter((item) => item.editableForUpdate);
    return new Set(items.flatMap(({ layoutComponents }) => layoutComponents.flatMap(({ apiName }) => apiName ?? [])));
  }
}
