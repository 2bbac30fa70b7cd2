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

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

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
}

export interface EventPort {
  /** Publishes platform events: `after commit` types wait in the transaction, `immediately` types leave at once. One result per record; success means queued. */
  publish(records: readonly SObjectRecord[]): readonly DmlRowResult[];
}

export interface UserContext {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly profileId: string;
  readonly profileName: string;
  readonly userType: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly organizationId: string;
  readonly organizationName: string;
  hasCustomPermission(foldedName: string): boolean;
}

/** Injectable; the only source of time below the command line. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export type LimitName =
  | 'queries' | 'queryRows' | 'aggregateQueries' | 'dmlStatements' | 'dmlRows' | 'cpuMilliseconds' | 'heapBytes' | 'callouts' | 'futureCalls' | 'queueableJobs'
  | 'publishImmediateDml' | 'soslQueries' | 'emailInvocations' | 'savepoints' | 'fieldsDescribes';

export interface LimitPort {
  used(name: LimitName): number;
  allowed(name: LimitName): number;
  /** Adds and throws LimitException with Salesforce's text when the allowance is passed ("Too many SOQL queries: 101"). */
  consume(name: LimitName, amount: number): void;
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
  response: { statusCode: number | null; headers: Map<string, string>; body: Uint8Array | null };
}

export interface SchemaPort {
  /** By folded API name. */
  recordClass(foldedName: string): RecordClass | undefined;
  label(foldedName: string): string | undefined;
}

/** Classes of the running program, for Type.forName, JSON.deserialize and friends. */
export interface ClassPort {
  type(foldedQualifiedName: string): RuntimeType | undefined;
  /** A new instance through the public no-argument constructor; `undefined` when there is none. */
  instantiate(type: RuntimeType): unknown;
}

export interface TestPort {
  readonly isRunning: boolean;
  startTest(): void;
  stopTest(): void;
  deliverEvents(): void;
  runAs(user: SObjectRecord, body: () => void): void;
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
  readonly requestId: string;
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
