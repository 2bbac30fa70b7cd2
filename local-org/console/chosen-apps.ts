/** Which app each user of this browser looked at last: kept in a cookie, so that the first answer to a browser already shows it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieOf, portOf } from './cookies.ts';

const PREFIX = 'console_app_';
/** Users of one browser that are remembered. */
const REMEMBERED = 8;

export function chosenApp(request: FastifyRequest, userId: string): string | undefined {
  return entries(request).find(([user]) => user === userId)?.[1];
}

export function rememberApp(request: FastifyRequest, reply: FastifyReply, userId: string, app: string): void {
  const others = entries(request).filter(([user]) => user !== userId);
  const value = [[userId, app] as const, ...others].slice(0, REMEMBERED).map(([user, name]) => `${user}:${encodeURIComponent(name)}`).join('|');
  // A second Set-Cookie header beside that of the session.
  void reply.header('set-cookie', `${PREFIX}${portOf(request)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`);
}

function entries(request: FastifyRequest): (readonly [string, string])[] {
  return (cookieOf(request, PREFIX + portOf(request)) ?? '').split('|').map((entry) => entry.split(':')).flatMap(([user, name]) => (user === undefined || name === undefined ? [] : [[user, decode(name)] as const]));
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}
