import type { FastifyRequest } from 'fastify';

/** The URL under which the caller reached the org: loopback, so the Host header is safe to repeat once it has been checked. */
export function baseUrl(request: FastifyRequest): string {
  return `http://${request.headers.host ?? '127.0.0.1'}`;
}
