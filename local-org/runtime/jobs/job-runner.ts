/** Runs the jobs of an org as they become due, one step at a time, each in a transaction of its own between other requests. */
import { GroupFailure } from '../../data/store/errors.ts';
import { context, type UserContext } from '../../library/ports.ts';
import { ApexException } from '../../values/exceptions.ts';
import { apexStack, exceptionMessage, stackText } from '../exceptions.ts';
import type { Org } from '../org.ts';
import type { Program } from '../program.ts';
import type { Transaction } from '../transaction.ts';
import type { JobService, StepFailure } from './job-service.ts';
import type { PendingStep } from './pending-jobs.ts';
import { stepRun } from './steps.ts';

export interface JobHost {
  readonly org: Org;
  readonly jobs: JobService;
  /** Who writes down the failure of a job whose user is no longer active. */
  platformUser(): UserContext;
  /** Tells the org's log about failed jobs. */
  report(line: string): void;
}

/** How far ahead a timer looks: the clock may be set, and timers of more than 24 days do not exist. */
const LONGEST_SLEEP_MS = 60_000;
const RETRY_MS = 1_000;

export class JobRunner {
  readonly #host: JobHost;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAwake = false;
  #isStopped = false;

  constructor(host: JobHost) {
    this.#host = host;
    host.jobs.onQueued = () => { this.wake(); };
  }

  /** Looks for what is due, soon. */
  wake(): void {
    this.#isAwake = true;
    if (this.#isStopped || this.#running !== undefined) return;
    this.#running = this.#drain().catch((error: unknown) => {
      this.#host.report(`jobs: ${String(error)}`);
      this.#sleep(RETRY_MS);
    }).finally(() => {
      this.#running = undefined;
      if (this.#isAwake) this.wake();
    });
  }

  /** Resolves when everything that is due has been run. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** The step that runs is run to its end; what waits stays for the next start. */
  stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    return this.idle();
  }

  async #drain(): Promise<void> {
    // The request that queued the work gets its answer first.
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    this.#isAwake = false;
    const { jobs, org } = this.#host;
    for (;;) {
      if (this.#isStopped) return;
      const step = jobs.pending.due(org.services.clock.now());
      if (step === undefined) break;
      await this.#run(step);
    }
    const next = jobs.pending.nextDue();
    if (next !== undefined) this.#sleep(next - org.services.clock.now());
  }

  async #run(pending: PendingStep): Promise<void> {
    const { org, jobs } = this.#host;
    const step = stepRun(pending, jobs);
    const user = pending.kind === 'callback' ? this.#host.platformUser() : org.installed.users.byId(pending.userId);
    const options = { kind: step.requestKind, job: step.running, requestId: step.requestId };
    try {
      if (user === undefined) throw new Error(`The user ${pending.userId} who queued the job is not active.`);
      await org.run({ ...options, user }, () => { step.run(context() as Transaction); });
    } catch (error) {
      if (error instanceof GroupFailure) throw error;
      const failure = stepFailure(error instanceof Error ? error : new Error(String(error)), org.program);
      this.#host.report(`${pending.kind} job ${pending.jobId}: ${failure.typeName}: ${failure.message}`);
      await org.run({ ...options, user: user ?? this.#host.platformUser() }, () => { step.failed(failure, context() as Transaction); });
    }
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => { this.wake(); }, Math.max(0, Math.min(milliseconds, LONGEST_SLEEP_MS)));
    this.#timer.unref();
  }
}

export function stepFailure(error: Error, program: Program): StepFailure {
  if (!(error instanceof ApexException)) return { error, typeName: error.name, message: error.message, stackTrace: '' };
  return { error, typeName: error.$typeName, message: exceptionMessage(error), stackTrace: stackText(apexStack(error, program)) };
}
