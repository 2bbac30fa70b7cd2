/** The jobs a transaction queues, under the rules of what it is itself. Everything is written into the transaction: it is gone when the transaction is undone. */
import type { AsyncKind, FlexQueuePlace, JobPort, QueueableOptions, QueueableStack } from '../../library/ports.ts';
import type { ApexObject } from '../../values/apex-object.ts';
import { AsyncException, DuplicateMessageException, IllegalArgumentException, LimitException, TypeException, UnexpectedException } from '../../values/exceptions.ts';
import { classType } from '../../values/runtime-type.ts';
import { ApexList } from '../../values/collections/list.ts';
import { OBJECT } from '../../values/runtime-type.ts';
import { signatureText } from '../program.ts';
import type { Transaction } from '../transaction.ts';
import { parseCron } from './cron/expression.ts';
import { nextFire } from './cron/next-fire.ts';
import { JobRecords, type JobType } from './job-records.ts';
import { ACTIVE_BATCHES, FLEX_QUEUE_SIZE, type JobService, type RunningJob } from './job-service.ts';
import { writeGraph } from './object-graph.ts';
import type { PendingStep } from './pending-jobs.ts';

const MINUTE = 60_000;
const LONGEST_DELAY_MINUTES = 10;
/** A job that keeps failing may be queued again by its finalizer this often in a row. platform-facts: finalizer-requeue. */
const REQUEUES_BY_FINALIZER = 5;

export class TransactionJobs implements JobPort {
  readonly #service: JobService;
  readonly #transaction: Transaction;
  readonly #running: RunningJob | undefined;
  /** Was anything queued? */
  hasQueued = false;
  finalizer: object | undefined;

  constructor(service: JobService, transaction: Transaction, running: RunningJob | undefined) {
    this.#service = service;
    this.#transaction = transaction;
    this.#running = running;
  }

  get kind(): AsyncKind {
    return this.#running?.kind ?? 'none';
  }

  get stack(): QueueableStack | undefined {
    return this.#running?.stack;
  }

