/** Where a broker is dialled, and whether that is a place to send a secret to. */
import { Refusal } from '../../shared/failures.ts';

export interface BrokerAddress {
  readonly what: 'AMQP' | 'MQTT';
  readonly address: string;
  /** With and without TLS, for example `amqps:`. */
  readonly protocols: readonly string[];
  readonly hasToken: boolean;
}

/** Without TLS: others on the network can read what is sent. */
const READABLE = ['amqp:', 'mqtt:', 'ws:'];
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** @throws Refusal GW-CONFIGURATION for an address that is not dialled, or not with an access token; it never holds what stands for a password there */
export function brokerUrl({ what, address, protocols, hasToken }: BrokerAddress): URL {
  const dialled = `${what} doorbells come from ${protocols.map((protocol) => `${protocol}//`).join(', ').replace(/, ([^,]+)$/, ' or $1')} addresses`;
  if (!URL.canParse(address)) throw unusable(`${dialled}; ${JSON.stringify(address)} is no address.`);
  const url = new URL(address);
  const { protocol, hostname, username, password, hash } = url;
  if (!protocols.includes(protocol)) throw unusable(`${dialled}; ${protocol}// is not dialled.`);
  if (username !== '' || password !== '' || hash !== '') throw unusable(`${what} doorbells: the address holds a user, a password or a fragment (#); give its host, port and path only.`);
  if (hasToken && READABLE.includes(protocol) && !LOOPBACK.test(hostname)) throw unusable(`${what} doorbells: an access token is not sent readable to ${hostname}; give its ${protocol.replace(':', 's:')}// address.`);
  return url;
}

export function unusable(message: string): Refusal {
  return new Refusal('GW-CONFIGURATION', message);
}
