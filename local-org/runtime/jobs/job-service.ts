/** The jobs of one org: what waits in its store, under which settings, and who is told when there is more. */
import type { Store } from '../../data/store/store.ts';
import type { AsyncKind, QueueableStack } from '../../library/ports.ts';
import type { Transaction } from '../transaction.ts';
import { PendingJobs, type PendingStep } from './pending-jobs.ts';
import { TransactionJobs } from './transaction-jobs.ts';

export interface JobSettings {
  /** How deep chains of queueable jobs may become where the job says nothing; `undefined`: without limit. */
  readonly maximumQueueableDepth: number | undefined;
  /** Schedules that may wait at the same time. */
  readonly scheduledJobs: number;
}

/** What the running transaction is, when it is part of a job. */
export interface RunningJob {
  readonly kind: AsyncKind;
  readonly step: PendingStep;
  readonly stack: QueueableStack | undefined;
  /** How often in a row the job that runs, or that the finalizer is called for, has failed. */
  readonly failures: number;
}

/** Batches that are queued or run at the same time, and that may wait behind them. */
export const ACTIVE_BATCHES = 5;
export const FLEX_QUEUE_SIZE = 100;

export class JobService {
  readonly pending: PendingJobs;
  readonly settings: JobSettings;
  /** Told after the commit of a transaction that queued something. */
  onQueued: () => void = () => undefined;

  constructor(store: Store, settings: JobSettings) {
    this.pending = new PendingJobs(store);
    this.settings = settings;
  }

  portFor(transaction: Transaction, running: RunningJob | undefined): TransactionJobs {
    return new TransactionJobs(this, transaction, running);
  }
}

/** Why a step failed. */
export interface StepFailure {
  readonly error: Error;
  /** `System.MathException` */
  readonly typeName: string;
  readonly message: string;
  readonly stackTrace: string;
}
