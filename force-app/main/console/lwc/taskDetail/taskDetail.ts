/** A store task as its screens need it: what Apex answers, with the members that must be there checked once. */
import type { QueueTask } from '@salesforce/apex/StoreTaskController';
import type { CodeEntry as CodeAnswer, TaskDetail as DetailAnswer, TaskLine as LineAnswer } from '@salesforce/apex/StoreTaskDetails';
import { present } from 'c/present';
import type { Present } from 'c/present';

export type TaskState = 'Open' | 'Picking' | 'Picked' | 'Ready' | 'HandedOver' | 'Cancelled' | 'Expired' | 'Done';
export type TaskKind = 'Pick' | 'PutAway' | 'Receive' | 'Inspect' | 'Count';

export type StoreTask = Omit<Present<QueueTask, 'taskId' | 'taskKey' | 'name' | 'version'>, 'kind' | 'state'> & { readonly kind: TaskKind; readonly state: TaskState };
export type TaskLine = Present<LineAnswer, 'lineId' | 'sku' | 'quantity' | 'picked' | 'missing'>;
export type CodeEntry = Present<CodeAnswer, 'code' | 'sku' | 'lineId' | 'packQuantity'>;

export interface TaskDetail {
  readonly task: StoreTask;
  readonly nowMillis: number;
  readonly timeZone: string | undefined;
  /** In the order they are walked. */
  readonly lines: readonly TaskLine[];
  readonly codes: readonly CodeEntry[];
}

const STATES: ReadonlySet<string> = new Set<TaskState>(['Open', 'Picking', 'Picked', 'Ready', 'HandedOver', 'Cancelled', 'Expired', 'Done']);
const KINDS: ReadonlySet<string> = new Set<TaskKind>(['Pick', 'PutAway', 'Receive', 'Inspect', 'Count']);
const ENDINGS_WITHOUT_CUSTOMER: ReadonlySet<TaskState> = new Set(['Cancelled', 'Expired']);

export function readDetail(answer: DetailAnswer): TaskDetail {
  const { task, nowMillis, lines, codes, timeZone } = present(answer, 'task', 'nowMillis', 'lines', 'codes');
  return {
    task: readTask(task),
    nowMillis,
    timeZone: timeZone ?? undefined,
    lines: lines.map((line) => present(line, 'lineId', 'sku', 'quantity', 'picked', 'missing')),
    codes: codes.map((entry) => present(entry, 'code', 'sku', 'lineId', 'packQuantity')),
  };
}

export function readTask(answer: QueueTask): StoreTask {
  const task = present(answer, 'taskId', 'taskKey', 'name', 'kind', 'state', 'version');
  const { kind, state } = task;
  if (!isKind(kind)) throw new TypeError(`Task ${task.name} is of the kind ${kind}, which this screen does not know.`);
  if (!isState(state)) throw new TypeError(`Task ${task.name} is in the state ${state}, which this screen does not know.`);
  return { ...task, kind, state };
}

/** Over, and nobody comes for the goods. */
export function isStopped(task: StoreTask): boolean {
  return ENDINGS_WITHOUT_CUSTOMER.has(task.state);
}

/** The last part of PICK|request|LOCATION. */
export function locationOf(task: StoreTask): string {
  return task.taskKey.slice(task.taskKey.lastIndexOf('|') + 1);
}

function isKind(kind: string): kind is TaskKind {
  return KINDS.has(kind);
}

function isState(state: string): state is TaskState {
  return STATES.has(state);
}
