/** How a broker is reached: over TCP, over TLS, or over a WebSocket (OASIS "AMQP WebSocket Binding 1.0"). */
import type { Socket } from 'node:net';
import type { Connection, ConnectionOptions, Container } from 'rhea';
import { WebSocket } from 'ws';
import { Refusal } from '../../shared/failures.ts';

export interface AmqpLine {
  /** What the library connects with. */
  readonly options: ConnectionOptions;
  /** Lets go of the socket, whatever the broker says. */
  breakOff(connection: Connection): void;
  /** What is to be done once the library has given up the socket. */
  letGo(): void;
  /** Why it broke, for people, from what the library hands on. */
  whyBroken(error: unknown): string;
}

export interface LineOptions {
  readonly url: string;
  /** Access token for the upgrade request of a WebSocket. */
  readonly token?: string | undefined;
  /** How long the broker has to answer the upgrade request. */
  readonly answerMs: number;
  /** How long it has to say goodbye. */
  readonly goodbyeMs: number;
}

type Protocol = { readonly transport: 'tcp' | 'tls'; readonly port: number } | { readonly transport: 'websocket' };

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'amqp:': { transport: 'tcp', port: 5672 }, 'amqps:': { transport: 'tls', port: 5671 }, 'ws:': { transport: 'websocket' }, 'wss:': { transport: 'websocket' },
};
/** As the binding names it, section 2.1. */
const SUBPROTOCOL = 'amqp';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** @throws Refusal GW-CONFIGURATION for an address that is not dialled, or not with an access token */
export function checkAddress(address: string, hasToken: boolean): void {
  if (!URL.canParse(address)) throw refused(`AMQP doorbells come from amqp://, amqps://, ws:// or wss:// addresses; ${JSON.stringify(address)} is no address.`);
  const { protocol, hostname, username, password, hash } = new URL(address);
  if (PROTOCOLS[protocol] === undefined) throw refused(`AMQP doorbells come from amqp://, amqps://, ws:// or wss:// addresses; ${protocol}// is not dialled.`);
  if (username !== '' || password !== '' || hash !== '') throw refused('AMQP doorbells: the address holds a user, a password or a fragment (#); give its host, port and path only.');
  if (!hasToken) return;
  if (PROTOCOLS[protocol].transport !== 'websocket') throw refused(`AMQP doorbells: an access token travels with the upgrade request of a WebSocket; over ${protocol}// give user and password, or the wss:// address of the broker.`);
  if (protocol === 'ws:' && !LOOPBACK.test(hostname)) throw refused(`AMQP doorbells: an access token is not sent readable to ${hostname}; give its wss:// address.`);
}

function refused(message: string): Refusal {
  return new Refusal('GW-CONFIGURATION', message);
}

export function lineTo(container: Container, options: LineOptions): AmqpLine {
  const protocol = PROTOCOLS[new URL(options.url).protocol]!;
  return protocol.transport === 'websocket' ? webSocketLine(container, options) : socketLine(options.url, protocol);
}

function socketLine(url: string, { transport, port: usualPort }: Exclude<Protocol, { readonly transport: 'websocket' }>): AmqpLine {
  const { hostname, port } = new URL(url);
  return {
    options: { host: hostname, port: port === '' ? usualPort : Number(port), transport: transport as 'tcp' },
    // The library's types leave its socket out; it forgets its timers only for a socket that fails.
    breakOff: (connection) => { (connection as unknown as { socket?: Socket }).socket?.destroy(new Error('the broker did not say goodbye')); },
    letGo: () => undefined,
    whyBroken: endOf,
  };
}

function webSocketLine(container: Container, { url, token, answerMs, goodbyeMs }: LineOptions): AmqpLine {
  let socket: WebSocket | undefined;
  let refusedWith: number | undefined;
  const watch = (made: WebSocket): void => {
    socket = made;
    made.on('unexpected-response', (_request, { statusCode }) => {
      refusedWith = statusCode;
      made.terminate();
    });
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
    whyBroken: (error) => (refusedWith === undefined ? endOf(error) : `the upgrade is refused (${String(refusedWith)}); check ${whatToCheck(refusedWith)}`),
  };
}

/** The library hands on an error, or the event that a WebSocket told: an error with its message, an end with its code. */
function endOf(event: unknown): string {
  const { message, code, reason } = (event ?? {}) as { readonly message?: unknown; readonly code?: unknown; readonly reason?: unknown };
  if (typeof message === 'string') return message;
  return typeof code === 'number' ? `the WebSocket is closed (${String(code)}${typeof reason === 'string' && reason !== '' ? ` ${reason}` : ''})` : 'the connection broke';
}

function whatToCheck(status: number): string {
  if (status === 401 || status === 403) return 'client id, secret and scope';
  return status === 404 ? 'the path of the address' : 'the address, and whether the broker is well';
}
