/** One Apex transaction: everything platform code may ask, and what it leaves behind. */
import type { LockPort } from '../data/locks.ts';
import type { DataSession, RowWrite, WrittenKinds } from '../data/session.ts';
import { capturableObjects } from '../events/captured-objects.ts';
import { ChangeCapture } from '../events/change-capture.ts';
import { Outbox } from '../events/outbox.ts';
import type { PendingEvent, PublishCallback } from '../events/outbox.ts';
import { publishEvents } from '../events/publish.ts';
import { within } from '../library/ports.ts';
import { API_VERSION } from '../library/version.ts';
import type {
  Access, ClassPort, Clock, DataPort, DmlRowResult, EventDelivery, EventPort, LimitPort, RestExchange, SchemaPort, TestPort, TriggerContext, UserContext,
} from '../library/ports.ts';
import { slotOf } from '../values/sobject.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import { versionFour } from '../values/uuid.ts';
import { DmlException, LimitException } from '../values/exceptions.ts';
import { asApexError } from './exceptions.ts';
import type { InstalledOrg } from './installed-org.ts';
import { allowancesFor, TransactionLimits } from './limits.ts';
import { HeapMeter } from './limits/heap.ts';
import { machine, nextEpoch } from './machine.ts';
import { writeGraph } from './jobs/object-graph.ts';
import type { RunningJob } from './jobs/job-service.ts';
import type { TransactionJobs } from './jobs/transaction-jobs.ts';
import { QUIDDITIES } from './ports.ts';
import type { DebugEntry, OrgServices, RequestKind, RunOptions, UserRights } from './ports.ts';
import type { RunAsContext } from './run-as.ts';
import { withProgram } from './running-program.ts';
import { framesOf } from './support/native-errors.ts';
import { ResumePoint } from './resume-point.ts';
import { NO_TEST } from './test-port.ts';
import { tracedData } from './trace.ts';
import type { TracePlace, Tracer } from './trace.ts';
import { eventName, TriggerDispatch } from './triggers.ts';

/** How change events name the API a change came through; Apex has no name. */
const CHANGE_ORIGINS: Partial<Readonly<Record<RequestKind, string>>> = { REST: `com/salesforce/api/rest/${API_VERSION}` };


/** platform-facts: publish-callbacks. */
const LARGEST_CALLBACK_DEPTH = 10;

let lastRequest = 0;

function nextRequestId(): string {
  lastRequest += 1;
  return `TID:${String(lastRequest).padStart(20, '0')}`;
}

/** Stands between a transaction and its org while transactions are interleaved or traced. */
export interface Interposition {
  readonly locks?: LockPort | undefined;
  /** The data port Apex gets, in front of the real one. */
  data(real: DataPort): DataPort;
}

export interface TransactionOptions extends RunOptions {
  readonly test?: TestPort | undefined;
  readonly delivery?: EventDelivery | undefined;
  /** The job it is a step of. */
  readonly job?: RunningJob | undefined;
  /** What Request.getRequestId answers; given where a transaction is run again and must take the same course. */
  readonly requestId?: string | undefined;
  readonly interposed?: Interposition | undefined;
}

export class Transaction implements RunAsContext, DataSession, EventPort {
  readonly installed: InstalledOrg;
  readonly clock: Clock;
  readonly classes: ClassPort;
  readonly schema: SchemaPort;
  readonly data: DataPort;
  readonly locks: LockPort | undefined;
  readonly triggers: TriggerDispatch;
  outbox = new Outbox();
  readonly rest: RestExchange | undefined;
  readonly delivery: EventDelivery | undefined;
  /** Of a transaction that delivers events. */
  readonly resumePoint: ResumePoint | undefined;
  readonly test: TestPort;
  readonly statics = new Map<object, unknown>();
  limits: TransactionLimits;
  readonly kind: RequestKind;
  user: UserContext;
  trigger: TriggerContext | undefined = undefined;
  private capture: ChangeCapture | undefined;
  /** Part of the DataSession. A runAs block may write what the code around it may not. */
  written: WrittenKinds = {};
  /** Has it left publish callbacks behind? */
  hasCallbacks = false;
  private readonly job: RunningJob | undefined;
  private knownJobs: TransactionJobs | undefined;
  /** Takes the place of the limits while a cursor reads. */
  private cursorLimits: LimitPort | undefined;
  private readonly services: OrgServices;
  private readonly log: ((entry: DebugEntry) => void) | undefined;
  private readonly trace: Tracer | undefined;
  private readonly usersBefore: { readonly user: UserContext; readonly rights: UserRights | undefined; readonly written: WrittenKinds }[] = [];
  private readonly outboxMarks = new Map<number, number>();
  private knownRights: UserRights | undefined = undefined;
  private knownRequestId: string | undefined;

