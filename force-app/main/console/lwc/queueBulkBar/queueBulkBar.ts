import { LightningElement, api } from 'lwc';
import { isFree } from 'c/queueList';
import type { StoreTask } from 'c/storeTasks';

export type BulkVerb = 'claim' | 'handBack' | 'pause' | 'resume';
export type BulkAction = Readonly<{ verb: BulkVerb; ids: readonly string[]; reason: string }>;

const REASONS = ['Waiting for goods from the back room', 'Customer asked us to wait', 'Scanner or printer is down', 'Too few people in the store'] as const;

/** What can be done with several tasks at once. Every button says how many of the selected tasks it is for. Fires `bulkaction` with a {@link BulkAction} and `clear`. */
export default class QueueBulkBar extends LightningElement {
  @api tasks: readonly StoreTask[] = [];
  /** May hand back other people's tasks, and stop clocks. */
  @api canManage = false;
  @api isBusy = false;

  isAskingReason = false;
  reason = '';
  readonly reasons: readonly string[] = REASONS;

  #mustFocus = false;

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    this.template?.querySelector('input')?.focus();
  }

  get countText(): string {
    return this.tasks.length === 1 ? '1 task selected' : `${this.tasks.length} tasks selected`;
  }

  get claimText(): string {
    return withCount('Claim', this.idsFor('claim').length);
  }

  get handBackText(): string {
    return withCount('Hand back', this.idsFor('handBack').length);
  }

  get pauseText(): string {
    return `${withCount('Pause', this.idsFor('pause').length)}…`;
  }

  get resumeText(): string {
    return withCount('Resume', this.idsFor('resume').length);
  }

  get cannotClaim(): boolean {
    return this.isBusy || this.idsFor('claim').length === 0;
  }

  get cannotHandBack(): boolean {
    return this.isBusy || this.idsFor('handBack').length === 0;
  }

  get cannotPause(): boolean {
    return this.isBusy || this.idsFor('pause').length === 0;
  }

  get cannotResume(): boolean {
    return this.isBusy || this.idsFor('resume').length === 0;
  }

  get pauseExpanded(): 'true' | 'false' {
    return this.isAskingReason ? 'true' : 'false';
  }

  handleVerb(event: Event): void {
    this.act((event.currentTarget as HTMLElement).dataset.verb as BulkVerb, '');
  }

  handlePauseOpen(): void {
    this.isAskingReason = true;
    this.#mustFocus = true;
  }

  handlePauseClose(): void {
    this.isAskingReason = false;
    this.reason = '';
  }

  handleReason(event: Event): void {
    this.reason = (event.target as HTMLInputElement).value;
  }

  handleReasonKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.handlePauseClose();
  }

  handlePause(event: Event): void {
    event.preventDefault();
    const reason = this.reason.trim();
    if (reason === '') return;
    this.handlePauseClose();
    this.act('pause', reason);
  }

  handleClear(): void {
    this.dispatchEvent(new CustomEvent('clear'));
  }

  private act(verb: BulkVerb, reason: string): void {
    this.dispatchEvent(new CustomEvent<BulkAction>('bulkaction', { detail: { verb, ids: this.idsFor(verb), reason } }));
  }

  /** Only what the org is likely to accept is asked for; what it accepts is its decision. */
  private idsFor(verb: BulkVerb): string[] {
    return this.tasks.filter((task) => this.isFor(verb, task)).map(({ id }) => id);
  }

  private isFor(verb: BulkVerb, task: StoreTask): boolean {
    if (verb === 'claim') return isFree(task);
    if (verb === 'handBack') return task.isMine || (this.canManage && task.isAssigned);
    return verb === 'pause' ? task.pausedAt === undefined : task.pausedAt !== undefined;
  }
}

function withCount(verb: string, count: number): string {
  return count === 0 ? verb : `${verb} ${count}`;
}
