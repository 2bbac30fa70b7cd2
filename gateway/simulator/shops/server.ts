/** The addresses of the simulated shops: what polling reads, behind the tokens it is given. */
import { timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ShopifyShop } from './shopify-shop.ts';
import type { SquareShop } from './square-shop.ts';

export interface ShopServerOptions {
  readonly square?: { readonly shop: SquareShop; readonly token: string };
  readonly shopify?: { readonly shop: ShopifyShop; readonly token: string };
  /** What is answered instead, one for each call, until there is no more. */
  readonly failures?: ShopFailure[];
}

export interface ShopFailure {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  /** Absent: an object with the status. */
  readonly body?: string;
}

/** Not listening yet. */
export function shopServer({ square, shopify, failures = [] }: ShopServerOptions): FastifyInstance {
  const server = fastify();
  server.addHook('onRequest', async (_request, reply) => {
    const failure = failures.shift();
    if (failure !== undefined) await fail(reply, failure);
  });
  if (square !== undefined) {
    const guarded = { onRequest: requireToken('authorization', `Bearer ${square.token}`, { errors: [{ category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED' }] }) };
    server.post('/v2/inventory/changes/batch-retrieve', guarded, async (request) => square.shop.retrieveChanges(request.body as Parameters<SquareShop['retrieveChanges']>[0]));
    server.post('/v2/catalog/batch-retrieve', guarded, async (request) => square.shop.retrieveCatalog(request.body as Parameters<SquareShop['retrieveCatalog']>[0]));
  }
  if (shopify !== undefined) {
    const guarded = { onRequest: requireToken('x-shopify-access-token', shopify.token, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }) };
    server.get<{ Querystring: Parameters<ShopifyShop['orders']>[0] }>('/admin/api/:version/orders.json', guarded, async ({ query, host, url }, reply) => {
      const { body, next } = shopify.shop.orders(query);
      if (next !== undefined) void reply.header('link', `<https://${host}${url.split('?')[0]!}?limit=${query.limit ?? '50'}&page_info=${next}>; rel="next"`);
      return reply.type('application/json').send(body);
    });
  }
  return server;
}

function requireToken(header: string, expected: string, refusal: unknown) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const given = Buffer.from(String(request.headers[header] ?? ''));
    const wanted = Buffer.from(expected);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) await reply.status(401).send(refusal);
  };
}

async function fail(reply: FastifyReply, { status, retryAfterSeconds, body }: ShopFailure): Promise<void> {
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  await reply.status(status).type('application/json').send(body ?? JSON.stringify({ errors: [{ code: String(status) }] }));
}