  constructor(installed: InstalledOrg, services: OrgServices, options: TransactionOptions) {
    this.installed = installed;
    this.services = services;
    this.clock = services.clock;
    this.user = options.user;
    this.rest = options.rest;
    this.delivery = options.delivery;
    this.resumePoint = options.delivery === undefined ? undefined : new ResumePoint(installed.data.store, () => this.outbox);
    this.kind = options.kind;
    this.job = options.job;
    // A test asks for change events itself.
    if (options.test === undefined && installed.captured.size > 0) this.capture = new ChangeCapture(installed.captured, installed.data.store.undone);
    this.log = options.log;
    this.trace = options.trace ?? services.trace;
    this.test = options.test ?? NO_TEST;
    installed.users.transactionBegins();
    this.classes = installed.classes;
    this.schema = installed.schemaPort;
    this.limits = new TransactionLimits(allowancesFor(options.kind), options.interposed?.locks === undefined ? new HeapMeter() : undefined);
    this.triggers = new TriggerDispatch(installed.triggers, this);
    this.locks = options.interposed?.locks;
    const data = options.interposed === undefined ? this.openData() : options.interposed.data(this.openData());
    this.data = this.trace === undefined ? data : tracedData(data, this.trace, () => this.place());
    this.knownRequestId = options.requestId;
  }

  /** Enters the transaction: emitted code called by `body` has fresh statics and this context. */
  enter<T>(body: () => T): T {
    machine.epoch = nextEpoch();
    try {
      return withProgram(this.installed.program, () => within(this, body));
    } catch (error) {
      throw asApexError(error);
    } finally {
      this.trace?.({ kind: 'ends', limits: this.limits });
    }
  }

  get permissions(): UserRights['permissions'] {
    return this.rights().permissions;
  }
  get sharing(): UserRights['sharing'] {
    return this.rights().sharing;
  }
  /** Part of the DataSession. */
  rightsOf(userId: string): UserRights | undefined {
    const user = this.installed.users.byId(userId);
    return user === undefined ? undefined : this.installed.users.rights(user);
  }
  private rights(): UserRights {
    this.knownRights ??= this.installed.users.rights(this.user);
    return this.knownRights;
  }

  get requestId(): string {
    this.knownRequestId ??= nextRequestId();
    return this.knownRequestId;
  }

  /** Made when somebody asks: most transactions queue nothing. */
  get jobs(): TransactionJobs | undefined {
    this.knownJobs ??= this.services.jobs?.portFor(this, this.job);
    return this.knownJobs;
  }
  get hasQueuedJobs(): boolean {
    return this.knownJobs?.hasQueued === true;
  }

  get allowances(): OrgServices['allowances'] {
    return this.services.allowances;
  }

  get quiddity(): string {
    return QUIDDITIES[this.kind];
  }

  get events(): EventPort {
    return this;
  }

  /** platform-facts: publish-limits. Events after the commit count as DML statements, immediate ones by themselves. */
  publish(records: readonly SObjectRecord[], access: Access, callback?: object): readonly DmlRowResult[] {
    const definitions = this.installed.events;
    const isImmediate = records.some((record) => definitions.of(record.$shape)?.behavior === 'PublishImmediately');
    this.limits.consume(isImmediate ? 'publishImmediateDml' : 'dmlStatements', 1);
    const mayPublish = (objectName: string): boolean => access.mode === 'system' || this.permissions.objects(objectName.toLowerCase()).create;
    return publishEvents(records, { definitions, user: this.user, nowMs: this.clock.now(), random: (bytes) => this.random(bytes), mayPublish, callback: this.callbackFor(callback) }, this.outbox);
  }

  private callbackFor(callback: object | undefined): PublishCallback | undefined {
    if (callback === undefined) return undefined;
    const depth = this.job?.step.kind === 'callback' ? (this.job.step.details as { readonly depth: number }).depth + 1 : 0;
    if (depth > LARGEST_CALLBACK_DEPTH) throw new LimitException(`Publish callbacks have published with a callback ${String(LARGEST_CALLBACK_DEPTH)} times in a row, which is the maximum.`);
    return { state: writeGraph(callback), depth };
  }

