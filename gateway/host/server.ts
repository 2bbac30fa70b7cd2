/** The one HTTP server of a gateway process: what all of its APIs share. */
import Fastify, { type FastifyInstance } from 'fastify';
import { answerErrors, BODY_LIMIT_BYTES, keepRawBodies } from '../shared/http.ts';
import type { Log } from '../shared/log.ts';

/** Longer parameters than any contract has are refused by the router. */
const MOST_PARAMETER_CHARACTERS = 300;

/** A request has to be here, body and all, within this. Fastify itself waits for ever, and whoever reaches the port could hold all its connections. */
const REQUEST_MS = 60_000;
/** So often it is looked for who is late. */
const CHECK_MS = 5_000;

export function createServer(log: Log, { requestMs = REQUEST_MS, checkMs = CHECK_MS }: { readonly requestMs?: number; readonly checkMs?: number } = {}): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES, routerOptions: { maxParamLength: MOST_PARAMETER_CHARACTERS }, forceCloseConnections: true,
    requestTimeout: requestMs, http: { headersTimeout: requestMs, connectionsCheckingInterval: checkMs },
  });
  keepRawBodies(server);
  answerErrors(server, log);
  return server;
}
