/** Sends facts to `POST /events` in batches over a few connections, repeats what the org was too busy for, and counts the answers. */
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';
import type { Fact } from './facts.ts';

export interface SendStatistics {
  readonly effects: Map<string, number>;
  /** Reason → count, for effects other than Applied and Duplicate. */
  readonly reasons: Map<string, number>;
  readonly answerMs: number[];
  retries: number;
  sent: number;
}

export const newStatistics = (): SendStatistics => ({ effects: new Map(), reasons: new Map(), answerMs: [], retries: 0, sent: 0 });

interface EventAnswer {
  readonly results: readonly { readonly key: string; readonly effect: string; readonly reason?: string }[];
}

/** The surface takes up to 200 events in one call. */
export const BATCH_SIZE = 200;
const MAXIMUM_ATTEMPTS = 8;

/** Sends batches as they come from `batches`, `connections` at a time. */
export async function sendAll(org: OrgAddress, batches: AsyncIterable<readonly Fact[]> | Iterable<readonly Fact[]>, connections: number, statistics: SendStatistics): Promise<void> {
  const source = asyncIterator(batches);
  const worker = async (): Promise<void> => {
    for (let next = await source.next(); next.done !== true; next = await source.next()) await sendBatch(org, next.value, statistics);
  };
  await Promise.all(Array.from({ length: connections }, worker));
}

/** One iterator shared by all workers: turns are taken one after the other. */
function asyncIterator<T>(items: AsyncIterable<T> | Iterable<T>): { next(): Promise<IteratorResult<T, unknown>> } {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const mine = turn.then(() => iterator.next());
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

async function sendBatch(org: OrgAddress, events: readonly Fact[], statistics: SendStatistics): Promise<void> {
  const body = JSON.stringify({ events });
  for (let attempt = 1; ; attempt++) {
    const started = performance.now();
    const { response, text } = await post(org, body);
    if (response.status === 200) {
      statistics.answerMs.push(performance.now() - started);
      count(statistics, JSON.parse(text) as EventAnswer);
      return;
    }
    const isBusy = response.status === 429 || response.status === 503;
    if (!isBusy || attempt === MAXIMUM_ATTEMPTS) throw new CommandFailure(`POST /events answered ${String(response.status)}: ${text.slice(0, 500)}`);
    statistics.retries += 1;
    const waitSeconds = Number(response.headers.get('retry-after') ?? 1);
    await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1000 * (0.5 + Math.random())));
  }
}

async function post(org: OrgAddress, body: string): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(`${org.url}/services/apexrest/holdfast/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' } });
    return { response, text: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CommandFailure(`${org.url} does not answer (${cause}). Start the org and send everything again: what it has already counts as Duplicate.`);
  }
}

function count(statistics: SendStatistics, answer: EventAnswer): void {
  statistics.sent += answer.results.length;
  for (const { effect, reason } of answer.results) {
    statistics.effects.set(effect, (statistics.effects.get(effect) ?? 0) + 1);
    if (effect !== 'Applied' && effect !== 'Duplicate') {
      const text = reason ?? 'no reason given';
      statistics.reasons.set(text, (statistics.reasons.get(text) ?? 0) + 1);
    }
  }
}

/** A position inside a list of answer times, in milliseconds. */
export function percentile(sortedMs: readonly number[], share: number): number {
  return sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * share))] ?? 0;
}
