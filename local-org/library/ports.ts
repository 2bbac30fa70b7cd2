/**
 * What platform classes (and emitted code) may ask of the org they run in. One ExecutionContext per Apex transaction; everything is synchronous.
 * Higher layers implement the ports and enter the context; the library only calls `context()`.
 */
import type { SoqlQuery } from '../soql/syntax.ts';
import type { DmlError } from '../values/exceptions.ts';
import type { RecordClass, SObjectRecord } from '../values/sobject.ts';
import type { RuntimeType } from '../values/runtime-type.ts';

export interface Access {
  /** `user` enforces object and field permissions and sharing of the running user. */
  readonly mode: 'user' | 'system';
  /** Sharing in system mode; in user mode it is always enforced. */
  readonly sharing: boolean;
}

export interface QueryRequest {
  readonly query: SoqlQuery;
  /** One value per bind index: Apex values, ApexList or ApexSet for IN. */
  readonly binds: readonly unknown[];
  readonly access: Access;
}

/** A merge takes the record that stays first and those that go behind it, all-or-none. */
export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';

export interface DmlRequest {
  readonly operation: DmlOperation;
  readonly records: readonly SObjectRecord[];
  /** True: one failed row undoes the statement (the rows' results still tell which failed and why). */
  readonly allOrNone: boolean;
  readonly access: Access;
  /** Folded name of the external id field of an upsert; `undefined`: Id. */
  readonly externalId: string | undefined;
}
export interface DmlRowResult {
  readonly success: boolean;
  readonly id: string | null;
  /** Upsert only: was the row new? */
  readonly created: boolean;
  readonly errors: readonly DmlError[];
  /** Merge only: records that now belong to the record that stays. */
  readonly relatedIds?: readonly string[];
  /** Of a published event: its EventUuid. */
  readonly operationId?: string;
}

/** Writes of big objects, which belong to no transaction. */
export interface ImmediateRequest {
  readonly operation: 'insert' | 'delete';
  readonly records: readonly SObjectRecord[];
  readonly access: Access;
}

export interface DataPort {
  /** Counts one SOQL query and its rows against the limits. Records come back as QUERIED instances of their record classes; aggregates as AggregateResult. */
  query(request: QueryRequest): SObjectRecord[];
  /** `SELECT COUNT() …` */
  count(request: QueryRequest): number;
  /** Counts one DML statement and its rows. Writes ids back into inserted records. Fires triggers. Never throws for row errors; LimitException and trigger exceptions pass through. */
  dml(request: DmlRequest): readonly DmlRowResult[];
  /** Counts one DML statement. The number identifies the savepoint. */
  setSavepoint(): number;
  rollback(savepoint: number): void;
  releaseSavepoint(savepoint: number): void;
  /** All rows of a custom metadata type, every field queried, as fresh records in the order of their developer names. Counts against no limit and asks for no permission. */
  customMetadata(foldedObjectName: string): readonly SObjectRecord[];
  /** All rows of an object the platform reads for itself (custom settings, business hours), as the transaction sees them. Counts against no limit and asks for no permission. */
  systemRows?(foldedObjectName: string): readonly SObjectRecord[];
  /** Sets the fields of a new record that have a default and that nobody set, as an insert would. */
  fillDefaults?(record: SObjectRecord): void;
  /** Writes rows of big objects at once, whatever becomes of the transaction. Counts as a callout. Absent where transactions are interleaved. */
  immediate?(request: ImmediateRequest): readonly DmlRowResult[];
}

export interface EventPort {
  /** Publishes platform events: `after commit` types wait in the transaction, `immediately` types leave at once. One result per record; success means queued. */
  publish(records: readonly SObjectRecord[], access: Access, callback?: object): readonly DmlRowResult[];
}

export interface UserContext {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Absent: the user has none. */
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly roleId?: string | null;
  readonly email: string;
  readonly profileId: string;
  readonly profileName: string;
  readonly userType: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly organizationId: string;
  readonly organizationName: string;
  hasCustomPermission(foldedName: string): boolean;
  /** What the user may do with records of an object, whoever owns them. */
  objectAccess(foldedObjectName: string): ObjectAccess;
  fieldAccess(foldedObjectName: string, foldedFieldName: string): FieldAccess;
}

