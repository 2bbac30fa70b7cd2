import type { Clock } from '../shared/clock.ts';
import { Refusal, TransientFailure } from '../shared/failures.ts';
import { RETRY, waitMs } from './retry.ts';
import type { Ending, Outcome, WorkHandler, WorkItem } from './work.ts';

/** Attempts of an item, after which Retry means Dead. */
export const MOST_ATTEMPTS = 8;

export interface AttemptParts {
  readonly handler: WorkHandler;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Are the leases good for one more call? Looking for poison takes many, and the store that would tell may be slow. */
  mayBegin(): boolean;
  /** Makes durable what became of items. */
  write(endings: readonly EndingAt[]): Promise<void>;
}

export type EndingAt = Ending & { readonly nextAttemptAtMs?: number };

/** `poison`: items that made their batch undeliverable and were found by halving. `failure`: the system is in trouble, what was not written waits. */
export interface AttemptResult {
  readonly poison: readonly WorkItem[];
  readonly failure: TransientFailure | undefined;
  /** It was told to end before anything was known. */
  readonly isAborted: boolean;
}

/** Delivers a batch and writes what became of it, part by part where it cannot be delivered whole. */
export async function attempt(parts: AttemptParts, items: readonly WorkItem[]): Promise<AttemptResult> {
  const poison: WorkItem[] = [];
  const blockedLanes = new Set<string>();
  const pending = [items];
  let written = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const deliverable = part.filter(({ lane }) => !blockedLanes.has(lane));
    if (deliverable.length === 0) continue;
    const answer = await deliver(parts, deliverable);
    if ('stop' in answer) return { poison, ...answer.stop };
    if ('error' in answer) {
      if (deliverable.length > 1) {
        // The older half is on top: lanes stay in order.
        const middle = Math.ceil(deliverable.length / 2);
        pending.push(deliverable.slice(middle), deliverable.slice(0, middle));
        continue;
      }
      poison.push(deliverable[0]!);
    }
    const endings = 'error' in answer ? [{ item: deliverable[0]!, outcome: deadBecauseOf(answer.error) }] : endingsOf(parts, deliverable, answer.outcomes);
    await parts.write(endings);
    written += endings.filter(({ outcome }) => outcome.state !== 'Later').length;
    for (const { item, outcome } of endings) if (outcome.state === 'Retry' || outcome.state === 'Later') blockedLanes.add(item.lane);
    const failure = endings.map(({ outcome }) => (outcome.state === 'Later' ? outcome.failure : undefined)).find((each) => each !== undefined);
    if (failure !== undefined) return { poison, failure, isAborted: false };
  }
  // Begun again at once it would never end.
  const failure = written > 0 ? undefined : new TransientFailure(`The handler of ${parts.handler.kind} put off all of ${String(items.length)} items.`);
  return { poison, failure, isAborted: false };
}

type Answer = { readonly outcomes: readonly Outcome[] } | { readonly error: unknown } | { readonly stop: Omit<AttemptResult, 'poison'> };

async function deliver({ handler, signal, mayBegin }: AttemptParts, items: readonly WorkItem[]): Promise<Answer> {
  try {
    if (signal.aborted || !mayBegin()) return { stop: { failure: undefined, isAborted: true } };
    const outcomes = await handler.deliver(items, signal);
    if (outcomes.length !== items.length) return { error: new Error(`The handler of ${handler.kind} answered ${String(outcomes.length)} outcomes for ${String(items.length)} items.`) };
    return { outcomes };
  } catch (error) {
    if (signal.aborted) return { stop: { failure: undefined, isAborted: true } };
    if (error instanceof TransientFailure) return { stop: { failure: error, isAborted: false } };
    return { error };
  }
}

function deadBecauseOf(error: unknown): Outcome {
  if (error instanceof Refusal) return { state: 'Dead', reason: error.code, message: error.message };
  return { state: 'Dead', reason: 'GW-UNDELIVERABLE', message: `It cannot be delivered: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}. The log of the gateway has more; re-drive it when the cause is gone.` };
}

function endingsOf({ clock, random }: AttemptParts, items: readonly WorkItem[], outcomes: readonly Outcome[]): readonly EndingAt[] {
  return items.map((item, index) => {
    const outcome = outcomes[index]!;
    if (outcome.state !== 'Retry') return { item, outcome };
    if (item.attempts >= MOST_ATTEMPTS) return { item, outcome: { state: 'Dead', reason: outcome.reason, message: `${outcome.message} It was tried ${String(item.attempts)} times.` } };
    return { item, outcome, nextAttemptAtMs: clock.now() + (outcome.afterMs ?? waitMs(RETRY, item.attempts, random())) };
  });
}
