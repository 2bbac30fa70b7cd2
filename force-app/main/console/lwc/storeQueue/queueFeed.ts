import getQueue from '@salesforce/apex/StoreTaskController.getQueue';
import type { QueueTask } from '@salesforce/apex/StoreTaskController.getQueue';
import { serverClock } from 'c/serverClock';
import { storeTaskOf, withAll, withChanges } from 'c/storeTasks';
import type { TasksById } from 'c/storeTasks';

/** A whole answer every so many, so that a task the user may no longer see does not stay for ever. */
const WHOLE_EVERY = 30;

/** The open tasks of one store as far as the org has told: everything at first, then what has changed. */
export class QueueFeed {
  tasks: TasksById = new Map();
  canManage = false;
  /** Does the org tell every change of a task, or must it be asked? */
  isPushed = false;
  closesAt: number | undefined;

  #version: number | undefined;
  #answers = 0;

  /** Fetches and merges. Answers the ids of tasks that are new or newer than before. */
  async fetch(locationCode: string): Promise<readonly string[]> {
    // Version 0: there was nothing yet, so everything is new.
    const isWhole = (this.#version ?? 0) === 0 || this.#answers % WHOLE_EVERY === 0;
    const sentAt = serverClock.mark();
    const answer = await getQueue({ locationCode, knownVersion: isWhole ? null : (this.#version ?? null) });
    if (typeof answer.nowMillis === 'number') serverClock.take(answer.nowMillis, sentAt);
    this.#answers += 1;
    this.#version = answer.version ?? undefined;
    this.canManage = answer.canManage === true;
    this.isPushed = answer.isPushed === true;
    this.closesAt = answer.closesAtMillis ?? undefined;
    return this.merge(answer.tasks ?? [], answer.isDelta === true);
  }

  /** Tasks that came with the answer to something else. */
  take(tasks: readonly QueueTask[]): void {
    this.merge(tasks, true);
  }

  private merge(answered: readonly QueueTask[], isDelta: boolean): readonly string[] {
    const before = this.tasks;
    const tasks = answered.map(storeTaskOf);
    this.tasks = isDelta ? withChanges(before, tasks) : withAll(before, tasks);
    return tasks.flatMap(({ id }) => (this.tasks.has(id) && this.tasks.get(id) !== before.get(id) ? [id] : []));
  }
}
