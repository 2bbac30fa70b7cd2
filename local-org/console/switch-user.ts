/** Going on as another user: for trying roles in a local org that lets visitors in anyway. Guarded like Apex calls. */
import type { FastifyInstance } from 'fastify';
import { requirePageSession } from './answers.ts';
import type { Console } from './console.ts';

export function registerUserSwitch(server: FastifyInstance, console: Console): void {
  server.post('/console/users', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (requirePageSession(console, request, reply) === undefined) return reply;
    return reply.send({ users: console.host.switchableUsers().map(({ id, name, username, profileName }) => ({ id, name, username, profileName })) });
  });
  server.post('/console/switch', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (requirePageSession(console, request, reply) === undefined) return reply;
    const { userId } = (request.body ?? {}) as { readonly userId?: unknown };
    const isOffered = console.host.switchableUsers().some(({ id }) => id === userId);
    const session = isOffered ? console.host.sessionAs(userId as string) : undefined;
    if (session === undefined) return reply.code(403).send({ message: 'This org does not let you go on as that user.' });
    console.sessions.replace(request, reply, session);
    return reply.send({ name: session.user.name });
  });
}
