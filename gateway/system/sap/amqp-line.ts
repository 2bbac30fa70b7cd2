/** How a broker is reached: over TCP, over TLS, or over a WebSocket (OASIS "AMQP WebSocket Binding 1.0"). */
import type { Socket } from 'node:net';
import type { Connection, ConnectionOptions, Container } from 'rhea';
import { WebSocket } from 'ws';
import { saslOf } from './amqp-sasl.ts';
import { brokerUrl, unusable } from './broker-address.ts';
import { watchUpgrade } from './websocket-upgrade.ts';

export interface AmqpLine {
  /** What the library connects with. */
  readonly options: ConnectionOptions;
  /** Lets go of the socket, whatever the broker says. */
  breakOff(connection: Connection): void;
  /** What is to be done once the library has given up the socket. */
  letGo(): void;
  /** Why it broke, for people, from what the library hands on. */
  whyBroken(error: unknown): string;
  /** Why the broker did not take who we are, from the library's words for it; `undefined` when the failure is another. */
  whyRefused(message: string): string | undefined;
}

export interface LineOptions {
  readonly url: string;
  /** Over a WebSocket an access token travels with the upgrade request, otherwise by SASL XOAUTH2. */
  readonly token?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** How long the broker has to answer the upgrade request. */
  readonly answerMs: number;
  /** How long it has to say goodbye. */
  readonly goodbyeMs: number;
}

type Line = Omit<AmqpLine, 'whyRefused'>;
type Protocol = { readonly transport: 'tcp' | 'tls'; readonly port: number } | { readonly transport: 'websocket' };

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'amqp:': { transport: 'tcp', port: 5672 }, 'amqps:': { transport: 'tls', port: 5671 }, 'ws:': { transport: 'websocket' }, 'wss:': { transport: 'websocket' },
};
/** As the binding names it, section 2.1. */
const SUBPROTOCOL = 'amqp';

interface Dialled {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly hasToken: boolean;
}

/** @throws Refusal GW-CONFIGURATION for an address that is not dialled, or not with this login */
export function checkDialled({ url: address, user, password, hasToken }: Dialled): void {
  const { protocol } = brokerUrl({ what: 'AMQP', address, protocols: Object.keys(PROTOCOLS), hasToken });
  if (!hasToken || PROTOCOLS[protocol]?.transport === 'websocket') return;
  if (user === undefined || user === '') throw unusable(`AMQP doorbells: SASL XOAUTH2 over ${protocol}// tells a user beside the access token; give user (at advanced event mesh the message VPN).`);
  if (password !== undefined) throw unusable(`AMQP doorbells: over ${protocol}// the access token stands for the password; give password or oauth.`);
}

export function lineTo(container: Container, options: LineOptions): AmqpLine {
  const protocol = PROTOCOLS[new URL(options.url).protocol]!;
  const sasl = saslOf({ ...options, isUpgraded: protocol.transport === 'websocket' });
  const line = protocol.transport === 'websocket' ? webSocketLine(container, options) : socketLine(options.url, protocol);
  return { ...line, options: { ...line.options, ...sasl.options }, whyRefused: sasl.whyRefused };
}

function socketLine(url: string, { transport, port: usualPort }: Exclude<Protocol, { readonly transport: 'websocket' }>): Line {
  const { hostname, port } = new URL(url);
  return {
    options: { host: hostname, port: port === '' ? usualPort : Number(port), transport: transport as 'tcp' },
    // The library's types leave its socket out; it forgets its timers only for a socket that fails.
    breakOff: (connection) => { (connection as unknown as { socket?: Socket }).socket?.destroy(new Error('the broker did not say goodbye')); },
    letGo: () => undefined,
    whyBroken: endOf,
  };
}

function webSocketLine(container: Container, { url, token, answerMs, goodbyeMs }: LineOptions): Line {
  let socket: WebSocket | undefined;
  let whyRefused = (): string | undefined => undefined;
  const watch = (made: WebSocket): void => {
    socket = made;
    whyRefused = watchUpgrade(made);
  };
  /** The library makes the socket itself and keeps it behind a wrapper that cannot let go of it. */
  class Watched extends WebSocket {
    constructor(address: string, protocols?: string | string[], settings?: object) {
      super(address, protocols, settings);
      watch(this);
    }
  }
  const settings = { handshakeTimeout: answerMs, closeTimeout: goodbyeMs, perMessageDeflate: false, ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }) };
  return {
    options: { host: new URL(url).hostname, connection_details: container.websocket_connect(Watched)(url, [SUBPROTOCOL], settings) } as unknown as ConnectionOptions,
    breakOff: () => { socket?.terminate(); },
    // Whoever closed it waits for the other side, and what that still sends must not wake the library.
    letGo: () => { socket?.terminate(); },
    whyBroken: (error) => whyRefused() ?? endOf(error),
  };
}

/** The library hands on an error, or the event that a WebSocket told: an error with its message, an end with its code. */
function endOf(event: unknown): string {
  const { message, code, reason } = (event ?? {}) as { readonly message?: unknown; readonly code?: unknown; readonly reason?: unknown };
  if (typeof message === 'string') return message;
  return typeof code === 'number' ? `the WebSocket is closed (${String(code)}${typeof reason === 'string' && reason !== '' ? ` ${reason}` : ''})` : 'the connection broke';
}
