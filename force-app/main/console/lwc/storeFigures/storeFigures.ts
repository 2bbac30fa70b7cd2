import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import type { Lane, Show } from 'c/queueView';
import type { StoreToday } from 'c/storeToday';

/** The part of the queue a figure counts. */
export type QueuePart = Readonly<{ lane: Lane; show: Show }>;

interface Figure {
  readonly key: string;
  readonly number: string;
  readonly label: string;
  readonly detail: string;
  readonly className: string;
  readonly isLink: boolean;
}

const PARTS: Readonly<Record<string, QueuePart>> = {
  openTasks: { lane: 'pick', show: 'all' },
  overdue: { lane: 'pick', show: 'overdue' },
  readyForCollection: { lane: 'ready', show: 'all' },
  toPutBack: { lane: 'putAway', show: 'all' },
};

/** The day of a store in six numbers. Fires `queuepart` with the {@link QueuePart} behind a number. */
export default class StoreFigures extends LightningElement {
  @api today: StoreToday | undefined;

  get figures(): Figure[] {
    const today = this.today;
    if (today === undefined) return [];
    return [
      figure('openTasks', today.openTasks, 'To pick', today.dueSoon > 0 ? `${formatQuantity(today.dueSoon)} due soon` : 'none due soon', today.dueSoon > 0 ? 'figure_soon' : ''),
      figure('overdue', today.overdue, 'Overdue', today.overdue > 0 ? 'needs somebody now' : 'all in time', today.overdue > 0 ? 'figure_late' : ''),
      figure('readyForCollection', today.readyForCollection, 'Ready for collection', 'waiting for customers'),
      figure('toPutBack', today.toPutBack, 'To put back', 'then available again'),
      figure('handedOver', today.handedOverToday, 'Handed over', 'today'),
      figure('ended', today.expiredToday, 'Not collected', today.cancelledToday > 0 ? `today, and ${formatQuantity(today.cancelledToday)} cancelled` : 'today'),
    ];
  }

  handleClick(event: Event): void {
    const part = PARTS[(event.currentTarget as HTMLElement).dataset.key ?? ''];
    if (part !== undefined) this.dispatchEvent(new CustomEvent<QueuePart>('queuepart', { detail: part }));
  }
}

function figure(key: string, count: number, label: string, detail: string, extraClass = ''): Figure {
  return { key, number: formatQuantity(count), label, detail, className: `figure ${extraClass}`.trim(), isLink: PARTS[key] !== undefined };
}
