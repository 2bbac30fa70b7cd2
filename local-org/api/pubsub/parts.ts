/** What the parts of this surface share. */
import type { ApiHost } from '../host.ts';
import type { EventSchemas } from './event-schemas.ts';

export interface PubSubTimes {
  /** How long a client that waits hears nothing. */
  readonly keepAliveMs: number;
  /** How long a client that has got all it asked for may take to ask again. */
  readonly idleMs: number;
  /** How long a publisher may publish nothing on a stream. */
  readonly publishIdleMs: number;
}

/** Source: Pub/Sub API, `pubsub_api.proto` (270 s, 70 s) and "Subscribe RPC Method" (60 s). */
export const SALESFORCE_TIMES: PubSubTimes = { keepAliveMs: 270_000, idleMs: 60_000, publishIdleMs: 70_000 };

export interface PubSubParts {
  readonly host: ApiHost;
  readonly schemas: EventSchemas;
  readonly times: PubSubTimes;
  /** Milliseconds, of the machine. */
  now(): number;
  /** So many events went to a client. */
  delivered(count: number): void;
  /** Errors that are the local org's own fault. */
  reportInternalError(error: unknown): void;
}
