import { Refusal, TransientFailure } from '../shared/failures.ts';
import type { Outcome, WorkItem } from './work.ts';

/** Lanes that are delivered at the same time; the rest of a batch waits for a free one. */
const LANES_AT_ONCE = 8;

const LATER: Outcome = { state: 'Later' };

/**
 * For systems that take one item per call: delivers the items of a lane one after another, several lanes at a time. A Refusal makes its item Dead.
 * After a Retry or a TransientFailure the rest of that lane is Later; other errors are thrown once all lanes have ended.
 *
 * @returns outcomes in the order of the items
 */
export async function oneByOne(items: readonly WorkItem[], deliverOne: (item: WorkItem) => Promise<Outcome>, lanesAtOnce = LANES_AT_ONCE): Promise<readonly Outcome[]> {
  const outcomes = new Map<number, Outcome>();
  const lanes = [...Map.groupBy(items, ({ lane }) => lane).values()];
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      try {
        await deliverLane(lane, deliverOne, outcomes);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: lanesAtOnce }, worker));
  if (errors.length > 0) throw errors[0];
  return items.map(({ id }) => outcomes.get(id) ?? LATER);
}

async function deliverLane(lane: readonly WorkItem[], deliverOne: (item: WorkItem) => Promise<Outcome>, outcomes: Map<number, Outcome>): Promise<void> {
  for (const item of lane) {
    const outcome = await outcomeOf(item, deliverOne);
    outcomes.set(item.id, outcome);
    if (outcome.state === 'Retry' || outcome.state === 'Later') return;
  }
}

async function outcomeOf(item: WorkItem, deliverOne: (item: WorkItem) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await deliverOne(item);
  } catch (error) {
    if (error instanceof TransientFailure) return { state: 'Later', failure: error };
    if (error instanceof Refusal) return { state: 'Dead', reason: error.code, message: error.message };
    throw error;
  }
}
