/**
 * A Bayeux long-polling client for the org's `/cometd` endpoint: one handshake, one hanging request, any number of subscriptions.
 * After an interruption it subscribes again from the last event it has seen, so what the org still retains is not lost.
 */
import { connected, request } from './connection.ts';
import { requestHeaders } from './page.ts';

const ENDPOINT = '/cometd/67.0';
/** Only what is published from now on. */
const NEW_EVENTS_ONLY = -1;

export interface EventMessage {
  readonly channel: string;
  readonly data: { readonly schema?: string; readonly payload: unknown; readonly event: { readonly replayId: number } };
}
export interface Listener {
  readonly id: string;
  readonly channel: string;
  readonly onMessage: (message: EventMessage) => void;
}
interface BayeuxMessage {
  readonly channel: string;
  readonly successful?: boolean;
  readonly clientId?: string;
  readonly error?: string;
  readonly subscription?: string;
  readonly advice?: { readonly reconnect?: 'retry' | 'handshake' | 'none'; readonly interval?: number };
  readonly data?: EventMessage['data'];
}

const listeners = new Set<Listener>();
const errorListeners = new Set<(error: unknown) => void>();
/** Where to start from when a channel is subscribed: the caller's wish at first, then the last event seen. */
const replayFrom = new Map<string, number>();
let clientId: string | undefined;
let starting: Promise<string> | undefined;
let nextId = 0;

/** Rejects with the server's answer when the channel cannot be subscribed. */
export async function listen(channel: string, replayId: number, onMessage: Listener['onMessage']): Promise<Listener> {
  const listener: Listener = { id: String(++nextId), channel, onMessage };
  const isFirstOfChannel = ![...listeners].some((known) => known.channel === channel);
  if (isFirstOfChannel) replayFrom.set(channel, replayId);
  listeners.add(listener);
  try {
    const client = await start();
    if (isFirstOfChannel) await subscribe(client, channel);
  } catch (error) {
    listeners.delete(listener);
    throw error;
  }
  return listener;
}

/** From now on the listener hears nothing. Answers false when the server could not be told; it then forgets the subscription with the client. */
export async function unlisten(listener: Listener): Promise<boolean> {
  listeners.delete(listener);
  const isLastOfChannel = ![...listeners].some((known) => known.channel === listener.channel);
  if (!isLastOfChannel || clientId === undefined) return true;
  return send({ channel: '/meta/unsubscribe', clientId, subscription: listener.channel }).then(
    () => true,
    () => false,
  );
}

export function onStreamError(listener: (error: unknown) => void): void {
  errorListeners.add(listener);
}

/** Answers the client id; the first caller opens the stream. */
function start(): Promise<string> {
  if (clientId !== undefined) return Promise.resolve(clientId);
  starting ??= handshake()
    .then((client) => {
      clientId = client;
      void stayConnected(client);
      return client;
    })
    .finally(() => {
      starting = undefined;
    });
  return starting;
}

async function handshake(): Promise<string> {
  const answers = await send({ channel: '/meta/handshake', version: '1.0', minimumVersion: '1.0', supportedConnectionTypes: ['long-polling'], ext: { replay: true } });
  const answer = answers.find((message) => message.channel === '/meta/handshake');
  if (answer?.successful !== true || answer.clientId === undefined) throw refusal('The handshake was refused', answer);
  return answer.clientId;
}

async function subscribe(client: string, channel: string): Promise<void> {
  const from = replayFrom.get(channel) ?? NEW_EVENTS_ONLY;
  const answers = await send({ channel: '/meta/subscribe', clientId: client, subscription: channel, ext: { replay: { [channel]: from } } });
  const answer = answers.find((message) => message.channel === '/meta/subscribe');
  if (answer?.successful !== true) throw refusal(`Subscribing to ${channel} was refused`, answer);
}

/** Keeps one request hanging for as long as the server knows the client, then starts again. */
async function stayConnected(client: string): Promise<void> {
  for (;;) {
    try {
      const answers = await send({ channel: '/meta/connect', clientId: client, connectionType: 'long-polling' });
      const answer = answers.find((message) => message.channel === '/meta/connect');
      if (answer?.successful === true) continue;
      if (answer?.advice?.reconnect === 'none') throw refusal('The server ended the stream', answer);
      return await startAgain(refusal('The server has forgotten this client', answer));
    } catch (error) {
      return await startAgain(error);
    }
  }
}

async function startAgain(cause: unknown): Promise<void> {
  clientId = undefined;
  for (const listener of errorListeners) listener(cause);
  while (clientId === undefined) {
    await connected();
    try {
      const client = await start();
      for (const channel of new Set([...listeners].map((listener) => listener.channel))) await subscribe(client, channel);
    } catch {
      // The org went away again, or is not ready yet: a pause, then the next try.
      clientId = undefined;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Sends one message and hands the events in the answer to their listeners. */
async function send(message: Readonly<Record<string, unknown>>): Promise<readonly BayeuxMessage[]> {
  const response = await request(ENDPOINT, { method: 'POST', headers: requestHeaders, body: JSON.stringify([message]) });
  if (!response.ok) throw new Error(`${ENDPOINT} answered ${response.status} to ${String(message['channel'])}: ${await response.text()}`);
  const answers = (await response.json()) as readonly BayeuxMessage[];
  for (const answer of answers) if (answer.data !== undefined) deliver(answer.channel, answer.data);
  return answers;
}

function deliver(channel: string, data: EventMessage['data']): void {
  replayFrom.set(channel, data.event.replayId);
  for (const listener of [...listeners]) if (listener.channel === channel) listener.onMessage({ channel, data });
}

function refusal(what: string, answer: BayeuxMessage | undefined): Error {
  return new Error(`${what}: ${answer?.error ?? 'no reason given'}`);
}
