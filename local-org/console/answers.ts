/** Answers that all surfaces of the console give alike. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Console } from './console.ts';
import type { ConsoleSession } from './host.ts';

/** The session of a request that a page of this console made; otherwise the refusal has been sent. */
export function requirePageSession(console: Console, request: FastifyRequest, reply: FastifyReply): ConsoleSession | undefined {
  const session = console.sessions.find(request);
  if (session === undefined) void reply.code(401).send({ message: 'Session expired or invalid' });
  else if (console.sessions.isFromPage(request, session)) return session;
  // The browser's cookie is of another session meanwhile: another window has logged in again or goes on as somebody else.
  else void reply.code(403).header('x-console-session', request.headers['x-console-token'] === undefined ? 'none' : 'other').send({ message: 'This request was not made by a page of the console.' });
  return undefined;
}

export function answerNoSession(reply: FastifyReply): FastifyReply {
  return answerText(reply, 401, 'You are not logged in, or the link you used is no longer valid.');
}

export function answerText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return protectedReply(reply).code(status).header('content-type', 'text/plain; charset=utf-8').send(`${text}\n`);
}

export function protectedReply(reply: FastifyReply): FastifyReply {
  if (reply.getHeader('cache-control') === undefined) void reply.header('cache-control', 'no-store');
  return reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer').header('cross-origin-resource-policy', 'same-origin');
}
