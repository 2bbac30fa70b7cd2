/** `/services/local-org/pubsub`: where the Pub/Sub API of this org listens. No part of Salesforce, where one address serves all orgs. */
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../authentication.ts';
import { notFound } from '../errors.ts';

export interface PubSubAddresses {
  /** `127.0.0.1:PORT`, with TLS. */
  readonly tls: string;
  /** `127.0.0.1:PORT`, without. */
  readonly plain: string;
}

export function registerPubSubAddresses(server: FastifyInstance, authenticate: Authenticate, addresses: () => PubSubAddresses | undefined): void {
  server.get('/services/local-org/pubsub', async (request) => {
    authenticate(request);
    const known = addresses();
    if (known === undefined) throw notFound('This org serves no Pub/Sub API.');
    return known;
  });
}
