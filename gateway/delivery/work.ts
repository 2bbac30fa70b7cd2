/**
 * The unit of the gateway's durable work. Whatever must not be lost is a work item: a fact on its way to the org, a document whose
 * doorbell rang and that must be read, a movement to be posted to the ERP. Items of one lane are delivered in their order, one batch at
 * a time; different lanes overtake each other freely.
 */

import type { TransientFailure } from '../shared/failures.ts';

export interface NewWork {
  /** Names the handler that delivers it. */
  readonly kind: WorkKind;
  /** Sending system, as the org knows it (`TILL`, `SAP`, `SQUARE`, …). */
  readonly source: string;
  /** Business key at the source; kind, source and key together are unique for ever. Work that exists already is not stored again. */
  readonly key: string;
  /** What must stay in order and must not be in flight twice: `SKU|LOCATION` of a fact or a snapshot, the request key of a command, year and number of a document. */
  readonly lane: string;
  /** JSON. No secrets, no customer data beyond what the org needs. */
  readonly body: unknown;
  /** When it happened at the source, milliseconds since the epoch. */
  readonly occurredAtMs: number;
  /** When the gateway heard of it; absent: when it is stored. */
  readonly receivedAtMs?: number;
  /** Not before this moment. */
  readonly notBeforeMs?: number;
}

/** `fact`: body is a `Fact` of the org. `snapshot`: a `SnapshotWork`. `document`: a `DocumentWork`, to be read from SAP. `movement`: a `MovementWork`, to be posted to SAP. `release`: `{requestKey}`. `notice:NAME`: an `AvailabilityNews`, to be posted to the web shop of that name; each has a kind, and so a circuit breaker, of its own. */
export type WorkKind = 'fact' | 'snapshot' | 'document' | 'movement' | 'release' | `notice:${string}`;

export type WorkState = 'Waiting' | 'Done' | 'Dead' | 'Discarded';

export interface WorkItem extends Required<Omit<NewWork, 'notBeforeMs'>> {
  /** Grows in the order of arrival. */
  readonly id: number;
  readonly state: WorkState;
  /** Deliveries begun so far, the one at hand included. */
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  /** When it was done, dead or discarded; `undefined` while it waits. */
  readonly endedAtMs: number | undefined;
  /** What the other side made of it: `Applied`, `Duplicate`, … */
  readonly effect: string | undefined;
  /** Stable code of why it is dead, or of the last failure. */
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

/**
 * What a handler says of one item. `follow` is stored in the same transaction. Retry counts towards the item's cap; Later does not: it was not tried, or
 * its system is in trouble (then with the failure, which counts towards the circuit breaker). What lies behind a Retry or a Later in its lane must be Later, too.
 */
export type Outcome =
  | { readonly state: 'Done'; readonly effect: string; readonly reason?: string; readonly message?: string; readonly follow?: readonly NewWork[] }
  | { readonly state: 'Retry'; readonly reason: string; readonly message: string; readonly afterMs?: number }
  | { readonly state: 'Later'; readonly failure?: TransientFailure }
  | { readonly state: 'Dead'; readonly reason: string; readonly message: string };

/**
 * Delivers one kind of work. Throws TransientFailure when the whole batch must wait (counts towards the circuit breaker, never towards an item's cap);
 * any other error means the batch cannot be delivered as it is, and the poison in it is looked for by halving.
 */
export interface WorkHandler {
  readonly kind: WorkKind;
  /** Which system it calls (`org`, `SAP`): kinds of one system share its circuit breaker. */
  readonly system: string;
  readonly mostPerBatch: number;
  /** Answers one outcome per item, in their order. Must be harmless when repeated: after a crash the same items come again. */
  deliver(items: readonly WorkItem[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /** What became of items is durable now; for figures. */
  settled?(endings: readonly Ending[], nowMs: number): void;
}

export interface Ending {
  readonly item: WorkItem;
  readonly outcome: Outcome;
}
