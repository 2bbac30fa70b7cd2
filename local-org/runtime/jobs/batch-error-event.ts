/** BatchApexErrorEvent: what a batch that implements Database.RaisesPlatformEvents publishes for each of its failures. */
import type { ApexObject } from '../../values/apex-object.ts';
import { allocateByName } from './object-graph.ts';
import type { Transaction } from '../transaction.ts';
import { idsOfScope } from './batch-scopes.ts';
import type { StepFailure } from './job-service.ts';
import type { PendingJobs } from './pending-jobs.ts';
import { versionFour } from '../../values/uuid.ts';

const EVENT = 'BatchApexErrorEvent';
const LONGEST_SCOPE = 40_000;
const LONGEST_MESSAGE = 5_000;

export interface FailedBatch {
  readonly jobId: string;
  readonly state: string;
  readonly phase: 'start' | 'execute' | 'finish';
  readonly place: number | undefined;
  readonly pending: PendingJobs;
  readonly transaction: Transaction;
}

export function publishBatchError(failure: StepFailure, batch: FailedBatch): void {
  const { jobId, state, phase, place, pending, transaction } = batch;
  const job = allocateByName(state) as ApexObject | undefined;
  if (job?.$supertypes.has('Database.RaisesPlatformEvents') !== true) return;
  const scope = phase === 'execute' ? (idsOfScope(jobId, place!, pending) ?? []).join(',') : '';
  transaction.outbox.add({
    objectName: EVENT,
    payload: {
      AsyncApexJobId: jobId, DoesExceedJobScopeMaxLength: scope.length > LONGEST_SCOPE, ExceptionType: failure.typeName, JobScope: scope.slice(0, LONGEST_SCOPE),
      Message: failure.message.slice(0, LONGEST_MESSAGE), Phase: phase.toUpperCase(), RequestId: transaction.requestId, StackTrace: failure.stackTrace.slice(0, LONGEST_MESSAGE),
      CreatedDate: new Date(transaction.clock.now()).toISOString(), CreatedById: transaction.user.id, EventUuid: versionFour(transaction.random(16)),
    },
  }, 'PublishAfterCommit');
}