  /** Savepoints and rollbacks count as DML statements. Rolling back takes back what was to be published after the commit, too. platform-facts: savepoint-limits, rollback-unpublishes. */
  private openData(): DataPort {
    const { outboxMarks, resumePoint, installed: { data } } = this;
    return {
      query: (request) => data.query(request, this.cursorLimits === undefined ? this : this.withCursorLimits(this.cursorLimits)),
      count: (request) => data.count(request, this),
      dml: resumePoint === undefined ? (request) => data.dml(request, this) : (request) => resumePoint.duringStatement(() => data.dml(request, this)),
      setSavepoint: () => {
        this.limits.consume('dmlStatements', 1);
        const savepoint = data.setSavepoint();
        outboxMarks.set(savepoint, this.outbox.mark());
        resumePoint?.savepointSet(savepoint);
        return savepoint;
      },
      rollback: (savepoint) => {
        this.limits.consume('dmlStatements', 1);
        data.rollback(savepoint);
        this.outbox.cutTo(outboxMarks.get(savepoint) ?? 0);
        resumePoint?.rolledBack(savepoint);
      },
      releaseSavepoint: (savepoint) => { if (resumePoint?.mayRelease(savepoint) !== false) data.releaseSavepoint(savepoint); },
      customMetadata: (foldedObjectName) => this.installed.customMetadata.rows(foldedObjectName),
      systemRows: (foldedObjectName) => data.systemRows(foldedObjectName),
      immediate: (request) => data.immediate(request, this),
      fillDefaults: (record) => { data.fillDefaults(record, this); },
    };
  }

  private withCursorLimits(limits: LimitPort): DataSession {
    return Object.create(this, { limits: { value: limits } }) as DataSession;
  }

  /** Runs `read` with other limits for its queries. */
  withLimitPort<T>(limits: LimitPort, read: () => T): T {
    this.cursorLimits = limits;
    try {
      return read();
    } finally {
      this.cursorLimits = undefined;
    }
  }

  withTrigger<T>(context: TriggerContext, body: () => T, name: string): T {
    const outer = this.trigger;
    this.trigger = context;
    const { objectName } = context;
    this.trace?.({ kind: 'triggerBegins', name, objectName, event: eventName(context.operation) });
    try {
      return body();
    } finally {
      this.trigger = outer;
      this.trace?.({ kind: 'triggerEnds', name, objectName, event: eventName(context.operation) });
    }
  }

  enterRunAs(user: SObjectRecord): void {
    const id = slotOf(user, '$id');
    const found = typeof id === 'string' ? this.installed.users.byId(id) : undefined;
    if (found === undefined) throw new DmlException('System.runAs needs an active user that has been inserted.');
    this.usersBefore.push({ user: this.user, rights: this.knownRights, written: this.written });
    this.written = {};
    this.user = found;
    this.knownRights = undefined;
  }

  /** A block that never began has nothing to give back. */
  leaveRunAs(): void {
    const before = this.usersBefore.pop();
    if (before === undefined) return;
    this.user = before.user;
    this.written = before.written;
    this.knownRights = before.rights;
  }

  /** Part of the DataSession. Rights are looked up again: permissions may have been assigned just now. */
  onWrite(write: RowWrite): void {
    this.knownRights = undefined;
    this.installed.users.wrote(write.layout.folded);
    this.capture?.add(write);
  }

  /** From now on the changes of every object that can have change events become events: Test.enableChangeDataCapture(). */
  captureEverything(): void {
    this.capture = new ChangeCapture(capturableObjects(this.installed.schema), this.installed.data.store.undone);
  }

  /** What was written so far, as change events. */
  private takeChanges(): readonly PendingEvent[] {
    if (this.capture === undefined || this.capture.isEmpty) return [];
    const { store } = this.installed.data;
    return this.capture.take({
      nowMs: this.clock.now(), userId: this.user.id, origin: CHANGE_ORIGINS[this.kind] ?? '',
      transactionKey: () => versionFour(this.random(16)), commitNumber: () => store.sequences.draw('$commit'),
    });
  }

  random(bytes: number): Uint8Array {
    return this.services.random(bytes);
  }

  debug(level: string, text: string): void {
    if (this.log === undefined && this.trace === undefined) return;
    const place = this.place();
    this.log?.({ level, text, line: place?.line });
    this.trace?.({ kind: 'debug', place, level, text });
  }

  /** Of the Apex code that called. */
  private place(): TracePlace {
    return framesOf(new Error()).map((line) => this.installed.program.placeOfFrame(line)).find((found) => found !== undefined);
  }

  leaving(succeeded: boolean): readonly PendingEvent[] {
    return succeeded ? [...this.outbox.leaving(true), ...this.takeChanges()] : this.outbox.leaving(false);
  }

  /** Is there something to deliver inside a test? */
  get hasPublished(): boolean {
    return !this.outbox.isEmpty || this.capture?.isEmpty === false;
  }

  /** Takes out what was published so far, for delivery inside a test. Earlier savepoints no longer take anything back. */
  takePublished(): readonly PendingEvent[] {
    const published = this.leaving(true);
    this.outbox = new Outbox();
    this.outboxMarks.clear();
    return published;
  }
}
