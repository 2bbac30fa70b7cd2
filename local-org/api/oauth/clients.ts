/** The connected apps of a local org: its own, which has a secret, and the Salesforce CLI's, which has none. */
import { timingSafeEqual } from 'node:crypto';
import { CONSUMER_KEY } from './assertion.ts';

/** What `sf org login web` calls itself. */
const CLI_CLIENT = 'PlatformCLI';

export interface Client {
  readonly id: string;
  /** Has it shown the secret? */
  readonly isConfidential: boolean;
}

/** @returns the problem as OAuth names it when the client is unknown or shows a wrong secret */
export function clientOf(form: URLSearchParams, authorization: string | undefined, secret: string): Client | { readonly problem: 'invalid_client_id' | 'invalid_client' } {
  const basic = basicCredentials(authorization);
  const id = basic?.id ?? form.get('client_id') ?? '';
  const given = basic?.secret ?? form.get('client_secret') ?? '';
  if (id === CLI_CLIENT) return { id, isConfidential: false };
  if (id !== CONSUMER_KEY) return { problem: 'invalid_client_id' };
  if (given === '') return { id, isConfidential: false };
  return isSame(given, secret) ? { id, isConfidential: true } : { problem: 'invalid_client' };
}

export const isKnownClient = (id: string): boolean => id === CLI_CLIENT || id === CONSUMER_KEY;

/** Codes are only sent to programs on this machine. */
export function isLoopbackRedirect(uri: string): boolean {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  return url !== undefined && url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) && url.username === '' && url.password === '';
}

function basicCredentials(authorization: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
