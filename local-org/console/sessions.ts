/**
 * Browser sessions. The cookie holds the org's access token and is out of reach for scripts and for other sites; the request token,
 * which only a page of this console has read, proves that a request was made by that page.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieOf, portOf } from './cookies.ts';
import type { ConsoleHost, ConsoleSession } from './host.ts';

const COOKIE_PREFIX = 'console_sid_';

export class BrowserSessions {
  readonly #host: ConsoleHost;

  constructor(host: ConsoleHost) {
    this.#host = host;
  }

  find(request: FastifyRequest): ConsoleSession | undefined {
    const token = cookieOf(request, cookieName(request));
    return token === undefined ? undefined : this.#host.session(token);
  }

  /** Nobody who does not have the access token can compute it, and it does not give the access token away. */
  requestToken(session: ConsoleSession): string {
    return createHmac('sha256', session.accessToken).update('console request').digest('base64url');
  }

  /** Was the request made by a page of this console, for this session? */
  isFromPage(request: FastifyRequest, session: ConsoleSession): boolean {
    const given = request.headers['x-console-token'];
    const expected = Buffer.from(this.requestToken(session));
    if (typeof given !== 'string' || given.length !== expected.length || !timingSafeEqual(Buffer.from(given), expected)) return false;
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    return (origin === undefined || origin === `http://${host ?? ''}`) && (site === undefined || site === 'same-origin');
  }

  keep(request: FastifyRequest, reply: FastifyReply, session: ConsoleSession): void {
    void reply.header('set-cookie', `${cookieName(request)}=${session.accessToken}; Path=/; HttpOnly; SameSite=Strict`);
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    const token = cookieOf(request, cookieName(request));
    if (token !== undefined) this.#host.closeSession(token);
    void reply.header('set-cookie', `${cookieName(request)}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
  }

  /** The browser has another session from now on; the one before ends. */
  replace(request: FastifyRequest, reply: FastifyReply, session: ConsoleSession): void {
    const token = cookieOf(request, cookieName(request));
    if (token !== undefined) this.#host.closeSession(token);
    this.keep(request, reply, session);
  }
}

function cookieName(request: FastifyRequest): string {
  return COOKIE_PREFIX + portOf(request);
}
