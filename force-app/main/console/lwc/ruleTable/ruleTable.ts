import { LightningElement, api } from 'lwc';
import type { Row } from '@salesforce/apex/RuleSheet';

interface ShownRow {
  readonly id: string;
  readonly place: string;
  readonly name: string;
  readonly priority: string;
  readonly scope: string;
  readonly effect: string;
  readonly editLabel: string;
  readonly removeLabel: string;
}

/** The rules of a set in the order in which they decide. Fires `edit` and `remove` with the Id of a rule. */
export default class RuleTable extends LightningElement {
  @api rows: readonly Row[] = [];
  @api mayEdit = false;

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get emptyText(): string {
    return this.mayEdit ? 'There are no rules yet. Add the first one.' : 'There are no rules.';
  }

  get shownRows(): ShownRow[] {
    return this.rows.map((row, index) => ({
      id: row.ruleId ?? '',
      place: String(index + 1),
      name: row.name ?? '',
      priority: typeof row.priority === 'number' ? String(row.priority) : 'last',
      scope: row.scope ?? '',
      effect: row.effect ?? '',
      editLabel: `Edit ${row.name ?? ''}`,
      removeLabel: `Remove ${row.name ?? ''}`,
    }));
  }

  handleEdit(event: Event): void {
    this.tell('edit', event);
  }

  handleRemove(event: Event): void {
    this.tell('remove', event);
  }

  private tell(name: string, event: Event): void {
    this.dispatchEvent(new CustomEvent<string>(name, { detail: (event.currentTarget as HTMLElement).dataset.id ?? '' }));
  }
}
