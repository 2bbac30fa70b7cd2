/**
 * Database.Batchable: start, one execute per scope, finish, each in a transaction of its own. What is still to be done is written down after each of them, so that a
 * batch goes on where it was after a restart of the org.
 */
import type { ApexObject } from '../../values/apex-object.ts';
import type { ApexList } from '../../values/collections/list.ts';
import { UnexpectedException } from '../../values/exceptions.ts';
import type { Transaction } from '../transaction.ts';
import { publishBatchError } from './batch-error-event.ts';
import { planScopes, readScope } from './batch-scopes.ts';
import { BatchableContext } from './contexts.ts';
import { JobRecords } from './job-records.ts';
import type { JobService, StepFailure } from './job-service.ts';
import { readGraph, writeGraph } from './object-graph.ts';
import type { PendingStep, StepDetails } from './pending-jobs.ts';
import type { StepRun } from './steps.ts';

interface BatchDetails {
  readonly phase: 'start' | 'execute' | 'finish';
  readonly scopeSize: number;
  /** From the start on: the scope to go through next, how many there are, the worker's job. */
  readonly place?: number;
  readonly total?: number;
  readonly workerId?: string;
}

interface BatchJob extends ApexObject {
  start$batchablecontext(context: BatchableContext): unknown;
  execute$batchablecontext$list(context: BatchableContext, scope: ApexList): void;
  finish$batchablecontext(context: BatchableContext): void;
}

/** One phase of one batch. */
class BatchStep implements StepRun {
  readonly requestKind = 'BATCH';
  readonly running: StepRun['running'];
  private readonly step: PendingStep;
  private readonly details: BatchDetails;
  private readonly service: JobService;

  constructor(step: PendingStep, service: JobService) {
    this.step = step;
    this.details = step.details as unknown as BatchDetails;
    this.service = service;
    this.running = { kind: 'batch', step, stack: undefined, failures: 0 };
  }

  run(transaction: Transaction): void {
    const job = readGraph(this.step.state) as BatchJob;
    const context = new BatchableContext(this.step.jobId, this.details.workerId ?? null);
    this[this.details.phase](job, context, transaction);
  }

  private start(job: BatchJob, context: BatchableContext, transaction: Transaction): void {
    const records = recordsOf(transaction);
    const { jobId, userId } = this.step;
    records.changeJob(jobId, { Status: 'Preparing' });
    const total = planScopes(job.start$batchablecontext(context), { job, jobId, scopeSize: this.details.scopeSize, pending: this.service.pending, transaction });
    if (transaction.test.isRunning && total > 1) throw new UnexpectedException(ONE_SCOPE_IN_TESTS);
    const workerId = records.addJob('BatchApexWorker', job.$type.name, userId, 'Processing', { ParentJobId: jobId });
    records.changeJob(jobId, { Status: 'Processing', TotalJobItems: total });
    this.goOn({ ...this.details, phase: total === 0 ? 'finish' : 'execute', place: 0, total, workerId }, job, transaction);
  }

  private execute(job: BatchJob, context: BatchableContext, transaction: Transaction): void {
    const scope = readScope(this.step.jobId, this.details.place!, this.service.pending, transaction);
    job.execute$batchablecontext$list(context, scope);
    this.countScope(recordsOf(transaction), undefined);
    this.nextScope(job, transaction);
  }

  private finish(job: BatchJob, context: BatchableContext, transaction: Transaction): void {
    this.end(transaction, 'Completed');
    job.finish$batchablecontext(context);
  }

  /** A failed scope is left behind; a batch that cannot start or finish has failed. */
  failed(failure: StepFailure, transaction: Transaction): void {
    const records = recordsOf(transaction);
    publishBatchError(failure, { jobId: this.step.jobId, state: this.step.state, phase: this.details.phase, place: this.details.place, pending: this.service.pending, transaction });
    if (this.details.phase === 'execute') {
      this.countScope(records, failure);
      this.nextScope(undefined, transaction);
      return;
    }
    const { errors } = records.jobProgress(this.step.jobId)!;
    records.changeJob(this.step.jobId, { NumberOfErrors: errors + 1 });
    this.end(transaction, 'Failed', `First error: ${failure.message}`);
  }

  private countScope(records: JobRecords, failure: StepFailure | undefined): void {
    const { processed, errors, detail } = records.jobProgress(this.step.jobId)!;
    records.changeJob(this.step.jobId, {
      JobItemsProcessed: processed + 1, ...(failure === undefined ? {} : { NumberOfErrors: errors + 1, ExtendedStatus: detail ?? `First error: ${failure.message}`.slice(0, 255) }),
    });
  }

  private nextScope(job: BatchJob | undefined, transaction: Transaction): void {
    const { place, total } = this.details as Required<BatchDetails>;
    this.service.pending.removeScope(this.step.jobId, place);
    this.goOn({ ...this.details, phase: place + 1 < total ? 'execute' : 'finish', place: place + 1 }, job, transaction);
  }

  /** Only a stateful batch keeps what its fields have become. Other jobs that are due come before the next scope. */
  private goOn(details: BatchDetails, job: BatchJob | undefined, { clock }: Transaction): void {
    const { pending } = this.service;
    const isStateful = job?.$supertypes.has('Database.Stateful') === true;
    pending.remove(this.step.number);
    pending.add({ ...this.step, dueAt: clock.now(), details: { ...details } satisfies StepDetails, state: isStateful ? writeGraph(job) : this.step.state });
  }

  private end(transaction: Transaction, status: 'Completed' | 'Failed', detail?: string): void {
    const records = recordsOf(transaction);
    this.service.pending.removeJob(this.step.jobId);
    records.endJob(this.step.jobId, status, detail);
    if (this.details.workerId !== undefined) records.endJob(this.details.workerId, 'Completed');
    transaction.jobs?.releaseHeld();
  }
}

/** platform-facts: batch-one-scope-in-tests. */
const ONE_SCOPE_IN_TESTS = 'No more than one executeBatch can be called from within a test method. Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.';

const recordsOf = ({ installed, clock }: Transaction): JobRecords => new JobRecords(installed.data, clock.now());

export function batchStep(step: PendingStep, service: JobService): StepRun {
  return new BatchStep(step, service);
}
