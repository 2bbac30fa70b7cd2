/** OAuth 2.0 endpoints: token (JWT bearer), revoke, userinfo, identity. Other grants are refused by name. */
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserContext } from '../../library/ports.ts';
import type { ApiHost } from '../host.ts';
import { accessToken, type Authenticate } from '../authentication.ts';
import { invalidSession } from '../errors.ts';
import { baseUrl } from '../urls.ts';
import { verifyAssertion } from './assertion.ts';
import type { Sessions } from './sessions.ts';

export interface OAuthOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly authenticate: Authenticate;
  readonly publicKey: KeyObject;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export function registerOAuth(server: FastifyInstance, options: OAuthOptions): void {
  const { host, sessions, authenticate } = options;

  server.post('/services/oauth2/token', async (request, reply) => {
    const form = formOf(request);
    if (form.get('grant_type') !== JWT_BEARER) {
      return oauthError(reply, 'unsupported_grant_type', `grant type not supported: the local org offers ${JWT_BEARER}; npx local-org token prints a token`);
    }
    const url = baseUrl(request);
    const audiences = [url, url.replace('127.0.0.1', 'localhost'), 'https://login.salesforce.com', 'https://test.salesforce.com'];
    const verified = verifyAssertion(form.get('assertion') ?? '', options.publicKey, audiences, host.now());
    if ('problem' in verified) return oauthError(reply, 'invalid_grant', verified.problem);
    const user = host.users.byUsername(verified.username);
    if (user === undefined) return oauthError(reply, 'invalid_grant', `user hasn't approved this consumer: no active user ${verified.username}`);
    const token = sessions.issue(host.organizationId, user.id);
    return { access_token: token, scope: 'api web id', instance_url: url, id: identityUrl(url, user), token_type: 'Bearer' };
  });

  server.post('/services/oauth2/revoke', async (request, reply) => {
    const token = formOf(request).get('token') ?? '';
    if (!sessions.revoke(token)) return oauthError(reply, 'invalid_token', 'invalid token');
    return reply.code(200).send();
  });

  server.get('/services/oauth2/userinfo', async (request) => identity(authenticate(request), baseUrl(request)));

  server.get<{ Params: { organization: string; user: string } }>('/id/:organization/:user', async (request) => {
    const query = request.query as { oauth_token?: string };
    const token = accessToken(request) ?? query.oauth_token;
    const session = token === undefined ? undefined : sessions.find(token);
    const user = session === undefined ? undefined : host.users.byId(session.userId);
    if (user === undefined) throw invalidSession();
    return identity(user, baseUrl(request));
  });
}

function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}

function oauthError(reply: FastifyReply, error: string, description: string): FastifyReply {
  return reply.code(400).send({ error, error_description: description });
}

const identityUrl = (url: string, user: UserContext): string => `${url}/id/${user.organizationId}/${user.id}`;

function identity(user: UserContext, url: string): object {
  const rest = `${url}/services/data/v{version}/`;
  return {
    id: identityUrl(url, user),
    asserted_user: true,
    sub: identityUrl(url, user),
    user_id: user.id,
    organization_id: user.organizationId,
    username: user.username,
    preferred_username: user.username,
    nick_name: user.username.split('@')[0],
    name: user.name,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    active: true,
    user_type: user.userType,
    language: 'en_US',
    locale: user.locale,
    zoneinfo: user.timeZone,
    urls: { rest, sobjects: `${rest}sobjects/`, query: `${rest}query/`, search: `${rest}search/`, metadata: `${url}/services/Soap/m/{version}/${user.organizationId}` },
  };
}
