import { createPrivateKey, sign } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { TransientFailure } from '../../shared/failures.ts';
import { ask, textOf, type Fetch } from './org-http.ts';

/** How the gateway gets a token: OAuth 2.0 JWT bearer flow (help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"). The local org takes the same. */
export interface JwtLogin {
  /** Where tokens are asked for: `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain address, or the local org. */
  readonly loginUrl: string;
  /** `aud` of the assertion; absent: what `loginUrl` belongs to. */
  readonly audience?: string;
  /** Consumer key of the connected app. */
  readonly clientId: string;
  readonly username: string;
  /** PEM. */
  readonly privateKey: string;
}

/** A token somebody else got; it cannot be renewed. */
export interface ReadyLogin {
  readonly url: string;
  readonly token: string;
}

export type OrgLogin = JwtLogin | ReadyLogin;

export interface OrgSession {
  /** Of the instance; no slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly organizationId: string;
}

/** platform-facts: jwt-bearer-assertion. Less than the three minutes an assertion may be good for. */
const ASSERTION_SECONDS = 170;
const MY_DOMAIN = /\.my\.salesforce\.com$/;
const TEST_DOMAIN = /\.(sandbox|scratch)\.my\.salesforce\.com$/;

export async function logIn(login: OrgLogin, request: Fetch, clock: Clock, timeoutMs: number): Promise<OrgSession> {
  if ('token' in login) {
    const url = withoutSlash(login.url);
    const answer = await ask(request, `${url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${login.token}` } }, timeoutMs);
    const { organization_id: organizationId } = (answer.body ?? {}) as { readonly organization_id?: unknown };
    if (typeof organizationId !== 'string') throw new TransientFailure(`${url} does not take the access token it was given (${String(answer.status)}). It cannot be renewed: configure another, or a login by JWT.`);
    return { url, token: login.token, organizationId };
  }
  const loginUrl = withoutSlash(login.loginUrl);
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertionOf(login, clock.now()) });
  const answer = await ask(request, `${loginUrl}/services/oauth2/token`, { method: 'POST', body: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }, timeoutMs);
  const { access_token: token, instance_url: url, id, error, error_description: description } = (answer.body ?? {}) as Record<string, unknown>;
  if (typeof token !== 'string' || typeof url !== 'string') {
    // Nothing dies of a login that fails: work waits until somebody repairs it.
    throw new TransientFailure(`${loginUrl} gave no token to ${login.username}: ${textOf(error) ?? String(answer.status)}${textOf(description) === undefined ? '' : `, ${textOf(description)!}`}.`);
  }
  return { url: withoutSlash(url), token, organizationId: /\/id\/(\w+)\//.exec(textOf(id) ?? '')?.[1] ?? '' };
}

/** An address of one org's own is not an audience: its login server is. */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  if (TEST_DOMAIN.test(hostname)) return 'https://test.salesforce.com';
  return MY_DOMAIN.test(hostname) ? 'https://login.salesforce.com' : withoutSlash(loginUrl);
}

/** `exp` in seconds, as RFC 7519 has it. */
function assertionOf({ loginUrl, audience = audienceOf(loginUrl), clientId, username, privateKey }: JwtLogin, nowMs: number): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: clientId, sub: username, aud: audience, exp: Math.floor(nowMs / 1000) + ASSERTION_SECONDS })}`;
  return `${unsigned}.${signed(unsigned, privateKey, username)}`;
}

/** @throws TransientFailure: a key that was exchanged for none must not be the end of what waits */
function signed(text: string, privateKey: string, username: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(text), createPrivateKey(privateKey)).toString('base64url');
  } catch (error) {
    throw new TransientFailure(`The private key of ${username} cannot sign; a login of the org takes an RSA key in PEM.`, { cause: error });
  }
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
