/**
 * The running org. Requests run one at a time and synchronously, each as one Apex transaction; an answer leaves when the commit that holds its writes is durable.
 * The schema and the program are replaced as one, between two requests.
 */
import type { OrgSchema } from '../schema/schema.ts';
import { InstalledOrg } from './installed-org.ts';
import type { InstalledSchema, OrgServices, RunOptions } from './ports.ts';
import { callbackSteps } from './jobs/publish-callbacks.ts';
import type { Program } from './program.ts';
import { Transaction } from './transaction.ts';
import type { TransactionOptions } from './transaction.ts';

/** Frames kept for Apex stack traces; V8's default of 10 would cut them. */
const STACK_FRAMES = 50;

export class Org {
  readonly services: OrgServices;
  private current: InstalledOrg | undefined;

  constructor(services: OrgServices) {
    this.services = services;
    Error.stackTraceLimit = Math.max(Error.stackTraceLimit, STACK_FRAMES);
  }

  /** Makes a schema and its program what the next request meets. What could not be compiled never gets here, so the previous one serves on. */
  install(installed: InstalledSchema, program: Program): void {
    this.current = new InstalledOrg(installed, program);
  }

  get installed(): InstalledOrg {
    if (this.current === undefined) throw new Error('The org has no schema and no program yet: install them first.');
    return this.current;
  }
  get schema(): OrgSchema {
    return this.installed.schema;
  }
  get program(): Program {
    return this.installed.program;
  }

  /**
   * Runs `body` as one Apex transaction of the user. The promise resolves after the durable commit; it rejects with what `body` threw (then nothing is kept, except
   * events that are published immediately) or with the store's failure.
   */
  run<T>(options: TransactionOptions, body: () => T): Promise<T> {
    return this.runOn(this.installed, options, body);
  }

  /** Anonymous Apex: `program` holds the org's program and the anonymous block beside it. */
  runWith<T>(program: Program, options: RunOptions, body: () => T): Promise<T> {
    return this.runOn(this.installed.withProgram(program), options, body);
  }

  private async runOn<T>(installed: InstalledOrg, options: TransactionOptions, body: () => T): Promise<T> {
    const { store } = installed.data;
    let transaction: Transaction | undefined;
    try {
      const { result, committed } = store.transaction(() => {
        transaction = new Transaction(installed, this.services, options);
        const answer = transaction.enter(body);
        return { answer, stored: this.storeEvents(transaction, true) };
      });
      await committed;
      if (result.stored.length > 0) this.services.events.announce(result.stored);
      if (transaction?.hasQueuedJobs === true || transaction?.hasCallbacks === true) this.services.jobs?.onQueued();
      return result.answer;
    } catch (error) {
      if (transaction !== undefined) await this.publishAfterFailure(installed, transaction);
      throw error;
    }
  }

  private storeEvents(transaction: Transaction, succeeded: boolean): readonly unknown[] {
    const leaving = transaction.leaving(succeeded);
    if (leaving.length === 0) return leaving;
    const now = this.services.clock.now();
    if (leaving.some(({ callback }) => callback !== undefined)) {
      for (const step of callbackSteps(leaving, 'success', now)) this.services.jobs?.pending.add(step);
      transaction.hasCallbacks = true;
    }
    return this.services.events.store(leaving, now);
  }

  /** Events published immediately leave although their transaction failed. */
  private async publishAfterFailure(installed: InstalledOrg, transaction: Transaction): Promise<void> {
    if (transaction.leaving(false).length === 0) return;
    const { result, committed } = installed.data.store.transaction(() => this.storeEvents(transaction, false));
    await committed;
    this.services.events.announce(result);
    if (transaction.hasCallbacks) this.services.jobs?.onQueued();
  }
}
