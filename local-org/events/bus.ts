/** The event bus: stores what transactions publish, tells listeners once it is durable, and answers replay. */
import { createHash } from 'node:crypto';
import type { OrgSchema } from '../schema/schema.ts';
import { RETENTION_MS, type EventLog, type LoggedEvent } from './event-log.ts';
import type { PendingEvent } from './outbox.ts';

/** An event as streaming clients get it. */
export interface StreamEvent {
  readonly replayId: number;
  /** `/event/Stock_Fact__e` */
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Changes with the event's definition. */
  readonly schemaId: string;
}

type Listener = (events: readonly StreamEvent[]) => void;

const PURGE_EVERY_MS = 60 * 60 * 1000;

export class EventBus {
  readonly #log: EventLog;
  readonly #schema: () => OrgSchema;
  readonly #listeners = new Set<Listener>();
  #schemaIds = new Map<string, string>();
  #schemaIdsOf = '';
  #purgedAt = 0;

  constructor(log: EventLog, schema: () => OrgSchema) {
    this.#log = log;
    this.#schema = schema;
  }

  /** Must run inside the transaction that published; the answer goes to `announce` after its commit. */
  store(pending: readonly PendingEvent[], nowMs: number): LoggedEvent[] {
    if (nowMs - this.#purgedAt > PURGE_EVERY_MS) {
      this.#purgedAt = nowMs;
      this.#log.forgetBefore(nowMs - RETENTION_MS);
    }
    return pending.map(({ objectName, payload }) => ({ replayId: this.#log.append(objectName, nowMs, payload), objectName, publishedAt: nowMs, payload }));
  }

  announce(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const streamed = events.map((event) => this.#streamed(event));
    for (const listener of this.#listeners) listener(streamed);
  }

  onPublished(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  /** Canonical spelling of a channel name; `undefined` when there is no such event type. */
  topic(name: string): string | undefined {
    const match = /^\/event\/(\w+)$/i.exec(name);
    const object = match === null ? undefined : this.#schema().objects.get(match[1]!.toLowerCase());
    return object?.kind === 'event' ? `/event/${object.apiName}` : undefined;
  }

  read(topic: string, afterReplayId: number, limit: number): readonly StreamEvent[] {
    return this.#log.read(topic.slice('/event/'.length), afterReplayId, limit).map((event) => this.#streamed(event));
  }

  latest(): number {
    return this.#log.latest();
  }

  #streamed(event: LoggedEvent): StreamEvent {
    return { replayId: event.replayId, topic: `/event/${event.objectName}`, payload: event.payload, schemaId: this.#schemaId(event.objectName) };
  }

  #schemaId(objectName: string): string {
    const schema = this.#schema();
    if (schema.fingerprint !== this.#schemaIdsOf) {
      this.#schemaIds = new Map();
      this.#schemaIdsOf = schema.fingerprint;
    }
    let id = this.#schemaIds.get(objectName);
    if (id === undefined) {
      const fields = schema.objects.get(objectName.toLowerCase())?.fields.map((field) => `${field.apiName}:${field.type}`) ?? [];
      id = createHash('sha256').update(fields.join(',')).digest('base64url').slice(0, 22);
      this.#schemaIds.set(objectName, id);
    }
    return id;
  }
}
