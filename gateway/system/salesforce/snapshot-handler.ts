import type { HealthLog } from '../../health/health-log.ts';
import type { Outcome, WorkHandler, WorkItem } from '../../delivery/work.ts';
import { postedOrRetried } from './fact-handler.ts';
import type { OrgApi, Snapshot } from './org-api.ts';

/** `POST /snapshots` takes so many of one source. */
const SNAPSHOTS_PER_CALL = 200;
const DOCUMENTS_PER_CALL = 2_000;

/** Body of `snapshot` work: what the source has of one SKU at one location. */
export type SnapshotWork = Snapshot;

/** Tells the org what the ERP has. An older snapshot is Absorbed, one that is told again a Duplicate. */
export function snapshotHandler({ org, health }: { readonly org: OrgApi; readonly health: HealthLog }): WorkHandler {
  return {
    kind: 'snapshot',
    system: 'org',
    mostPerBatch: SNAPSHOTS_PER_CALL,
    deliver: async (items, signal) => {
      const outcomes = new Map<number, Outcome>();
      for (const call of callsOf(items)) {
        const snapshots = call.map(({ body }) => body as SnapshotWork);
        const told = await postedOrRetried(items, () => org.postSnapshots(call[0]!.source, snapshots, signal));
        for (const [index, { id }] of call.entries()) outcomes.set(id, told[index]!);
      }
      return items.map(({ id }) => outcomes.get(id)!);
    },
    settled: (endings) => {
      for (const { item, outcome } of endings) if (outcome.state === 'Done') health.count(item.source, 'snapshot');
    },
  };
}

/** One source and at most so many documents each; the order within a source is kept. */
function callsOf(items: readonly WorkItem[]): readonly (readonly WorkItem[])[] {
  const calls: WorkItem[][] = [];
  for (const ofSource of Map.groupBy(items, ({ source }) => source).values()) {
    let documents = Infinity;
    for (const item of ofSource) {
      const count = (item.body as SnapshotWork).documents?.length ?? 0;
      if (documents + count > DOCUMENTS_PER_CALL) {
        calls.push([]);
        documents = 0;
      }
      calls.at(-1)!.push(item);
      documents += count;
    }
  }
  return calls;
}
