import { LightningElement, api } from 'lwc';
import { referred } from '../../data-service/field-kind.ts';
import type { FieldInfo, LayoutItem, LayoutSection, ObjectInfo, RecordRepresentation } from '../../data-service/types.ts';

export type SectionMode = 'view' | 'edit' | 'create';

interface Cell {
  readonly key: string;
  readonly label: string;
  readonly field: string | undefined;
  readonly infos: readonly FieldInfo[];
  readonly info: FieldInfo | undefined;
  readonly isInput: boolean;
  readonly isShown: boolean;
  readonly isEditable: boolean;
  readonly required: boolean;
  readonly value: unknown;
  readonly referenceName: string | undefined;
  readonly message: string | undefined;
  readonly help: string | undefined;
  readonly editLabel: string;
}

/** The sections of a layout: values to read, or fields to fill in. Fields dispatch `fieldchange`; a pencil dispatches `edit`. */
export default class RecordSections extends LightningElement {
  @api layoutSections: readonly LayoutSection[] = [];
  @api record: RecordRepresentation | undefined;
  @api objectInfo: ObjectInfo | undefined;
  @api mode: SectionMode = 'view';
  /** May the user change the record at all? */
  @api canEdit = false;
  /** Values typed in so far, by field. */
  @api edited: Readonly<Record<string, unknown>> = {};
  /** What the org said, by field. */
  @api messages: Readonly<Record<string, string>> = {};
  closed: readonly string[] = [];

  /** Are all fields filled in as they must be? Says at each what is wrong. */
  @api reportValidity(): boolean {
    const inputs = [...(this.template?.querySelectorAll('console-field-input') ?? [])] as unknown as { reportValidity(): boolean }[];
    return inputs.map((input) => input.reportValidity()).every(Boolean);
  }

  @api focusField(field: string): void {
    this.template?.querySelector<HTMLElement>(`console-field-input[data-field="${field}"]`)?.focus();
  }

  get sections(): object[] {
    return this.layoutSections.map((section) => {
      const isClosed = section.useHeading && this.closed.includes(section.id);
      return {
        id: section.id,
        heading: section.heading,
        useHeading: section.useHeading,
        isClosed,
        expanded: String(!isClosed),
        className: `slds-section${isClosed ? '' : ' slds-is-open'}`,
        switchIcon: isClosed ? 'utility:chevronright' : 'utility:chevrondown',
        gridClass: section.columns > 1 ? 'grid grid_two' : 'grid',
        rows: section.layoutRows.map((row, index) => ({ key: `${section.id}-${index}`, cells: row.layoutItems.map((item, column) => this.cellOf(item, `${section.id}-${index}-${column}`)) })),
      };
    });
  }

  handleToggle(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset['section'] ?? '';
    this.closed = this.closed.includes(id) ? this.closed.filter((one) => one !== id) : [...this.closed, id];
  }

  handleEdit(event: Event): void {
    this.dispatchEvent(new CustomEvent('edit', { detail: { field: (event.currentTarget as HTMLElement).dataset['field'] } }));
  }

  private cellOf(item: LayoutItem, key: string): Cell {
    const infos = item.layoutComponents.flatMap(({ apiName }) => (apiName === null ? undefined : this.objectInfo?.fields[apiName]) ?? []);
    const [info] = infos;
    const field = info?.apiName;
    const isPossible = (this.mode === 'create' ? item.editableForNew : item.editableForUpdate) && info !== undefined;
    const isEdited = field !== undefined && Object.hasOwn(this.edited, field);
    const target = info?.dataType === 'Reference' && this.record !== undefined && !isEdited ? referred(this.record, info) : undefined;
    return {
      key,
      label: item.label,
      field,
      infos,
      info,
      isInput: this.mode !== 'view' && isPossible,
      isShown: field !== undefined && this.mode !== 'create',
      isEditable: this.mode === 'view' && isPossible && this.canEdit,
      required: item.required,
      value: field === undefined ? undefined : isEdited ? this.edited[field] : this.record?.fields[field]?.value,
      referenceName: target?.name,
      message: field === undefined ? undefined : this.messages[field],
      help: info?.inlineHelpText ?? undefined,
      editLabel: `Edit ${item.label}`,
    };
  }
}
