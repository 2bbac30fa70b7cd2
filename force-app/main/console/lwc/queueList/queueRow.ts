import { formatQuantity } from 'c/formatQuantity';
import { deskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';

export type RowVerb = 'claim' | 'open';

/** A task as one row shows it. */
export interface QueueRow {
  readonly task: StoreTask;
  readonly id: string;
  /** Counted from 1, the header included, as screen readers count. */
  readonly position: number;
  readonly rowClass: string;
  readonly tabIndex: '0' | '-1';
  readonly isSelected: boolean;
  readonly selectedText: 'true' | 'false';
  readonly selectLabel: string;
  readonly orderText: string;
  readonly goodsText: string;
  readonly stateText: string;
  readonly who: string;
  readonly notice: string;
  readonly verb: RowVerb;
  readonly verbText: string;
  readonly verbLabel: string;
  readonly verbClass: string;
  readonly isBusy: boolean;
  readonly isGone: boolean;
  readonly hasVerb: boolean;
}

export interface RowContext {
  readonly position: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isBusy: boolean;
  readonly isGone: boolean;
  readonly isFresh: boolean;
  readonly notice: string;
  readonly canAct: boolean;
}

export function queueRow(task: StoreTask, context: RowContext): QueueRow {
  const verb: RowVerb = context.canAct && isFree(task) ? 'claim' : 'open';
  const verbText = verb === 'claim' ? 'Claim' : openText(task, context.canAct);
  return {
    task,
    id: task.id,
    position: context.position,
    rowClass: ['row', context.isSelected ? 'row_selected' : '', context.isGone ? 'row_gone' : '', context.isFresh ? (task.version % 2 === 0 ? 'fresh_even' : 'fresh_odd') : ''].filter(Boolean).join(' '),
    tabIndex: context.isActive ? '0' : '-1',
    isSelected: context.isSelected,
    selectedText: context.isSelected ? 'true' : 'false',
    selectLabel: `Select ${task.name}`,
    orderText: [task.orderRef, task.channel].filter(Boolean).join(' · '),
    goodsText: goodsText(task),
    stateText: context.isGone ? 'No longer open' : stateText(task),
    who: task.isMine ? 'you' : task.assigneeName,
    notice: context.notice,
    verb,
    verbText,
    verbLabel: `${verbText} ${task.name}`,
    verbClass: `slds-button ${verb === 'claim' || task.isMine ? 'slds-button_outline-brand' : 'slds-button_neutral'}`,
    isBusy: context.isBusy,
    isGone: context.isGone,
    hasVerb: !context.isGone,
  };
}

/** Nobody has taken it yet. */
export function isFree(task: StoreTask): boolean {
  return task.state === 'Open' && !task.isAssigned && deskOf(task.kind) === undefined;
}

function openText(task: StoreTask, canAct: boolean): string {
  if (!canAct) return 'View';
  if (deskOf(task.kind) !== undefined) return task.kind;
  if (task.kind === 'Pick' && task.state === 'Ready') return 'Hand over';
  if (!task.isMine) return 'View';
  if (task.kind === 'PutAway') return 'Put back';
  return task.state === 'Picked' ? 'Stage' : 'Pick';
}

function goodsText(task: StoreTask): string {
  const lines = task.lineCount === 1 ? '1 line' : `${formatQuantity(task.lineCount)} lines`;
  return `${formatQuantity(task.quantity)} in ${lines}`;
}

function stateText(task: StoreTask): string {
  if (deskOf(task.kind) !== undefined) return `To ${task.kind.toLowerCase()}`;
  if (task.kind === 'PutAway') return task.state === 'Open' ? 'To put back' : 'Putting back';
  if (task.state === 'Picking') return `Picking, ${formatQuantity(task.picked)} of ${formatQuantity(task.quantity)}`;
  if (task.state === 'Picked') return 'Picked, to be staged';
  if (task.state === 'Ready' && task.arrival !== undefined) return ['Customer is here', task.arrival].filter(Boolean).join(': ');
  if (task.state === 'Ready') return task.bay === '' ? 'Ready' : `Ready in ${task.bay}`;
  return 'Not started';
}
