import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { cellOf, type Cell, type ListColumn } from '../../data-service/lists.ts';
import type { RecordRepresentation } from '../../data-service/types.ts';

const { Navigate } = NavigationMixin as unknown as { readonly Navigate: symbol };

interface Row {
  readonly id: string;
  readonly menuLabel: string;
  readonly cells: readonly (Cell & { readonly className: string })[];
}

/** Records in a table. Dispatches `sort` with `{ sortBy }` and `rowaction` with `{ action, recordId }`. */
export default class RecordTable extends NavigationMixin(LightningElement) {
  @api label = '';
  @api columns: readonly ListColumn[] = [];
  @api records: readonly RecordRepresentation[] = [];
  /** Path of a column, with `-` in front when descending. */
  @api sortBy: string | undefined;
  @api isSortable = false;
  @api isBusy = false;
  /** What the menu of a row offers. */
  @api actions: readonly { readonly name: string; readonly label: string }[] = [];
  /** Rows stay the same objects while their record does: a longer list only adds. */
  #rows = new WeakMap<RecordRepresentation, Row>();
  #rowsOf: readonly ListColumn[] | undefined;

  get busy(): string {
    return String(this.isBusy);
  }
  get hasActions(): boolean {
    return this.actions.length > 0;
  }

  get headers(): object[] {
    const field = this.sortBy?.replace(/^-/, '');
    const isDescending = this.sortBy?.startsWith('-') === true;
    return this.columns.map((column) => {
      const isSorted = column.fieldApiName === field;
      return {
        key: column.fieldApiName,
        label: column.label,
        sortable: this.isSortable && column.sortable,
        hint: `Sort by ${column.label}`,
        icon: isSorted ? (isDescending ? 'utility:arrowdown' : 'utility:arrowup') : undefined,
        ariaSort: isSorted ? (isDescending ? 'descending' : 'ascending') : undefined,
        className: ['int', 'double', 'currency', 'percent'].includes(column.dataType) ? 'number' : '',
      };
    });
  }

  get rows(): readonly Row[] {
    if (this.#rowsOf !== this.columns) {
      this.#rows = new WeakMap();
      this.#rowsOf = this.columns;
    }
    return this.records.map((record) => {
      const row = this.#rows.get(record) ?? this.rowOf(record);
      this.#rows.set(record, row);
      return row;
    });
  }

  handleSort(event: Event): void {
    const field = (event.currentTarget as HTMLElement).dataset['field'] ?? '';
    this.dispatchEvent(new CustomEvent('sort', { detail: { sortBy: this.sortBy === field ? `-${field}` : field } }));
  }

  handleOpen(event: MouseEvent): void {
    // With a modifier the browser opens a page of its own.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { id, object } = (event.currentTarget as HTMLElement).dataset;
    (this as unknown as Record<symbol, (reference: object) => void>)[Navigate]!({ type: 'standard__recordPage', attributes: { recordId: id, objectApiName: object, actionName: 'view' } });
  }

  handleMenu(event: CustomEvent<{ readonly value: string }>): void {
    this.dispatchEvent(new CustomEvent('rowaction', { detail: { action: event.detail.value, recordId: (event.currentTarget as HTMLElement).dataset['id'] } }));
  }

  private rowOf(record: RecordRepresentation): Row {
    const cells = this.columns.map((column) => {
      const cell = cellOf(record, column);
      return { ...cell, className: cell.isNumber ? 'number' : '' };
    });
    return { id: record.id, menuLabel: `Actions for ${cells[0]?.text ?? record.id}`, cells };
  }
}
