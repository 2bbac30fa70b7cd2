/** What people ask for in the org, done here. A command may come again, to this process or another one; doing it twice changes nothing more. */
import { messageOf } from '../shared/failures.ts';
import type { DeadQuestion, WorkChanges, WorkView } from './ports.ts';

export interface Command {
  readonly id: string;
  readonly kind: 'Redrive' | 'Discard' | 'Replay';
  readonly workIds?: readonly number[];
  readonly source?: string;
  readonly reason?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
}

export interface Settlement {
  readonly outcome: string;
  readonly failed?: true;
}

const MOST_PER_PAGE = 200;

/** Does it and says what came of it; what goes wrong is said, too. */
export async function settle(command: Command, work: WorkView, changes: WorkChanges): Promise<Settlement> {
  try {
    return { outcome: await outcomeOf(command, work, changes) };
  } catch (error) {
    return { outcome: `It failed: ${messageOf(error)}`, failed: true };
  }
}

async function outcomeOf(command: Command, work: WorkView, changes: WorkChanges): Promise<string> {
  switch (command.kind) {
    case 'Redrive':
      return `${items(await changeDead(command, work, (ids) => changes.redrive(ids)))} waiting again`;
    case 'Discard':
      return `${items(await changeDead(command, work, (ids) => changes.discard(ids)))} discarded`;
    case 'Replay':
      return `${items(await replay(command, changes))} waiting again`;
    default:
      throw new Error(`This gateway does not know the command ${String(command.kind)}; it may be older than the org.`);
  }
}

/** Only what is dead at this moment: work that was delivered since is left alone. */
async function changeDead(command: Command, work: WorkView, change: (ids: readonly number[]) => Promise<number>): Promise<number> {
  if (command.workIds === undefined && command.source === undefined) throw new Error('It names neither work nor a source.');
  const question: Omit<DeadQuestion, 'most'> = {
    ...(command.workIds === undefined ? {} : { ids: command.workIds }),
    ...(command.source === undefined ? {} : { source: command.source }),
    ...(command.from === undefined ? {} : { fromMs: Date.parse(command.from) }),
    ...(command.to === undefined ? {} : { toMs: Date.parse(command.to) }),
  };
  let changed = 0;
  for (let afterId = 0; ; ) {
    const page = await work.dead({ ...question, afterId, most: MOST_PER_PAGE });
    const ids = page.filter(({ reason }) => command.reason === undefined || reason === command.reason).map(({ id }) => id);
    if (ids.length > 0) changed += await change(ids);
    const last = page.at(-1);
    if (last === undefined || page.length < MOST_PER_PAGE) return changed;
    afterId = last.id;
  }
}

async function replay({ source, from, to }: Command, changes: WorkChanges): Promise<number> {
  if (source === undefined || from === undefined || to === undefined) throw new Error('A replay needs a source and a range of time.');
  return changes.replay({ source, fromMs: Date.parse(from), toMs: Date.parse(to) });
}

const items = (count: number): string => (count === 1 ? '1 item' : `${String(count)} items`);