export interface ObjectAccess {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
}
export interface FieldAccess {
  readonly read: boolean;
  readonly edit: boolean;
}

/** Injectable; the only source of time below the command line. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export type LimitName =
  | 'queries' | 'queryRows' | 'aggregateQueries' | 'dmlStatements' | 'dmlRows' | 'cpuMilliseconds' | 'heapBytes' | 'callouts' | 'futureCalls' | 'queueableJobs'
  | 'publishImmediateDml' | 'soslQueries' | 'emailInvocations' | 'fieldsDescribes' | 'queryLocatorRows' | 'mobilePushCalls';

export interface LimitPort {
  used(name: LimitName): number;
  allowed(name: LimitName): number;
  /** Adds and throws LimitException with Salesforce's text when the allowance is passed ("Too many SOQL queries: 101"). */
  consume(name: LimitName, amount: number): void;
  /** Looks at the heap now; throws LimitException when what the transaction keeps has passed its allowance. */
  checkHeap?(): void;
}

export interface TriggerContext {
  readonly operation: 'BEFORE_INSERT' | 'BEFORE_UPDATE' | 'BEFORE_DELETE' | 'AFTER_INSERT' | 'AFTER_UPDATE' | 'AFTER_DELETE' | 'AFTER_UNDELETE';
  readonly objectName: string;
  /** Null where the platform gives null (delete has no new, insert has no old). */
  readonly newRecords: readonly SObjectRecord[] | null;
  readonly oldRecords: readonly SObjectRecord[] | null;
}

/** Apex REST: filled by the API surface before the method runs, read by it afterwards. */
export interface RestExchange {
  readonly method: string;
  readonly requestUri: string;
  readonly resourcePath: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | null;
  readonly remoteAddress: string;
  /** A body given as text is sent as UTF-8. */
  response: { statusCode: number | null; headers: Map<string, string>; body: Uint8Array | string | null };
}

export interface SchemaPort {
  /** By folded API name. */
  recordClass(foldedName: string): RecordClass | undefined;
  label(foldedName: string): string | undefined;
  /** What describe calls tell, by folded API name; `undefined`: no such object. An ObjectSchema of schema/schema.ts fits as it is. */
  describe(foldedName: string): ObjectDescription | undefined;
  /** Canonical API name of the object whose ids begin with the three characters. */
  objectOfKeyPrefix(keyPrefix: string): string | undefined;
  /** Canonical API names of all objects, for Schema.getGlobalDescribe. */
  objectNames(): readonly string[];
}

/** The part of an object's schema that Apex describe calls show. */
export interface ObjectDescription {
  readonly apiName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly keyPrefix: string;
  readonly kind: 'standard' | 'custom' | 'event' | 'customMetadata' | 'customSetting' | 'bigObject';
  readonly fields: readonly FieldDescription[];
  /** By folded API name. */
  readonly fieldsByName: ReadonlyMap<string, FieldDescription>;
  readonly children: readonly { readonly relationshipName: string; readonly objectName: string; readonly fieldName: string }[];
  /** In the order of their metadata; absent: none. */
  readonly fieldSets?: readonly FieldSetDescription[];
  readonly nameField: string | undefined;
  /** Without the master type; absent where the object has none. */
  readonly recordTypes?: readonly { readonly id: string; readonly developerName: string; readonly label: string; readonly isActive: boolean }[] | undefined;
  readonly isWriteable: boolean;
  /** False for what can be inserted and updated, but never deleted. */
  readonly isDeletable?: boolean;
  readonly isQueryable: boolean;
}
export interface FieldSetDescription {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  /** `path` may lead over relationships: `Account.Name`. */
  readonly members: readonly { readonly path: string; readonly isRequired: boolean }[];
}
export interface FieldDescription {
  readonly apiName: string;
  readonly label: string;
  /** A FieldType of schema/schema.ts: `string`, `picklist`, `double`, `reference`, `autonumber`, … */
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly isNillable: boolean;
  readonly isUnique: boolean;
  readonly isCaseSensitive: boolean;
  readonly isExternalId: boolean;
  readonly isCustom: boolean;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  readonly defaultValue: string | number | boolean | undefined;
  readonly picklistValues: readonly { readonly value: string; readonly label: string; readonly isActive: boolean; readonly isDefault: boolean }[];
  readonly isRestrictedPicklist: boolean;
  readonly reference: { readonly targets: readonly string[]; readonly relationshipName: string | undefined; readonly onDelete: 'setNull' | 'restrict' | 'cascade'; readonly isMasterDetail: boolean } | undefined;
  readonly autoNumberFormat: string | undefined;
  readonly helpText: string | undefined;
}

