import type { StoreToday as Answer } from '@salesforce/apex/StoreHomeController.getToday';
import getToday from '@salesforce/apex/StoreHomeController.getToday';
import { serverClock } from 'c/serverClock';

export interface ExceptionEntry {
  readonly id: string;
  readonly type: string;
  readonly message: string;
  readonly raisedAt: number | undefined;
  readonly taskId: string | undefined;
  readonly taskName: string;
}
/** How the day of a store stands, as the screens show it. Times are epoch milliseconds. */
export interface StoreToday {
  readonly timeZone: string | undefined;
  readonly closesAt: number | undefined;
  readonly isOpen: boolean;
  readonly canManage: boolean;
  /** Does the org tell every change of a task, or must it be asked? */
  readonly isPushed: boolean;
  readonly openTasks: number;
  readonly dueSoon: number;
  readonly overdue: number;
  readonly readyForCollection: number;
  readonly toPutBack: number;
  readonly handedOverToday: number;
  readonly expiredToday: number;
  readonly cancelledToday: number;
  readonly next: { readonly taskId: string; readonly taskName: string; readonly summary: string; readonly dueAt: number; readonly warnAt: number | undefined } | undefined;
  readonly exceptions: readonly ExceptionEntry[];
}

/** Asks the org, and sets the clock of the page by its answer. */
export async function fetchToday(locationCode: string): Promise<StoreToday> {
  const sentAt = serverClock.mark();
  const answer = await getToday({ locationCode });
  if (typeof answer.nowMillis === 'number') serverClock.take(answer.nowMillis, sentAt);
  return storeTodayOf(answer);
}

export function storeTodayOf(answer: Answer): StoreToday {
  const dueAt = answer.nextDueAtMillis ?? undefined;
  return {
    timeZone: answer.timeZone ?? undefined,
    closesAt: answer.closesAtMillis ?? undefined,
    isOpen: answer.isOpen === true,
    canManage: answer.canManage === true,
    isPushed: answer.isPushed === true,
    openTasks: answer.openTasks ?? 0,
    dueSoon: answer.dueSoon ?? 0,
    overdue: answer.overdue ?? 0,
    readyForCollection: answer.readyForCollection ?? 0,
    toPutBack: answer.toPutBack ?? 0,
    handedOverToday: answer.handedOverToday ?? 0,
    expiredToday: answer.expiredToday ?? 0,
    cancelledToday: answer.cancelledToday ?? 0,
    next: dueAt === undefined ? undefined : { taskId: answer.nextDueTaskId ?? '', taskName: answer.nextDueTaskName ?? '', summary: answer.nextDueSummary ?? '', dueAt, warnAt: answer.nextWarnAtMillis ?? undefined },
    exceptions: (answer.exceptions ?? []).map((row) => ({
      id: row.exceptionId ?? '',
      type: row.type ?? '',
      message: row.message ?? '',
      raisedAt: row.raisedAtMillis ?? undefined,
      taskId: row.taskId ?? undefined,
      taskName: row.taskName ?? '',
    })),
  };
}
