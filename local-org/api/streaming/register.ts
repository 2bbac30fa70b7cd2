/** CometD (Bayeux) over long polling with replay, at `/cometd/NN.N`. Web sockets and callback polling are refused; clients fall back by themselves. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserContext } from '../../library/ports.ts';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import { StreamingClient } from './client.ts';
import { SystemTopics } from './system-topics.ts';
import { CONNECT_TIMEOUT_MS, connectAnswer, failure, handshakeAnswer, plainAnswer, subscribeAnswer, unknownClient, type ClientMessage, type ServerMessage } from './messages.ts';

/** A client not heard of for this long after its connect ended is forgotten. */
const IDLE_MS = 60_000;

/** `mayWait`: the message is alone in its request, so a connect may be held until there are events. */
type Handler = (message: ClientMessage, user: UserContext, mayWait: boolean) => ServerMessage | Promise<ServerMessage>;

export interface StreamingOptions {
  /** How long a connect is held; tests shorten it. */
  readonly connectTimeoutMs?: number;
  /** What the org tells of itself; without it those channels do not exist. */
  readonly systemTopics?: SystemTopics;
  /** Milliseconds since the epoch on the machine: a client is idle by its own time, also when somebody moves the clock of the org. Absent: the org's time. */
  readonly wallClock?: () => number;
}

export function registerStreaming(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, options: StreamingOptions = {}): void {
  const clients = new Map<string, StreamingClient>();
  const wallClock = options.wallClock ?? (() => host.now());
  const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const stopListening = host.events.onPublished((events) => {
    for (const client of clients.values()) client.offer(events);
  });
  const stopSystem = options.systemTopics?.onPublished((message) => {
    for (const client of clients.values()) client.offerSystem(message, host.now());
  });
  let isClosing = false;
  host.allowances?.gauge('DurableStreamingApiConcurrentClients', () => clients.size);

  // Waiting connects would keep a closing server open until their timeout.
  server.addHook('preClose', async () => {
    isClosing = true;
    stopListening();
    stopSystem?.();
    for (const client of clients.values()) client.wake();
    clients.clear();
  });

  const find = (message: ClientMessage, user: UserContext): StreamingClient | undefined => {
    const client = message.clientId === undefined ? undefined : clients.get(message.clientId);
    if (client === undefined || client.userId !== user.id) return undefined;
    client.lastSeenMs = wallClock();
    return client;
  };

  const handlers: Readonly<Record<string, Handler>> = {
    '/meta/handshake': (message, user) => {
      forgetIdle(clients, wallClock());
      const client = new StreamingClient(randomBytes(20).toString('hex'), user.id, host.events, wallClock());
      clients.set(client.id, client);
      return handshakeAnswer(message, client.id);
    },
    '/meta/connect': async (message, user, mayWait) => {
      const client = find(message, user);
      if (client === undefined) return unknownClient(message);
      if (mayWait && !client.hasMessages && !isClosing) await client.wait(connectTimeoutMs);
      client.lastSeenMs = wallClock();
      if (client.isOverrun) {
        clients.delete(client.id);
        return unknownClient(message);
      }
      return connectAnswer(message, client.id);
    },
    '/meta/subscribe': (message, user) => {
      const client = find(message, user);
      if (client === undefined) return unknownClient(message);
      const systemTopic = options.systemTopics === undefined ? undefined : SystemTopics.find(message.subscription ?? '');
      if (systemTopic !== undefined) {
        client.subscribeSystem(systemTopic);
        return subscribeAnswer(message, client.id);
      }
      const topic = message.subscription === undefined ? undefined : host.events.topic(message.subscription);
      if (topic === undefined) return failure(message, `404::{${message.subscription ?? ''}}::The channel you requested to subscribe to does not exist`);
      client.subscribe(topic, replayFrom(message, topic));
      return subscribeAnswer(message, client.id);
    },
    '/meta/unsubscribe': (message, user) => {
      const client = find(message, user);
      if (client === undefined) return unknownClient(message);
      client.unsubscribe(SystemTopics.find(message.subscription ?? '') ?? host.events.topic(message.subscription ?? '') ?? '');
      return plainAnswer(message, client.id);
    },
    '/meta/disconnect': (message, user) => {
      const client = find(message, user);
      if (client === undefined) return unknownClient(message);
      clients.delete(client.id);
      client.wake();
      return plainAnswer(message, client.id);
    },
  };

  const receive = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const user = authenticate(request);
    const messages = (Array.isArray(request.body) ? request.body : [request.body]) as ClientMessage[];
    const answers: ServerMessage[] = [];
    for (const message of messages) {
      const handler = handlers[typeof message === 'object' && message !== null ? message.channel : ''];
      if (handler === undefined) throw apiError(400, 'INVALID_MESSAGE', `Unknown Bayeux channel ${JSON.stringify(message).slice(0, 120)}`);
      // The answers of other messages in the batch must not wait for the connect's events.
      answers.push(await handler(message, user, messages.length === 1));
    }
    const events = drained(clients, messages, answers);
    if (events.length > 0) host.allowances?.use('DailyDeliveredPlatformEvents', events.length);
    return reply.header('cache-control', 'no-store').send([...events, ...answers]);
  };

  server.post('/cometd/:version', receive);
  server.post('/cometd/:version/:operation', receive);
  server.get('/cometd/:version', async () => {
    throw apiError(400, 'UNSUPPORTED', 'Only long polling by POST is offered.');
  });
}

/** Events travel in front of the answer of a connect, never with other messages: the order clients expect. */
function drained(clients: ReadonlyMap<string, StreamingClient>, messages: readonly ClientMessage[], answers: readonly ServerMessage[]): ServerMessage[] {
  return messages.flatMap((message, index) => {
    const isConnected = message.channel === '/meta/connect' && answers[index]?.['successful'] === true;
    return isConnected ? clients.get(message.clientId ?? '')?.drain() ?? [] : [];
  });
}

function replayFrom(message: ClientMessage, topic: string): number {
  const replay = message.ext?.replay;
  if (typeof replay === 'number') return replay;
  if (typeof replay !== 'object' || replay === null) return -1;
  const entry = Object.entries(replay as Record<string, unknown>).find(([channel]) => channel.toLowerCase() === topic.toLowerCase());
  return typeof entry?.[1] === 'number' ? entry[1] : -1;
}

function forgetIdle(clients: Map<string, StreamingClient>, nowMs: number): void {
  for (const [id, client] of clients) {
    if (client.lastSeenMs >= nowMs - CONNECT_TIMEOUT_MS - IDLE_MS) continue;
    clients.delete(id);
    client.wake();
  }
}
