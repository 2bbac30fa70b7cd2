/** OAuth 2.0: token, authorize, revoke, introspect, userinfo, identity, and the way from a token to a browser session. */
import { createHmac, type KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiHost } from '../host.ts';
import { accessToken, userOfToken, type Authenticate } from '../authentication.ts';
import { apiError, invalidSession } from '../errors.ts';
import { baseUrl } from '../urls.ts';
import { registerAuthorize, type AuthorizeRequest } from './authorize.ts';
import { clientOf } from './clients.ts';
import { grant, type AuthorizationCode, type GrantOptions } from './grants.ts';
import { identity, identityUrl } from './identity.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { LIFETIME_MS, type Sessions } from './sessions.ts';

export interface OAuthOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly authenticate: Authenticate;
  readonly publicKey: KeyObject;
  readonly login: LoginOptions;
  /** Milliseconds since the epoch on the machine: codes and assertions are about that time. */
  readonly wallClock: () => number;
}

export interface LoginOptions {
  /** Of the org's own connected app. */
  readonly clientSecret: string;
  readonly allowPasswordGrant: boolean;
  /** Whom client credentials stand for, and who is suggested on the page of a web login. */
  readonly username: string;
  /** Codes that open a browser session; the console redeems them. */
  readonly browserCodes: OneTimeCodes<{ readonly userId: string }>;
}

const CODE_LIFETIME_MS = 15 * 60 * 1000;
const SCOPE = 'refresh_token web api id';

export function registerOAuth(server: FastifyInstance, options: OAuthOptions): void {
  const { host, sessions, authenticate, login } = options;
  const now = options.wallClock;
  const codes = new OneTimeCodes<AuthorizationCode>(CODE_LIFETIME_MS, now);
  const grants: GrantOptions = { host, sessions, publicKey: options.publicKey, clientSecret: login.clientSecret, allowPasswordGrant: login.allowPasswordGrant, clientUsername: login.username, codes, now };
  registerAuthorize(server, { host, codes, pages: new OneTimeCodes<AuthorizeRequest>(CODE_LIFETIME_MS, now), suggestedUsername: login.username });

  server.post('/services/oauth2/token', async (request, reply) => {
    const url = baseUrl(request);
    const answer = await grant(grants, { form: formOf(request), authorization: request.headers.authorization, url });
    void reply.header('cache-control', 'no-store');
    if ('error' in answer) return oauthError(reply, answer.error, answer.description);
    const { accessToken: token, refreshToken } = answer.issue();
    const id = identityUrl(url, answer.user);
    const issuedAt = String(now());
    // Clients may check with their secret that the answer is the org's.
    const signature = createHmac('sha256', login.clientSecret).update(id + issuedAt).digest('base64');
    return { access_token: token, ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }), signature, scope: SCOPE, instance_url: url, id, token_type: 'Bearer', issued_at: issuedAt };
  });

  server.route({
    method: ['GET', 'POST'], url: '/services/oauth2/revoke',
    handler: async (request, reply) => {
      const token = formOf(request).get('token') ?? (request.query as { token?: string }).token ?? '';
      return sessions.revoke(token) ? reply.code(200).send() : oauthError(reply, 'invalid_token', 'invalid token');
    },
  });

  server.post('/services/oauth2/introspect', async (request, reply) => {
    const form = formOf(request);
    const client = clientOf(form, request.headers.authorization, login.clientSecret);
    if ('problem' in client || !client.isConfidential) return oauthError(reply, 'invalid_client', 'introspection needs the client id and its secret');
    const token = form.get('token') ?? '';
    const session = sessions.find(token);
    const user = userOfToken(host, sessions, token);
    if (session === undefined || user === undefined) return { active: false };
    const seconds = Math.floor(session.issuedAt / 1000);
    return { active: true, scope: SCOPE, client_id: client.id, username: user.username, sub: identityUrl(baseUrl(request), user), token_type: 'access_token', exp: seconds + LIFETIME_MS / 1000, iat: seconds, nbf: seconds };
  });

  server.route({ method: ['GET', 'POST'], url: '/services/oauth2/userinfo', handler: async (request) => identity(authenticate(request), baseUrl(request)) });

  server.get<{ Params: { organization: string; user: string } }>('/id/:organization/:user', async (request) => {
    const token = accessToken(request) ?? (request.query as { oauth_token?: string }).oauth_token;
    const user = token === undefined ? undefined : userOfToken(host, sessions, token);
    if (user === undefined) throw invalidSession();
    const { organization, user: asked } = request.params;
    if (!isSameId(organization, user.organizationId) || !isSameId(asked, user.id)) throw apiError(403, 'FORBIDDEN', 'The identity belongs to another user.');
    return identity(user, baseUrl(request));
  });

  // From a token to a browser: `sf org open`.
  server.route({
    method: ['GET', 'POST'], url: '/services/oauth2/singleaccess',
    handler: async (request) => {
      const user = authenticate(request);
      const target = (request.query as { redirect_uri?: string }).redirect_uri ?? formOf(request).get('redirect_uri') ?? '';
      const url = new URL('/secur/frontdoor.jsp', baseUrl(request));
      url.searchParams.set('otp', login.browserCodes.give({ userId: user.id }));
      if (target !== '') url.searchParams.set('startURL', pathWithin(target, baseUrl(request)));
      return { frontdoor_uri: url.href };
    },
  });
}

/** Only a path of this org is opened, whether it was given as a path or as a whole address. */
function pathWithin(target: string, url: string): string {
  const resolved = URL.canParse(target, url) ? new URL(target, url) : undefined;
  if (resolved === undefined || resolved.origin !== new URL(url).origin) throw apiError(400, 'INVALID_INPUT', 'redirect_uri must be an address of this org.');
  return `${resolved.pathname}${resolved.search}`;
}

/** Ids of 15 characters are the beginning of those of 18. */
const isSameId = (given: string, id: string): boolean => given === id || given === id.slice(0, 15);

function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}

function oauthError(reply: FastifyReply, error: string, description: string): FastifyReply {
  return reply.code(400).send({ error, error_description: description });
}
