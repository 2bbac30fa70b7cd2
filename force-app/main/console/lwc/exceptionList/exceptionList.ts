import { LightningElement, api } from 'lwc';
import { storeMoment } from 'c/storeTime';
import type { ExceptionEntry } from 'c/storeToday';

export type Resolution = Readonly<{ id: string; resolution: string }>;

interface Row {
  readonly id: string;
  readonly icon: string;
  readonly typeText: string;
  readonly message: string;
  readonly whenText: string;
  readonly taskId: string | undefined;
  readonly openLabel: string;
  readonly resolveLabel: string;
  readonly isAsking: boolean;
  readonly isBusy: boolean;
  readonly expanded: 'true' | 'false';
}

const TYPES: Readonly<Record<string, { readonly text: string; readonly icon: string }>> = {
  SlaBreach: { text: 'Too late', icon: 'utility:clock' },
  MissingTask: { text: 'Missing task', icon: 'utility:question_mark' },
  NotFound: { text: 'Not found at the shelf', icon: 'utility:search' },
  LateEvent: { text: 'Late event', icon: 'utility:sync' },
};

/** What somebody has to look at. Fires `resolve` with a {@link Resolution}, and `opentask` with the id of a task. */
export default class ExceptionList extends LightningElement {
  @api entries: readonly ExceptionEntry[] = [];
  @api canResolve = false;
  /** Of the exception that is being resolved. */
  @api busyId: string | undefined;
  @api nowMillis = 0;
  @api timeZone: string | undefined;

  askingId: string | undefined;
  resolution = '';

  #mustFocus = false;

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    this.template?.querySelector('input')?.focus();
  }

  get hasRows(): boolean {
    return this.entries.length > 0;
  }

  get rows(): Row[] {
    return this.entries.map((entry) => {
      const type = TYPES[entry.type] ?? { text: entry.type, icon: 'utility:warning' };
      const isAsking = entry.id === this.askingId;
      return {
        id: entry.id,
        icon: type.icon,
        typeText: type.text,
        message: entry.message,
        whenText: [type.text, entry.raisedAt === undefined ? '' : storeMoment(entry.raisedAt, this.nowMillis, this.timeZone)].filter(Boolean).join(' · '),
        taskId: entry.taskId,
        openLabel: `Open task ${entry.taskName}`,
        resolveLabel: `Resolve: ${entry.message}`,
        isAsking,
        isBusy: entry.id === this.busyId,
        expanded: isAsking ? 'true' : 'false',
      };
    });
  }

  handleOpen(event: Event): void {
    this.dispatchEvent(new CustomEvent<string | undefined>('opentask', { detail: (event.currentTarget as HTMLElement).dataset.taskId }));
  }

  handleResolve(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset.id;
    this.resolution = '';
    this.askingId = id === this.askingId ? undefined : id;
    this.#mustFocus = this.askingId !== undefined;
  }

  handleResolution(event: Event): void {
    this.resolution = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.handleCancel();
  }

  handleCancel(): void {
    this.askingId = undefined;
  }

  handleSubmit(event: Event): void {
    event.preventDefault();
    const id = this.askingId;
    const resolution = this.resolution.trim();
    if (id === undefined || resolution === '') return;
    this.askingId = undefined;
    this.dispatchEvent(new CustomEvent<Resolution>('resolve', { detail: { id, resolution } }));
  }
}
