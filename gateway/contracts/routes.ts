/** Puts an operation of a contract on a server: its method and path, its requests held against the contract before the handler sees them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CheckedRequest, Contract } from './validator.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The contract and operation a route belongs to; tests hold its answers against them. */
    operation?: { readonly contract: Contract; readonly id: string };
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  /** Before anything is validated: who calls, and may they? Throws Refusal. */
  readonly before: (request: FastifyRequest) => Promise<void>;
  handle(checked: CheckedRequest, request: FastifyRequest): Promise<Answer>;
}

/** @param prefix of the API, for example `/pos/v1` */
export function addRoute(server: FastifyInstance, contract: Contract, prefix: string, operationId: string, route: Route): void {
  const { method, path } = contract.operation(operationId);
  server.route({
    method: method.toUpperCase(),
    url: prefix + path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation: { contract, id: operationId } },
    preValidation: (request) => route.before(request),
    handler: async (request, reply) => {
      const checked = contract.checkRequest(operationId, {
        path: request.params as Record<string, unknown>,
        query: request.query as Record<string, unknown>,
        headers: request.headers,
        body: request.body,
      });
      return send(reply, await route.handle(checked, request));
    },
  });
}

function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  return reply.status(status).headers(headers).send(body);
}
