/** What the runtime needs of the layers around it; the composition root (cli) and tests wire it. */
import type { Permissions } from '../data/access/permissions.ts';
import type { UserSharing } from '../data/access/user-sharing.ts';
import type { OrgData } from '../data/org-data.ts';
import type { PendingEvent } from '../events/outbox.ts';
import type { Clock, OrgAllowance, RestExchange, UserContext } from '../library/ports.ts';
import type { OrgSchema } from '../schema/schema.ts';
import type { JobService } from './jobs/job-service.ts';
import type { RecordClass } from '../values/sobject.ts';
import type { Tracer } from './trace.ts';

/** Why a transaction runs; decides its allowances. */
export type RequestKind = 'REST' | 'API_READ' | 'APEX_REST' | 'AURA' | 'AURA_CACHEABLE' | 'ANONYMOUS' | 'TEST' | 'EVENT' | 'QUEUEABLE' | 'FINALIZER' | 'FUTURE' | 'BATCH' | 'SCHEDULED';

/** Names of System.Quiddity's constants. platform-facts: quiddity-of-event-triggers. */
export const QUIDDITIES: Readonly<Record<RequestKind, string>> = {
  REST: 'REST', API_READ: 'REST', APEX_REST: 'REST', AURA: 'AURA', AURA_CACHEABLE: 'AURA', ANONYMOUS: 'ANONYMOUS', TEST: 'RUNTEST_SYNC', EVENT: 'SYNCHRONOUS', QUEUEABLE: 'QUEUEABLE',
  FINALIZER: 'TRANSACTION_FINALIZER_QUEUEABLE', FUTURE: 'FUTURE', BATCH: 'BATCH_APEX', SCHEDULED: 'SCHEDULED',
};

export interface RunOptions {
  readonly user: UserContext;
  readonly kind: RequestKind;
  readonly rest?: RestExchange | undefined;
  /** Gets every System.debug; without it debug output is dropped unread. */
  readonly log?: ((entry: DebugEntry) => void) | undefined;
  /** Told of every step of the transaction; see trace.ts. */
  readonly trace?: Tracer | undefined;
}

export interface DebugEntry {
  readonly level: string;
  readonly text: string;
  /** Line of the statement in its Apex file; `undefined` when it could not be told. */
  readonly line: number | undefined;
}

/** The running user as the data layer must know it. */
export interface UserRights {
  readonly permissions: Permissions;
  /** Whose rows the user has. */
  readonly sharing: UserSharing;
}

export interface UserSource {
  /** Asked inside the running transaction, so that users it has just inserted are found. `undefined` for unknown or inactive users. */
  byId(id: string): UserContext | undefined;
  rights(user: UserContext): UserRights;
  /** A transaction begins: what was read in one that was undone must not be trusted. */
  transactionBegins(): void;
  /** Rows of an object (folded name) were written, in the running transaction. */
  wrote(foldedObjectName: string): void;
}

/** The event bus. */
export interface EventSink {
  /** Inside the transaction that published: stores what leaves. */
  store(pending: readonly PendingEvent[], nowMs: number): readonly unknown[];
  /** After the commit: `stored` is what `store` gave. */
  announce(stored: readonly unknown[]): void;
}

/** Everything that a deploy replaces as one. */
export interface InstalledSchema {
  readonly schema: OrgSchema;
  /** By folded API name. */
  recordClass(foldedName: string): RecordClass | undefined;
  readonly data: OrgData;
  readonly users: UserSource;
}

export interface OrgServices {
  readonly clock: Clock;
  /** Bytes from the org's one random source. */
  random(bytes: number): Uint8Array;
  readonly events: EventSink;
  /** Absent where no asynchronous jobs are run. */
  readonly jobs?: JobService | undefined;
  /** What the org has used of its allowances; absent where nobody counts. */
  readonly allowances?: (() => readonly OrgAllowance[]) | undefined;
  /** Told of every step of every transaction that has no listener of its own. */
  readonly trace?: Tracer | undefined;
}
