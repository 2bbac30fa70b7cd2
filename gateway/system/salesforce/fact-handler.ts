import { Refusal } from '../../shared/failures.ts';
import type { Count, HealthLog } from '../../health/health-log.ts';
import type { Ending, Outcome, WorkHandler, WorkItem } from '../../delivery/work.ts';
import type { Fact, FactResult, OrgApi } from './org-api.ts';

/** `POST /events` takes so many. */
const FACTS_PER_CALL = 200;
/** A fact on the event bus is not in the ledger yet. */
const QUEUED_RETRY_MS = 5_000;

/** Why a body is not a fact yet: a store or a product the org does not know. */
export interface NotNamed {
  readonly reason: string;
  readonly message: string;
  /** Who knows did not answer: it is tried again before it is given up. */
  readonly isPassing?: true;
}

export interface FactHandlerParts {
  readonly org: OrgApi;
  readonly health: HealthLog;
  /** Makes a fact of a body that names a store or a product as a till does; absent: bodies are facts. */
  readonly resolve?: (body: unknown) => Promise<Fact | NotNamed>;
}

/** Tells the org facts. Its answer names every key, so telling again is always harmless. */
export function factHandler({ org, health, resolve = async (body) => body as Fact }: FactHandlerParts): WorkHandler {
  return {
    kind: 'fact',
    system: 'org',
    mostPerBatch: FACTS_PER_CALL,
    deliver: async (items, signal) => {
      const named = inOrder(items, await Promise.all(items.map(({ body }) => resolve(body))));
      const facts = named.filter((each): each is Fact => !isOutcome(each));
      const outcomes = (await postedOrRetried(items, () => (facts.length === 0 ? Promise.resolve([]) : org.postFacts(facts, signal)))).values();
      return named.map((each) => (isOutcome(each) ? each : outcomes.next().value!));
    },
    settled: (endings, nowMs) => { for (const ending of endings) tellHealth(health, ending, nowMs); },
  };
}

/** What is not named has its outcome; in its lane, what lies behind one that is tried again waits for it. */
function inOrder(items: readonly WorkItem[], named: readonly (Fact | NotNamed)[]): readonly (Fact | Outcome)[] {
  const waiting = new Set<string>();
  return items.map(({ lane }, index) => {
    const each = named[index]!;
    if (waiting.has(lane)) return { state: 'Later' };
    if (!isNotNamed(each)) return each;
    const { reason, message, isPassing } = each;
    if (isPassing === undefined) return { state: 'Dead', reason, message };
    waiting.add(lane);
    return { state: 'Retry', reason, message };
  });
}

/**
 * An exception nobody caught in Apex may be about one item of many (then halving finds it) or about the moment. A single item is tried again before it is given up.
 */
export async function postedOrRetried(items: readonly WorkItem[], post: () => Promise<readonly FactResult[]>): Promise<readonly Outcome[]> {
  try {
    return (await post()).map(outcomeOf);
  } catch (error) {
    if (error instanceof Refusal && error.status >= 500 && items.length === 1) return [{ state: 'Retry', reason: error.code, message: error.message }];
    throw error;
  }
}

/** Quarantined is the org's to keep and to show; a conflict is two happenings under one key, which only people can tell apart. */
function outcomeOf({ key, effect, reason, message }: FactResult): Outcome {
  if (effect === 'Conflict') return { state: 'Dead', reason: 'GW-CONFLICT', message: `The org knows another fact under the key ${key}. ${message ?? ''}`.trim() };
  if (effect === 'Queued') return { state: 'Retry', reason: 'GW-QUEUED', message: 'The org put it on its event bus; it is told again until it is applied.', afterMs: QUEUED_RETRY_MS };
  return { state: 'Done', effect, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

const COUNTS: Readonly<Record<string, Count>> = { Applied: 'applied', Duplicate: 'duplicate', Absorbed: 'absorbed', Quarantined: 'quarantined' };

function tellHealth(health: HealthLog, { item, outcome }: Ending, nowMs: number): void {
  if (outcome.state === 'Dead' && outcome.reason === 'GW-CONFLICT') health.count(item.source, 'conflict');
  if (outcome.state !== 'Done') return;
  const count = COUNTS[outcome.effect];
  if (count !== undefined) health.count(item.source, count);
  health.hop(item.source, 'gateway-to-org', nowMs - item.receivedAtMs);
  health.hop(item.source, 'source-to-org', nowMs - item.occurredAtMs);
}

function isOutcome(value: Fact | Outcome): value is Outcome {
  return 'state' in value;
}

function isNotNamed(value: Fact | NotNamed): value is NotNamed {
  // A fact has a reason, too, but always a key.
  return !('key' in value);
}
