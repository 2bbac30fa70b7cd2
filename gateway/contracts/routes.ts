/** Puts an operation of a contract on a server: its method and path, its requests held against the contract before the handler sees them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../shared/failures.ts';
import type { CheckedRequest, Contract, RequestParts } from './validator.ts';

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

/** `Caller` is what `before` finds out of who calls. */
export interface Route<Caller> {
  /** Before anything is validated: who calls, and may they? Throws Refusal. */
  readonly before: (request: FastifyRequest) => Promise<Caller>;
  handle(checked: CheckedRequest, caller: Caller, request: FastifyRequest): Promise<Answer>;
  /** A caller that was let in is refused: what the contract says of the request, or the handler. For figures; the refusal is answered all the same. */
  refused?(refusal: Refusal, caller: Caller): void;
}

/** @param prefix of the API, for example `/pos/v1` */
export function addRoute<Caller>(server: FastifyInstance, contract: Contract, prefix: string, operationId: string, route: Route<Caller>): void {
  const { method, path, body } = contract.operation(operationId);
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route({
    method: method.toUpperCase(),
    url: prefix + path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation: { contract, id: operationId } },
    preValidation: async (request) => {
      callers.set(request, await route.before(request));
    },
    handler: async (request, reply) => {
      const caller = callers.get(request)!;
      try {
        checkMediaType(request, body?.mediaType);
        return send(reply, await route.handle(contract.checkRequest(operationId, partsOf(request)), caller, request));
      } catch (error) {
        if (error instanceof Refusal) route.refused?.(error, caller);
        throw error;
      }
    },
  });
}

function partsOf(request: FastifyRequest): RequestParts {
  return { path: request.params as Record<string, unknown>, query: request.query as Record<string, unknown>, headers: request.headers, body: request.body };
}

/** The server takes JSON and XML; an operation takes one of them. */
function checkMediaType(request: FastifyRequest, wanted: string | undefined): void {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (wanted === undefined || given === undefined) return;
  if (given.replace('text/xml', 'application/xml').replace('application/cloudevents+json', 'application/json') !== wanted.replace('application/cloudevents+json', 'application/json')) {
    throw new Refusal('GW-MEDIA-TYPE', `Content-Type ${given} is not taken here; send ${wanted}.`, { status: 415 });
  }
}

function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  return reply.status(status).headers(headers).send(body);
}
