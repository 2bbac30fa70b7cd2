/** What the subscriber needs of a Pub/Sub API. `grpc-transport.ts` is the real one; tests have theirs. */

/** Where a stream begins: behind a replay id, or with what is published from now on. */
export type StreamStart = { readonly after: string } | 'latest';

export interface RawEvent {
  readonly replayId: string;
  readonly id: string;
  readonly schemaId: string;
  readonly payload: Buffer;
}

export interface StreamAnswer {
  /** None: a sign of life. */
  readonly events: readonly RawEvent[];
  /** The newest place in the stream, behind the events. */
  readonly latestReplayId: string;
}

/** Why a stream ended. `position-gone`: what stood behind the position is no longer kept; `session`: the token is refused; `lost`: it may work again as it is; `refused`: somebody has to do something. */
export type StreamEnd = 'position-gone' | 'session' | 'lost' | 'refused';

export class StreamEnded extends Error {
  override readonly name = 'StreamEnded';
  readonly reason: StreamEnd;

  constructor(reason: StreamEnd, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface EventStream {
  /** Asks for so many events more. */
  request(count: number): void;
  /** The next answer. @throws StreamEnded once, when there are no more */
  next(): Promise<StreamAnswer>;
  /** Ends it; a waiting `next` throws. */
  cancel(): void;
}

export interface PubSubTransport {
  /** @throws StreamEnded */
  subscribe(topic: string, start: StreamStart): Promise<EventStream>;
  /** An Avro schema as JSON. @throws StreamEnded */
  schema(schemaId: string): Promise<string>;
  close(): void;
}