/** Classes of the running program, for Type.forName, JSON.deserialize and friends. Platform classes are the library's own business: these calls are about user classes. */
export interface ClassPort {
  type(foldedQualifiedName: string): RuntimeType | undefined;
  /** A new instance through the public no-argument constructor; `undefined` when there is none. */
  instantiate(type: RuntimeType): unknown;
  /** A new instance without running any constructor or initialiser, all fields null: what JSON.deserialize fills. `undefined` for interfaces, enums and abstract classes. */
  allocate(type: RuntimeType): unknown;
  /** An instance whose methods give every call to `answer`, for Test.createStub; `undefined` when the type cannot be stubbed. */
  stub(type: RuntimeType, answer: (call: StubCall) => unknown): object | undefined;
  /** Instance fields and automatic properties in the order JSON writes them, inherited ones included; `undefined` when the type is no user class. */
  fields(type: RuntimeType): readonly ClassField[] | undefined;
  /** The constant of a user enum by its declared name, ignoring case; `undefined` when there is none or the type is no user enum. */
  enumConstant(type: RuntimeType, name: string): unknown;
  /** The Apex frames of an exception, innermost first; empty when it was never thrown by Apex code. */
  stack(exception: Error): readonly StackFrame[];
  /** Is every instance of the user class `from` also a `to` (same class, superclass or interface, platform interfaces included)? */
  isAssignable(from: RuntimeType, to: RuntimeType): boolean;
}
/** One call of a stub's method. Types are written as Type.forName reads them; `void` for none. */
export interface StubCall {
  readonly name: string;
  readonly returnType: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly values: readonly unknown[];
}
export interface StackFrame {
  /** `Class.Outer.Inner.method`, `Trigger.Name`, `AnonymousBlock` */
  readonly place: string;
  readonly line: number;
  readonly column: number;
}
export interface ClassField {
  /** Declared spelling: the JSON key. */
  readonly name: string;
  readonly type: RuntimeType;
  readonly isTransient: boolean;
  /** Do Lightning components see it? */
  readonly isAuraEnabled: boolean;
  read(instance: object): unknown;
  write(instance: object, value: unknown): void;
}

/** What a queueable job may be given besides itself; `undefined`: the org's default. */
export interface QueueableOptions {
  /** Whole minutes, 0 to 10. */
  readonly delayMinutes: number | undefined;
  /** How deep the chain that begins here may become. */
  readonly maximumDepth: number | undefined;
  /** While a job with the same signature waits, another one is refused. */
  readonly signature: string | undefined;
}

/** The chain a queueable job is part of. */
export interface QueueableStack {
  /** 1 for the first job of a chain. */
  readonly depth: number;
  /** `undefined`: no limit. */
  readonly maximumDepth: number | undefined;
  readonly delayMinutes: number | undefined;
}

export type AsyncKind = 'none' | 'queueable' | 'finalizer' | 'future' | 'batch' | 'scheduled';

/** Where a batch job goes in the flex queue. */
export type FlexQueuePlace = { readonly kind: 'front' | 'end' } | { readonly kind: 'before' | 'after'; readonly jobId: string };

/**
 * Asynchronous jobs. The ids are those of AsyncApexJob (`707…`) or, for schedules, CronTrigger (`08e…`) records. A job is written down when it is queued: later
 * changes to the object are not seen. All throw AsyncException, LimitException or SerializationException with Salesforce's texts.
 */
