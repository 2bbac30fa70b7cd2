/**
 * The steps of jobs, each one Apex transaction: what it calls, and what the platform writes down in the same transaction. Who runs them (the job runner in
 * production, Test.stopTest in tests) opens the transaction, and a second one to tell the step that it failed.
 */
import type { RequestKind } from '../ports.ts';
import type { Transaction } from '../transaction.ts';
import { batchStep } from './batch.ts';
import { futureStep } from './future.ts';
import type { JobService, RunningJob, StepFailure } from './job-service.ts';
import type { PendingStep, StepKind } from './pending-jobs.ts';
import { callbackStep } from './publish-callbacks.ts';
import { finalizerStep, queueableStep } from './queueable.ts';
import { scheduledStep } from './scheduled.ts';

export interface StepRun {
  readonly requestKind: RequestKind;
  readonly running: RunningJob;
  /** Of the request this one continues; `undefined`: its own. */
  readonly requestId?: string;
  /** Inside the step's Apex transaction; what it throws undoes all of it. */
  run(transaction: Transaction): void;
  /** `run` threw. Inside a transaction of the platform's own. */
  failed(failure: StepFailure, transaction: Transaction): void;
}

const MAKERS: Readonly<Record<StepKind, (step: PendingStep, service: JobService) => StepRun>> = {
  queueable: queueableStep, finalizer: finalizerStep, future: futureStep, batch: batchStep, scheduled: scheduledStep, callback: callbackStep,
};

export function stepRun(step: PendingStep, service: JobService): StepRun {
  return MAKERS[step.kind](step, service);
}
