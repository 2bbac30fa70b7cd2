import type { CountView, Line } from '@salesforce/apex/CountView';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { TallyLine } from 'c/tallyList';

/** What was counted of one SKU on this screen, and when last. */
export interface Counted {
  readonly quantity: number;
  readonly atMillis: number;
}

const STATES: Readonly<Record<string, string>> = { Counting: 'To count', Review: 'Waits', Done: 'Done', Cancelled: 'Cancelled' };

export function isToCount({ state }: Line): boolean {
  return state === 'ToCount' || state === 'Recount';
}

export function choiceOf(count: CountView): DocumentChoice {
  const open = (count.lineCount ?? 0) - (count.countedLines ?? 0);
  const progress = count.state === 'Review' ? `${formatQuantity(count.waitingLines ?? 0)} to decide` : `${formatQuantity(open)} of ${formatQuantity(count.lineCount ?? 0)} left`;
  return { id: count.documentNo ?? '', title: count.summary ?? '', badge: STATES[count.state ?? ''] ?? '', detail: `${progress} · ${count.documentNo ?? ''}` };
}

/** "8 counted, 10 expected, 2 missing": what is known of a line, as far as the user may know it. */
export function storyOf(line: Line): string {
  const place = line.place == null ? undefined : `at ${line.place}`;
  if (line.state === 'ToCount') return place ?? '';
  if (line.state === 'Skipped') return 'Not counted';
  const counted = `${formatQuantity(line.counted ?? 0)} counted${line.countedBy == null ? '' : ` by ${line.countedBy}`}`;
  const difference = line.difference ?? 0;
  const words = line.expected == null ? undefined : `${formatQuantity(line.expected)} expected, ${difference === 0 ? 'no difference' : `${formatQuantity(Math.abs(difference))} ${difference < 0 ? 'missing' : 'too many'}`}`;
  return [line.state === 'Recount' ? `Please count again: ${counted}` : counted, words, place].filter((part) => part !== undefined).join(' · ');
}

export function lineOf(line: Line, counted: ReadonlyMap<string, Counted>, canCount: boolean): TallyLine {
  const here = counted.get(line.sku ?? '');
  const isCounted = canCount && isToCount(line);
  const verdicts: Readonly<Record<string, string>> = { Waiting: 'A manager decides', Posted: 'Posted', Skipped: 'Skipped' };
  return {
    key: line.sku ?? '',
    name: line.productName ?? line.sku ?? '',
    sku: line.sku ?? '',
    imageUrl: line.imageUrl ?? undefined,
    note: storyOf(line),
    tally: isCounted ? (here?.quantity ?? 0) : undefined,
    verdict: isCounted ? (here === undefined ? 'Not counted yet' : 'Counted') : (verdicts[line.state ?? ''] ?? ''),
    tone: isCounted ? (here === undefined ? 'plain' : 'good') : line.state === 'Waiting' ? 'warning' : line.state === 'Posted' ? 'good' : 'plain',
  };
}
