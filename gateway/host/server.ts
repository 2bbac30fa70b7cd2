/** The one HTTP server of a gateway process: what all of its APIs share. */
import Fastify, { type FastifyInstance } from 'fastify';
import { answerErrors, BODY_LIMIT_BYTES, keepRawBodies } from '../shared/http.ts';
import type { Log } from '../shared/log.ts';

/** Longer parameters than any contract has are refused by the router. */
const MOST_PARAMETER_CHARACTERS = 300;

export function createServer(log: Log): FastifyInstance {
  const server = Fastify({ bodyLimit: BODY_LIMIT_BYTES, routerOptions: { maxParamLength: MOST_PARAMETER_CHARACTERS }, forceCloseConnections: true });
  keepRawBodies(server);
  answerErrors(server, log);
  return server;
}
