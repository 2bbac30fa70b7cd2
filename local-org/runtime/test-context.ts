/** What Test.startTest, Test.stopTest and Test.getEventBus() do inside one test method, and the asynchronous work it queues. */
import { eventRecord } from '../events/event-record.ts';
import type { PendingEvent } from '../events/outbox.ts';
import type { EventDelivery, JobPort, TestPort, UserContext } from '../library/ports.ts';
import { UnsupportedFeature } from '../library/unsupported.ts';
import { ApexObject, describePlatformClass } from '../values/apex-object.ts';
import { ApexException, AsyncException, isUncatchable, TypeException } from '../values/exceptions.ts';
import { makeId } from '../values/id.ts';
import { exceptionHeading } from './exceptions.ts';
import { fireEventTriggers } from './event-triggers.ts';
import { allowancesFor, TransactionLimits } from './limits.ts';
import { machine } from './machine.ts';
import { runNested } from './nested.ts';
import type { OrgServices, RequestKind } from './ports.ts';
import { Transaction } from './transaction.ts';
import type { TransactionOptions } from './transaction.ts';

export interface TestHost {
  readonly services: OrgServices;
  /** Who event triggers on an object run as. */
  eventUser(objectName: string): UserContext;
}

type JobKind = 'queueable' | 'scheduled';

interface QueuedJob {
  readonly kind: JobKind;
  readonly id: string;
  readonly job: object;
}

const KIND_OF_REQUEST: Readonly<Record<JobKind, RequestKind>> = { queueable: 'QUEUEABLE', scheduled: 'SCHEDULED' };

class JobContext extends ApexObject {
  private readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }
  getjobid$(): string {
    return this.id;
  }
  gettriggerid$(): string {
    return this.id;
  }
}
describePlatformClass(JobContext, 'System.QueueableContextImpl', ['System.QueueableContext', 'System.SchedulableContext']);

interface JobSlots {
  execute$queueablecontext(context: JobContext): void;
  execute$schedulablecontext(context: JobContext): void;
}

export class TestContext implements TestPort {
  readonly isRunning = true;
  private readonly host: TestHost;
  private running: Transaction | undefined;
  private readonly queued: QueuedJob[] = [];
  private phase: 'before' | 'started' | 'stopped' = 'before';
  private outerLimits: TransactionLimits | undefined;
  private outerFuel = 0;
  private lastJob = 0;

  constructor(host: TestHost) {
    this.host = host;
  }

  /** The options a transaction of this test has beside its own. */
  get options(): Pick<TransactionOptions, 'test' | 'jobs'> {
    return { test: this, jobs: this.jobs('none') };
  }

  enter(transaction: Transaction): void {
    this.running = transaction;
  }

  private get transaction(): Transaction {
    if (this.running === undefined) throw new Error('The test has not begun.');
    return this.running;
  }

  startTest(): void {
    if (this.phase !== 'before') throw new TypeException('Testing already started');
    this.phase = 'started';
    this.outerLimits = this.transaction.limits;
    this.outerFuel = machine.fuel;
    this.transaction.limits = new TransactionLimits(allowancesFor('TEST'));
  }

  /** Runs what was queued since startTest, delivers events, and goes on with the limits from before. */
  stopTest(): void {
    if (this.phase !== 'started' || this.outerLimits === undefined) throw new TypeException('Testing not started');
    this.phase = 'stopped';
    this.finish();
    this.transaction.limits = this.outerLimits;
    machine.fuel = this.outerFuel;
  }

  /** Also at the end of a test that never called stopTest. */
  finish(): void {
    for (let job = this.queued.shift(); job !== undefined; job = this.queued.shift()) this.runJob(job);
    this.deliverEvents();
  }

  deliverEvents(): void {
    const batches = Map.groupBy(this.transaction.takePublished(), (event) => event.objectName);
    for (const [objectName, events] of batches) this.deliver(objectName, events);
  }

  runAs(): never {
    throw new Error('System.runAs is a statement: emitted code changes the user itself.');
  }

  private runJob({ kind, id, job }: QueuedJob): void {
    const { installed, user } = this.transaction;
    const make = (): Transaction => new Transaction(installed, this.host.services, { user, kind: KIND_OF_REQUEST[kind], test: this, jobs: this.jobs(kind) });
    const outer = this.transaction;
    runNested(installed.program, make, (transaction) => {
      this.running = transaction;
      const slots = job as JobSlots;
      if (kind === 'queueable') slots.execute$queueablecontext(new JobContext(id));
      else slots.execute$schedulablecontext(new JobContext(id));
    });
    this.running = outer;
  }

  /** As on the platform, what event triggers throw does not reach the test: their work is undone. */
  private deliver(objectName: string, events: readonly PendingEvent[]): void {
    const outer = this.transaction;
    const { installed } = outer;
    const recordClass = installed.schemaPort.recordClass(objectName.toLowerCase());
    if (recordClass === undefined || !installed.triggers.handles(objectName.toLowerCase(), 'AFTER_INSERT')) return;
    const records = events.map(({ payload }, index) => eventRecord(recordClass, { replayId: index + 1, objectName, publishedAt: this.host.services.clock.now(), payload }));
    const delivery: EventDelivery = { retries: 0, lastError: null, resumeCheckpoint: null };
    const make = (): Transaction => new Transaction(installed, this.host.services, { user: this.host.eventUser(objectName), kind: 'EVENT', delivery, test: this, jobs: this.jobs('none') });
    const { store } = installed.data;
    const savepoint = store.enterSavepoint();
    try {
      runNested(installed.program, make, (transaction) => {
        this.running = transaction;
        fireEventTriggers(transaction, objectName, records);
      });
    } catch (error) {
      if (!(error instanceof ApexException) || isUncatchable(error)) throw error;
      store.rollbackToSavepoint(savepoint);
      outer.debug('ERROR', `event trigger on ${objectName}: ${exceptionHeading(error)}`);
    } finally {
      this.running = outer;
      if (store.isSavepointOpen(savepoint)) store.leaveSavepoint(savepoint);
    }
  }

  /** platform-facts: async-in-tests. One level of queueable jobs runs; a job that queues another one fails as on the platform. */
  private jobs(kind: JobPort['kind']): JobPort {
    const queue = (jobKind: JobKind, keyPrefix: string, job: object): string => {
      this.lastJob += 1;
      const id = makeId(keyPrefix, this.lastJob);
      this.queued.push({ kind: jobKind, id, job });
      return id;
    };
    return {
      kind,
      enqueue: (job) => {
        if (kind === 'queueable') throw new AsyncException('Maximum stack depth has been reached.');
        this.transaction.limits.consume('queueableJobs', 1);
        return queue('queueable', '707', job);
      },
      schedule: (_name, _cronExpression, job) => queue('scheduled', '08e', job),
      executeBatch: () => { throw new UnsupportedFeature('Database.executeBatch', 'Call start, execute and finish of the batch class yourself.'); },
      abort: () => { throw new UnsupportedFeature('System.abortJob', 'Jobs of a test run once, at Test.stopTest().'); },
    };
  }
}
