import { laneOf } from 'c/queueView';
import type { Lane, QueueFilter } from 'c/queueView';
import type { StoreTask } from 'c/storeTasks';
import { storeMoment } from 'c/storeTime';

export interface EmptyTexts {
  readonly title: string;
  readonly text: string;
}
export interface EmptyQueue {
  readonly filter: QueueFilter;
  readonly tasks: Iterable<StoreTask>;
  readonly now: number;
  readonly timeZone: string | undefined;
}

const NOTHING: Readonly<Record<Lane, EmptyTexts>> = {
  pick: { title: 'Nothing to pick', text: 'New pickups appear here by themselves.' },
  ready: { title: 'Nobody is waited for', text: 'Picked orders appear here once they are staged.' },
  putAway: { title: 'Nothing to put back', text: 'Goods of cancelled and expired pickups appear here.' },
  desk: { title: 'Nothing to receive, inspect or count', text: 'Transfers on their way, returned goods and counts appear here.' },
};

/** What stands in place of an empty list: that it is empty by the filter, or what comes next in the other lanes. */
export function emptyTexts({ filter, tasks, now, timeZone }: EmptyQueue): EmptyTexts {
  if (filter.text !== '' || filter.channel !== '' || filter.show !== 'all') return { title: 'No task is like that', text: 'Other tasks of this list do not match the filter.' };
  const nothing = NOTHING[filter.lane];
  if (filter.lane !== 'pick') return nothing;
  const waiting = [...tasks].filter((task) => laneOf(task) === 'ready');
  const times = waiting.flatMap(({ dueAt }) => dueAt ?? []);
  if (times.length === 0) return nothing;
  const orders = waiting.length === 1 ? '1 order waits' : `${waiting.length} orders wait`;
  return { title: nothing.title, text: `${orders} for collection, the next until ${storeMoment(Math.min(...times), now, timeZone)}.` };
}
