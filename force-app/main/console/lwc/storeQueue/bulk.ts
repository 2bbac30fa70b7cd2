import claim from '@salesforce/apex/StoreTaskController.claim';
import type { TaskOutcome } from '@salesforce/apex/StoreTaskController.claim';
import handBack from '@salesforce/apex/StoreTaskController.handBack';
import pause from '@salesforce/apex/StoreTaskController.pause';
import resume from '@salesforce/apex/StoreTaskController.resume';
import type { BulkAction, BulkVerb } from 'c/queueBulkBar';

/** As many as Apex takes in one call. */
const MOST_PER_CALL = 200;

const CALLS: Readonly<Record<BulkVerb, (taskIds: readonly string[], reason: string) => Promise<readonly TaskOutcome[]>>> = {
  claim: (taskIds) => claim({ taskIds }),
  handBack: (taskIds) => handBack({ taskIds }),
  pause: (taskIds, reason) => pause({ taskIds, reason }),
  resume: (taskIds) => resume({ taskIds }),
};

/** One outcome per task, in order; long lists are sent in parts, one after the other. */
export async function askFor({ verb, ids, reason }: BulkAction): Promise<readonly TaskOutcome[]> {
  const outcomes = await CALLS[verb](ids.slice(0, MOST_PER_CALL), reason);
  const rest = ids.slice(MOST_PER_CALL);
  return rest.length === 0 ? outcomes : [...outcomes, ...(await askFor({ verb, ids: rest, reason }))];
}
