/** The RPCs of the service, each with the user who calls it. */
import type { handleBidiStreamingCall, handleUnaryCall, Metadata, ServerDuplexStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Sessions } from '../oauth/sessions.ts';
import { mayPublish, maySubscribe } from './access.ts';
import { callerOf, currentUser, type Caller } from './caller.ts';
import { newRpcId, PubSubRefusal, serviceError } from './errors.ts';
import type { PubSubParts } from './parts.ts';
import { PublishStream } from './publish-stream.ts';
import { publishEvents, publishTarget } from './publish.ts';
import { Subscription } from './subscription.ts';
import type { FetchRequest, FetchResponse, PublishRequest, PublishResponse, SchemaInfo, SchemaRequest, TopicInfo, TopicRequest } from './wire.ts';

export interface OpenStreams {
  add(stream: OpenStream): void;
  remove(stream: OpenStream): void;
}

export interface OpenStream {
  /** Something was published. */
  deliver(): void;
  /** The server is going away. */
  fail(error: unknown): void;
}

export function handlersOf(parts: PubSubParts, sessions: Sessions, streams: OpenStreams): UntypedServiceImplementation {
  const caller = (metadata: Metadata): Caller => callerOf(parts.host, sessions, metadata);
  return {
    GetTopic: unary<TopicRequest, TopicInfo>(parts, (request, metadata) => topicInfo(parts, request, caller(metadata))),
    GetSchema: unary<SchemaRequest, SchemaInfo>(parts, ({ schemaId }, metadata) => {
      caller(metadata);
      if (schemaId === '') throw new PubSubRefusal('schemaEmpty', 'The schema_id must not be empty.');
      const schema = parts.schemas.withId(schemaId);
      if (schema === undefined) throw new PubSubRefusal('schemaUnknown', `There is no schema with the ID ${schemaId}.`);
      return { schemaJson: schema.json, schemaId, rpcId: newRpcId() };
    }),
    Publish: unary<PublishRequest, PublishResponse>(parts, (request, metadata) => {
      const { user } = caller(metadata);
      return publishEvents(parts, publishTarget(parts, request.topicName, user), request, user);
    }),
    PublishStream: publishStreamHandler(parts, sessions, streams),
    Subscribe: subscribeHandler(parts, sessions, streams),
    ManagedSubscribe: ((call: ServerDuplexStream<unknown, unknown>) => {
      call.emit('error', serviceError(new PubSubRefusal('unimplemented', 'ManagedSubscribe (beta) is not served by a local org: use Subscribe and keep the replay ID yourself.'), newRpcId()));
    }) satisfies handleBidiStreamingCall<unknown, unknown>,
  };
}

function topicInfo(parts: PubSubParts, { topicName }: TopicRequest, { user }: Caller): TopicInfo {
  const { host } = parts;
  if (topicName === '') throw new PubSubRefusal('topicEmpty', 'The request must name a topic.');
  const topic = host.events.topic(topicName);
  if (topic === undefined) throw new PubSubRefusal('topicNotFound', `The topic ${topicName} does not exist.`);
  const [canSubscribe, canPublish] = [maySubscribe(host, user, topic), mayPublish(host, user, topic)];
  if (!canSubscribe && !canPublish) throw new PubSubRefusal('topicPermission', `${user.username} may neither subscribe to ${topic} nor publish on it.`);
  // A channel for several types has no schema of its own: each of its events names one.
  const types = host.events.types(topic);
  return { topicName: topic, tenantGuid: `core/prod/${host.organizationId}`, canPublish, canSubscribe, schemaId: types.length === 1 ? types[0]!.schemaId : '', rpcId: newRpcId() };
}

function unary<Request, Response>(parts: PubSubParts, answer: (request: Request, metadata: Metadata) => Response | Promise<Response>): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => {
      try {
        callback(null, await answer(call.request, call.metadata));
      } catch (error) {
        callback(errorOf(parts, error, newRpcId()));
      }
    })();
  };
}

function subscribeHandler(parts: PubSubParts, sessions: Sessions, streams: OpenStreams): handleBidiStreamingCall<FetchRequest, FetchResponse> {
  return streamHandler(parts, sessions, streams, ({ token }, call, fail, end) => {
    const subscription = new Subscription(parts, { write: (response) => { call.write(response); }, end, fail }, () => currentUser(parts.host, sessions, token));
    return { rpcId: subscription.rpcId, receive: (request) => { subscription.fetch(request); }, deliver: () => { subscription.deliver(); }, close: () => { subscription.close(); } };
  });
}

function publishStreamHandler(parts: PubSubParts, sessions: Sessions, streams: OpenStreams): handleBidiStreamingCall<PublishRequest, PublishResponse> {
  return streamHandler(parts, sessions, streams, ({ token }, call, fail) => {
    const stream = new PublishStream(parts, (response) => { call.write(response); }, fail, () => currentUser(parts.host, sessions, token));
    return { rpcId: stream.rpcId, receive: (request) => { stream.publish(request); }, deliver: () => undefined, close: () => { stream.close(); }, finished: () => stream.finished() };
  });
}

interface StreamBody<Request> {
  readonly rpcId: string;
  /** @throws PubSubRefusal, which ends the stream */
  receive(request: Request): void;
  deliver(): void;
  close(): void;
  /** What was received is answered. */
  finished?(): Promise<void>;
}

type MakeBody<Request, Response> = (caller: Caller, call: ServerDuplexStream<Request, Response>, fail: (error: unknown) => void, end: () => void) => StreamBody<Request>;

/** The life of a two-way stream: the first error ends it, for whatever reason, and nothing is written after that. */
function streamHandler<Request, Response>(parts: PubSubParts, sessions: Sessions, streams: OpenStreams, makeBody: MakeBody<Request, Response>): handleBidiStreamingCall<Request, Response> {
  return (call) => {
    let isOver = false;
    let body: StreamBody<Request> | undefined;
    const over = (): boolean => {
      if (isOver) return true;
      isOver = true;
      streams.remove(stream);
      body?.close();
      return false;
    };
    const fail = (error: unknown): void => {
      if (!over()) call.emit('error', errorOf(parts, error, body?.rpcId ?? newRpcId()));
    };
    const end = (): void => {
      if (!over()) call.end();
    };
    const guarded = (work: () => void): void => {
      if (isOver) return;
      try {
        work();
      } catch (error) {
        fail(error);
      }
    };
    const stream: OpenStream = { deliver: () => { guarded(() => body?.deliver()); }, fail };
    streams.add(stream);
    guarded(() => { body = makeBody(callerOf(parts.host, sessions, call.metadata), call, fail, end); });
    call.on('data', (request: Request) => { guarded(() => body?.receive(request)); });
    call.on('end', () => { void (body?.finished?.() ?? Promise.resolve()).then(end); });
    call.on('cancelled', () => { over(); });
  };
}

function errorOf(parts: PubSubParts, error: unknown, rpcId: string): ReturnType<typeof serviceError> {
  if (error instanceof PubSubRefusal) return serviceError(error, rpcId);
  parts.reportInternalError(error);
  return serviceError(new PubSubRefusal('internal', 'An unexpected error occurred in the local org. See its log.'), rpcId);
}
