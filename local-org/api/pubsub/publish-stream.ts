/** One PublishStream: its requests are published one after the other, in their order. */
import type { UserContext } from '../../library/ports.ts';
import type { EventSchema } from './avro-schema.ts';
import { newRpcId, PubSubRefusal } from './errors.ts';
import type { PubSubParts } from './parts.ts';
import { publishEvents, publishTarget } from './publish.ts';
import type { PublishRequest, PublishResponse } from './wire.ts';

export class PublishStream {
  readonly rpcId = newRpcId();
  readonly #parts: PubSubParts;
  readonly #write: (response: PublishResponse) => void;
  readonly #fail: (error: unknown) => void;
  readonly #currentUser: () => UserContext;
  #target: EventSchema | undefined;
  #last = Promise.resolve();
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: PubSubParts, write: (response: PublishResponse) => void, fail: (error: unknown) => void, user: () => UserContext) {
    this.#parts = parts;
    this.#write = write;
    this.#fail = fail;
    this.#currentUser = user;
    this.#waitAgain();
  }

  /** @throws PubSubRefusal, which ends the stream */
  publish(request: PublishRequest): void {
    const user = this.#currentUser();
    const target = this.#targetOf(request, user);
    this.#waitAgain();
    this.#last = this.#last.then(() => this.#publish(target, request, user));
  }

  finished(): Promise<void> {
    return this.#last;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #targetOf({ topicName }: PublishRequest, user: UserContext): EventSchema {
    if (this.#target !== undefined && topicName !== '') {
      const named = this.#parts.host.events.topic(topicName);
      if (named !== `/event/${this.#target.object.apiName}`) throw new PubSubRefusal('publishTopicMismatch', `This stream publishes on /event/${this.#target.object.apiName}, not on ${topicName}: call PublishStream again.`);
    }
    // Looked up again for each request: the type may have been deployed anew.
    this.#target = publishTarget(this.#parts, topicName === '' && this.#target !== undefined ? `/event/${this.#target.object.apiName}` : topicName, user);
    return this.#target;
  }

  async #publish(target: EventSchema, request: PublishRequest, user: UserContext): Promise<void> {
    if (this.#isClosed) return;
    try {
      const response = await publishEvents(this.#parts, target, request, user);
      if (!this.#isClosed) this.#write(response);
    } catch (error) {
      this.#fail(error);
    }
  }

  #waitAgain(): void {
    clearTimeout(this.#timer);
    const { publishIdleMs } = this.#parts.times;
    this.#timer = setTimeout(() => { this.#fail(new PubSubRefusal('publishIdle', `Nothing was published on this stream for ${String(publishIdleMs / 1000)} s.`)); }, publishIdleMs);
    this.#timer.unref();
  }
}
