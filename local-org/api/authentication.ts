/** Finds the user of a request. REST clients send `Bearer`, CometD clients `OAuth`, the console a cookie that its own surface translates. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserContext } from '../library/ports.ts';
import type { ApiHost } from './host.ts';
import type { Sessions } from './oauth/sessions.ts';
import type { Allowances } from '../deploy/allowances/allowances.ts';
import { invalidSession } from './errors.ts';

export type Authenticate = (request: FastifyRequest) => UserContext;

/** Answers the user or throws 401 INVALID_SESSION_ID. Each answer counts as one API request. */
export function makeAuthenticate(host: ApiHost, sessions: Sessions, allowances?: Allowances): Authenticate {
  return (request) => {
    const token = accessToken(request);
    const user = token === undefined ? undefined : userOfToken(host, sessions, token);
    if (user === undefined) throw invalidSession();
    allowances?.use('DailyApiRequests');
    return user;
  };
}

/** `undefined` for a token that is unknown, expired or revoked, or whose user is no longer active or frozen. */
export function userOfToken(host: ApiHost, sessions: Sessions, token: string): UserContext | undefined {
  const session = sessions.find(token);
  return session === undefined ? undefined : host.users.signedIn(session.userId);
}

export function accessToken(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  const match = header === undefined ? null : /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header);
  return match?.[1];
}

/** A browser page of another origin must not be able to use a session on loopback: requests that carry a foreign Origin are refused. */
export function refuseForeignOrigin(request: FastifyRequest, reply: FastifyReply): boolean {
  const origin = request.headers.origin;
  if (origin === undefined || origin === `http://${request.headers.host ?? ''}`) return false;
  void reply.code(403).send([{ errorCode: 'FORBIDDEN', message: `Origin ${origin} is not this org.` }]);
  return true;
}
