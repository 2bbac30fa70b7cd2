/** What Test.startTest, Test.stopTest and Test.getEventBus() do inside one test method, and the asynchronous work it queues. */
import type { PendingEvent } from '../events/outbox.ts';
import type { TestPort, UserContext } from '../library/ports.ts';
import { ApexException, isUncatchable, TypeException } from '../values/exceptions.ts';
import type { BatchDelivery } from './batch-delivery.ts';
import { exceptionHeading } from './exceptions.ts';
import { callbackStep, callbackSteps, type PublishOutcome } from './jobs/publish-callbacks.ts';
import { stepFailure } from './jobs/job-runner.ts';
import type { PendingStep } from './jobs/pending-jobs.ts';
import { stepRun } from './jobs/steps.ts';
import { allowancesFor, TransactionLimits } from './limits.ts';
import { fuelLeft, setFuel } from './machine.ts';
import { runNested } from './nested.ts';
import type { OrgServices } from './ports.ts';
import { TestEventBus } from './test-event-bus.ts';
import { Transaction } from './transaction.ts';
import type { TransactionOptions } from './transaction.ts';

export interface TestHost {
  readonly services: OrgServices;
  /** Who event triggers on an object run as. */
  eventUser(objectName: string): UserContext;
}

/** Rounds of delivery at the end: subscribers may publish for each other. */
const DELIVERY_ROUNDS = 10;

export class TestContext implements TestPort {
  readonly isRunning = true;
  private readonly host: TestHost;
  private running: Transaction | undefined;
  /** Steps from this number on are this test's. */
  private readonly firstStep: number;
  private phase: 'before' | 'started' | 'stopped' = 'before';
  private outerLimits: TransactionLimits | undefined;
  private outerFuel = 0;
  private readonly schedulesRun = new Set<string>();
  private hasStopped = false;
  private readonly bus = new TestEventBus();
  private capturesEverything = false;

  constructor(host: TestHost) {
    this.host = host;
    this.firstStep = host.services.jobs?.pending.mark() ?? 0;
  }

  /** The options a transaction of this test has beside its own. */
  get options(): Pick<TransactionOptions, 'test'> {
    return { test: this };
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
    this.outerFuel = fuelLeft();
    this.transaction.limits = new TransactionLimits(allowancesFor('TEST'));
  }

  /** Runs what was queued since startTest, delivers events, and goes on with the limits from before. */
  stopTest(): void {
    if (this.phase !== 'started' || this.outerLimits === undefined) throw new TypeException('Testing not started');
    this.phase = 'stopped';
    this.finish();
    this.transaction.limits = this.outerLimits;
    setFuel(this.outerFuel);
  }

  /** Also at the end of a test that never called stopTest. */
  finish(): void {
    if (this.hasStopped) this.runRest();
    else this.runJobs();
    this.hasStopped = true;
    this.deliverEvents();
    for (let round = 1; round < DELIVERY_ROUNDS && this.transaction.hasPublished; round++) this.deliverEvents();
  }

  /** platform-facts: async-in-tests. What was queued runs, and so do @future calls and finalizers that come of it; batches and schedules that jobs start wait for the end of the test. */
  private runJobs(): void {
    const first = new Set(this.waiting().map(({ jobId }) => jobId));
    const mayRun = ({ kind, jobId }: PendingStep): boolean => (kind === 'batch' || kind === 'scheduled' ? first.has(jobId) && !this.schedulesRun.has(jobId) : true);
    for (let step = this.waiting().find(mayRun); step !== undefined; step = this.waiting().find(mayRun)) this.runStep(step);
  }

  /** After the test has looked at everything: what fails now is only told to the log. */
  private runRest(): void {
    try {
      this.runJobs();
    } catch (error) {
      if (!(error instanceof ApexException)) throw error;
      this.transaction.debug('ERROR', `a job after the end of the test: ${exceptionHeading(error)}`);
    }
  }

  private waiting(): readonly PendingStep[] {
    return this.host.services.jobs?.pending.all().filter(({ number }) => number >= this.firstStep) ?? [];
  }

