/** System.Schedulable, and batches that System.scheduleBatch starts later. */
import type { Transaction } from '../transaction.ts';
import { SchedulableContext } from './contexts.ts';
import { parseCron } from './cron/expression.ts';
import { nextFire } from './cron/next-fire.ts';
import { JobRecords } from './job-records.ts';
import type { JobService } from './job-service.ts';
import { readGraph } from './object-graph.ts';
import type { PendingStep } from './pending-jobs.ts';
import type { StepRun } from './steps.ts';

interface ScheduleDetails {
  readonly timeZone: string;
  readonly cronExpression?: string;
  readonly scopeSize?: number;
}

/** The times that passed while the org was down are made up for by one run. platform-facts: schedule-catch-up. */
export function scheduledStep(step: PendingStep, { pending }: JobService): StepRun {
  const { timeZone, cronExpression, scopeSize } = step.details as unknown as ScheduleDetails;
  const moveOn = ({ installed, clock }: Transaction): void => {
    const next = cronExpression === undefined ? undefined : nextFire(parseCron(cronExpression), clock.now(), timeZone);
    pending.remove(step.number);
    if (next !== undefined) pending.add({ ...step, dueAt: next });
    new JobRecords(installed.data, clock.now()).scheduleFired(step.jobId, next);
  };
  return {
    requestKind: 'SCHEDULED', running: { kind: 'scheduled', step, stack: undefined, failures: 0 },
    run: (transaction) => {
      moveOn(transaction);
      const job = readGraph(step.state) as object;
      if (scopeSize !== undefined) transaction.jobs?.startBatch(job, scopeSize);
      else (job as { execute$schedulablecontext(context: SchedulableContext): void }).execute$schedulablecontext(new SchedulableContext(step.jobId));
    },
    failed: (_failure, transaction) => { moveOn(transaction); },
  };
}
