import type { TaskOutcome } from '@salesforce/apex/StoreTaskController.claim';
import type { BulkVerb } from 'c/queueBulkBar';

/** What came of asking for several tasks, in the words of a toast. */
export interface Summary {
  readonly doneIds: readonly string[];
  /** Why not, by id. */
  readonly notices: Readonly<Record<string, string>>;
  readonly variant: 'success' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

const DONE: Readonly<Record<BulkVerb, string>> = { claim: 'claimed', handBack: 'handed back', pause: 'paused', resume: 'resumed' };
/** More reasons than this are for the rows to say. */
const TOLD_REASONS = 2;

export function summaryOf(verb: BulkVerb, outcomes: readonly TaskOutcome[], nameOf: (id: string) => string): Summary {
  const doneIds = outcomes.filter(({ isDone }) => isDone === true).map(({ taskId }) => taskId ?? '');
  const refused = outcomes.filter(({ isDone }) => isDone !== true);
  const notices = Object.fromEntries(refused.map(({ taskId, message }) => [taskId ?? '', message ?? `Not ${DONE[verb]}.`]));
  const reasons = [...new Set(Object.values(notices))];
  const told = reasons.slice(0, TOLD_REASONS).join(' ') + (reasons.length > TOLD_REASONS ? ` And ${reasons.length - TOLD_REASONS} more: see the rows.` : '');
  const first = outcomes[0]?.taskId ?? '';
  if (refused.length === 0) return { doneIds, notices, variant: 'success', title: outcomes.length === 1 ? `${nameOf(first)} ${DONE[verb]}` : `${outcomes.length} tasks ${DONE[verb]}`, message: '' };
  const title = outcomes.length === 1 ? `${nameOf(first)} not ${DONE[verb]}` : `${doneIds.length} of ${outcomes.length} tasks ${DONE[verb]}`;
  return { doneIds, notices, variant: 'warning', title, message: told };
}
