import { slaStateOf } from 'c/slaState';
import type { SlaState } from 'c/slaState';
import { deskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';

export { HeldOrder } from './heldOrder';
export type { Held } from './heldOrder';

/** The kinds of work in a store; at the desks, goods are received, inspected and counted. */
export type Lane = 'pick' | 'ready' | 'putAway' | 'desk';
export type Show = 'all' | 'mine' | 'unassigned' | 'overdue' | 'paused';

export interface QueueFilter {
  readonly lane: Lane;
  readonly show: Show;
  /** Empty: any. */
  readonly channel: string;
  /** Part of whatever a customer or colleague may name: pickup code, order, task, customer, product. */
  readonly text: string;
  readonly isMineFirst: boolean;
}
export interface QueueView {
  /** What passes the filter, most urgent first. */
  readonly tasks: readonly StoreTask[];
  readonly laneCounts: Readonly<Record<Lane, number>>;
  /** Of the lane, text and channel. */
  readonly showCounts: Readonly<Record<Show, number>>;
  readonly channels: readonly string[];
  readonly overdue: number;
  readonly dueSoon: number;
  /** When time alone will change the order next, in epoch milliseconds. */
  readonly changesAt: number;
}

export const LANES: readonly Lane[] = ['pick', 'ready', 'putAway', 'desk'];
export const SHOWS: readonly Show[] = ['all', 'mine', 'unassigned', 'overdue', 'paused'];
export const FIRST_FILTER: QueueFilter = { lane: 'pick', show: 'all', channel: '', text: '', isMineFirst: false };

const URGENCY: Readonly<Record<SlaState, number>> = { late: 0, soon: 1, calm: 2, paused: 3, none: 4 };
const LAST = Number.POSITIVE_INFINITY;

interface Placed {
  readonly task: StoreTask;
  readonly sla: SlaState;
  readonly lane: Lane;
}

/** Finite, because two infinities have no difference. */
const LAST_DUE = Number.MAX_SAFE_INTEGER;

const SHOW_TESTS: Readonly<Record<Show, (placed: Placed) => boolean>> = {
  all: () => true,
  mine: ({ task }) => task.isMine,
  unassigned: ({ task }) => !task.isAssigned,
  overdue: ({ sla }) => sla === 'late',
  paused: ({ sla }) => sla === 'paused',
};

export function laneOf(task: StoreTask): Lane {
  if (task.kind === 'PutAway') return 'putAway';
  if (deskOf(task.kind) !== undefined) return 'desk';
  return task.state === 'Ready' ? 'ready' : 'pick';
}

/** One pass over the tasks: order, counts and the moment when the order must be made again. */
export function queueView(tasks: Iterable<StoreTask>, filter: QueueFilter, now: number): QueueView {
  const laneCounts: Record<Lane, number> = { pick: 0, ready: 0, putAway: 0, desk: 0 };
  const showCounts: Record<Show, number> = { all: 0, mine: 0, unassigned: 0, overdue: 0, paused: 0 };
  const channels = new Set<string>();
  const shown: Placed[] = [];
  let overdue = 0;
  let dueSoon = 0;
  let changesAt = LAST;
  for (const task of tasks) {
    const placed = { task, sla: slaStateOf(task, now), lane: laneOf(task) };
    laneCounts[placed.lane] += 1;
    if (placed.sla === 'late') overdue += 1;
    if (placed.sla === 'soon') dueSoon += 1;
    changesAt = Math.min(changesAt, nextChange(task, now));
    if (task.channel !== '') channels.add(task.channel);
    if (placed.lane !== filter.lane || !isAbout(task, filter)) continue;
    for (const show of SHOWS) if (SHOW_TESTS[show](placed)) showCounts[show] += 1;
    if (SHOW_TESTS[filter.show](placed)) shown.push(placed);
  }
  shown.sort(filter.isMineFirst ? mineThenUrgency : byUrgency);
  return { tasks: shown.map(({ task }) => task), laneCounts, showCounts, channels: [...channels].sort(), overdue, dueSoon, changesAt };
}

function isAbout(task: StoreTask, { channel, text }: QueueFilter): boolean {
  if (channel !== '' && task.channel !== channel) return false;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  return [task.pickupCode, task.name, task.orderRef, task.requestKey, task.customerLabel, task.summary, task.bay].some((value) => value.toLowerCase().includes(wanted));
}

function byUrgency(left: Placed, right: Placed): number {
  return (
    URGENCY[left.sla] - URGENCY[right.sla] ||
    (left.task.dueAt ?? LAST_DUE) - (right.task.dueAt ?? LAST_DUE) ||
    (left.task.name < right.task.name ? -1 : 1)
  );
}

function mineThenUrgency(left: Placed, right: Placed): number {
  return Number(right.task.isMine) - Number(left.task.isMine) || byUrgency(left, right);
}

function nextChange({ warnAt, dueAt, pausedAt }: StoreTask, now: number): number {
  if (pausedAt !== undefined) return LAST;
  return Math.min(...[warnAt, dueAt].map((moment) => (moment !== undefined && moment > now ? moment : LAST)));
}
