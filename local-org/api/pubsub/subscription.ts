/** One Subscribe stream: where it stands, how many events its client still wants, and when it has to hear something. */
import type { UserContext } from '../../library/ports.ts';
import type { StoredEvent } from '../host.ts';
import { mayReadField, mayReceive, maySubscribe, objectNamed } from './access.ts';
import type { EventSchema, PayloadField } from './avro-schema.ts';
import { encodePayload } from './avro-payload.ts';
import { newRpcId, PubSubRefusal } from './errors.ts';
import { eventIdOf } from './event-id.ts';
import type { PubSubParts } from './parts.ts';
import { positionOf, replayIdOf, type ConsumerEvent, type FetchRequest, type FetchResponse } from './wire.ts';

/** More is counted as this, over all requests of a stream. Source: Pub/Sub API Guide, "Pub/Sub API and Event Allocations". */
const MOST_REQUESTED = 100;
/** How long permissions that were looked up are taken for what they were; the platform allows itself ten minutes. */
const PERMISSIONS_FOR_MS = 10_000;
/** Events of a channel that are looked at in one go for those the user may receive. */
const PAGE = 500;

export interface SubscriberStream {
  write(response: FetchResponse): void;
  end(): void;
  fail(error: unknown): void;
}

export class Subscription {
  readonly rpcId = newRpcId();
  readonly #parts: PubSubParts;
  readonly #stream: SubscriberStream;
  /** The user as the session has it now. @throws PubSubRefusal when it has ended */
  readonly #currentUser: () => UserContext;
  #topic: string | undefined;
  #position = 0;
  #requested = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #readable = new Map<string, { readonly untilMs: number; readonly mayReceive: boolean; readonly fields: ReadonlySet<PayloadField> }>();

  constructor(parts: PubSubParts, stream: SubscriberStream, user: () => UserContext) {
    this.#parts = parts;
    this.#stream = stream;
    this.#currentUser = user;
  }

  get topic(): string | undefined {
    return this.#topic;
  }

  /** @throws PubSubRefusal, which ends the stream */
  fetch(request: FetchRequest): void {
    const user = this.#currentUser();
    if (this.#topic === undefined) this.#begin(request, user);
    else if (request.topicName !== '' && this.#parts.host.events.topic(request.topicName) !== this.#topic) throw new PubSubRefusal('topicMismatch', `This stream is subscribed to ${this.#topic}, not to ${request.topicName}: call Subscribe again.`);
    if (request.numRequested <= 0) throw new PubSubRefusal('countInvalid', `num_requested is ${String(request.numRequested)}; it must be greater than 0.`);
    this.#requested = Math.min(MOST_REQUESTED, this.#requested + request.numRequested);
    this.#waitAgain();
    this.deliver();
  }

  /** Sends what there is, as far as it was asked for. @throws PubSubRefusal when the session has ended */
  deliver(): void {
    const { events } = this.#parts.host;
    while (this.#topic !== undefined && this.#requested > 0) {
      const page = events.read(this.#topic, this.#position, PAGE);
      if (page.length === 0) return;
      this.#send(page);
    }
  }

  /** The stream is over for the client. */
  close(): void {
    clearTimeout(this.#timer);
    this.#topic = undefined;
  }

  #begin({ topicName, replayPreset, replayId }: FetchRequest, user: UserContext): void {
    const { host } = this.#parts;
    if (topicName === '') throw new PubSubRefusal('topicEmpty', 'The first FetchRequest of a stream must name a topic.');
    const topic = host.events.topic(topicName);
    if (topic === undefined) throw new PubSubRefusal('topicNotFound', `The topic ${topicName} does not exist.`);
    if (!maySubscribe(host, user, topic)) throw new PubSubRefusal('cannotSubscribe', `${user.username} may not subscribe to ${topic}: ${topic.startsWith('/data/') ? '"View All Records" of the object' : 'read access to the event'} is missing.`);
    this.#position = replayPreset === 'CUSTOM' ? this.#validPosition(replayId) : replayPreset === 'EARLIEST' ? 0 : host.events.latest();
    this.#topic = topic;
  }

  /** A position is good while nothing behind it has been removed, whether or not an event of the topic stands there. platform-facts: pubsub-replay-id-validation */
  #validPosition(replayId: Buffer): number {
    if (replayId.length === 0) throw new PubSubRefusal('replayIdMissing', 'With the replay preset CUSTOM a replay_id must be given.');
    const { events } = this.#parts.host;
    const position = positionOf(replayId);
    const isKept = position !== undefined && position >= (events.oldest() ?? events.latest() + 1) - 1 && position <= events.latest();
    if (!isKept) throw new PubSubRefusal('replayIdCorrupted', `The Replay ID validation failed: ${position === undefined ? `0x${replayId.toString('hex')}` : String(position)} does not lie within the events of the last 72 hours.`);
    return position;
  }

  #send(page: readonly StoredEvent[]): void {
    const user = this.#currentUser();
    const events: ConsumerEvent[] = [];
    for (const event of page) {
      if (events.length >= this.#requested) break;
      const consumed = this.#consumerEvent(event, user);
      if (consumed !== undefined) events.push(consumed);
      this.#position = event.replayId;
    }
    if (events.length === 0) return;
    this.#requested -= events.length;
    this.#parts.delivered(events.length);
    this.#answer(events);
  }

  /** `undefined`: not for this user, or of a type that is gone. */
  #consumerEvent(event: StoredEvent, user: UserContext): ConsumerEvent | undefined {
    const schema = this.#parts.schemas.of(event.objectName, event.schemaId);
    if (schema === undefined) return undefined;
    const readable = this.#readableOf(schema, user);
    if (!readable.mayReceive) return undefined;
    return {
      event: { id: eventIdOf(event, this.#parts.host.organizationId), schemaId: event.schemaId, payload: encodePayload(schema, event.payload, (field) => readable.fields.has(field)) },
      replayId: replayIdOf(event.replayId),
    };
  }

  #readableOf(schema: EventSchema, user: UserContext): { readonly mayReceive: boolean; readonly fields: ReadonlySet<PayloadField> } {
    const { host, now } = this.#parts;
    const known = this.#readable.get(schema.schemaId);
    if (known !== undefined && known.untilMs > now()) return known;
    const object = objectNamed(host, schema.object.apiName) ?? schema.object;
    const found = { untilMs: now() + PERMISSIONS_FOR_MS, mayReceive: mayReceive(host, user, object), fields: new Set(schema.fields.filter((field) => mayReadField(host, user, object, field))) };
    this.#readable.set(schema.schemaId, found);
    return found;
  }

  #answer(events: readonly ConsumerEvent[]): void {
    this.#stream.write({ events, latestReplayId: replayIdOf(events.length > 0 ? this.#position : Math.max(this.#position, this.#parts.host.events.latest())), rpcId: this.rpcId, pendingNumRequested: this.#requested });
    this.#waitAgain();
  }

  /** A client that waits for events hears from time to time that there are none; one that asks for no more is let go. platform-facts: pubsub-keep-alive */
  #waitAgain(): void {
    clearTimeout(this.#timer);
    const { keepAliveMs, idleMs } = this.#parts.times;
    this.#timer = this.#requested > 0 ? setTimeout(() => { this.#keepAlive(); }, keepAliveMs) : setTimeout(() => { this.#stream.end(); }, idleMs);
    this.#timer.unref();
  }

  #keepAlive(): void {
    try {
      this.#currentUser();
      this.deliver();
      this.#position = Math.max(this.#position, this.#parts.host.events.latest());
      this.#answer([]);
    } catch (error) {
      this.#stream.fail(error);
    }
  }
}
