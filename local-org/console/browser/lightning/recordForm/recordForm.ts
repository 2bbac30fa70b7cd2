import { LightningElement, api } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { plainFieldName } from '../../data-service/form-context.ts';
import { formErrors, NO_ERRORS, type FormErrors } from '../../data-service/form-errors.ts';
import { followRecord } from '../../data-service/form-source.ts';
import { address, failureText, read } from '../../data-service/requests.ts';
import type { Layout, LayoutSection, ObjectInfo, RecordRepresentation } from '../../data-service/types.ts';
import { objectName } from '../../data-service/wire.ts';
import type { SectionMode } from '../../console/recordSections/recordSections.ts';

interface Sections extends HTMLElement {
  reportValidity(): boolean;
}

/** A record to read, edit or create by a layout or by a list of fields, without a template of one's own. */
export default class RecordForm extends LightningElement {
  @api recordId: string | undefined;
  @api objectApiName: unknown;
  @api recordTypeId: string | undefined;
  @api layoutType: 'Full' | 'Compact' | undefined;
  @api fields: readonly unknown[] | undefined;
  @api columns: number | string = 1;
  @api mode: 'edit' | 'view' | 'readonly' | undefined;
  @api density: string | undefined;
  record: RecordRepresentation | undefined;
  objectInfo: ObjectInfo | undefined;
  sections: readonly LayoutSection[] = [];
  edited: Readonly<Record<string, unknown>> = {};
  errors: FormErrors = NO_ERRORS;
  problem: string | undefined;
  isOpen = false;
  isSaving = false;
  #end: (() => void) | undefined;

  connectedCallback(): void {
    this.isOpen = this.recordId === undefined || this.mode === 'edit';
    this.start().catch((error: unknown) => {
      this.problem = failureText(error);
    });
  }

  disconnectedCallback(): void {
    this.#end?.();
  }

  get isEditing(): boolean {
    return this.isOpen && this.mode !== 'readonly';
  }
  get sectionMode(): SectionMode {
    return !this.isEditing ? 'view' : this.recordId === undefined ? 'create' : 'edit';
  }
  get canEdit(): boolean {
    return this.mode !== 'readonly' && this.objectInfo?.updateable === true;
  }

  handleEdit(): void {
    this.isOpen = true;
  }

  handleFieldChange(event: CustomEvent<{ readonly field: string; readonly value: unknown }>): void {
    event.stopPropagation();
    this.edited = { ...this.edited, [event.detail.field]: event.detail.value };
  }

  handleCancel(): void {
    this.close();
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async handleSave(): Promise<void> {
    if ((this.refs?.['sections'] as Sections).reportValidity() === false) return;
    const isWanted = this.dispatchEvent(new CustomEvent('submit', { cancelable: true, detail: { fields: { ...this.edited } } }));
    if (isWanted) await this.save();
  }

  private async save(): Promise<void> {
    this.isSaving = true;
    this.errors = NO_ERRORS;
    try {
      const record = this.recordId === undefined ? await createRecord({ apiName: objectName(this.objectApiName) ?? '', fields: { ...this.begun, ...this.edited } }) : await updateRecord({ fields: { ...this.edited, Id: this.recordId } });
      this.close();
      this.dispatchEvent(new CustomEvent('success', { detail: record }));
    } catch (error) {
      this.errors = formErrors(error, new Set(this.names));
      this.dispatchEvent(new CustomEvent('error', { detail: (error as { body?: unknown }).body }));
    } finally {
      this.isSaving = false;
    }
  }

  private close(): void {
    this.edited = {};
    this.errors = NO_ERRORS;
    this.isOpen = this.recordId === undefined || this.mode === 'edit';
  }

  /** What a new record begins with. */
  private get begun(): Record<string, unknown> {
    const values = this.names.map((name) => [name, this.record?.fields[name]?.value] as const).filter(([name, value]) => value !== null && value !== undefined && this.objectInfo?.fields[name]?.createable === true);
    return { ...Object.fromEntries(values), ...(this.recordTypeId === undefined ? {} : { RecordTypeId: this.recordTypeId }) };
  }

  private get names(): string[] {
    return this.sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems.flatMap(({ layoutComponents }) => layoutComponents.flatMap(({ apiName }) => apiName ?? []))));
  }

  private async start(): Promise<void> {
    const object = objectName(this.objectApiName);
    if (object === undefined) throw new Error('lightning-record-form needs object-api-name.');
    const mode = this.recordId === undefined ? 'Create' : 'View';
    const layout = this.fields === undefined ? await read<Layout>(address(`/layout/${object}`, { layoutType: this.layoutType ?? 'Full', mode, recordTypeId: this.recordTypeId })) : undefined;
    const info = layout === undefined ? await read<ObjectInfo>(`/object-info/${object}`) : undefined;
    this.sections = layout?.sections ?? [this.sectionOf(info!)];
    this.#end = followRecord(
      { recordId: this.recordId, objectApiName: object, recordTypeId: this.recordTypeId, fieldNames: this.names },
      ({ record, objectInfo }) => {
        this.record = record;
        this.objectInfo = objectInfo;
        this.dispatchEvent(new CustomEvent('load', { detail: { record } }));
      },
      (error) => {
        this.problem = failureText(error);
      },
    );
  }

  /** The fields the page names, row by row. */
  private sectionOf(info: ObjectInfo): LayoutSection {
    const columns = Math.max(1, Number(this.columns) || 1);
    const items = (this.fields ?? []).flatMap((field) => {
      const known = info.fields[plainFieldName(field) ?? ''];
      return known === undefined ? [] : [{ label: known.label, required: known.required, editableForNew: known.createable, editableForUpdate: known.updateable, layoutComponents: [{ apiName: known.apiName, componentType: 'Field', label: known.label }] }];
    });
    const layoutRows = Array.from({ length: Math.ceil(items.length / columns) }, (_, row) => ({ layoutItems: items.slice(row * columns, (row + 1) * columns) }));
    return { id: 'fields', heading: '', useHeading: false, columns, layoutRows };
  }
}
