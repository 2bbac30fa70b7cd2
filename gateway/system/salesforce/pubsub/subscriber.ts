/**
 * Listens to one topic for as long as the gateway runs. The place in the stream is durable and moves in the same transaction as what follows from the events
 * before it, so a crash repeats events and leaves none out. What nobody can replay any more (a position that is too old, an overflow, an unreadable event) is read
 * from the org: the gap is noted durably before, and forgotten in the transaction behind the last thing that was read.
 */
import type { GatewayStore } from '../../../delivery/store.ts';
import type { HealthLog } from '../../../health/health-log.ts';
import type { SubscriptionState } from '../../../health/ports.ts';
import type { Clock } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failures.ts';
import type { Log } from '../../../shared/log.ts';
import { AvroDecoder } from './avro-decoder.ts';
import { isOverflow, type OrgEvent } from './org-event.ts';
import { claim, giveUp, move, PositionTaken, type LastSign, type Position } from './position.ts';
import type { Effects, TopicHandler } from './topic-handler.ts';
import { StreamEnded, type EventStream, type PubSubTransport, type RawEvent, type StreamAnswer } from './transport.ts';
import { OrgEventUnreadable } from './unreadable.ts';

export interface SubscriberParts {
  readonly transport: PubSubTransport;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthLog;
  /** Name of this process, the same after a restart: it then takes its place back at once, others wait until it has been silent for long. */
  readonly owner: string;
  /** Source the health figures are kept under. */
  readonly source: string;
  /** The token is refused: get a new one. */
  forgetSession(): void;
  /** Of 0 to 1. */
  random?(): number;
}

/** The most a stream may ask for. Source: Pub/Sub API Guide, "Pub/Sub API and Event Allocations". */
const MOST_REQUESTED = 100;
/** The org says something within 270 s; nothing for longer than this means the connection is dead. */
const SILENCE_MS = 300_000;
const HEARTBEAT_MS = 10_000;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 30_000;

export class Subscriber {
  readonly #handler: TopicHandler;
  readonly #parts: SubscriberParts;
  readonly #owner: string;
  readonly #decoder: AvroDecoder;
  readonly #stopped = new AbortController();
  #position: Position | undefined;
  /** Of the process that listens instead. */
  #otherSign: LastSign | undefined;
  #state: 'Waiting' | 'Connecting' | 'CatchingUp' | 'Live' | 'Stopped' = 'Waiting';
  #lastEventAtMs: number | undefined;
  #failures = 0;
  #isResumed = false;
  #running: Promise<void> | undefined;

  constructor(handler: TopicHandler, parts: SubscriberParts) {
    this.#handler = handler;
    this.#owner = parts.owner;
    this.#parts = parts;
    this.#decoder = new AvroDecoder((schemaId) => parts.transport.schema(schemaId));
  }

  /** `undefined` while another process of the group listens. */
  get figures(): SubscriptionState | undefined {
    if (this.#state === 'Waiting') return undefined;
    const replayId = this.#position?.replayId;
    return { topic: this.#handler.topic, state: this.#state, ...(replayId === undefined ? {} : { position: BigInt(`0x${replayId}`).toString() }), ...(this.#lastEventAtMs === undefined ? {} : { lastEventAtMs: this.#lastEventAtMs }) };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Lets what is being handled end, then gives the place up. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  get #signal(): AbortSignal {
    return this.#stopped.signal;
  }

  async #run(): Promise<void> {
    const beside = [this.#heartbeat(), this.#refresh()];
    while (!this.#signal.aborted) {
      try {
        await this.#listen();
      } catch (error) {
        await this.#recoverFrom(error);
      }
    }
    await Promise.all(beside);
    await this.#parts.store.transaction((transaction) => giveUp(transaction, this.#handler.topic, this.#owner)).catch((error: unknown) => {
      // Others take it when it has been silent for long.
      this.#parts.log.write('warn', 'subscription-not-given-up', { topic: this.#handler.topic, message: messageOf(error) });
    });
    this.#state = 'Stopped';
  }

