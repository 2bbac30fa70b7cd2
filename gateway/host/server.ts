/** The one HTTP server of a gateway process: what all APIs share, metrics, and whether it lives. */
import Fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from '../health/prometheus.ts';
import { answerErrors, BODY_LIMIT_BYTES, keepRawBodies, type Authorise } from '../shared/http.ts';
import type { Log } from '../shared/log.ts';

/** Deeper paths and longer parameters than any contract has are refused by the router. */
const MOST_PARAMETER_CHARACTERS = 300;

export interface ServerParts {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly authorise: Authorise;
  /** Is the store there? A process that answers without it would accept nothing. */
  readonly isStoreAlive: () => Promise<boolean>;
}

export function createServer({ log, metrics, authorise, isStoreAlive }: ServerParts): FastifyInstance {
  const server = Fastify({ bodyLimit: BODY_LIMIT_BYTES, routerOptions: { maxParamLength: MOST_PARAMETER_CHARACTERS }, forceCloseConnections: true });
  keepRawBodies(server);
  answerErrors(server, log);
  server.get('/healthz', async (_request, reply) => ((await isStoreAlive()) ? { status: 'ok' } : reply.status(503).send({ status: 'store-unavailable' })));
  server.get('/metrics', { preHandler: authorise('operations:read') }, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  return server;
}
