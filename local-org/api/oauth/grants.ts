/** `POST /services/oauth2/token`: one function per grant. */
import { createHash, type KeyObject } from 'node:crypto';
import type { UserContext } from '../../library/ports.ts';
import type { ApiHost } from '../host.ts';
import { verifyAssertion } from './assertion.ts';
import { clientOf, type Client } from './clients.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import type { Sessions } from './sessions.ts';

export interface AuthorizationCode {
  readonly userId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** PKCE, S256. */
  readonly challenge: string | undefined;
}

export interface GrantOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly publicKey: KeyObject;
  readonly clientSecret: string;
  readonly allowPasswordGrant: boolean;
  /** Whom the client credentials stand for. */
  readonly clientUsername: string;
  readonly codes: OneTimeCodes<AuthorizationCode>;
  /** Milliseconds since the epoch on the machine. */
  readonly now: () => number;
}

export interface GrantRequest {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
  readonly url: string;
}

/** `issue` is called once the answer is certain. */
export type Granted = { readonly user: UserContext; issue(): { readonly accessToken: string; readonly refreshToken?: string } };
export type Refused = { readonly error: string; readonly description: string };

type Grant = (options: GrantOptions, request: GrantRequest) => Granted | Refused | Promise<Granted | Refused>;

const refused = (error: string, description: string): Refused => ({ error, description });

const GRANTS: Readonly<Record<string, Grant>> = {
  'urn:ietf:params:oauth:grant-type:jwt-bearer': jwtBearer,
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  client_credentials: clientCredentials,
  password,
};

export async function grant(options: GrantOptions, request: GrantRequest): Promise<Granted | Refused> {
  const type = request.form.get('grant_type') ?? '';
  if (!Object.hasOwn(GRANTS, type)) return refused('unsupported_grant_type', `grant type not supported: the local org offers ${Object.keys(GRANTS).join(', ')}`);
  const answer = await GRANTS[type]!(options, request);
  return 'user' in answer && answer.user.userType === 'AutomatedProcess' ? refused('invalid_grant', `${answer.user.username} is the platform itself and cannot log in`) : answer;
}

function jwtBearer(options: GrantOptions, { form, url }: GrantRequest): Granted | Refused {
  const audiences = [url, url.replace('127.0.0.1', 'localhost'), url.replace('localhost', '127.0.0.1'), 'https://login.salesforce.com', 'https://test.salesforce.com'];
  const verified = verifyAssertion(form.get('assertion') ?? '', options.publicKey, audiences, options.now());
  if ('problem' in verified) return refused('invalid_grant', verified.problem);
  const user = options.host.users.byUsername(verified.username);
  return user === undefined ? refused('invalid_grant', `user hasn't approved this consumer: no active user ${verified.username}`) : accessOnly(options, user);
}

function accessOnly({ host, sessions }: GrantOptions, user: UserContext): Granted {
  return { user, issue: () => ({ accessToken: sessions.issue(host.organizationId, user.id) }) };
}

function authorizationCode(options: GrantOptions, request: GrantRequest): Granted | Refused {
  const client = knownClient(options, request);
  if ('error' in client) return client;
  const code = options.codes.take(request.form.get('code') ?? '');
  if (code === undefined || code.clientId !== client.id) return refused('invalid_grant', 'expired authorization code');
  if (code.redirectUri !== request.form.get('redirect_uri')) return refused('redirect_uri_mismatch', 'redirect_uri must match the one the code was asked for with');
  if (!isVerified(code, client, request.form.get('code_verifier'))) return refused('invalid_grant', 'invalid code verifier');
  const user = options.host.users.signedIn(code.userId);
  if (user === undefined) return refused('invalid_grant', 'user is no longer active');
  const { host, sessions } = options;
  return {
    user,
    issue: () => {
      const refresh = sessions.issueRefresh(user.id, client.id);
      return { accessToken: sessions.belongTo(sessions.issue(host.organizationId, user.id), refresh), refreshToken: refresh };
    },
  };
}

/** A client without a secret proves by PKCE that it is the one that asked. */
function isVerified(code: AuthorizationCode, client: Client, verifier: string | null): boolean {
  if (code.challenge === undefined) return client.isConfidential;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === code.challenge;
}

function refreshToken(options: GrantOptions, request: GrantRequest): Granted | Refused {
  const client = knownClient(options, request);
  if ('error' in client) return client;
  const { host, sessions } = options;
  const refreshed = sessions.refresh(host.organizationId, request.form.get('refresh_token') ?? '', client.id);
  const user = refreshed === undefined ? undefined : host.users.signedIn(refreshed.userId);
  if (refreshed === undefined || user === undefined) return refused('invalid_grant', 'expired access/refresh token');
  return { user, issue: () => ({ accessToken: refreshed.issue() }) };
}

function clientCredentials(options: GrantOptions, request: GrantRequest): Granted | Refused {
  const client = knownClient(options, request);
  if ('error' in client) return client;
  if (!client.isConfidential) return refused('invalid_client', 'the client credentials grant needs the client secret: it is in the file client-secret of the data folder');
  const user = options.host.users.byUsername(options.clientUsername);
  return user === undefined ? refused('invalid_grant', `no client credentials user enabled: ${options.clientUsername} is not active`) : accessOnly(options, user);
}

async function password(options: GrantOptions, request: GrantRequest): Promise<Granted | Refused> {
  if (!options.allowPasswordGrant) return refused('unsupported_grant_type', 'the password grant is off: start the local org with --allow-password-grant');
  const client = knownClient(options, request);
  if ('error' in client) return client;
  const user = options.host.users.byUsername(request.form.get('username') ?? '');
  const isRight = await options.sessions.passwords.isRight(user?.id ?? '', request.form.get('password') ?? '');
  return user === undefined || !isRight ? refused('invalid_grant', 'authentication failure') : accessOnly(options, user);
}

function knownClient(options: GrantOptions, request: GrantRequest): Client | Refused {
  const client = clientOf(request.form, request.authorization, options.clientSecret);
  if (!('problem' in client)) return client;
  return refused(client.problem, client.problem === 'invalid_client' ? 'invalid client credentials' : 'client identifier invalid');
}