  /** One connection, until it ends. */
  async #listen(): Promise<void> {
    const { store, clock, transport } = this.#parts;
    const { topic } = this.#handler;
    const claimed = await store.transaction((transaction) => claim(transaction, topic, this.#owner, clock.now(), this.#otherSign));
    [this.#position, this.#otherSign] = 'taken' in claimed ? [undefined, claimed.taken] : [claimed.position, undefined];
    if (this.#position === undefined) {
      this.#state = 'Waiting';
      await clock.sleep(HEARTBEAT_MS, this.#signal);
      return;
    }
    this.#state = 'Connecting';
    const stream = await transport.subscribe(topic, this.#position.replayId === undefined ? 'latest' : { after: this.#position.replayId });
    const cancel = (): void => { stream.cancel(); };
    this.#signal.addEventListener('abort', cancel, { once: true });
    try {
      stream.request(MOST_REQUESTED);
      if (this.#position.gapSinceMs !== undefined) await this.#recover();
      await this.#follow(stream);
    } finally {
      this.#signal.removeEventListener('abort', cancel);
      stream.cancel();
    }
  }

  async #follow(stream: EventStream): Promise<void> {
    const { health, source, log } = this.#parts;
    this.#state = 'Live';
    log.write('info', 'subscription-live', { topic: this.#handler.topic, position: this.#position?.replayId });
    while (!this.#signal.aborted) {
      const answer = await this.#nextOf(stream);
      if (this.#isResumed) health.count(source, 'subscription-resumed');
      this.#isResumed = false;
      // Asked for before these are handled: the next ones travel meanwhile, and no more than a page waits here.
      if (answer.events.length > 0) stream.request(answer.events.length);
      await this.#take(answer);
      this.#failures = 0;
    }
  }

  /** The stream may have begun after the first reading of a gap: its first answer shows where it stands, so what is read then is complete. */
  async #take(answer: StreamAnswer): Promise<void> {
    if (this.#position?.gapSinceMs !== undefined) await this.#recover();
    const { events, isGap } = await this.#decoded(answer.events);
    const effects = events.length === 0 ? undefined : await this.#handler.handle(events, this.#signal);
    // The old gap is forgotten and the new one noted with the place itself: whoever begins here knows what is missing.
    const gapSinceMs = isGap ? this.#gapStart() : undefined;
    await this.#move({ ...this.#heard(answer), gapSinceMs }, effects);
    this.#note(events);
    if (!isGap) return;
    this.#parts.health.count(this.#parts.source, 'subscription-gap');
    await this.#recover();
    await this.#move({ gapSinceMs: undefined });
  }

  /** What of some events says something; a gap beside them is read from the org. */
  async #decoded(raw: readonly RawEvent[]): Promise<{ readonly events: readonly OrgEvent[]; readonly isGap: boolean }> {
    const events: OrgEvent[] = [];
    let isGap = false;
    for (const each of raw) {
      try {
        const event = await this.#decoder.decode(each);
        if (isOverflow(event)) isGap = true;
        else events.push(event);
      } catch (error) {
        if (!(error instanceof OrgEventUnreadable)) throw error;
        this.#parts.log.write('error', 'event-unreadable', { topic: this.#handler.topic, message: error.message });
        isGap = true;
      }
    }
    return { events, isGap };
  }

  async #recover(): Promise<void> {
    this.#state = 'CatchingUp';
    for await (const effects of this.#handler.recover(this.#gapStart(), this.#signal)) {
      this.#signal.throwIfAborted();
      await this.#move({}, effects);
    }
    this.#state = 'Live';
  }

  #heard({ latestReplayId }: StreamAnswer): Pick<Position, 'replayId' | 'heardAtMs' | 'aliveAtMs'> {
    const now = this.#parts.clock.now();
    return { replayId: latestReplayId, heardAtMs: now, aliveAtMs: now };
  }

  /** A gap begins where the gateway last heard of the topic. */
  #gapStart(): number {
    return this.#position?.gapSinceMs ?? this.#position?.heardAtMs ?? this.#parts.clock.now();
  }

  async #move(change: Partial<Omit<Position, 'owner'>>, effects?: Effects): Promise<void> {
    this.#position = await this.#parts.store.transaction(async (transaction) => {
      await effects?.(transaction);
      return move(transaction, this.#handler.topic, this.#owner, { aliveAtMs: this.#parts.clock.now(), ...change });
    });
  }

  #note(events: readonly OrgEvent[]): void {
    if (events.length === 0) return;
    const { health, source, clock } = this.#parts;
    const now = clock.now();
    this.#lastEventAtMs = now;
    for (const { happenedAtMs } of events) health.hop(source, 'org-to-subscriber', Math.max(0, now - happenedAtMs));
  }

