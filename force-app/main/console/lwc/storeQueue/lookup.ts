import findTask from '@salesforce/apex/StoreTaskController.findTask';
import { storeTaskOf } from 'c/storeTasks';
import type { StoreTask, TasksById } from 'c/storeTasks';

/** The tasks that a code or word means at the counter: what the screen knows by its code first, then whatever the org finds. */
export async function lookUp(term: string, tasks: TasksById, locationCode: string): Promise<readonly StoreTask[]> {
  const wanted = term.toUpperCase();
  const known = [...tasks.values()].filter((task) => [task.pickupCode, task.name].some((text) => text.toUpperCase() === wanted));
  return known.length > 0 ? known : (await findTask({ locationCode, term })).map(storeTaskOf);
}
