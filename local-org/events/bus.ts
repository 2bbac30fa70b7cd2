/** The event bus: stores what transactions publish, tells listeners once it is durable, and answers replay. */
import { createHash } from 'node:crypto';
import type { OrgSchema } from '../schema/schema.ts';
import { RETENTION_MS, type EventLog, type LoggedEvent } from './event-log.ts';
import { BusFaults } from './faults.ts';
import type { PendingEvent } from './outbox.ts';
import { Topics, type Topic } from './topics.ts';

/** An event as streaming clients get it. */
export interface StreamEvent {
  readonly replayId: number;
  /** `/event/Stock_Fact__e` */
  readonly topic: string;
  /** API name of the event's type. */
  readonly objectName: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Changes with the event's definition. */
  readonly schemaId: string;
}

type Listener = (events: readonly StreamEvent[]) => void;

const PURGE_EVERY_MS = 60 * 60 * 1000;

export class EventBus {
  readonly #log: EventLog;
  readonly #faults: BusFaults;
  readonly #schema: () => OrgSchema;
  readonly #listeners = new Set<Listener>();
  #schemaIds = new Map<string, string>();
  #schemaIdsOf = '';
  #purgedAt = 0;
  #knownTopics: { readonly fingerprint: string; readonly topics: Topics } | undefined;

  constructor(log: EventLog, schema: () => OrgSchema, faults = new BusFaults()) {
    this.#faults = faults;
    this.#log = log;
    this.#schema = schema;
  }

  /** Must run inside the transaction that published; the answer goes to `announce` after its commit. */
  store(pending: readonly PendingEvent[], nowMs: number): LoggedEvent[] {
    if (nowMs - this.#purgedAt > PURGE_EVERY_MS) {
      this.#purgedAt = nowMs;
      this.#log.forgetBefore(nowMs - RETENTION_MS);
    }
    return this.#log.append(this.#faults.published(pending).map(({ objectName, payload }) => ({ objectName, publishedAt: nowMs, payload })));
  }

  announce(events: readonly LoggedEvent[]): void {
    if (events.length === 0 || this.#listeners.size === 0) return;
    const topics = this.#topics();
    const streamed = events.flatMap((event) => topics.ofEvent(event.objectName).map((topic) => this.#streamed(event, topic)));
    for (const listener of this.#listeners) listener(streamed);
  }

  onPublished(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  /** Canonical spelling of a topic; `undefined` when there is none of that name. */
  topic(name: string): string | undefined {
    return this.#topics().find(name)?.name;
  }

  read(topicName: string, afterReplayId: number, limit: number): readonly StreamEvent[] {
    const topic = this.#topics().find(topicName);
    return topic === undefined ? [] : this.#log.readAny(topic.eventNames, afterReplayId, limit).map((event) => this.#streamed(event, topic));
  }

  /** The event types a topic carries; none for an unknown topic. */
  types(topicName: string): readonly { readonly objectName: string; readonly schemaId: string }[] {
    return (this.#topics().find(topicName)?.eventNames ?? []).map((objectName) => ({ objectName, schemaId: this.#schemaId(objectName) }));
  }

  latest(): number {
    return this.#log.latest();
  }

  /** Replay id of the oldest event that is still kept; `undefined` when none is. */
  oldest(): number | undefined {
    return this.#log.oldest();
  }

  #topics(): Topics {
    const schema = this.#schema();
    if (this.#knownTopics?.fingerprint !== schema.fingerprint) this.#knownTopics = { fingerprint: schema.fingerprint, topics: new Topics(schema) };
    return this.#knownTopics.topics;
  }

  #streamed(event: LoggedEvent, topic: Topic): StreamEvent {
    return { replayId: event.replayId, topic: topic.name, objectName: event.objectName, payload: payloadFor(topic, event), schemaId: this.#schemaId(event.objectName) };
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
      id = createHash('sha256').update([objectName, ...fields].join(',')).digest('base64url').slice(0, 22);
      this.#schemaIds.set(objectName, id);
    }
    return id;
  }
}

/** Fields that only another channel asked for stay away. */
function payloadFor({ enriched }: Topic, { objectName, payload }: LoggedEvent): LoggedEvent['payload'] {
  const header = payload['ChangeEventHeader'] as { readonly changeType: string; readonly changedFields: readonly string[] } | undefined;
  if (enriched === undefined || header === undefined || (header.changeType !== 'UPDATE' && header.changeType !== 'DELETE')) return payload;
  const mayStay = (name: string): boolean => name === 'ChangeEventHeader' || header.changedFields.includes(name) || enriched.get(objectName)?.has(name) === true;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => mayStay(name)));
}
