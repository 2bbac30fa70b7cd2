/**
 * What the API surfaces need from the org they serve. `cli/` wires it to the runtime; tests may wire less.
 * Every call that touches data runs inside `run`, which opens an Apex transaction for the user and answers once it is durable.
 */
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/schema.ts';
import type { Allowances } from '../deploy/allowances/allowances.ts';
import type { MetadataService } from '../deploy/metadata-service.ts';
import type { RestExchange, UserContext } from '../library/ports.ts';
import type { ApexHost } from './tooling/apex-host.ts';

/** Why a transaction runs; decides limits and what Request.getQuiddity answers. */
export type RequestKind = 'REST' | 'API_READ' | 'APEX_REST' | 'AURA' | 'ANONYMOUS';

export interface RunOptions {
  readonly user: UserContext;
  readonly kind: RequestKind;
  readonly rest?: RestExchange | undefined;
}

export interface UserDirectory {
  /** By 18-character id; `undefined` for unknown or inactive users. */
  byId(id: string): UserContext | undefined;
  /** The same for the user of a session or a grant: `undefined`, too, for users that are frozen. */
  signedIn(id: string): UserContext | undefined;
  /** User names compare without case. */
  byUsername(username: string): UserContext | undefined;
}

/** A published event as streaming clients get it. */
export interface StoredEvent {
  readonly replayId: number;
  readonly topic: string;
  /** API name of the event's type: a topic may carry several. */
  readonly objectName: string;
  /** Field values by API name, JSON-ready; CreatedDate and CreatedById included. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly schemaId: string;
}

export interface EventType {
  readonly objectName: string;
  /** Changes with the event's definition. */
  readonly schemaId: string;
}

export interface EventSource {
  /** Is there such a channel, e.g. `/event/Availability_Changed__e`? Answers the canonical spelling. */
  topic(name: string): string | undefined;
  /** Events of a topic after a replay id, oldest first. */
  read(topic: string, afterReplayId: number, limit: number): readonly StoredEvent[];
  /** The event types a topic carries; none for an unknown topic. */
  types(topic: string): readonly EventType[];
  /** Replay id of the newest event of any topic; 0 when there is none. */
  latest(): number;
  /** Replay id of the oldest event that is still kept; `undefined` when none is. */
  oldest(): number | undefined;
  /** Called after each durable commit that published something. Returns the function that ends it. */
  onPublished(listener: (events: readonly StoredEvent[]) => void): () => void;
}

export interface ApexRestTarget {
  /** Runs the verb method; reads the request from and leaves the answer in the RestExchange of the running context. Answers the method's result as JSON text, `undefined` for void methods. */
  invoke(): string | undefined;
  /** Its class, which the user must have access to. */
  readonly className: string;
  /** `urlMapping` of the class, for RestRequest.resourcePath. */
  readonly resourcePath: string;
}

export interface ApiHost {
  /** Deploys and retrieves. */
  readonly metadata: MetadataService;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly users: UserDirectory;
  readonly events: EventSource;
  schema(): OrgSchema;
  /** Files of the deployed project by path; another map after every deploy. */
  deployedFiles(): ReadonlyMap<string, string | Uint8Array>;
  /** Object and field permission of the user, for resources that read "all fields". */
  canReadField(user: UserContext, object: ObjectSchema, field: FieldSchema): boolean;
  /** "View All Records" of the object, from its own permission or one of the whole org. */
  canViewAll(user: UserContext, foldedObjectName: string): boolean;
  run<T>(options: RunOptions, body: () => T): Promise<T>;
  /** The Apex REST method for a verb and a path below `/services/apexrest`; `methodExists` false when only the verb is missing. */
  findApexRest(verb: string, path: string): { readonly target: ApexRestTarget | undefined; readonly resourceExists: boolean };
  /** Do a profile or permission sets give the user access to the Apex class? */
  canRunClass(user: UserContext, className: string): boolean;
  /** A permission of the user such as `AuthorApex`. */
  hasUserPermission(user: UserContext, name: string): boolean;
  /** Code as an API serves it; see tooling/apex-host.ts. */
  readonly apex: ApexHost;
  /** Counters of the org; absent: each server counts for itself. */
  readonly allowances?: Allowances | undefined;
  /** Milliseconds since the epoch, from the org's clock. */
  now(): number;
}