  async #nextOf(stream: EventStream): Promise<StreamAnswer> {
    const watch = new AbortController();
    const silence = this.#parts.clock.sleep(SILENCE_MS, AbortSignal.any([watch.signal, this.#signal])).then((): never => {
      throw new StreamEnded('lost', watch.signal.aborted || this.#signal.aborted ? 'It was stopped.' : `${this.#handler.topic} was silent for ${String(SILENCE_MS / 1000)} s.`);
    });
    try {
      return await Promise.race([stream.next(), silence]);
    } finally {
      watch.abort();
      silence.catch(() => undefined);
    }
  }

  /** The place of a topic where nothing happens must not look forgotten. */
  async #heartbeat(): Promise<void> {
    const { clock, store, log } = this.#parts;
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, this.#signal);
      if (this.#signal.aborted) return;
      if (this.#position === undefined) continue;
      try {
        await store.transaction((transaction) => move(transaction, this.#handler.topic, this.#owner, { aliveAtMs: clock.now() }));
      } catch (error) {
        // Whatever it is, the next event meets it too, and does something about it.
        log.write('warn', 'subscription-heartbeat', { topic: this.#handler.topic, message: messageOf(error) });
      }
    }
  }

  /** Beside the events, in transactions of its own. */
  async #refresh(): Promise<void> {
    const { clock, store, log } = this.#parts;
    let sinceMs = clock.now();
    for (;;) {
      await clock.sleep(this.#handler.refreshMs, this.#signal);
      if (this.#signal.aborted) return;
      if (this.#state !== 'Live') continue;
      const begunAtMs = clock.now();
      try {
        for await (const effects of this.#handler.recover(sinceMs, this.#signal)) {
          await store.transaction(async (transaction) => {
            await effects(transaction);
            await move(transaction, this.#handler.topic, this.#owner, {});
          });
        }
        sinceMs = begunAtMs;
      } catch (error) {
        // It begins at the same moment the next time.
        if (!this.#signal.aborted) log.write('warn', 'subscription-refresh', { topic: this.#handler.topic, message: messageOf(error) });
      }
    }
  }

  async #recoverFrom(error: unknown): Promise<void> {
    if (this.#signal.aborted) return;
    const { log, health, source, clock } = this.#parts;
    const { topic } = this.#handler;
    if (error instanceof PositionTaken) {
      this.#position = undefined;
      return;
    }
    const reason = error instanceof StreamEnded ? error.reason : 'handler';
    log.write(reason === 'lost' || reason === 'session' ? 'warn' : 'error', 'subscription-interrupted', { topic, reason, message: messageOf(error) });
    if (reason === 'position-gone') await this.#leavePosition();
    else health.count(source, reason === 'handler' ? 'retry' : 'connection-lost');
    if (reason === 'session') this.#parts.forgetSession();
    this.#isResumed = true;
    this.#state = 'Connecting';
    const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#failures++);
    await clock.sleep(backoff * (0.5 + (this.#parts.random ?? Math.random)() / 2), this.#signal);
  }

  /** What stood behind the position is gone: begin with what comes, and read from the org what was. */
  async #leavePosition(): Promise<void> {
    this.#parts.health.count(this.#parts.source, 'subscription-gap');
    try {
      await this.#move({ replayId: undefined, gapSinceMs: this.#gapStart() });
    } catch (error) {
      // The place stays as it is, and is refused again.
      if (!(error instanceof PositionTaken)) this.#parts.log.write('warn', 'subscription-place-kept', { topic: this.#handler.topic, message: messageOf(error) });
    }
  }
}
