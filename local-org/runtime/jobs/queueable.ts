/** System.Queueable and the finalizer that may be attached to it. */
import type { QueueableStack } from '../../library/ports.ts';
import { ApexException, UnexpectedException } from '../../values/exceptions.ts';
import type { Transaction } from '../transaction.ts';
import { FinalizerContext, QueueableContext } from './contexts.ts';
import { JobRecords } from './job-records.ts';
import type { JobService } from './job-service.ts';
import { readGraph, writeGraph } from './object-graph.ts';
import type { PendingStep } from './pending-jobs.ts';
import type { StepRun } from './steps.ts';

interface QueueableDetails {
  readonly depth: number;
  readonly failures: number;
  readonly maximumDepth?: number;
  readonly delayMinutes?: number;
}

interface FinalizerDetails {
  readonly failures: number;
  readonly requestId: string;
  /** The graph of the exception the job ended with. */
  readonly exception?: string;
}

const recordsOf = ({ installed, clock }: Transaction): JobRecords => new JobRecords(installed.data, clock.now());

export function queueableStep(step: PendingStep, { pending }: JobService): StepRun {
  const { depth, failures, maximumDepth, delayMinutes } = step.details as unknown as QueueableDetails;
  const stack: QueueableStack = { depth, maximumDepth, delayMinutes };
  /** Written down as the job left it, even when its transaction is undone. */
  let finalizer: { readonly state: string; readonly requestId: string; readonly exception?: string } | undefined;
  const addFinalizer = (failuresInRow: number): void => {
    if (finalizer === undefined) return;
    const { state, ...rest } = finalizer;
    pending.add({ jobId: step.jobId, kind: 'finalizer', dueAt: 0, userId: step.userId, state, details: { ...rest, failures: failuresInRow } satisfies FinalizerDetails, signature: undefined });
  };
  const keepFinalizer = (transaction: Transaction, error?: ApexException): void => {
    const attached = transaction.jobs?.finalizer;
    if (attached !== undefined) finalizer = { state: writeGraph(attached), requestId: transaction.requestId, ...(error === undefined ? {} : { exception: writeGraph(error) }) };
  };
  return {
    requestKind: 'QUEUEABLE', running: { kind: 'queueable', step, stack, failures },
    run: (transaction) => {
      pending.remove(step.number);
      const records = recordsOf(transaction);
      records.changeJob(step.jobId, { Status: 'Processing' });
      try {
        (readGraph(step.state) as { execute$queueablecontext(context: QueueableContext): void }).execute$queueablecontext(new QueueableContext(step.jobId));
      } catch (error) {
        keepFinalizer(transaction, asException(error));
        throw error;
      }
      keepFinalizer(transaction);
      records.endJob(step.jobId, 'Completed');
      addFinalizer(0);
    },
    failed: ({ message, typeName }, transaction) => {
      pending.remove(step.number);
      const records = recordsOf(transaction);
      records.changeJob(step.jobId, { NumberOfErrors: 1 });
      records.endJob(step.jobId, 'Failed', `${typeName}: ${message}`);
      addFinalizer(failures + 1);
    },
  };
}

/** What the finalizer is told; mistakes of the local org reach it as the platform's UnexpectedException. */
function asException(error: unknown): ApexException {
  return error instanceof ApexException ? error : new UnexpectedException(error instanceof Error ? error.message : String(error));
}

/** platform-facts: finalizer-own-transaction. What it throws ends nothing but itself. */
export function finalizerStep(step: PendingStep, { pending }: JobService): StepRun {
  const { failures, requestId, exception } = step.details as unknown as FinalizerDetails;
  return {
    requestKind: 'FINALIZER', running: { kind: 'finalizer', step, stack: undefined, failures }, requestId,
    run: () => {
      pending.remove(step.number);
      const context = new FinalizerContext(step.jobId, requestId, exception === undefined ? null : (readGraph(exception) as ApexException));
      (readGraph(step.state) as { execute$finalizercontext(context: FinalizerContext): void }).execute$finalizercontext(context);
    },
    failed: () => { pending.remove(step.number); },
  };
}
