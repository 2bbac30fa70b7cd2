/** A local org put together: store, event bus, runtime and whatever is deployed into it. */
import type { SourceFile } from '../compiler/position.ts';
import type { ParseResult } from '../compiler/1-parse/parse.ts';
import { OrgData } from '../data/org-data.ts';
import { StoreError } from '../data/store/errors.ts';
import type { Store } from '../data/store/store.ts';
import { EventBus } from '../events/bus.ts';
import { EventLog, type LoggedEvent } from '../events/event-log.ts';
import { BusFaults } from '../events/faults.ts';
import { Subscribers } from '../events/subscribers.ts';
import type { Clock, UserContext } from '../library/ports.ts';
import { JobRunner } from '../runtime/jobs/job-runner.ts';
import { JobService } from '../runtime/jobs/job-service.ts';
import { Org } from '../runtime/org.ts';
import type { Tracer } from '../runtime/trace.ts';
import { recordClass } from '../schema/shapes.ts';
import type { RecordClass } from '../values/sobject.ts';
import { Allowances } from './allowances/allowances.ts';
import { EDITIONS, type Edition } from './allowances/editions.ts';
import { asyncExecutions, storedMegabytes } from './allowances/storage.ts';
import { bootstrap } from './bootstrap.ts';
import type { ExamineBundle } from './bundles/examine.ts';
import type { ProgramCache } from './program-cache.ts';
import { compileProject, type CompiledOrg, type CompileResult, type ProjectFiles } from './compile.ts';
import { ComponentCatalogue } from './component-catalogue.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from './demo-users.ts';
import { subscriberPort } from './event-delivery.ts';
import type { DeployProblem } from './problems.ts';
import { makeRandomSource } from './random-source.ts';
import { OrgUsers } from './users.ts';

export interface LocalOrgOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Decides what the org may use; default: a scratch org. */
  readonly edition?: Edition;
  /** What an earlier deploy gave away for good. */
  readonly keyPrefixes?: ReadonlyMap<string, string>;
  /** Count how often each line runs. */
  readonly coverage?: boolean;
  readonly inlineSourceMaps?: boolean;
  /** Where the files lie, for a debugger; source maps name them there. */
  readonly sourceFolder?: string;
  /** Told of every step of every transaction. */
  readonly trace?: Tracer;
  /** Run what can run of a project that needs what is not supported; see compileProject. */
  readonly isPartial?: boolean;
  /** Parses one file; a cache may stand in front of the parser. */
  parse?(file: SourceFile): ParseResult;
  /** Says what is wrong with a Lightning web component by itself; a cache may stand in front of the compiler. */
  readonly examineBundle?: ExamineBundle;
  /** See CompileOptions. */
  readonly programs?: ProgramCache;
  /** Keeps what serves from now on, so that it serves again after a restart. Called before the switch; what it answers is called after. */
  persist?(compiled: CompiledOrg): PendingWrite;
  /** Told of what nobody asked for and everybody should know: failed event deliveries. */
  report(line: string): void;
}

/** Objects and fields by folded names; a field as `object.field`. */
export interface DeletedData {
  readonly gone: readonly string[];
  /** Deleted and deployed again in one go: they begin empty. */
  readonly recreated: readonly string[];
}

const NOTHING_DELETED: DeletedData = { gone: [], recreated: [] };

/** Written, but not yet what counts. */
export interface PendingWrite {
  commit(): void;
  abort(): void;
}

const DEFAULT_EDITION: Edition = 'scratch';

function makeAllowances({ store, clock, edition }: LocalOrgOptions): Allowances {
  const allowances = new Allowances(() => clock.now(), edition ?? DEFAULT_EDITION);
  allowances.gauge('DataStorageMB', () => storedMegabytes(store));
  allowances.gauge('DailyAsyncApexExecutions', () => asyncExecutions(store, clock.now()));
  return allowances;
}

export class LocalOrg {
  readonly org: Org;
  readonly bus: EventBus;
  readonly subscribers: Subscribers;
  /** Switches for tests; off. */
  readonly faults = new BusFaults();
  readonly jobs: JobService;
  readonly allowances: Allowances;
  readonly jobRunner: JobRunner;
  /** Ids and stamps of what is deployed. */
  readonly components: ComponentCatalogue;
  readonly options: LocalOrgOptions;
  #deployed: CompiledOrg | undefined;
  #users: OrgUsers | undefined;
  #keyPrefixes: ReadonlyMap<string, string>;