  deliverEvents(): void {
    const published = this.transaction.takePublished();
    this.bus.add(published);
    this.bus.deliver((delivery) => this.deliver(delivery));
    this.tellPublishers(published, 'success');
  }

  failEvents(): void {
    this.tellPublishers(this.transaction.takePublished(), 'failure');
  }

  /** What a callback throws does not reach the test. */
  private tellPublishers(published: readonly PendingEvent[], outcome: PublishOutcome): void {
    const service = this.host.services.jobs;
    if (service === undefined) return;
    for (const pending of callbackSteps(published, outcome, 0)) {
      const step = callbackStep({ number: 0, ...pending }, service);
      const error = this.nested({ user: this.host.eventUser(''), kind: step.requestKind, job: step.running }, (transaction) => { step.run(transaction); });
      if (error !== undefined) this.transaction.debug('ERROR', `publish callback: ${exceptionHeading(error as ApexException)}`);
    }
  }

  enableChangeDataCapture(): void {
    this.capturesEverything = true;
    this.transaction.captureEverything();
  }

  /** What the test's own transactions begin with. */
  private begin(transaction: Transaction): void {
    this.running = transaction;
    if (this.capturesEverything) transaction.captureEverything();
  }

  /** What the triggers threw and is not kept up to a checkpoint; then their work is undone. As on the platform it does not reach the test. */
  private deliver(delivery: BatchDelivery): Error | undefined {
    const { objectName } = delivery;
    if (!this.transaction.installed.triggers.handles(objectName.toLowerCase(), 'AFTER_INSERT')) return undefined;
    let stopped: ApexException | undefined;
    const error = this.nested({ user: this.host.eventUser(objectName), kind: 'EVENT', delivery }, (transaction) => { stopped = delivery.run(transaction); });
    const told = error ?? stopped;
    if (told === undefined) return undefined;
    if (error !== undefined && isUncatchable(error)) throw error;
    this.transaction.debug('ERROR', `event trigger on ${objectName}: ${exceptionHeading(told as ApexException)}`);
    return error;
  }

  runAs(): never {
    throw new Error('System.runAs is a statement: emitted code changes the user itself.');
  }

  private runStep(pending: PendingStep): void {
    const service = this.host.services.jobs!;
    if (pending.kind === 'scheduled') this.schedulesRun.add(pending.jobId);
    const step = stepRun(pending, service);
    const { installed } = this.transaction;
    const options = { user: installed.users.byId(pending.userId) ?? this.transaction.user, kind: step.requestKind, job: step.running, requestId: step.requestId };
    const failure = this.nested(options, (transaction) => { step.run(transaction); });
    if (failure === undefined) return;
    this.nested(options, (transaction) => { step.failed(stepFailure(failure, installed.program), transaction); });
    for (const finalizer of this.waiting().filter(({ kind, jobId }) => kind === 'finalizer' && jobId === pending.jobId)) this.runStep(finalizer);
    throw failure;
  }

  /** What `body` threw; then its work is undone, but for what it published immediately. */
  private nested(options: TransactionOptions, body: (transaction: Transaction) => void): Error | undefined {
    const outer = this.transaction;
    const { installed } = outer;
    const { store } = installed.data;
    const savepoint = store.enterSavepoint();
    const make = (): Transaction => new Transaction(installed, this.host.services, { ...options, test: this });
    let made: Transaction | undefined;
    try {
      runNested(installed.program, make, (transaction) => {
        made = transaction;
        this.begin(transaction);
        body(transaction);
      });
      store.leaveSavepoint(savepoint);
      outer.outbox.takeOver(made!.leaving(true));
      return undefined;
    } catch (error) {
      if (!(error instanceof ApexException)) throw error;
      store.rollbackToSavepoint(savepoint);
      store.leaveSavepoint(savepoint);
      outer.outbox.takeOver(made?.leaving(false) ?? []);
      return error;
    } finally {
      this.running = outer;
    }
  }
}