export interface JobPort {
  /** What runs now. */
  readonly kind: AsyncKind;
  /** Inside a queueable job. */
  readonly stack: QueueableStack | undefined;
  /** Counts one queueable job. */
  enqueue(job: object, options: QueueableOptions): string;
  /** Of the running queueable job. */
  attachFinalizer(finalizer: object): void;
  /** An @future method of a user class, by its name and its slot on the class. Counts one future call. */
  callLater(className: string, slot: string, values: readonly unknown[]): void;
  executeBatch(job: object, scopeSize: number): string;
  schedule(jobName: string, cronExpression: string, job: object): string;
  /** A batch that starts once, `minutesFromNow` later. */
  scheduleBatch(job: object, jobName: string, minutesFromNow: number, scopeSize: number): string;
  abort(id: string): void;
  /** Batch jobs that are held, in their order. */
  flexQueue(): readonly string[];
  /** False when there is nothing to move. */
  moveInFlexQueue(jobId: string, place: FlexQueuePlace): boolean;
}

/** The batch of platform events an event trigger is working on. */
export interface EventDelivery {
  /** How often this batch was delivered before: 0 the first time. */
  readonly retries: number;
  readonly lastError: string | null;
  readonly resumeCheckpoint: string | null;
  /** Throws InvalidReplayIdException when no event of the batch has the replay id. */
  setResumeCheckpoint(replayId: string): void;
}

export interface TestPort {
  readonly isRunning: boolean;
  startTest(): void;
  stopTest(): void;
  /** One round: what subscribers publish meanwhile waits for the next. */
  deliverEvents(): void;
  /** The events published so far are lost as if the bus had failed. */
  failEvents(): void;
  /** From now on changes of all objects become change events. */
  enableChangeDataCapture(): void;
  runAs(user: SObjectRecord, body: () => void): void;
}

export interface OrgAllowance {
  /** As the REST resource `limits` names it. */
  readonly name: string;
  readonly maximum: number;
  readonly used: number;
}

export interface ExecutionContext {
  readonly user: UserContext;
  readonly clock: Clock;
  readonly limits: LimitPort;
  readonly data: DataPort;
  readonly events: EventPort;
  readonly schema: SchemaPort;
  readonly classes: ClassPort;
  readonly test: TestPort;
  readonly trigger: TriggerContext | undefined;
  readonly rest: RestExchange | undefined;
  /** Set while a platform event trigger runs, in the code it calls and in the DML triggers it causes too. */
  readonly delivery?: EventDelivery | undefined;
  /** Absent where the org runs no asynchronous jobs: System.enqueueJob and friends then refuse by name. */
  readonly jobs?: JobPort | undefined;
  /** Statics of library classes in this transaction; one map for all contexts nested in it. See library/transaction.ts. */
  readonly statics: Map<object, unknown>;
  readonly requestId: string;
  /** Where the org is reached; absent: nowhere (tests, the command line). */
  readonly orgUrl?: string | undefined;
  /** What the org has used of its allowances; absent where nobody counts. */
  readonly allowances?: (() => readonly OrgAllowance[]) | undefined;
  /** Name of the System.Quiddity constant of the running request; absent where nobody knows. */
  readonly quiddity?: string | undefined;
  /** Random bytes from the org's one random source. */
  random(bytes: number): Uint8Array;
  /** System.debug */
  debug(level: string, text: string): void;
}

let current: ExecutionContext | undefined;

/** The running transaction's context. Throws when no Apex transaction is open: that is a mistake of the local org, never of Apex. */
export function context(): ExecutionContext {
  if (current === undefined) throw new Error('No Apex transaction is open: platform code ran outside runtime/.');
  return current;
}

/** For code that also works outside of transactions (texts of dates in messages of the local org itself). */
export function isTransactionOpen(): boolean {
  return current !== undefined;
}

/** Runs `body` with `entered` as the current context and restores the previous one (nested for triggers, runAs and test contexts). */
export function within<T>(entered: ExecutionContext, body: () => T): T {
  const previous = current;
  current = entered;
  try {
    return body();
  } finally {
    current = previous;
  }
}
