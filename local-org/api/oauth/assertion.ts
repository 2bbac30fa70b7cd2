/** JWT bearer assertions (RFC 7523) as `sf org login jwt`, jsforce clients and `local-org token` send them: RS256, checked against the org's own key pair. */
import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** The consumer key of the connected app every local org has. */
export const CONSUMER_KEY = 'holdfast-local-org';

export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
}

export type AssertionResult = { readonly username: string } | { readonly problem: string };

/** Checks signature, issuer, audience and expiry. `exp` may be in seconds or, as the Salesforce CLI sends it, in milliseconds. */
export function verifyAssertion(assertion: string, key: KeyObject, audiences: readonly string[], nowMs: number): AssertionResult {
  const parts = assertion.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return { problem: 'invalid assertion' };
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(key, Buffer.from(signature, 'base64url'))) return { problem: 'invalid assertion' };
  const claims = parseClaims(payload);
  if (claims === undefined) return { problem: 'invalid assertion' };
  if (claims.iss !== CONSUMER_KEY) return { problem: `client identifier invalid: use ${CONSUMER_KEY}` };
  const expiresMs = claims.exp > 100_000_000_000 ? claims.exp : claims.exp * 1000;
  if (expiresMs < nowMs) return { problem: 'expired authorization code' };
  if (!audiences.includes(stripSlash(claims.aud))) return { problem: `audience is invalid: expected one of ${audiences.join(', ')}` };
  return { username: claims.sub };
}

/** Signs an assertion with the org's private key; used by the command line, which may read the data folder. */
export function signAssertion(privateKey: KeyObject, username: string, audience: string, nowMs: number): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims: AssertionClaims = { iss: CONSUMER_KEY, sub: username, aud: audience, exp: Math.floor(nowMs / 1000) + 180 };
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey).toString('base64url')}`;
}

function parseClaims(payload: string): AssertionClaims | undefined {
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Partial<AssertionClaims>;
    const isComplete = typeof claims.iss === 'string' && typeof claims.sub === 'string' && typeof claims.aud === 'string' && typeof claims.exp === 'number';
    return isComplete ? (claims as AssertionClaims) : undefined;
  } catch {
    return undefined;
  }
}

function stripSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
