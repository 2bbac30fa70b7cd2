/** The Bayeux messages that CometD clients of Salesforce (jsforce, the CLI, empApi) send and expect. */

export interface ClientMessage {
  readonly channel: string;
  readonly id?: string;
  readonly clientId?: string;
  readonly subscription?: string;
  readonly connectionType?: string;
  readonly ext?: { readonly replay?: unknown };
}

export type ServerMessage = Readonly<Record<string, unknown>>;

/** How long a `/meta/connect` is held open without events. Salesforce uses 110 s. */
export const CONNECT_TIMEOUT_MS = 110_000;

const advice = { reconnect: 'retry', interval: 0, timeout: CONNECT_TIMEOUT_MS } as const;

const echo = (message: ClientMessage): object => (message.id === undefined ? {} : { id: message.id });

export function handshakeAnswer(message: ClientMessage, clientId: string): ServerMessage {
  return { channel: '/meta/handshake', ...echo(message), version: '1.0', minimumVersion: '1.0', clientId, supportedConnectionTypes: ['long-polling'], successful: true, ext: { replay: true, 'payload.format': true }, advice };
}
export function connectAnswer(message: ClientMessage, clientId: string): ServerMessage {
  return { channel: '/meta/connect', ...echo(message), clientId, successful: true, advice };
}
export function subscribeAnswer(message: ClientMessage, clientId: string): ServerMessage {
  return { channel: '/meta/subscribe', ...echo(message), clientId, subscription: message.subscription, successful: true };
}
export function plainAnswer(message: ClientMessage, clientId: string): ServerMessage {
  return { channel: message.channel, ...echo(message), clientId, ...(message.subscription === undefined ? {} : { subscription: message.subscription }), successful: true };
}
export function failure(message: ClientMessage, error: string, reconnect: 'none' | 'handshake' | 'retry' = 'retry'): ServerMessage {
  return { channel: message.channel, ...echo(message), ...(message.subscription === undefined ? {} : { subscription: message.subscription }), successful: false, error, advice: { reconnect, interval: 0 } };
}
/** The client must shake hands again: its id is unknown, for example after a restart of the org. */
export const unknownClient = (message: ClientMessage): ServerMessage => failure(message, '403::Unknown client', 'handshake');
