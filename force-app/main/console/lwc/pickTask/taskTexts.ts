import { formatQuantity } from 'c/formatQuantity';
import { nameOf } from 'c/pickSession';
import type { LineProgress } from 'c/pickSession';
import type { StoreTask, TaskKind, TaskState } from 'c/taskDetail';

/** What the page says of a task as a whole. */
export interface TaskTexts {
  readonly title: string;
  readonly subtitle: string;
  readonly kind: string;
  readonly progress: string;
  readonly progressPercent: number;
  readonly refused: string;
  readonly stateText: string;
  readonly claimTitle: string;
  readonly claimLabel: string;
  readonly assignee: string;
  readonly stopTitle: string;
  readonly stop: string;
  readonly pause: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly staged: string;
}

const KIND_TEXTS: Readonly<Record<TaskKind, string>> = { Pick: 'Pickup', PutAway: 'Put away', Receive: 'Receive a transfer', Inspect: 'Inspect a return', Count: 'Count' };

const STATE_TEXTS: Readonly<Record<TaskState, string>> = {
  Open: 'Nobody has taken it yet',
  Picking: 'It is being worked on',
  Picked: 'Picked, not staged yet',
  Ready: 'Ready for the customer',
  HandedOver: 'Handed over',
  Cancelled: 'Cancelled',
  Expired: 'Not collected in time',
  Done: 'Put away',
};

export function taskTexts(task: StoreTask, lines: readonly LineProgress[]): TaskTexts {
  const isPutAway = task.kind === 'PutAway';
  const done = sumOf(lines, ({ picked }) => picked);
  const wanted = sumOf(lines, ({ quantity, missing }) => quantity - missing);
  const missing = sumOf(lines, (line) => line.missing);
  const title = task.customerLabel ?? task.orderRef ?? task.documentNo ?? task.name;
  return {
    title,
    subtitle: [task.name, task.orderRef, task.channel].filter((text) => text != null && text !== '' && text !== title).join(' · '),
    kind: KIND_TEXTS[task.kind],
    progress: `${formatQuantity(done)} of ${formatQuantity(wanted)}${missing === 0 ? '' : `, ${formatQuantity(missing)} missing`}`,
    progressPercent: wanted === 0 ? 100 : Math.round((100 * done) / wanted),
    refused: refusedText(task.refusedScans ?? 0),
    stateText: STATE_TEXTS[task.state],
    claimTitle: isPutAway ? 'Ready to be put away' : 'Ready to be picked',
    claimLabel: isPutAway ? 'Take and start putting away' : 'Take and start picking',
    assignee: `${task.assigneeName ?? 'Another associate'} is working on this`,
    stopTitle: task.state === 'Expired' ? 'Stop: the customer did not come in time' : 'Stop: the customer cancelled',
    stop: done === 0 ? 'Nothing was picked, so there is nothing to put back.' : `Put back ${countOf(done, 'item', 'items')}. Until then nobody else can be promised ${done === 1 ? 'it' : 'them'}.`,
    pause: task.pauseReason ?? 'No reason was given.',
    doneTitle: isPutAway ? 'Everything is put away' : task.kind === 'Pick' ? `Handed over to ${title}` : 'Done',
    done: isPutAway ? 'The items can be promised again.' : task.kind !== 'Pick' ? 'Nothing is left to do.' : `${countOf(done, 'item has', 'items have')} left the store.`,
    staged: lines.filter(({ picked }) => picked > 0).map((line) => `${formatQuantity(line.picked)} × ${nameOf(line)}`).join(', '),
  };
}

/** `1 scan`, `3 scans` */
export function countOf(count: number, one: string, many: string): string {
  return `${formatQuantity(count)} ${count === 1 ? one : many}`;
}

function refusedText(count: number): string {
  return count === 0 ? '' : countOf(count, 'refused scan', 'refused scans');
}

function sumOf(lines: readonly LineProgress[], part: (line: LineProgress) => number): number {
  return lines.reduce((sum, line) => sum + part(line), 0);
}