  enqueue(job: object, options: QueueableOptions): string {
    const { maximumQueueableDepth } = this.#service.settings;
    const className = requireInterface(job, 'System.Queueable');
    const delayMinutes = options.delayMinutes ?? 0;
    if (delayMinutes < 0 || delayMinutes > LONGEST_DELAY_MINUTES) throw new IllegalArgumentException(`The delay of a queueable job must be 0 to ${String(LONGEST_DELAY_MINUTES)} minutes: ${String(delayMinutes)}`);
    const depth = this.kind === 'queueable' ? this.stack!.depth + 1 : 1;
    const maximumDepth = options.maximumDepth ?? (this.kind === 'queueable' ? this.stack!.maximumDepth : undefined) ?? maximumQueueableDepth;
    this.#requireDepth(depth, maximumDepth);
    const failures = this.#requireRetry();
    this.#transaction.limits.consume('queueableJobs', 1);
    if (options.signature !== undefined && this.#service.pending.hasSignature(options.signature)) throw new DuplicateMessageException('Attempt to enqueue job with duplicate queueable signature');
    const jobId = this.#records().addJob('Queueable', className, this.#userId, 'Queued');
    this.#add({
      jobId, kind: 'queueable', dueAt: this.#now + delayMinutes * MINUTE, state: writeGraph(job), signature: options.signature,
      details: { depth, failures, ...(maximumDepth === undefined ? {} : { maximumDepth }), ...(options.delayMinutes === undefined ? {} : { delayMinutes }) },
    });
    return jobId;
  }

  /** platform-facts: async-in-tests. In a test no job may queue another one. */
  #requireDepth(depth: number, maximumDepth: number | undefined): void {
    const isChainInTest = this.kind === 'queueable' && this.#transaction.test.isRunning;
    if (isChainInTest || (maximumDepth !== undefined && depth > maximumDepth)) throw new AsyncException('Maximum stack depth has been reached.');
  }

  /** Failures in a row a job queued now comes after. */
  #requireRetry(): number {
    if (this.kind !== 'finalizer') return 0;
    const failures = this.#running!.failures;
    if (failures > REQUEUES_BY_FINALIZER) throw new AsyncException(`The queueable job has failed ${String(failures)} times in a row: its finalizer may queue it again only ${String(REQUEUES_BY_FINALIZER)} times.`);
    return failures;
  }

  attachFinalizer(finalizer: object): void {
    requireInterface(finalizer, 'System.Finalizer');
    if (this.kind !== 'queueable') throw new AsyncException('A finalizer can only be attached inside a queueable job.');
    if (this.finalizer !== undefined) throw new AsyncException('More than one Finalizer cannot be attached to same Async Apex Job');
    this.finalizer = finalizer;
  }

  callLater(className: string, slot: string, values: readonly unknown[]): void {
    const method = this.#transaction.installed.program.typeOf(className)?.methods.find((each) => each.slot === slot);
    if (method === undefined) throw new Error(`Class ${className} has no method ${slot}.`);
    if (this.kind === 'future' || this.kind === 'batch') throw new AsyncException(`Future method cannot be called from a future or batch method: ${className}.${signatureText(method)}`);
    this.#transaction.limits.consume('futureCalls', 1);
    const jobId = this.#records().addJob('Future', className, this.#userId, 'Queued', { MethodName: method.name });
    this.#add({ jobId, kind: 'future', dueAt: this.#now, state: writeGraph(ApexList.of(OBJECT, [...values])), details: { className, slot } });
  }

  executeBatch(job: object, scopeSize: number): string {
    this.#requireMayStartBatch();
    return this.startBatch(job, scopeSize);
  }

  #requireMayStartBatch(): void {
    const isInsideBatch = this.kind === 'batch' && this.#running!.step.details['phase'] !== 'finish';
    if (isInsideBatch || this.kind === 'future') throw new AsyncException('Database.executeBatch cannot be called from a batch start, batch execute, or future method.');
  }

  /** Also when its time has come that was given to System.scheduleBatch. */
  startBatch(job: object, scopeSize: number): string {
    const className = requireInterface(job, 'Database.Batchable');
    requireScopeSize(scopeSize);
    const active = this.#service.pending.active('batch');
    const isHeld = active >= ACTIVE_BATCHES;
    if (isHeld && this.#transaction.test.isRunning) throw new UnexpectedException('No more than 5 executeBatch can be called from within a test method.');
    if (isHeld && this.#service.pending.held('batch').length >= FLEX_QUEUE_SIZE) {
      throw new LimitException(`You've exceeded the limit of ${String(FLEX_QUEUE_SIZE)} jobs in the flex queue for org ${this.#transaction.user.organizationId}. Wait for some of your batch jobs to finish before adding more. To monitor and reorder jobs, use the Apex Flex Queue page in Setup.`);
    }
    const jobId = this.#records().addJob('BatchApex', className, this.#userId, isHeld ? 'Holding' : 'Queued');
    this.#add({ jobId, kind: 'batch', dueAt: isHeld ? undefined : this.#now, state: writeGraph(job), details: { phase: 'start', scopeSize } });
    return jobId;
  }

  schedule(jobName: string, cronExpression: string, job: object): string {
    const className = requireInterface(job, 'System.Schedulable');
    const cron = parseCron(cronExpression);
    const next = nextFire(cron, this.#now, this.#transaction.user.timeZone);
    if (next === undefined) throw new AsyncException(`Based on configured schedule, the given trigger '${jobName}' will never fire`);
    return this.#addSchedule({ jobName, className, job, cronExpression, next, jobType: 'ScheduledApex', details: { cronExpression } });
  }

  scheduleBatch(job: object, jobName: string, minutesFromNow: number, scopeSize: number): string {
    const className = requireInterface(job, 'Database.Batchable');
    requireScopeSize(scopeSize);
    if (minutesFromNow < 1) throw new IllegalArgumentException(`minutesFromNow must be greater than 0: ${String(minutesFromNow)}`);
    const next = this.#now + minutesFromNow * MINUTE;
    return this.#addSchedule({ jobName, className, job, cronExpression: onceAt(next), next, jobType: 'BatchApex', details: { scopeSize } });
  }

  #addSchedule(schedule: {
    readonly jobName: string; readonly className: string; readonly job: object; readonly cronExpression: string; readonly next: number; readonly jobType: JobType;
    readonly details: PendingStep['details'];
  }): string {
    const { jobName, next } = schedule;
    const { settings, pending } = this.#service;
    const records = this.#records();
    if (records.isScheduleNamed(jobName)) throw new AsyncException(`The Apex job named "${jobName}" is already scheduled for execution.`);
    if (pending.count('scheduled') >= settings.scheduledJobs) throw new AsyncException(`You have exceeded the maximum number (${String(settings.scheduledJobs)}) of Apex scheduled jobs.`);
    const { timeZone } = this.#transaction.user;
    const id = records.addSchedule({ name: jobName, jobType: schedule.jobType === 'BatchApex' ? '9' : '7', expression: schedule.cronExpression, timeZone, userId: this.#userId, next });
    if (schedule.jobType === 'ScheduledApex') records.addJob('ScheduledApex', schedule.className, this.#userId, 'Queued', { CronTriggerId: id });
    this.#add({ jobId: id, kind: 'scheduled', dueAt: next, state: writeGraph(schedule.job), details: { ...schedule.details, timeZone } });
    return id;
  }

  abort(id: string): void {
    const records = this.#records();
    if (id.startsWith('08e')) {
      if (this.#service.pending.ofJob(id).length === 0) throw new UnexpectedException(`Invalid job id: ${id}`);
      this.#service.pending.removeJob(id);
      return records.endSchedule(id);
    }
    const job = records.jobProgress(id);
    if (job === undefined) throw new UnexpectedException(`Invalid job id: ${id}`);
    if (job.status === 'Completed' || job.status === 'Failed' || job.status === 'Aborted') return;
    this.#service.pending.removeJob(id);
    records.endJob(id, 'Aborted');
    this.releaseHeld();
  }

  /** A batch has ended: the first one that was held takes its place. */
  releaseHeld(): void {
    const { pending } = this.#service;
    const [first] = pending.held('batch');
    if (first === undefined || pending.active('batch') >= ACTIVE_BATCHES) return;
    pending.remove(first.number);
    pending.add({ ...first, dueAt: this.#now });
    this.#records().changeJob(first.jobId, { Status: 'Queued' });
    this.hasQueued = true;
  }

  flexQueue(): readonly string[] {
    return this.#service.pending.held('batch').map(({ jobId }) => jobId);
  }

  moveInFlexQueue(jobId: string, place: FlexQueuePlace): boolean {
    const queue = this.#service.pending.held('batch');
    const moved = queue.find((step) => step.jobId === jobId);
    if (moved === undefined) return false;
    const others = queue.filter((step) => step !== moved);
    const beside = place.kind === 'before' || place.kind === 'after' ? others.findIndex((step) => step.jobId === place.jobId) : 0;
    if (beside < 0) return false;
    const at = place.kind === 'front' ? 0 : place.kind === 'end' ? others.length : place.kind === 'before' ? beside : beside + 1;
    const ordered = others.toSpliced(at, 0, moved);
    if (ordered.every((step, index) => step === queue[index])) return false;
    for (const step of ordered) this.#service.pending.remove(step.number);
    for (const step of ordered) this.#service.pending.add(step);
    return true;
  }

  get #now(): number {
    return this.#transaction.clock.now();
  }
  get #userId(): string {
    return this.#transaction.user.id;
  }

  #records(): JobRecords {
    return new JobRecords(this.#transaction.installed.data, this.#now);
  }

  #add(step: Omit<PendingStep, 'number' | 'userId' | 'signature'> & { readonly signature?: string | undefined }): void {
    this.#service.pending.add({ signature: undefined, ...step, userId: this.#userId });
    this.hasQueued = true;
  }
}

/** The class of a job object, which must implement the interface. */
function requireInterface(job: object, interfaceName: string): string {
  const { $supertypes, $type } = job as Partial<ApexObject>;
  const isImplemented = $supertypes !== undefined && [...$supertypes].some((name) => name === interfaceName || name.startsWith(`${interfaceName}<`));
  const type = $type ?? classType('Object');
  if (!isImplemented) throw new TypeException(`${type.name} does not implement ${interfaceName}`);
  return type.name;
}

function requireScopeSize(scopeSize: number): void {
  if (scopeSize < 1) throw new IllegalArgumentException(`Invalid scope size: ${String(scopeSize)}`);
}

/** What CronTrigger shows for a batch that starts once. */
function onceAt(moment: number): string {
  const at = new Date(moment);
  return `${String(at.getUTCSeconds())} ${String(at.getUTCMinutes())} ${String(at.getUTCHours())} ${String(at.getUTCDate())} ${String(at.getUTCMonth() + 1)} ? ${String(at.getUTCFullYear())}`;
}
