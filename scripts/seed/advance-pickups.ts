/** Brings the plan's pickups as far as each says, by what a store's screens call. Those that are no longer open stay as they are. */
import type { Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { queryByValues } from './org-writer.ts';
import type { PickupPlan, PickupStage } from './pickups.ts';
import type { Progress } from './progress.ts';

interface OpenTask {
  readonly Id: string;
  readonly Request_Key__c: string;
  readonly Pickup_Code__c: string | null;
  readonly Lines__r: { readonly records: readonly { readonly SKU__c: string; readonly Quantity__c: number }[] } | null;
}

/** Queries of a transaction: a task that goes all the way takes about a quarter of them. */
const TASKS_PER_TRANSACTION = 3;

/** What is called for a task, in order; each stage goes on from another. */
const CALLS: Readonly<Record<PickupStage, (task: OpenTask) => readonly string[]>> = {
  Open: () => [],
  Picking: ({ Id }) => [`StoreTaskController.claim(new List<String>{ '${Id}' });`],
  PutAway: (task) => [...CALLS.Picking(task), 'List<RecordScans.Scan> scans = new List<RecordScans.Scan>();', ...scansOf(task), `StoreTaskController.recordScans('${task.Id}', scans);`],
  Ready: (task) => [...CALLS.PutAway(task), `StoreTaskController.finishPick('${task.Id}');`, `StoreTaskController.stage('${task.Id}', 'Bay 4');`],
  HandedOver: (task) => [...CALLS.Ready(task), `StoreTaskController.handOver('${task.Id}', '${task.Pickup_Code__c ?? ''}', true);`],
};

/** Nobody outside a store's screens may pick, so it is done as Apex, by the user who seeds. */
export async function advancePickups(connection: Connection, pickups: readonly PickupPlan[], progress: Progress): Promise<void> {
  const planned = new Map(pickups.filter(({ stage }) => stage !== 'Open').map((pickup) => [pickup.requestKey, pickup]));
  if (planned.size === 0) return;
  const started = performance.now();
  const tasks = await queryByValues<OpenTask>(connection, (list) => `SELECT Id, Request_Key__c, Pickup_Code__c, (SELECT SKU__c, Quantity__c FROM Lines__r) FROM Store_Task__c WHERE Kind__c = 'Pick' AND State__c = 'Open' AND Request_Key__c IN (${list}) ORDER BY Request_Key__c`, [...planned.keys()]);
  const stageOf = ({ Request_Key__c }: OpenTask): PickupStage => planned.get(Request_Key__c)!.stage;
  // Compiling costs an org more than running: several tasks share a transaction, as far as its limits go.
  for (let start = 0; start < tasks.length; start += TASKS_PER_TRANSACTION) {
    const part = tasks.slice(start, start + TASKS_PER_TRANSACTION);
    const { success, compileProblem, exceptionMessage } = await connection.tooling.executeAnonymous(part.map((task) => `{\n${CALLS[stageOf(task)](task).join('\n')}\n}`).join('\n'));
    if (!success) throw new CommandFailure(`The pickups ${part.map(({ Request_Key__c }) => Request_Key__c).join(', ')} could not be brought on their way: ${compileProblem ?? exceptionMessage ?? 'no reason given'}`);
  }
  for (const task of tasks.filter((one) => stageOf(one) === 'PutAway')) await connection.apex.post(`/holdfast/v1/reservations/${task.Request_Key__c}/release`, {});
  progress.line(`store work: ${String(tasks.length)} tasks under way, ${(performance.now() - started).toFixed(0)} ms`);
}

function scansOf({ Id, Lines__r }: OpenTask): readonly string[] {
  return (Lines__r?.records ?? []).flatMap(({ SKU__c, Quantity__c }, index) => {
    const name = `scan${String(index)}`;
    return [`RecordScans.Scan ${name} = new RecordScans.Scan();`, `${name}.scanKey = 'SEED-${Id}-${String(index)}';`, `${name}.code = '${SKU__c}';`, `${name}.quantity = ${String(Quantity__c)};`, `scans.add(${name});`];
  });
}
