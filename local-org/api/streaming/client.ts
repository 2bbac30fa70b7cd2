/** One CometD client: its subscriptions with their replay positions, its queue, and the connect request that waits for events. */
import type { EventSource, StoredEvent } from '../host.ts';
import type { ServerMessage } from './messages.ts';
import type { SystemMessage, SystemTopic } from './system-topics.ts';

/** -1: only new events; -2: all retained ones; n: those after n. */
export type ReplayFrom = number;

/** A client that does not fetch is cut off here, and catches up by replay after its next handshake. */
const MAXIMUM_QUEUE = 10_000;
const CATCH_UP_PAGE = 1_000;

export class StreamingClient {
  readonly id: string;
  readonly userId: string;
  readonly #events: EventSource;
  readonly #subscriptions = new Map<string, number>();
  readonly #systemTopics = new Set<SystemTopic>();
  #queue: ServerMessage[] = [];
  #waiting: (() => void) | undefined;
  lastSeenMs: number;
  isOverrun = false;

  constructor(id: string, userId: string, events: EventSource, nowMs: number) {
    this.id = id;
    this.userId = userId;
    this.#events = events;
    this.lastSeenMs = nowMs;
  }

  /** Starts delivery of a topic and queues what the replay position asks for. */
  subscribe(topic: string, from: ReplayFrom): void {
    const start = from === -1 ? this.#events.latest() : from === -2 ? 0 : from;
    this.#subscriptions.set(topic, start);
    for (let page = this.#events.read(topic, start, CATCH_UP_PAGE); page.length > 0; page = this.#events.read(topic, page[page.length - 1]!.replayId, CATCH_UP_PAGE)) {
      for (const event of page) this.#push(event);
    }
  }

  subscribeSystem(topic: SystemTopic): void {
    this.#systemTopics.add(topic);
  }

  unsubscribe(topic: string): void {
    this.#subscriptions.delete(topic);
    for (const system of this.#systemTopics) if (system === topic) this.#systemTopics.delete(system);
  }

  /** Takes new events; those at or before the subscription's position were already queued by replay. */
  offer(events: readonly StoredEvent[]): void {
    for (const event of events) this.#push(event);
  }

  /** Takes what the org tells its user. */
  offerSystem({ topic, userId, id }: SystemMessage, nowMs: number): void {
    if (userId !== this.userId || !this.#systemTopics.has(topic)) return;
    this.#enqueue({ channel: topic, data: { event: { type: 'created', createdDate: new Date(nowMs).toISOString(), replayId: -1 }, sobject: { Id: id } } });
  }

  /** Queued messages, taken out. */
  drain(): ServerMessage[] {
    const messages = this.#queue;
    this.#queue = [];
    return messages;
  }

  get hasMessages(): boolean {
    return this.#queue.length > 0;
  }

  /** Resolves when something is queued, the time is over, or another connect of this client takes its place. */
  wait(timeoutMs: number): Promise<void> {
    this.wake();
    if (this.hasMessages || timeoutMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        if (this.#waiting === done) this.#waiting = undefined;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiting = done;
    });
  }

  /** Ends a waiting connect, if any. */
  wake(): void {
    this.#waiting?.();
  }

  #push(event: StoredEvent): void {
    const position = this.#subscriptions.get(event.topic);
    if (position === undefined || event.replayId <= position) return;
    if (this.#enqueue({ channel: event.topic, data: { schema: event.schemaId, payload: event.payload, event: { replayId: event.replayId } } })) this.#subscriptions.set(event.topic, event.replayId);
  }

  /** False when the client is cut off: it did not fetch. */
  #enqueue(message: ServerMessage): boolean {
    this.isOverrun ||= this.#queue.length >= MAXIMUM_QUEUE;
    if (!this.isOverrun) this.#queue.push(message);
    this.wake();
    return !this.isOverrun;
  }
}
