/** A till that signs, and what it tells when a test does not say otherwise. */
import { sign, type TillNetwork } from '../pos/signature.ts';
import { NOW_MS, type Sent } from './world.ts';

export const NETWORK: TillNetwork = { network: 'NORTH', source: 'TILL', secrets: ['new-secret-of-the-north', 'old-secret-of-the-north'] };
export const RUNNING_ON: TillNetwork = { network: 'SOUTH', source: 'TILL-SOUTH', secrets: ['secret-of-the-south'], sequences: 'Continuous' };

export interface Signing {
  readonly network?: TillNetwork;
  readonly secret?: string;
  readonly atMs?: number;
  readonly key?: string;
}

/** @param content the body, or the address of a call without one */
export function signature(content: string | Buffer, { network = NETWORK, secret = network.secrets[0]!, atMs = NOW_MS }: Signing = {}): Record<string, string> {
  const seconds = String(Math.floor(atMs / 1000));
  return { 'x-till': network.network, 'x-signature': `t=${seconds},v1=${sign(secret, seconds, Buffer.from(content)).toString('hex')}` };
}

let uploads = 0;

export function signedUpload(body: unknown, signing: Signing = {}): Sent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  uploads += 1;
  return { url: '/pos/v1/transactions', headers: { ...signature(text, signing), 'idempotency-key': signing.key ?? `upload-${String(uploads)}` }, body: text };
}

export function signedGet(url: string, signing: Signing = {}): Sent {
  return { method: 'GET', url, headers: signature(url, signing) };
}

export function sale(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { store: 'LYON', register: '3', businessDay: '2026-11-21', sequence: 1, kind: 'Sale', occurredAt: '2026-11-21T10:14:03+01:00', lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }], ...change };
}
