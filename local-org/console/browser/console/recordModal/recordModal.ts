import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { MASTER_RECORD_TYPE } from '../../data-service/constants.ts';
import { formErrors, NO_ERRORS, type FormErrors } from '../../data-service/form-errors.ts';
import { address, failureText, read } from '../../data-service/requests.ts';
import type { CreateDefaults, Layout, LayoutSection, ObjectInfo, RecordRepresentation, RecordUi } from '../../data-service/types.ts';
import type { SectionMode } from '../recordSections/recordSections.ts';

interface Sections extends HTMLElement {
  reportValidity(): boolean;
}

/** A dialog to create or edit a record by its page layout, or by the layout of a quick action. Closes with the record that was saved. */
export default class RecordModal extends LightningModal {
  /** To edit; without it a record of `objectApiName` is created. */
  @api recordId: string | undefined;
  @api objectApiName: string | undefined;
  @api recordTypeId: string | undefined;
  @api heading = '';
  /** Values a new record begins with, by field. */
  @api defaults: Readonly<Record<string, unknown>> = {};
  /** Of a quick action: its fields instead of the page layout's. */
  @api actionApiName: string | undefined;
  record: RecordRepresentation | undefined;
  objectInfo: ObjectInfo | undefined;
  sections: readonly LayoutSection[] = [];
  edited: Readonly<Record<string, unknown>> = {};
  errors: FormErrors = NO_ERRORS;
  problem: string | undefined;
  isBusy = true;

  connectedCallback(): void {
    void this.prepare();
  }

  get mode(): SectionMode {
    return this.recordId === undefined ? 'create' : 'edit';
  }
  get isReady(): boolean {
    return this.record !== undefined;
  }
  get cannotSave(): boolean {
    return this.isBusy || this.record === undefined;
  }

  handleFieldChange(event: CustomEvent<{ readonly field: string; readonly value: unknown }>): void {
    this.edited = { ...this.edited, [event.detail.field]: event.detail.value };
  }

  handleCancel(): void {
    this.close(undefined);
  }

  async handleSave(): Promise<void> {
    const record = this.record;
    if (record === undefined || (this.refs?.['sections'] as Sections).reportValidity() === false) return;
    this.isBusy = true;
    this.errors = NO_ERRORS;
    try {
      this.close(this.recordId === undefined ? await this.create(record) : await this.update(record));
    } catch (error) {
      this.errors = formErrors(error, this.shownFields);
    } finally {
      this.isBusy = false;
    }
  }

  private create(record: RecordRepresentation): Promise<RecordRepresentation> {
    const begun = Object.entries(record.fields).filter(([name, { value }]) => this.shownFields.has(name) && value !== null).map(([name, { value }]) => [name, value] as const);
    const recordType = record.recordTypeId === null ? {} : { RecordTypeId: record.recordTypeId };
    return createRecord({ apiName: record.apiName, fields: { ...Object.fromEntries(begun), ...recordType, ...this.defaults, ...this.edited } });
  }

  private update(record: RecordRepresentation): Promise<RecordRepresentation> {
    const since = record.lastModifiedDate;
    return updateRecord({ fields: { ...this.edited, Id: record.id } }, since === null ? undefined : { ifUnmodifiedSince: since });
  }

  private async prepare(): Promise<void> {
    try {
      const [page, action] = await Promise.all([this.recordId === undefined ? this.readDefaults() : this.readRecord(this.recordId), this.readAction()]);
      this.objectInfo = page.objectInfo;
      this.sections = action?.sections ?? page.layout.sections;
      this.record = page.record;
      this.edited = this.recordId === undefined ? { ...this.defaults } : {};
    } catch (error) {
      this.problem = failureText(error);
    } finally {
      this.isBusy = false;
    }
  }

  private async readDefaults(): Promise<{ readonly record: RecordRepresentation; readonly layout: Layout; readonly objectInfo: ObjectInfo | undefined }> {
    const { record, layout, objectInfos } = await read<CreateDefaults>(address(`/record-defaults/create/${this.objectApiName ?? ''}`, { recordTypeId: this.recordTypeId }));
    return { record: { ...record, id: '' }, layout, objectInfo: objectInfos[record.apiName] };
  }

  private async readRecord(recordId: string): Promise<{ readonly record: RecordRepresentation; readonly layout: Layout; readonly objectInfo: ObjectInfo | undefined }> {
    const { layouts, objectInfos, records } = await read<RecordUi>(address(`/record-ui/${recordId}`, { layoutTypes: 'Full', modes: 'Edit' }));
    const record = Object.values(records)[0]!;
    return { record, layout: layouts[record.apiName]?.[record.recordTypeId ?? MASTER_RECORD_TYPE]?.['Full']?.['Edit'] ?? { sections: [] }, objectInfo: objectInfos[record.apiName] };
  }

  private async readAction(): Promise<Layout | undefined> {
    return this.actionApiName === undefined ? undefined : (await read<{ readonly layout: Layout }>(`/actions/layout/${this.actionApiName}`)).layout;
  }

  private get shownFields(): ReadonlySet<string> {
    const items = this.sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems)).filter((item) => (this.recordId === undefined ? item.editableForNew : item.editableForUpdate));
    return new Set(items.flatMap(({ layoutComponents }) => layoutComponents.flatMap(({ apiName }) => apiName ?? [])));
  }
}