  constructor(options: LocalOrgOptions) {
    this.options = options;
    this.#keyPrefixes = options.keyPrefixes ?? new Map();
    this.components = new ComponentCatalogue(options.store);
    const log = new EventLog(options.store);
    const profile = EDITIONS[options.edition ?? DEFAULT_EDITION];
    this.jobs = new JobService(options.store, { maximumQueueableDepth: profile.queueableDepth, scheduledJobs: profile.scheduledJobs });
    this.allowances = makeAllowances(options);
    this.bus = new EventBus(log, () => this.deployed.schema, this.faults);
    this.org = new Org({
      ...(options.trace === undefined ? {} : { trace: options.trace }),
      clock: options.clock,
      random: makeRandomSource(),
      events: {
        store: (pending, nowMs) => this.bus.store(pending, nowMs),
        announce: (stored) => {
          const events = stored as readonly LoggedEvent[];
          this.bus.announce(events);
          this.allowances.use('HourlyPublishedPlatformEvents', events.length);
          this.subscribers.published(events);
        },
      },
      jobs: this.jobs,
      allowances: () => this.allowances.list(),
    });
    const port = subscriberPort({
      org: this.org, bus: this.bus, project: () => this.deployed.project, userByName: (name) => this.users.byUsername(name), report: (line) => { options.report(line); },
    });
    this.subscribers = new Subscribers(log, port, () => options.clock.now(), this.faults);
    this.jobRunner = new JobRunner({ org: this.org, jobs: this.jobs, platformUser: () => this.#automatedProcess(), report: (line) => { options.report(line); } });
  }

  get deployed(): CompiledOrg {
    if (this.#deployed === undefined) throw new Error('Nothing is deployed yet.');
    return this.#deployed;
  }

  get isDeployed(): boolean {
    return this.#deployed !== undefined;
  }

  get users(): OrgUsers {
    if (this.#users === undefined) throw new Error('Nothing is deployed yet.');
    return this.#users;
  }

  /** Compiles the files and, when nothing is wrong, makes them what the org serves from the next request on. With problems nothing changes. */
  deploy(files: ProjectFiles): readonly DeployProblem[] {
    const { compiled, problems } = this.compile(files);
    return compiled === undefined ? problems : this.switchTo(compiled, undefined);
  }

  /** What the files would make of this org. Changes nothing. */
  compile(files: ProjectFiles): CompileResult {
    return compileProject({
      files, keyPrefixes: this.#keyPrefixes, coverage: this.options.coverage ?? false, inlineSourceMaps: this.options.inlineSourceMaps ?? false, ...(this.options.sourceFolder === undefined ? {} : { sourceFolder: this.options.sourceFolder }), isPartial: this.options.isPartial ?? false,
      ...(this.options.parse === undefined ? {} : { parse: this.options.parse }), examineBundle: this.options.examineBundle, programs: this.options.programs,
    });
  }

  /**
   * Makes what was compiled the org that the next request meets: tables, rows of the platform, program, what is kept on disk. When the tables cannot be brought to the
   * schema the problem is answered and the org is as it was.
   * @param userId who deploys; `undefined` for the administrator who starts the org
   * @param deleted objects and fields that were deleted for good: their data goes with them
   */
  switchTo(compiled: CompiledOrg, userId: string | undefined, deleted: DeletedData = NOTHING_DELETED): readonly DeployProblem[] {
    const before = this.#deployed;
    const pending = this.options.persist?.(compiled);
    try {
      this.options.store.forget(deleted.recreated);
      this.#install(compiled, userId);
      this.options.store.forget(deleted.gone);
    } catch (error) {
      pending?.abort();
      if (before !== undefined) this.#install(before, userId);
      // The tables could not be brought to the schema; the store undid what it had begun.
      if (error instanceof StoreError) return [{ path: 'objects', line: 1, column: 1, message: error.message, kind: 'error' }];
      throw error;
    }
    pending?.commit();
    return [];
  }

  #install(compiled: CompiledOrg, userId: string | undefined): void {
    const { schema } = compiled;
    const recordClassOf = (foldedName: string) => recordClass(schema, foldedName);
    const data = new OrgData(this.options.store, schema, (foldedName) => requireRecordClass(recordClassOf(foldedName), foldedName));
    bootstrap(data, schema, this.options.clock);
    const users = new OrgUsers(data, schema, this.options.clock);
    this.org.install({ schema, recordClass: recordClassOf, data, users }, compiled.program);
    this.#deployed = compiled;
    this.#users = users;
    this.#keyPrefixes = compiled.keyPrefixes;
    this.options.store.transaction(() => {
      this.subscribers.begin();
      this.components.record(compiled.files, { userId: userId ?? users.byUsername(ADMIN_USERNAME)?.id ?? '', now: this.options.clock.now() });
    });
    this.options.store.flush();
    this.subscribers.wake();
    this.jobRunner.wake();
  }

  /** What waits for a time looks at the clock again: somebody moved it. */
  timeMoved(): void {
    this.subscribers.wake();
    this.jobRunner.wake();
  }

  #automatedProcess(): UserContext {
    const user = this.users.byUsername(AUTOMATED_PROCESS_USERNAME);
    if (user === undefined) throw new Error(`The org has no user ${AUTOMATED_PROCESS_USERNAME}.`);
    return user;
  }

  /** Waits for running jobs and deliveries and closes the store. */
  async close(): Promise<void> {
    await this.jobRunner.stop();
    await this.subscribers.stop();
    this.options.store.close();
  }
}

function requireRecordClass(found: RecordClass | undefined, foldedName: string): RecordClass {
  if (found === undefined) throw new Error(`${foldedName} has a table but no record class.`);
  return found;
}
