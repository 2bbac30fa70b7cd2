import { deskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/taskDetail';
import { isStopped } from 'c/taskDetail';

/** What the page of a task shows. One at a time: an associate looks at it from an arm's length. */
export type TaskView = 'watch' | 'desk' | 'claim' | 'otherAssociate' | 'pick' | 'stage' | 'handOver' | 'putAway' | 'stopped' | 'paused' | 'done';

/** Over goes before paused, paused before work: what must not be done is said first. */
export function viewOf(task: StoreTask, mayPick: boolean): TaskView {
  if (isStopped(task)) return 'stopped';
  if (task.state === 'HandedOver' || task.state === 'Done') return 'done';
  if (task.pausedAtMillis != null) return 'paused';
  if (deskOf(task.kind) !== undefined) return 'desk';
  if (!mayPick) return 'watch';
  if (task.state === 'Ready') return 'handOver';
  if (task.assigneeId == null) return 'claim';
  if (task.isMine !== true) return 'otherAssociate';
  if (task.kind === 'PutAway') return 'putAway';
  return task.state === 'Picked' ? 'stage' : 'pick';
}
