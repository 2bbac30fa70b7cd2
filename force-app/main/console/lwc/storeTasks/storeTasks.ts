import type { QueueTask } from '@salesforce/apex/StoreTaskController.getQueue';
import type { SlaPurpose, SlaTimes } from 'c/slaState';

export type TaskKind = 'Pick' | 'PutAway' | 'Receive' | 'Inspect' | 'Count';

const KINDS: ReadonlySet<string> = new Set<TaskKind>(['Pick', 'PutAway', 'Receive', 'Inspect', 'Count']);
/** Where the document of a task is worked on. */
const DESKS: Readonly<Partial<Record<TaskKind, string>>> = { Receive: 'Transfers', Inspect: 'Returns', Count: 'Counts' };

/** The tab where a task is done that works on a document; `undefined` for tasks with a page of their own. */
export function deskOf(kind: TaskKind): string | undefined {
  return DESKS[kind];
}
export type TaskState = 'Open' | 'Picking' | 'Picked' | 'Ready' | 'HandedOver' | 'Cancelled' | 'Expired' | 'Done';

/** A store task as the screens show it: what the platform leaves out of an answer is `undefined` or the empty value. */
export interface StoreTask extends SlaTimes {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly orderRef: string;
  readonly requestKey: string;
  /** Transfer, return or count the task works on. */
  readonly documentNo: string;
  readonly channel: string;
  readonly customerLabel: string;
  readonly pickupCode: string;
  readonly summary: string;
  readonly quantity: number;
  readonly lineCount: number;
  readonly picked: number;
  readonly bay: string;
  /** Where the customer waits, empty when that is not known; `undefined`: the customer is not here. */
  readonly arrival: string | undefined;
  /** Of the stage it is in: for goods that are ready that is when the customer must have come, or has waited long enough. */
  readonly dueAt: number | undefined;
  readonly warnAt: number | undefined;
  readonly pausedAt: number | undefined;
  readonly purpose: SlaPurpose;
  readonly pauseReason: string;
  readonly assigneeName: string;
  readonly isAssigned: boolean;
  readonly isMine: boolean;
  /** Grows with every change: the greater one is the newer one, whatever order answers arrive in. */
  readonly version: number;
}

/** Tasks that are nobody's work any more. */
const OVER: ReadonlySet<TaskState> = new Set<TaskState>(['HandedOver', 'Cancelled', 'Expired', 'Done']);

export function isOver(task: StoreTask): boolean {
  return OVER.has(task.state);
}

export function storeTaskOf(task: QueueTask): StoreTask {
  const collectBy = task.collectByMillis ?? undefined;
  const due = task.dueAtMillis ?? undefined;
  const isReady = task.state === 'Ready';
  // While goods wait, a due time of its own means that the customer has arrived and is waiting too.
  const waitsForCustomer = isReady && (due === undefined || collectBy === undefined || due >= collectBy);
  return {
    id: task.taskId ?? '',
    name: task.name ?? '',
    kind: KINDS.has(task.kind ?? '') ? (task.kind as TaskKind) : 'Pick',
    documentNo: task.documentNo ?? '',
    state: (task.state ?? 'Open') as TaskState,
    orderRef: task.orderRef ?? '',
    requestKey: task.requestKey ?? '',
    channel: task.channel ?? '',
    customerLabel: task.customerLabel ?? '',
    pickupCode: task.pickupCode ?? '',
    summary: task.summary ?? '',
    quantity: task.quantity ?? 0,
    lineCount: task.lineCount ?? 0,
    picked: task.picked ?? 0,
    bay: task.bay ?? '',
    arrival: typeof task.arrivedAtMillis === 'number' ? (task.arrival ?? '') : undefined,
    dueAt: waitsForCustomer ? (collectBy ?? due) : due,
    warnAt: task.warnAtMillis ?? undefined,
    pausedAt: task.pausedAtMillis ?? undefined,
    purpose: waitsForCustomer ? 'collect' : 'due',
    pauseReason: task.pauseReason ?? '',
    assigneeName: task.assigneeName ?? '',
    isAssigned: (task.assigneeId ?? null) !== null,
    isMine: task.isMine === true,
    version: task.version ?? 0,
  };
}

export type TasksById = ReadonlyMap<string, StoreTask>;

/** All open tasks after an answer that holds all of them. An older copy of a task never replaces a newer one. */
export function withAll(known: TasksById, answered: readonly StoreTask[]): TasksById {
  const tasks = new Map<string, StoreTask>();
  for (const task of answered) if (!isOver(task)) tasks.set(task.id, newer(known.get(task.id), task));
  return tasks;
}

/** The open tasks after an answer that holds changed tasks only, those that ended included. */
export function withChanges(known: TasksById, changed: readonly StoreTask[]): TasksById {
  const tasks = new Map(known);
  for (const task of changed) {
    const newest = newer(tasks.get(task.id), task);
    if (isOver(newest)) tasks.delete(task.id);
    else tasks.set(task.id, newest);
  }
  return tasks;
}

function newer(known: StoreTask | undefined, answered: StoreTask): StoreTask {
  // The same object when nothing changed, so that rows that show it need not be drawn again.
  return known !== undefined && known.version >= answered.version ? known : answered;
}
